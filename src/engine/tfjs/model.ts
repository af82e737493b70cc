// A ModelSpec on a tfjs backend: trains by epochs, predicts, hands its numbers out and takes them back.
import * as tf from '@tensorflow/tfjs-core';
import { costOf, type ModelCost } from '$core/model/cost';
import { outputOf, sizeOf, type ModelSpec, type ResolvedLayer, type Weights } from '$core/model/spec';
import type { Arrays } from '$core/pipeline/prepared';
import type { BuildOptions, DataHandle, EpochJob, EpochResult, ExecutorModel, Parts } from '../executor';
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

/** An epoch on its way. */
interface Underway {
  readonly job: EpochJob;
  readonly order: tf.Tensor1D;
  /** Losses since `knownStep`. */
  readonly tape: LossTape;
  /** Steps made. */
  step: number;
  /** Over the rows of the steps before `knownStep`, or of all once the tape is read. */
  lossSum: number;
  /** State that is known to be sound, and the steps made then. */
  known: Snapshot;
  knownStep: number;
}

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
    const epoch: Underway = {
      job,
      order: tf.tensor1d(Int32Array.from(job.order), 'int32'),
      tape: new LossTape(),
      ...(job.from ?? { step: 0, lossSum: 0 }),
      known: this.state.snapshot(),
      knownStep: job.from?.step ?? 0,
    };
    try {
      const { stopped, nonFinite } = await this.runSteps(epoch);
      const bad = nonFinite ?? (await this.readLosses(epoch));
      if (bad) return { loss: NaN, steps: bad.step + 1, stopped, nonFinite: await this.diagnose(epoch, bad.step) };
      const { step: steps, lossSum } = epoch;
      return { loss: lossSum / Math.min(steps * this.options.batchSize, job.order.length), steps, stopped };
    } finally {
      if (!this.session.isLost) {
        this.session.use();
        epoch.order.dispose();
        epoch.tape.take()?.dispose();
        disposeSnapshot(epoch.known);
      }
    }
  }

  private async runSteps(epoch: Underway): Promise<{ stopped: boolean; nonFinite?: { step: number } | undefined }> {
    const { job, tape } = epoch;
    const total = Math.ceil(job.order.length / this.options.batchSize);
    const first = epoch.step;
    const turns = openTurns();
    try {
      for (let step = first; step < total; step++) {
        if (step > first) await turns.next();
        await job.hold?.();
        if (job.shouldStop?.()) return { stopped: true };
        if (step > first && step % inFlight === 0) await this.session.wait(this.session.open.settle());
        this.session.use();
        tape.push(this.withBatch(epoch, step, (input) => this.trainer.run(input)));
        epoch.step = step + 1;
        if (!job.parts?.due(epoch.step)) continue;
        const nonFinite = await this.handOut(epoch, job.parts);
        if (nonFinite) return { stopped: false, nonFinite };
      }
      return { stopped: false };
    } finally {
      turns.close();
    }
  }

  /** Where the epoch stands, to who takes it; instead the first step whose loss was not finite, if there is one. */
  private async handOut(epoch: Underway, parts: Parts): Promise<{ step: number } | undefined> {
    const bad = await this.readLosses(epoch);
    if (bad) return bad;
    this.session.use();
    disposeSnapshot(epoch.known);
    epoch.known = this.state.snapshot();
    epoch.knownStep = epoch.step;
    await parts.take({ step: epoch.step, lossSum: epoch.lossSum });
  }

  /** Runs `work` with the rows of one step on the device. */
  private withBatch<T>({ job, order }: Underway, step: number, work: (input: StepInput) => T): T {
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

  /** Adds up the losses since those that were read last. Returns the first step that has a bad one. */
  private async readLosses(epoch: Underway): Promise<{ step: number } | undefined> {
    this.session.use();
    const losses = epoch.tape.take();
    if (!losses) return undefined;
    const values = (await this.session.wait(losses.data())) as Float32Array;
    losses.dispose();
    const bad = values.findIndex((loss) => !Number.isFinite(loss));
    if (bad >= 0) return { step: epoch.knownStep + bad };
    const { batchSize } = this.options;
    const rows = epoch.job.order.length;
    values.forEach((loss, i) => {
      epoch.lossSum += loss * Math.min(batchSize, rows - (epoch.knownStep + i) * batchSize);
    });
    return undefined;
  }

  /** Goes back to the state that is known, repeats the epoch from there up to the bad step and looks at every layer. */
  private async diagnose(epoch: Underway, bad: number) {
    this.session.use();
    this.state.restore(epoch.known);
    for (let step = epoch.knownStep; step < bad; step++)
      this.withBatch(epoch, step, (input) => this.trainer.run(input)).dispose();
    const outputs: [ResolvedLayer, tf.Tensor][] = [];
    this.withBatch(epoch, bad, (input) =>
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
