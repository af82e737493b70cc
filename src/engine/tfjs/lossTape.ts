// Losses of an epoch's steps, kept on the device and read once. Scalars are packed into vectors as they come, because
// thousands of one-element tensors would each hold a buffer or texture.
import * as tf from '@tensorflow/tfjs-core';

const group = 128;

export class LossTape {
  private scalars: tf.Scalar[] = [];
  private vectors: tf.Tensor1D[] = [];

  /** Takes over a scalar. */
  push(loss: tf.Scalar): void {
    this.scalars.push(loss);
    if (this.scalars.length === group) this.pack();
  }

  private pack(): void {
    if (this.scalars.length === 0) return;
    this.vectors.push(tf.tidy(() => tf.stack(this.scalars) as tf.Tensor1D));
    tf.dispose(this.scalars);
    this.scalars = [];
  }

  /** All losses as one tensor that the caller disposes, or undefined for none; the tape is empty afterwards. */
  take(): tf.Tensor1D | undefined {
    this.pack();
    const vectors = this.vectors;
    this.vectors = [];
    if (vectors.length < 2) return vectors[0];
    const all = tf.tidy(() => tf.concat1d(vectors));
    tf.dispose(vectors);
    return all;
  }
}
