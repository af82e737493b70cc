// What a model costs, from its shapes alone.
import { sizeOf, weightsOf, type ModelSpec } from './spec';

export interface ModelCost {
  /** Trainable numbers. */
  readonly parameters: number;
  /** All stored numbers, running statistics included. */
  readonly stored: number;
  /** Operations of one row's forward pass; a training step costs about three times that. */
  readonly flopsPerRow: number;
  /** Activations of one row, in bytes of float32. */
  readonly activationBytesPerRow: number;
}

export function costOf(spec: ModelSpec): ModelCost {
  const weights = weightsOf(spec);
  const count = (list: typeof weights) => list.reduce((sum, w) => sum + sizeOf(w.shape), 0);
  return {
    parameters: count(weights.filter((w) => w.trainable)),
    stored: count(weights),
    flopsPerRow: spec.layers.reduce((sum, layer) => sum + layer.flops, 0),
    activationBytesPerRow: 4 * spec.layers.reduce((sum, layer) => sum + sizeOf(layer.output.shape), 0),
  };
}
