// Which steps of sequences are padding, from the codes of the rows; and tensors with zeros in the place of padding.
import * as tf from '@tensorflow/tfjs-core';
import { maskKey, type StepMask } from '$core/model/mask';
import type { ResolvedLayer } from '$core/model/spec';
import type { LayerContext } from './layer';

/** Masks of one pass, each worked out once. `inputs`: tensors by input id. */
export class Masks {
  private readonly known = new Map<string, tf.Tensor3D>();

  constructor(private readonly inputs: ReadonlyMap<string, tf.Tensor>) {}

  of({ inputInfos }: ResolvedLayer, index: number): tf.Tensor3D | undefined {
    const { mask } = inputInfos[index];
    return mask && this.get(mask);
  }

  /** Rows x steps x 1, of 0 and 1. */
  private get(mask: StepMask): tf.Tensor3D {
    const key = maskKey(mask);
    let found = this.known.get(key);
    if (!found) this.known.set(key, (found = this.make(mask)));
    return found;
  }

  private make(mask: StepMask): tf.Tensor3D {
    const window = mask.windows.at(-1);
    if (!window) {
      const codes = tf.cast(this.inputs.get(mask.input)!, 'float32');
      // Products of 0 and 1 rather than logic, which not every backend has for every type.
      const real = mask.padding
        .map((code) => tf.cast(tf.notEqual(codes, code), 'float32'))
        .reduce((all, one) => tf.mul(all, one));
      return tf.expandDims(real, -1);
    }
    const from = this.get({ ...mask, windows: mask.windows.slice(0, -1) });
    const [rows, steps] = from.shape;
    const { size, stride } = window;
    const after = Math.max(0, (window.steps - 1) * stride + size - steps);
    const image = tf.pad(tf.reshape(from, [rows, steps, 1, 1]), [
      [0, 0],
      [0, after],
      [0, 0],
      [0, 0],
    ]) as tf.Tensor4D;
    const seen = tf.maxPool(image, [size, 1], [stride, 1], 'valid');
    return tf.reshape(tf.slice(seen, 0, [rows, window.steps, 1, 1]), [rows, window.steps, 1]);
  }
}

/** Input 0 as layers that mix steps must see it: zeros for padding. */
export function withoutPadding(x: tf.Tensor, context: LayerContext): tf.Tensor {
  const mask = context.mask(0);
  return mask ? tf.mul(x, mask) : x;
}
