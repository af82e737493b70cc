// The supernet as a network that an engine can build: resolved like any other, with the batch norms of candidate
// operations left without scale and shift (appendix A.1.1 of the paper: they would rescale the outputs of the
// operations, and with them what the shares mean).
import { resolveModel } from '../../model/resolve';
import type { ModelSpec, ResolvedLayer } from '../../model/spec';
import type { Mix, Relaxation } from '../relaxation';
import type { DataShape } from '../space';

export interface SupernetSpec {
  readonly spec: ModelSpec;
  /** By layer: what is a weighted sum. */
  readonly mixes: ReadonlyMap<string, Mix>;
}

export function supernetSpec(relaxation: Relaxation, { inputs, units }: DataShape): SupernetSpec {
  const { layers, mixes, candidates } = relaxation.supernet(inputs);
  const spec = resolveModel(layers, inputs, units);
  const still = (layer: ResolvedLayer) => layer.type === 'batchNorm' && candidates.has(layer.id);
  return { spec: { ...spec, layers: spec.layers.map((layer) => (still(layer) ? fixed(layer) : layer)) }, mixes };
}

const fixed = (layer: ResolvedLayer): ResolvedLayer => ({
  ...layer,
  weights: layer.weights.map((weight) => ({ ...weight, trainable: false })),
});
