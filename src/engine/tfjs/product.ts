// Matrix product with a gradient that suits the backend. tfjs's WASM kernel has a fast path for plain products only
// (transposed operands run a scalar loop), so there the gradient transposes first.
import * as tf from '@tensorflow/tfjs-core';
import { customGrad } from './customGrad';

/** x [rows, in] times w [in, out]. */
export function product(x: tf.Tensor, w: tf.Tensor): tf.Tensor {
  if (tf.getBackend() !== 'wasm') return tf.matMul(x, w);
  return customGrad([x, w], (x, w) => ({
    value: tf.matMul(x, w),
    saved: [x, w],
    gradient: (dy, [x, w]) => [tf.matMul(dy, tf.transpose(w)), tf.matMul(tf.transpose(x), dy)],
  }));
}
