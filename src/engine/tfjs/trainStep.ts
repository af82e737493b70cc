// One training step: forward, loss, gradients, penalties, clipping, update. All on the device, nothing read back.
import * as tf from '@tensorflow/tfjs-core';
import type { ModelSpec, ResolvedLayer } from '$core/model/spec';
import type { BuildOptions } from '../executor';
import type { TfjsData } from './data';
import { runsFormulas } from './kernels/fused';
import { losses, type Weigh } from './losses';
import { forward, type Pass, type Special } from './network';
import { applyFormulas } from './optimizers/formulas';
import { updateRules } from './optimizers/registry';
import type { ModelState } from './state';

export interface StepInput {
  readonly data: TfjsData;
  /** Row numbers of the batch, int32. */
  readonly rows: tf.Tensor1D;
  readonly learningRate: number;
  readonly epoch: number;
  readonly step: number;
}

const scalars = (numbers: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, tf.scalar(value)]));

export class Trainer {
  private readonly trainable: readonly string[];
  private readonly decay: tf.Tensor1D;
  private readonly classWeights: tf.Tensor1D | undefined;

  constructor(
    private readonly spec: ModelSpec,
    private readonly layers: readonly ResolvedLayer[],
    private readonly options: BuildOptions,
    private readonly state: ModelState,
    /** Layers that run in another way, as of the step. */
    private readonly special?: () => Special,
  ) {
    this.trainable = layers.flatMap((layer) => layer.weights.filter((w) => w.trainable).map((w) => w.name));
    this.decay = state.layout.decayMask();
    this.classWeights = options.classWeights && tf.tensor1d([...options.classWeights], 'float32');
  }

  /** Moves the state one step on. Returns the batch's mean loss, a scalar on the device that the caller disposes. */
  run(input: StepInput): tf.Scalar {
    const updates = new Map<string, tf.Tensor>();
    const loss = tf.tidy(() => {
      const { value, gradient } = this.gradients(input, updates);
      this.update(this.clip(this.penalize(gradient)), input.learningRate);
      return value;
    });
    this.state.follow(updates);
    this.state.step++;
    return loss;
  }

  /** The forward pass alone, as training would do it: to find where numbers overflowed. Call inside a tidy. */
  inspect(input: StepInput, visit: Pass['visit']): void {
    const updates = new Map<string, tf.Tensor>();
    this.forward(input, updates, this.state.weights, visit);
    tf.dispose([...updates.values()]);
  }

  private forward(
    { data, rows, epoch, step }: StepInput,
    updates: Map<string, tf.Tensor>,
    weights: ReadonlyMap<string, tf.Tensor>,
    visit?: Pass['visit'],
    special: Special | undefined = this.special?.(),
  ) {
    const inputs = new Map(this.spec.inputs.map((input) => [input.id, data.input(input, rows)]));
    const { dropoutSeed } = this.options;
    return forward(this.layers, inputs, { weights, training: { dropoutSeed, epoch, step, updates }, visit, special });
  }

  /** The loss of a batch as training has it, at the weights as they are. Call inside a tidy. */
  loss(input: StepInput, updates: Map<string, tf.Tensor>, special: Special): tf.Scalar {
    const outputs = this.forward(input, updates, this.state.weights, undefined, special);
    return losses[this.options.loss](outputs, input.data.targets(input.rows), this.weigh);
  }

  /** The gradient of a batch's loss by all trainable weights, as one vector, without penalties. Call inside a tidy. */
  gradient(input: StepInput, updates: Map<string, tf.Tensor>): tf.Tensor1D {
    return this.gradients(input, updates).gradient;
  }

  /** The loss and its gradient by all trainable weights, as one vector. */
  private gradients(input: StepInput, updates: Map<string, tf.Tensor>) {
    const target = input.data.targets(input.rows);
    const { weights, layout } = this.state;
    const compute = tf.valueAndGrads((...values: tf.Tensor[]) => {
      const watched = new Map(weights);
      this.trainable.forEach((name, i) => watched.set(name, values[i]));
      return losses[this.options.loss](this.forward(input, updates, watched), target, this.weigh);
    });
    const { value, grads } = compute(this.trainable.map((name) => weights.get(name)!));
    return { value, gradient: layout.join(new Map(this.trainable.map((name, i) => [name, grads[i]]))) };
  }

  private get weigh(): Weigh | undefined {
    const { classWeights } = this;
    return classWeights && ((target) => tf.reshape(tf.gather(classWeights, tf.cast(target, 'int32')), target.shape));
  }

  private penalize(gradient: tf.Tensor1D): tf.Tensor1D {
    const { l1, l2 } = this.options;
    const { flat } = this.state.vectors;
    let sum: tf.Tensor = gradient;
    if (l1 > 0) sum = tf.add(sum, tf.mul(tf.mul(tf.sign(flat), this.decay), l1));
    if (l2 > 0) sum = tf.add(sum, tf.mul(tf.mul(flat, this.decay), 2 * l2));
    return sum as tf.Tensor1D;
  }

  /** g * clipNorm / max(|g|, clipNorm), the norm over all weights together. */
  private clip(gradient: tf.Tensor1D): tf.Tensor1D {
    const { clipNorm } = this.options;
    if (clipNorm <= 0) return gradient;
    const norm = tf.sqrt(tf.sum(tf.square(gradient)));
    return tf.mul(gradient, tf.div(clipNorm, tf.maximum(norm, clipNorm)));
  }

  private update(gradient: tf.Tensor1D, learningRate: number): void {
    const { rule, options } = this.options.optimizer;
    const def = updateRules[rule];
    const { flat, slots } = this.state.vectors;
    const numbers = def.factors(learningRate, this.state.step + 1, options);
    const next = runsFormulas()
      ? applyFormulas(rule, def, { w: flat, g: gradient, decay: this.decay }, slots, numbers)
      : def.apply(flat, gradient, slots, scalars(numbers), this.decay);
    this.state.replace(next.weights as tf.Tensor1D, next.slots as tf.Tensor1D[]);
  }

  dispose(): void {
    this.decay.dispose();
    this.classWeights?.dispose();
  }
}
