// Batch and layer normalization with their gradients written out: a third of the kernels that the tape would run.
// dx = gamma / sigma * (dy - mean(dy) - xhat * mean(dy * xhat)), means over what was normalized (Ioffe & Szegedy 2015).
import * as tf from '@tensorflow/tfjs-core';
import type { ResolvedLayer } from '$core/model/spec';
import { customGrad } from '../customGrad';
import { either } from '../kernels/fused';
import { need, type LayerContext, type LayerForward } from '../layer';

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
  const sameAxes = axes[0] === 0;
  const count = x.size / x.shape[x.rank - 1];
  return customGrad([x, gamma, beta], (x, gamma, beta) => {
    const hat = either('hat', '(x - mean) * inverse', { x, mean, inverse }, {}, () => tf.mul(tf.sub(x, mean), inverse));
    return {
      value: either('scaled', 'hat * gamma + beta', { hat, gamma, beta }, {}, () => tf.add(tf.mul(hat, gamma), beta)),
      saved: [hat, gamma, inverse],
      gradient: (dy, [hat, gamma, inverse]) => {
        const [dGamma, dBeta] = [tf.sum(tf.mul(dy, hat), others), tf.sum(dy, others)];
        const dHat = tf.mul(dy, gamma);
        // Over the same axes the means follow from the sums.
        const [along, mean] = sameAxes
          ? [tf.mul(dGamma, tf.mul(gamma, 1 / count)), tf.mul(dBeta, tf.mul(gamma, 1 / count))]
          : [tf.mean(tf.mul(dHat, hat), axes, true), tf.mean(dHat, axes, true)];
        const inputs = { dHat, mean, hat, along, inverse };
        const dx = either('normalized', 'inverse * (dHat - mean - hat * along)', inputs, {}, () =>
          tf.mul(inverse, tf.sub(tf.sub(dHat, mean), tf.mul(hat, along))),
        );
        return [dx, dGamma, dBeta];
      },
    };
  });
}

function statistics(x: tf.Tensor, axes: number[], epsilon: number) {
  const mean = tf.mean(x, axes, true);
  const squares = either('squares', '(x - mean) * (x - mean)', { x, mean }, {}, () => tf.square(tf.sub(x, mean)));
  const variance = tf.mean(squares, axes, true);
  return { mean, variance, inverse: tf.rsqrt(tf.add(variance, epsilon)) };
}

/** moving = momentum * moving + (1 - momentum) * batch. */
const follow = (moving: tf.Tensor, batch: tf.Tensor, momentum: number) => {
  const now = tf.reshape(batch, moving.shape);
  const numbers = { momentum, rest: 1 - momentum };
  return tf.keep(
    either('follow', 'moving * momentum + now * rest', { moving, now }, numbers, () =>
      tf.add(tf.mul(moving, momentum), tf.mul(now, 1 - momentum)),
    ),
  );
};

export const batchNorm: LayerForward = ([x], { options }, context) => {
  const [gamma, beta] = [need(context, 'gamma'), need(context, 'beta')];
  const [movingMean, movingVariance] = [need(context, 'movingMean'), need(context, 'movingVariance')];
  const epsilon = options.epsilon as number;
  if (!context.training) {
    const scale = tf.mul(gamma, tf.rsqrt(tf.add(movingVariance, epsilon)));
    return tf.add(tf.mul(tf.sub(x, movingMean), scale), beta);
  }
  const axes = x.shape.map((_, i) => i).slice(0, -1);
  const mask = context.mask(0);
  if (mask) return maskedBatchNorm(x, mask, gamma, beta, options, context);
  const { mean, variance, inverse } = statistics(x, axes, epsilon);
  context.update('movingMean', follow(movingMean, mean, options.momentum as number));
  context.update('movingVariance', follow(movingVariance, variance, options.momentum as number));
  return normalize(x, gamma, beta, mean, inverse, axes);
};

/**
 * Over the real steps alone, whose gradient the tape finds; the others give 0. Without any, the running statistics stay, as
 * in the kernels.
 */
function maskedBatchNorm(
  x: tf.Tensor,
  mask: tf.Tensor,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  { momentum, epsilon }: ResolvedLayer['options'],
  context: LayerContext,
): tf.Tensor {
  const [movingMean, movingVariance] = [need(context, 'movingMean'), need(context, 'movingVariance')];
  const real = tf.sum(mask);
  const some = tf.minimum(real, 1);
  const count = tf.maximum(real, 1);
  const mean = tf.div(tf.sum(tf.mul(x, mask), [0, 1], true), count);
  const centred = tf.mul(tf.sub(x, mean), mask);
  const variance = tf.div(tf.sum(tf.square(centred), [0, 1], true), count);
  const kept = (moving: tf.Tensor, batch: tf.Tensor) =>
    tf.add(tf.mul(batch, some), tf.mul(tf.reshape(moving, batch.shape), tf.sub(1, some)));
  context.update('movingMean', follow(movingMean, kept(movingMean, mean), momentum as number));
  context.update('movingVariance', follow(movingVariance, kept(movingVariance, variance), momentum as number));
  const hat = tf.mul(centred, tf.rsqrt(tf.add(variance, epsilon as number)));
  return tf.mul(tf.add(tf.mul(hat, gamma), beta), mask);
}

export const layerNorm: LayerForward = ([x], { options }, context) => {
  const axes = [x.shape.length - 1];
  const { mean, inverse } = statistics(x, axes, options.epsilon as number);
  return normalize(x, need(context, 'gamma'), need(context, 'beta'), mean, inverse, axes);
};
