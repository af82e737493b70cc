// Weights, optimizer slots and the step count of one model, as tensors that are replaced, never written to.
import * as tf from '@tensorflow/tfjs-core';
import { TablabError } from '$core/errors/error';
import { sizeOf, weightsOf, type ModelSpec, type Weights, type WeightSpec } from '$core/model/spec';
import { Layout } from './layout';

const stepUnit = 2 ** 24;

/** The step count as float32 numbers, exact beyond 2^24. */
const packStep = (t: number) => Float32Array.of(t % stepUnit, Math.floor(t / stepUnit));
const unpackStep = ([low, high]: Float32Array) => low + high * stepUnit;

export interface Snapshot {
  readonly step: number;
  readonly flat: tf.Tensor1D;
  readonly slots: readonly tf.Tensor1D[];
  readonly running: ReadonlyMap<string, tf.Tensor>;
}

export const disposeSnapshot = ({ flat, slots, running }: Snapshot): void =>
  tf.dispose([flat, [...slots], [...running.values()]]);

export class ModelState {
  readonly layout: Layout;
  private readonly runningSpecs: readonly WeightSpec[];
  private flat: tf.Tensor1D;
  private slots: readonly tf.Tensor1D[];
  private running: Map<string, tf.Tensor>;
  /** Trainable weights in their shapes, out of `flat`. */
  private views: Map<string, tf.Tensor>;
  /** Updates made since the model was new. */
  step = 0;

  constructor(
    spec: ModelSpec,
    private readonly slotNames: readonly string[],
  ) {
    this.layout = new Layout(spec);
    this.runningSpecs = weightsOf(spec).filter((weight) => !weight.trainable);
    this.flat = this.zeros();
    this.slots = slotNames.map(() => this.zeros());
    this.running = new Map(this.runningSpecs.map(({ name, shape }) => [name, tf.zeros([...shape])]));
    this.views = this.layout.split(this.flat);
  }

  private zeros(): tf.Tensor1D {
    return tf.zeros<tf.Rank.R1>([this.layout.size]);
  }

  /** All weights by name, in their shapes. */
  get weights(): ReadonlyMap<string, tf.Tensor> {
    return new Map([...this.views, ...this.running]);
  }

  get vectors(): { readonly flat: tf.Tensor1D; readonly slots: readonly tf.Tensor1D[] } {
    return { flat: this.flat, slots: this.slots };
  }

  /** Takes over new vectors and frees the old ones. */
  replace(flat: tf.Tensor1D, slots: readonly tf.Tensor1D[]): void {
    tf.dispose([this.flat, [...this.slots], [...this.views.values()]]);
    this.flat = tf.keep(flat);
    this.slots = slots.map((slot) => tf.keep(slot));
    this.views = this.layout.split(flat);
    this.views.forEach((view) => tf.keep(view));
  }

  /** Takes over new running statistics. */
  follow(updates: ReadonlyMap<string, tf.Tensor>): void {
    for (const [name, value] of updates) {
      this.running.get(name)?.dispose();
      this.running.set(name, value);
    }
  }

  /** Everything as it is now; costs no memory until the state moves on. */
  snapshot(): Snapshot {
    return {
      step: this.step,
      flat: tf.clone(this.flat),
      slots: this.slots.map((slot) => tf.clone(slot)),
      running: new Map([...this.running].map(([name, value]) => [name, tf.clone(value)])),
    };
  }

  /** Goes back to a snapshot, which stays valid. */
  restore({ step, flat, slots, running }: Snapshot): void {
    this.step = step;
    this.replace(
      tf.clone(flat),
      slots.map((slot) => tf.clone(slot)),
    );
    this.follow(new Map([...running].map(([name, value]) => [name, tf.clone(value)])));
  }

  async readWeights(): Promise<Map<string, Float32Array>> {
    const [flat, ...running] = await Promise.all([this.flat, ...this.running.values()].map((t) => t.data<'float32'>()));
    const names = [...this.running.keys()];
    // A backend may hand out its own memory: copied, so that nobody's later work shows through.
    return new Map([...this.layout.cut(flat), ...running.map((v, i): [string, Float32Array] => [names[i], v.slice()])]);
  }

  async readOptimizer(): Promise<Map<string, Float32Array>> {
    const slots = await Promise.all(this.slots.map((slot) => slot.data<'float32'>()));
    const state = new Map(slots.flatMap((values, i) => this.layout.cut(values, `:${this.slotNames[i]}`)));
    return state.set('step', packStep(this.step));
  }

  /** Throws `weights-mismatch`; then nothing has changed. */
  writeWeights(weights: Weights): void {
    const flat = this.gather(weights, '');
    for (const { name, shape } of this.runningSpecs) demand(weights, name, sizeOf(shape));
    this.replace(
      tf.tensor1d(flat),
      this.slots.map((slot) => tf.clone(slot)),
    );
    this.follow(
      new Map(this.runningSpecs.map(({ name, shape }) => [name, tf.tensor(weights.get(name)!.slice(), [...shape])])),
    );
  }

  /** Throws `weights-mismatch`; then nothing has changed. */
  writeOptimizer(state: Weights): void {
    const slots = this.slotNames.map((slot) => this.gather(state, `:${slot}`));
    this.replace(
      tf.clone(this.flat),
      slots.map((values) => tf.tensor1d(values)),
    );
    this.step = unpackStep(state.get('step') ?? packStep(0));
  }

  private gather(values: Weights, suffix: string): Float32Array {
    const flat = new Float32Array(this.layout.size);
    for (const { weight, offset, size } of this.layout.places) {
      flat.set(demand(values, weight.name + suffix, size), offset);
    }
    return flat;
  }

  dispose(): void {
    tf.dispose([this.flat, [...this.slots], [...this.views.values()], [...this.running.values()]]);
  }
}

function demand(values: Weights, name: string, expected: number): Float32Array {
  const found = values.get(name);
  if (found?.length !== expected)
    throw new TablabError('weights-mismatch', { name, got: found?.length ?? 0, expected });
  return found;
}

/** Bytes of weights, their views, gradients and slots. */
export const stateBytes = (spec: ModelSpec, slots: number): number =>
  weightsOf(spec).reduce((sum, { shape, trainable }) => sum + 4 * sizeOf(shape) * (trainable ? 4 + slots : 1), 0);
