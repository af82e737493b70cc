// The supernet on tfjs: one step moves its weights, another its alphas, each at the other's present value (first order: the
// authors' code with `unrolled` off). Holds tensors; what they mean and when to step is for searcher.ts.
import * as tf from '@tensorflow/tfjs-core';
import type { SupernetSpec } from '$core/nas/darts/supernet';
import type { Weights } from '$core/model/spec';
import type { BuildOptions } from '../../executor';
import { liveLayers } from '../network';
import { updateRules } from '../optimizers/registry';
import { ModelState } from '../state';
import { Trainer, type StepInput } from '../trainStep';
import type { AlphaState } from './alphas';
import { mixing } from './mixed';

export class TfjsSupernet {
  private readonly state: ModelState;
  private readonly trainer: Trainer;

  constructor(
    private readonly net: SupernetSpec,
    options: BuildOptions,
    readonly alphas: AlphaState,
  ) {
    const { spec, mixes } = net;
    this.state = new ModelState(spec, updateRules[options.optimizer.rule].slots);
    const special = () => mixing(mixes, alphas.tensor);
    this.trainer = new Trainer(spec, liveLayers(spec), options, this.state, special);
  }

  /** Moves the weights; the loss before it, which the caller disposes. */
  stepWeights(input: StepInput): tf.Scalar {
    return this.trainer.run(input);
  }

  /** Moves the alphas; the loss before it, which the caller disposes. */
  stepAlphas(input: StepInput): tf.Scalar {
    return tf.tidy(() => {
      const { value, gradient } = this.alphaGradient(input);
      this.alphas.update(gradient);
      return value;
    });
  }

  /** The loss, and its gradient by the alphas. Call inside a tidy. */
  alphaGradient(input: StepInput): { readonly value: tf.Scalar; readonly gradient: tf.Tensor } {
    const updates = new Map<string, tf.Tensor>();
    const compute = tf.valueAndGrad((alphas) =>
      this.trainer.loss(input, updates, mixing(this.net.mixes, alphas as tf.Tensor2D)),
    );
    const { value, grad } = compute(this.alphas.tensor);
    // Running statistics are not used in the search: the batches' own are.
    tf.dispose([...updates.values()]);
    return { value: value as tf.Scalar, gradient: grad };
  }

  /** Gradients of the loss by all trainable weights, by name. Call inside a tidy. */
  weightGradient(input: StepInput): (readonly [string, tf.Tensor])[] {
    const updates = new Map<string, tf.Tensor>();
    const { layout } = this.state;
    const flat = this.trainer.gradient(input, updates);
    tf.dispose([...updates.values()]);
    return layout.places.map(({ weight, offset, size }) => [weight.name, tf.slice1d(flat, offset, size)]);
  }

  readWeights(): Promise<Map<string, Float32Array>> {
    return this.state.readWeights();
  }

  readOptimizer(): Promise<Map<string, Float32Array>> {
    return this.state.readOptimizer();
  }

  write(weights: Weights, optimizer?: Weights): void {
    this.state.writeWeights(weights);
    if (optimizer) this.state.writeOptimizer(optimizer);
  }

  dispose(): void {
    this.state.dispose();
    this.trainer.dispose();
    this.alphas.dispose();
  }
}
