// What a layer type is on tfjs: a function from input tensors to the output, recorded by tfjs's tape where it has to be
// differentiated. One file per family in layers/, one line in layers/registry.ts.
import type { Tensor } from '@tensorflow/tfjs-core';
import type { ResolvedLayer } from '$core/model/spec';

export interface LayerContext {
  /** Batch statistics and dropout on; otherwise running statistics and none. */
  readonly training: boolean;
  /** Rows x steps x 1: 1 where a step is real, 0 where it is padding; undefined: input `index` has no mask. */
  mask(index: number): Tensor | undefined;
  /** A weight of this layer by its unprefixed name, or undefined when the layer goes without. */
  weight(name: string): Tensor | undefined;
  /** The dropout factors of this step for this layer, of the given shape. */
  dropout(rate: number, shape: number[]): Tensor;
  /** Sets a running statistic once the step is over. The tensor must outlive the step's tidy: pass it kept. */
  update(name: string, value: Tensor): void;
}

/** Inputs and output carry the batch as their first dimension. */
export type LayerForward = (inputs: readonly Tensor[], layer: ResolvedLayer, context: LayerContext) => Tensor;

/** A weight that the layer cannot go without. */
export function need(context: LayerContext, name: string): Tensor {
  const found = context.weight(name);
  if (!found) throw new Error(`a layer asked for its weight "${name}", which its definition does not declare`);
  return found;
}
