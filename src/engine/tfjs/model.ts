// A ModelSpec on a tfjs backend: trains by epochs, predicts, hands its numbers out and takes them back.
import * as tf from '@tensorflow/tfjs-core';
import { costOf, type ModelCost } from '$core/model/cost';
import { outputOf, sizeOf, type ModelSpec, type ResolvedLayer, type Weights } from '$core/model/spec';
import type { Arrays } from '$core/pipeline/prepared';
import type { BuildOptions, DataHandle, EpochJob, EpochResult, ExecutorModel } from '../executor';
import { meanLoss } from '../losses';
import { openTurns } from '../turn';
import { TfjsData } from './data';
import { LossTape } from './lossTape';
import { forward, liveLayers } from './network';
import { firstNonFiniteLayer } from './nonFinite';
import { updateRules } from './optimizers/registry';
import type { Session } from './session';
import { disposeSnapshot, ModelState, type Snapshot } from './state';
import { Trainer, type StepInput } from './trainStep';

/** How many steps may be under way on a device before we wait for it: bounds memory and the time to a stop. */
const inFlight = 16;
/** Activations of a prediction pass are kept below this many bytes. */
const predictionBytes = 64 * 2 ** 20;

export class TfjsModel implements ExecutorModel {
  readonly cost: ModelCost;
  private readonly layers: readonly ResolvedLayer[];
  private readonly state: ModelState;
  private readonly trainer: Trainer;

  constructor(
    private readonly session: Session,
    private readonly spec: ModelSpec,
    private readonly options: BuildOptions,
  ) {
    session.use();
    this.cost = costOf(spec);
    this.layers = liveLayers(spec);
    this.state = new ModelState(spec, updateRules[options.optimizer.rule].slots);
    this.trainer = new Trainer(spec, this.layers, options, this.state);
  }

  async trainEpoch(job: EpochJob): Promise<EpochResult> {
    this.session.use();
    const before = this.state.snapshot();
    const order = tf.tensor1d(Int32Array.from(job.order), 'int32');
    const tape = new LossTape();
    try {
      const { steps, stopped } = await this.runSteps(job, order, tape);
      const losses = await this.readLosses(tape);
      return await this.summarize(job, order, before, losses, steps, stopped);
    } finally {
      if (!this.session.isLost) {
        this.session.use();
        order.dispose();
        tape.take()?.dispose();
        disposeSnapshot(before);
      }
    }
  }

  private async runSteps(job: EpochJob, order: tf.Tensor1D, tape: LossTape) {
    const total = Math.ceil(job.order.length / this.options.batchSize);
    const turns = openTurns();
    try {
      for (let step = 0; step < total; step++) {
        if (step > 0) await turns.next();
        await job.hold?.();
        if (job.shouldStop?.()) return { steps: step, stopped: true };
        if (step > 0 && step % inFlight === 0) await this.session.wait(this.session.open.settle());
        this.session.use();
        tape.push(this.withBatch(job, order, step, (input) => this.trainer.run(input)));
      }
      return { steps: total, stopped: false };
    } finally {
      turns.close();
    }
  }

  /** Runs `work` with the rows of one step on the device. */
  private withBatch<T>(job: EpochJob, order: tf.Tensor1D, step: number, work: (input: StepInput) => T): T {
    const start = step * this.options.batchSize;
    const size = Math.min(this.options.batchSize, order.size - start);
    const rows = tf.slice1d(order, start, size);
    try {
      const data = job.data as TfjsData;
      return work({ data, rows, learningRate: job.learningRates[step], epoch: job.epoch, step });
    } finally {
      rows.dispose();
    }
  }

  private async readLosses(tape: LossTape): Promise<Float32Array> {
    this.session.use();
    const losses = tape.take();
    if (!losses) return new Float32Array(0);
    const values = (await this.session.wait(losses.data())) as Float32Array;
    losses.dispose();
    return values;
  }

  private async summarize(
    job: EpochJob,
    order: tf.Tensor1D,
    before: Snapshot,
    losses: Float32Array,
    steps: number,
    stopped: boolean,
  ): Promise<EpochResult> {
    const { batchSize } = this.options;
    const bad = losses.findIndex((loss) => !Number.isFinite(loss));
    if (bad >= 0) {
      const nonFinite = await this.diagnose(job, order, before, bad);
      return { loss: NaN, steps: bad + 1, stopped, nonFinite };
    }
    let sum = 0;
    losses.forEach((loss, step) => (sum += loss * Math.min(batchSize, job.order.length - step * batchSize)));
    return { loss: sum / Math.min(steps * batchSize, job.order.length), steps, stopped };
  }

  /** Goes back to the start of the epoch, repeats it up to the bad step and looks at every layer there. */
  private async diagnose(job: EpochJob, order: tf.Tensor1D, before: Snapshot, bad: number) {
    this.session.use();
    this.state.restore(before);
    for (let step = 0; step < bad; step++)
      this.withBatch(job, order, step, (input) => this.trainer.run(input)).dispose();
    const outputs: [ResolvedLayer, tf.Tensor][] = [];
    this.withBatch(job, order, bad, (input) =>
      tf.tidy(() => this.trainer.inspect(input, (layer, output) => outputs.push([layer, tf.keep(tf.clone(output))]))),
    );
    const found = await this.session.wait(firstNonFiniteLayer(this.layers, this.state, outputs));
    tf.dispose(outputs.map(([, tensor]) => tensor));
    return { step: found.inGradient ? bad - 1 : bad, layer: found.layer };
  }

  async evaluate(data: DataHandle) {
    const { arrays, rows } = data as TfjsData;
    const outputs = await this.outputs(data as TfjsData);
    return { loss: meanLoss(this.options.loss, outputs, arrays.target, rows), outputs };
  }

  async predict(arrays: Arrays): Promise<Float32Array> {
    const data = new TfjsData(this.session, arrays);
    try {
      return await this.outputs(data);
    } finally {
      data.dispose();
    }
  }

  /** Raw outputs of all rows, in prediction mode; one readback. */
  private async outputs(data: TfjsData): Promise<Float32Array> {
    if (data.rows === 0) return new Float32Array(0);
    this.session.use();
    const chunk = Math.max(1, Math.min(4096, Math.floor(predictionBytes / (this.cost.activationBytesPerRow + 1))));
    const parts: tf.Tensor[] = [];
    for (let start = 0; start < data.rows; start += chunk) {
      parts.push(tf.tidy(() => this.predictRows(data, start, Math.min(chunk, data.rows - start))));
    }
    const all = parts.length === 1 ? parts[0] : tf.tidy(() => tf.concat(parts, 0));
    const values = (await this.session.wait(all.data())) as Float32Array;
    tf.dispose([all, parts]);
    return values.slice();
  }

  private predictRows(data: TfjsData, start: number, count: number): tf.Tensor {
    const inputs = new Map(this.spec.inputs.map((input) => [input.id, data.input(input, null, start, count)]));
    const output = forward(this.layers, inputs, { weights: this.state.weights });
    return tf.reshape(output, [count, sizeOf(outputOf(this.spec).output.shape)]);
  }

  async getWeights() {
    this.session.use();
    return this.session.wait(this.state.readWeights());
  }

  async setWeights(weights: Weights) {
    this.session.use();
    this.state.writeWeights(weights);
  }

  async getOptimizerState() {
    this.session.use();
    return this.session.wait(this.state.readOptimizer());
  }

  async setOptimizerState(state: Weights) {
    this.session.use();
    this.state.writeOptimizer(state);
  }

  dispose(): void {
    if (this.session.isLost) return;
    this.state.dispose();
    this.trainer.dispose();
  }
}
