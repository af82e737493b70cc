// Pooling. tfjs's gradient of average pooling divides by the window size even where the window hangs over the edge,
// unlike its own forward pass; so "same" padding is written out: pad with zeros, pool, rescale by the real counts.
import * as tf from '@tensorflow/tfjs-core';
import { padBefore, type Padding } from '$core/model/layer';
import type { ResolvedLayer } from '$core/model/spec';
import type { LayerForward } from '../layer';

interface Window {
  readonly pool: [number, number];
  readonly strides: [number, number];
  readonly padding: Padding;
}
type Pool = (x: tf.Tensor4D, window: Window) => tf.Tensor;

const maxPool: Pool = (x, { pool, strides, padding }) => tf.maxPool(x, pool, strides, padding);

/** Along one axis: zeros before and after, and how many real elements each window covers. */
function cover(size: number, pool: number, stride: number) {
  const out = Math.ceil(size / stride);
  const before = padBefore(size, out, pool, stride, 'same');
  const after = Math.max(0, (out - 1) * stride + pool - size - before);
  const counts = Array.from({ length: out }, (_, i) => {
    const start = i * stride - before;
    return Math.min(size, start + pool) - Math.max(0, start);
  });
  return { before, after, counts };
}

const avgPool: Pool = (x, { pool, strides, padding }) => {
  if (padding === 'valid') return tf.avgPool(x, pool, strides, 'valid');
  const [rows, columns] = [0, 1].map((axis) => cover(x.shape[axis + 1], pool[axis], strides[axis]));
  const padded = tf.pad(x, [
    [0, 0],
    [rows.before, rows.after],
    [columns.before, columns.after],
    [0, 0],
  ]);
  const shares = rows.counts.flatMap((r) => columns.counts.map((c) => (pool[0] * pool[1]) / (r * c)));
  const scale = tf.tensor4d(shares, [1, rows.counts.length, columns.counts.length, 1]);
  return tf.mul(tf.avgPool(padded, pool, strides, 'valid'), scale);
};

const window2d = ({ poolSize, strides, padding }: ResolvedLayer['options']): Window => ({
  pool: [poolSize as number, poolSize as number],
  strides: [strides as number, strides as number],
  padding: padding as Padding,
});

const pool2d =
  (pool: Pool): LayerForward =>
  ([x], layer) =>
    pool(x as tf.Tensor4D, window2d(layer.options));

/** Over steps: image of height `steps` and width 1. */
function poolSteps(pool: Pool, x: tf.Tensor, window: Window): tf.Tensor {
  const [rows, steps, channels] = x.shape;
  const y = pool(tf.reshape(x, [rows, steps, 1, channels]) as tf.Tensor4D, window);
  return tf.reshape(y, [rows, y.shape[1]!, channels]);
}

/** What no real step is larger than. */
const least = -3e38;

/** Over the real steps alone; a window without any gives 0. */
function poolMasked(pool: Pool, x: tf.Tensor, mask: tf.Tensor, window: Window): tf.Tensor {
  const share = poolSteps(pool, mask, window);
  if (pool === maxPool) {
    const ahead = tf.add(tf.mul(x, mask), tf.mul(tf.sub(1, mask), least));
    return tf.mul(poolSteps(pool, ahead, window), share);
  }
  // `share` is the real part of the elements under each window. 0 times anything where it is 0.
  const factor = tf.div(tf.cast(tf.greater(share, 0), 'float32'), tf.maximum(share, 1e-9));
  return tf.mul(poolSteps(pool, tf.mul(x, mask), window), factor);
}

const pool1d =
  (pool: Pool): LayerForward =>
  ([x], { options }, context) => {
    const window: Window = {
      pool: [options.poolSize as number, 1],
      strides: [options.strides as number, 1],
      padding: options.padding as Padding,
    };
    const mask = context.mask(0);
    return mask ? poolMasked(pool, x, mask, window) : poolSteps(pool, x, window);
  };

export const maxPool2d = pool2d(maxPool);
export const avgPool2d = pool2d(avgPool);
export const maxPool1d = pool1d(maxPool);
export const avgPool1d = pool1d(avgPool);

function globalMasked(pool: Pool, x: tf.Tensor, mask: tf.Tensor): tf.Tensor {
  const window: Window = { pool: [x.shape[1]!, 1], strides: [1, 1], padding: 'valid' };
  return tf.reshape(poolMasked(pool, x, mask, window), [x.shape[0], x.shape[2]!]);
}

/** Mean over everything but rows and channels. */
export const globalAvgPool: LayerForward = ([x], _layer, context) => {
  const mask = context.mask(0);
  if (mask) return globalMasked(avgPool, x, mask);
  return tf.mean(
    x,
    x.shape.slice(1, -1).map((_, i) => i + 1),
  );
};

/** One window over the whole input: unlike tf.max, the gradient goes to the first largest element only. */
export const globalMaxPool: LayerForward = ([x], _layer, context) => {
  const mask = context.mask(0);
  if (mask) return globalMasked(maxPool, x, mask);
  const channels = x.shape[x.shape.length - 1];
  const [height, width] = x.shape.length === 4 ? [x.shape[1]!, x.shape[2]!] : [x.shape[1]!, 1];
  const image = tf.reshape(x, [x.shape[0], height, width, channels]) as tf.Tensor4D;
  return tf.reshape(tf.maxPool(image, [height, width], 1, 'valid'), [x.shape[0], channels]);
};
