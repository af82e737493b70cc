// Training losses on the device: mean over the rows of a batch, as a scalar, with gradients written out.
import * as tf from '@tensorflow/tfjs-core';
import type { LossName } from '../executor';
import { customGrad } from './customGrad';
import { softmaxParts } from './kernels/fused';

/** outputs [rows, units]; target [rows, 1] of class indices, or [rows, units] of values or 0 and 1; to a scalar. */
type Loss = (outputs: tf.Tensor, target: tf.Tensor2D, weigh?: Weigh) => tf.Scalar;

/** The weight of the class of each target, in the shape of the target. */
export type Weigh = (target: tf.Tensor2D) => tf.Tensor2D;

/** A loss of which `parts` gives the rows' values and the gradient of their sum. */
const meanOf =
  (parts: (z: tf.Tensor, target: tf.Tensor2D) => { value: tf.Tensor; gradient: tf.Tensor }): Loss =>
  (outputs, target, weigh) =>
    customGrad([outputs], (z) => {
      const { value, gradient } = weighted(parts(z, target), weigh?.(target));
      return {
        value: tf.div(tf.sum(value), target.size),
        saved: [gradient],
        gradient: (dy, [gradient]) => [tf.mul(gradient, tf.div(dy, target.size))],
      };
    }) as tf.Scalar;

/** Values [rows, units], or [rows] of losses over all units, and their gradients [rows, units]. */
function weighted(parts: { value: tf.Tensor; gradient: tf.Tensor }, weights: tf.Tensor2D | undefined) {
  if (!weights) return parts;
  const { value, gradient } = parts;
  return { value: tf.mul(value, tf.reshape(weights, value.shape)), gradient: tf.mul(gradient, weights) };
}

// Cast afterwards: the WASM kernel writes integers whatever type it is asked for.
const oneHot = (target: tf.Tensor, units: number) =>
  tf.cast(tf.oneHot(tf.cast(tf.reshape(target, [target.size]), 'int32') as tf.Tensor1D, units), 'float32');

const softmaxCrossEntropy = meanOf((z, target) => {
  const fused = softmaxParts(z, target);
  if (fused) return fused;
  const shifted = tf.sub(z, tf.max(z, -1, true));
  const logs = tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), -1, true)));
  const truth = oneHot(target, z.shape[1]!);
  return {
    value: tf.neg(tf.sum(tf.mul(truth, logs), -1)),
    gradient: tf.sub(tf.exp(logs), truth),
  };
});

/** A class index in place of shares stands for all of that class. */
const softCrossEntropy: Loss = (outputs, given) =>
  customGrad([outputs], (z) => {
    const units = z.shape[1]!;
    const target = given.shape[1] === units ? given : oneHot(given, units);
    const shifted = tf.sub(z, tf.max(z, -1, true));
    const logs = tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), -1, true)));
    const rows = target.shape[0];
    return {
      value: tf.div(tf.neg(tf.sum(tf.mul(target, logs))), rows),
      saved: [tf.sub(tf.mul(tf.exp(logs), tf.sum(target, -1, true)), target)],
      gradient: (dy, [gradient]) => [tf.mul(gradient, tf.div(dy, rows))],
    };
  }) as tf.Scalar;

/** max(z, 0) - z y + log(1 + e^-|z|): finite for every logit. */
const sigmoidCrossEntropy = meanOf((z, target) => {
  return {
    value: tf.add(tf.sub(tf.relu(z), tf.mul(z, target)), tf.log1p(tf.exp(tf.neg(tf.abs(z))))),
    gradient: tf.sub(tf.sigmoid(z), target),
  };
});

const mse = meanOf((z, target) => {
  const error = tf.sub(z, target);
  return { value: tf.square(error), gradient: tf.mul(error, 2) };
});

/** Quadratic up to an error of 1, linear beyond (Huber 1964): c (|e| - c/2) with c = min(|e|, 1). */
const huber = meanOf((z, target) => {
  const error = tf.sub(z, target);
  const size = tf.abs(error);
  const capped = tf.minimum(size, 1);
  return {
    value: tf.mul(capped, tf.sub(size, tf.mul(capped, 0.5))),
    gradient: tf.clipByValue(error, -1, 1),
  };
});

export const losses: Readonly<Record<LossName, Loss>> = {
  softmaxCrossEntropy,
  softCrossEntropy,
  sigmoidCrossEntropy,
  mse,
  huber,
};
