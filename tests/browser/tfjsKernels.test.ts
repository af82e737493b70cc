// Our kernels for tfjs's WASM backend against its CPU backend, over random shapes, strides and paddings.
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { wasmKernels } from '$engine/tfjs/kernels/register';
import { Session } from '$engine/tfjs/session';
import { expectClose } from '../support/close';

let sessions: Record<'cpu' | 'wasm', Session>;
beforeAll(async () => {
  sessions = { cpu: await Session.of('cpu'), wasm: await Session.of('wasm') };
});

/** Gradients of sum(f(inputs) * position) on one backend. */
function gradients(on: 'cpu' | 'wasm', f: (...inputs: tf.Tensor[]) => tf.Tensor, shapes: number[][], seed: number) {
  sessions[on].use();
  return tf.tidy(() => {
    const inputs = shapes.map((shape, i) => {
      const size = shape.reduce((a, b) => a * b, 1);
      return tf.tensor(
        Array.from({ length: size }, (_, k) => Math.sin(1 + k * 1.7 + i + seed)),
        shape,
      );
    });
    const { grads } = tf.valueAndGrads((...values: tf.Tensor[]) => {
      const y = f(...values);
      const weights = tf.tensor(
        Array.from({ length: y.size }, (_, k) => Math.cos(k * 0.9)),
        y.shape,
      );
      return tf.sum(tf.mul(y, weights)) as tf.Scalar;
    })(inputs);
    return grads.map((grad) => grad.dataSync());
  });
}

function agree(f: (...inputs: tf.Tensor[]) => tf.Tensor, shapes: number[][], seed: number) {
  const [want, got] = (['cpu', 'wasm'] as const).map((on) => gradients(on, f, shapes, seed));
  want.forEach((values, i) => expectClose(got[i], values, 1e-5, `gradient ${i}`));
}

const window = fc
  .record({
    rows: fc.integer({ min: 1, max: 3 }),
    height: fc.integer({ min: 1, max: 9 }),
    width: fc.integer({ min: 1, max: 9 }),
    channels: fc.integer({ min: 1, max: 5 }),
    out: fc.integer({ min: 1, max: 4 }),
    kernel: fc.integer({ min: 1, max: 4 }),
    stride: fc.integer({ min: 1, max: 3 }),
    padding: fc.constantFrom('same' as const, 'valid' as const),
    seed: fc.integer({ min: 0, max: 100 }),
  })
  // tfjs itself goes wrong where a stride leaves input unseen; layers/convolution.ts avoids that.
  .filter((w) => w.kernel >= w.stride && w.kernel <= Math.min(w.height, w.width));

const property = (run: (w: typeof window extends fc.Arbitrary<infer W> ? W : never) => void) =>
  fc.assert(fc.property(window, run), { numRuns: 60, seed: 7 });

test('every kernel of ours is the one in use', () => {
  for (const kernel of wasmKernels) {
    expect(tf.getKernel(kernel.kernelName, 'wasm').kernelFunc).toBe(kernel.kernelFunc);
  }
});

test('Conv2DBackpropFilter', () =>
  property((w) => {
    const f = (x: tf.Tensor, k: tf.Tensor) => tf.conv2d(x as tf.Tensor4D, k as tf.Tensor4D, w.stride, w.padding);
    agree(
      f,
      [
        [w.rows, w.height, w.width, w.channels],
        [w.kernel, w.kernel, w.channels, w.out],
      ],
      w.seed,
    );
  }));

test('DepthwiseConv2dNativeBackpropFilter and Input', () =>
  property((w) => {
    const f = (x: tf.Tensor, k: tf.Tensor) =>
      tf.depthwiseConv2d(x as tf.Tensor4D, k as tf.Tensor4D, w.stride, w.padding);
    agree(
      f,
      [
        [w.rows, w.height, w.width, w.channels],
        [w.kernel, w.kernel, w.channels, w.out],
      ],
      w.seed,
    );
  }));

test('MaxPoolGrad', () =>
  property((w) => {
    const f = (x: tf.Tensor) => tf.maxPool(x as tf.Tensor4D, w.kernel, w.stride, w.padding);
    agree(f, [[w.rows, w.height, w.width, w.channels]], w.seed);
  }));

test('UnsortedSegmentSum', () =>
  property((w) => {
    const codes = Array.from({ length: w.rows * w.out }, (_, i) => (i * 7 + w.seed) % w.height);
    const f = (table: tf.Tensor) => tf.gather(table, tf.tensor(codes, [w.rows, w.out], 'int32'));
    agree(f, [[w.height, w.channels]], w.seed);
  }));
