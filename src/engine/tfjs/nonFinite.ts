// Finds the layer where numbers first stopped being finite.
import type { Tensor } from '@tensorflow/tfjs-core';
import type { ResolvedLayer } from '$core/model/spec';
import { layerOfBadWeights } from '../badWeights';
import type { ModelState } from './state';

const allFinite = async (tensor: Tensor) => (await tensor.data()).every((value) => Number.isFinite(value));

/**
 * Looks at the state before a step whose loss was not finite. A weight that is not finite was ruined by the update of
 * the step before: gradients flow from the last layer to the first, so the last such layer was the first to go.
 * Otherwise the first output that is not finite tells; if all are, the loss itself overflowed, on the last layer.
 */
export async function firstNonFiniteLayer(
  layers: readonly ResolvedLayer[],
  state: ModelState,
  outputs: readonly (readonly [ResolvedLayer, Tensor])[],
): Promise<{ layer: string; inGradient: boolean }> {
  const bad = layerOfBadWeights(layers, await state.readWeights());
  if (bad) return { layer: bad.id, inGradient: true };
  for (const [layer, output] of outputs) {
    if (!(await allFinite(output))) return { layer: layer.id, inGradient: false };
  }
  return { layer: layers[layers.length - 1].id, inGradient: false };
}
