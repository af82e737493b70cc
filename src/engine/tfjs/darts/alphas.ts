// The architecture parameters and their optimizer: Adam with the penalty added to the gradient, as PyTorch has it.
import * as tf from '@tensorflow/tfjs-core';
import { updateRules } from '../optimizers/registry';

export interface AlphaOptions {
  readonly rate: number;
  readonly decay: number;
}

/** As in the authors' code, cnn/architect.py. */
const moments = { beta1: 0.5, beta2: 0.999, epsilon: 1e-8 };

export class AlphaState {
  private value: tf.Tensor2D;
  private slots: readonly tf.Tensor[];
  /** Updates made. */
  step = 0;

  /** `values`: rows by edge. */
  constructor(
    values: Float32Array,
    readonly shape: readonly [edges: number, ops: number],
    private readonly options: AlphaOptions,
  ) {
    this.value = tf.tensor2d(values, [...shape]);
    this.slots = updateRules.adam.slots.map(() => tf.zeros([...shape]));
  }

  get tensor(): tf.Tensor2D {
    return this.value;
  }

  /** Moves one step down the gradient. Call inside a tidy. */
  update(gradient: tf.Tensor): void {
    const { rate, decay } = this.options;
    this.step++;
    const numbers = updateRules.adam.factors(rate, this.step, moments);
    const factors = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, tf.scalar(value)]));
    const penalized = tf.add(gradient, tf.mul(this.value, decay));
    const next = updateRules.adam.apply(this.value, penalized, this.slots, factors, tf.scalar(0));
    this.replace(next.weights as tf.Tensor2D, next.slots);
  }

  private replace(value: tf.Tensor2D, slots: readonly tf.Tensor[]): void {
    this.dispose();
    this.value = tf.keep(value);
    this.slots = slots.map((slot) => tf.keep(slot));
  }

  async read(): Promise<Float32Array[]> {
    const all = await Promise.all([this.value, ...this.slots].map((one) => one.data<'float32'>()));
    // A backend may hand out its own memory.
    return all.map((values) => values.slice());
  }

  /** What `read` gave. */
  write([value, ...slots]: readonly Float32Array[], step: number): void {
    const shaped = (values: Float32Array) => tf.tensor2d(values, [...this.shape]);
    this.replace(shaped(value), slots.map(shaped));
    this.step = step;
  }

  dispose(): void {
    tf.dispose([this.value, [...this.slots]]);
  }
}
