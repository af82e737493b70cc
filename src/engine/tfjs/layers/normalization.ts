// Batch and layer normalization with their gradients written out: a third of the kernels that the tape would run.
// dx = gamma / sigma * (dy - mean(dy) - xhat * mean(dy * xhat)), means over what was normalized (Ioffe & Szegedy 2015).
import * as tf from '@tensorflow/tfjs-core';
import { customGrad } from '../customGrad';
import { need, type LayerForward } from '../layer';

/** Normalizes x over `axes` with the given statistics of the same x, then scales and shifts along the last axis. */
function normalize(
  x: tf.Tensor,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  mean: tf.Tensor,
  inverse: tf.Tensor,
  axes: number[],
) {
  const others = x.shape.map((_, i) => i).slice(0, -1);
  return customGrad([x, gamma, beta], (x, gamma, beta) => {
    const hat = tf.mul(tf.sub(x, mean), inverse);
    return {
      value: tf.add(tf.mul(hat, gamma), beta),
      saved: [hat, gamma, inverse],
      gradient: (dy, [hat, gamma, inverse]) => {
        const dHat = tf.mul(dy, gamma);
        const centred = tf.sub(dHat, tf.mean(dHat, axes, true));
        const dx = tf.mul(inverse, tf.sub(centred, tf.mul(hat, tf.mean(tf.mul(dHat, hat), axes, true))));
        return [dx, tf.sum(tf.mul(dy, hat), others), tf.sum(dy, others)];
      },
    };
  });
}

function statistics(x: tf.Tensor, axes: number[], epsilon: number) {
  const mean = tf.mean(x, axes, true);
  const variance = tf.mean(tf.square(tf.sub(x, mean)), axes, true);
  return { mean, variance, inverse: tf.rsqrt(tf.add(variance, epsilon)) };
}

/** moving = momentum * moving + (1 - momentum) * batch. */
const follow = (moving: tf.Tensor, batch: tf.Tensor, momentum: number) =>
  tf.keep(tf.add(tf.mul(moving, momentum), tf.mul(tf.reshape(batch, moving.shape), 1 - momentum)));

export const batchNorm: LayerForward = ([x], { options }, context) => {
  const [gamma, beta] = [need(context, 'gamma'), need(context, 'beta')];
  const [movingMean, movingVariance] = [need(context, 'movingMean'), need(context, 'movingVariance')];
  const epsilon = options.epsilon as number;
  if (!context.training) {
    const scale = tf.mul(gamma, tf.rsqrt(tf.add(movingVariance, epsilon)));
    return tf.add(tf.mul(tf.sub(x, movingMean), scale), beta);
  }
  const axes = x.shape.map((_, i) => i).slice(0, -1);
  const { mean, variance, inverse } = statistics(x, axes, epsilon);
  context.update('movingMean', follow(movingMean, mean, options.momentum as number));
  context.update('movingVariance', follow(movingVariance, variance, options.momentum as number));
  return normalize(x, gamma, beta, mean, inverse, axes);
};

export const layerNorm: LayerForward = ([x], { options }, context) => {
  const axes = [x.shape.length - 1];
  const { mean, inverse } = statistics(x, axes, options.epsilon as number);
  return normalize(x, need(context, 'gamma'), need(context, 'beta'), mean, inverse, axes);
};
