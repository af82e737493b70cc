// Which layer's weights were ruined first.
import type { ResolvedLayer, Weights } from '$core/model/spec';

/** The last layer with a weight that is not finite: gradients flow from the last layer to the first. */
export function layerOfBadWeights(layers: readonly ResolvedLayer[], weights: Weights): ResolvedLayer | undefined {
  const isBad = ({ name }: { name: string }) => weights.get(name)?.some((value) => !Number.isFinite(value)) ?? false;
  return [...layers].reverse().find((layer) => layer.weights.some(isBad));
}
