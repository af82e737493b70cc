// tfjs's customGrad with types: it hands its function the inputs and a `save` in one untyped list. What the gradient
// needs must go through `save`; anything else made inside is gone by then.
import * as tf from '@tensorflow/tfjs-core';

export interface WithGradient {
  readonly value: tf.Tensor;
  /** Kept for the gradient. */
  readonly saved: tf.Tensor[];
  /** Gradients of all inputs, in order. */
  readonly gradient: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor[];
}

export function customGrad(inputs: tf.Tensor[], f: (...inputs: tf.Tensor[]) => WithGradient): tf.Tensor {
  const run = tf.customGrad((...all) => {
    const save = all[all.length - 1] as (tensors: tf.Tensor[]) => void;
    const { value, saved, gradient } = f(...(all.slice(0, -1) as tf.Tensor[]));
    save(saved);
    return { value, gradFunc: (dy, saved) => gradient(dy as tf.Tensor, saved) };
  });
  return run(...inputs);
}
