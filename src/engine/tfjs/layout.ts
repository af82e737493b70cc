// Where each trainable weight lies in the one flat vector that the optimizer works on. Updating all weights at once
// costs a dozen kernels a step instead of a dozen for each weight, which is most of a small step on a GPU.
import * as tf from '@tensorflow/tfjs-core';
import { sizeOf, weightsOf, type ModelSpec, type WeightSpec } from '$core/model/spec';

export interface Place {
  readonly weight: WeightSpec;
  readonly offset: number;
  readonly size: number;
}

export class Layout {
  readonly places: readonly Place[];
  readonly size: number;

  constructor(spec: ModelSpec) {
    let offset = 0;
    this.places = weightsOf(spec)
      .filter((weight) => weight.trainable)
      .map((weight) => {
        const place = { weight, offset, size: sizeOf(weight.shape) };
        offset += place.size;
        return place;
      });
    this.size = offset;
  }

  /** 1 where a weight decays, 0 elsewhere. */
  decayMask(): tf.Tensor1D {
    const mask = new Float32Array(this.size);
    for (const { weight, offset, size } of this.places) if (weight.decay) mask.fill(1, offset, offset + size);
    return tf.tensor1d(mask);
  }

  /** Each weight out of the flat vector, in its shape. */
  split(flat: tf.Tensor1D): Map<string, tf.Tensor> {
    return new Map(
      this.places.map(({ weight, offset, size }) => [
        weight.name,
        tf.tidy(() => tf.reshape(tf.slice1d(flat, offset, size), [...weight.shape])),
      ]),
    );
  }

  /** The flat vector of values by weight name; zeros for weights that have none. */
  join(values: ReadonlyMap<string, tf.Tensor>): tf.Tensor1D {
    const parts = this.places.map(({ weight, size }) => {
      const value = values.get(weight.name);
      return value ? (tf.reshape(value, [size]) as tf.Tensor1D) : tf.zeros<tf.Rank.R1>([size]);
    });
    return parts.length === 1 ? parts[0] : tf.concat1d(parts);
  }

  /** Cuts numbers of this side; keys get `suffix`. */
  cut(flat: Float32Array, suffix = ''): [string, Float32Array][] {
    return this.places.map(({ weight, offset, size }) => [weight.name + suffix, flat.slice(offset, offset + size)]);
  }
}
