// One trial from its configuration to its outcome, on any executor. The same job gives the same numbers whether it is
// paused, continued from a checkpoint, or run in another worker: every random number comes from a stream named by
// trial and epoch, and a checkpoint, between two epochs or two steps, holds everything else.
import { plainError, TablabError } from '$core/errors/error';
import { initWeights } from '$core/model/init';
import { outputOf, type Weights } from '$core/model/spec';
import { costMetrics } from '$core/run/objectives';
import { endsTrial } from '$core/run/judge';
import type { Checkpoint, EpochPart } from '$core/run/checkpoint';
import type { Listener, TrialJob, TrialMessage, TrialOutcome } from '$core/run/trial';
import type { EpochPoint, Metrics, Predictions, TrialState } from '$core/run/types';
import type { EpochResult, Executor, ExecutorModel, Parts } from '../executor';
import { layerOfBadWeights } from '../badWeights';
import { BestEpoch } from './best';
import type { TrialControl } from './control';
import { CheckpointClock } from './checkpointClock';
import type { LoadedData } from './data';
import { latencyOf } from './latency';
import { measure } from './metrics';
import { startWeights } from './start';
import { planTrial, streams, type TrialPlan } from './plan';
import { predictAll } from './predictions';
import { computeSurface, surfaceGrid, type SurfaceGrid } from './surface';

export interface TrialHooks {
  readonly control: TrialControl;
  readonly on: Listener<TrialMessage>;
  /** Milliseconds; decides when to hand out checkpoints and surfaces, never what the numbers are. */
  now(): number;
}

/** Time between two decision surfaces while training runs freely, in milliseconds. */
const surfaceEvery = 100;
/** Time between two words on the steps of an epoch, in milliseconds. */
const stepsEvery = 500;

/**
 * Runs the trial to one of its terminal states. What goes wrong inside is part of the outcome (`failed` with a coded
 * error); only a lost device is thrown, as `device-lost`, because the caller can try again.
 */
export async function runTrial(executor: Executor, data: LoadedData, job: TrialJob, hooks: TrialHooks) {
  const started = hooks.now();
  const trial = new Trial(executor, data, job, hooks);
  try {
    const end = await trial.run();
    return trial.outcome(end, hooks.now() - started);
  } catch (error) {
    if (error instanceof TablabError && error.code === 'device-lost') throw error;
    return trial.failure(error, hooks.now() - started);
  } finally {
    trial.dispose();
  }
}

interface End {
  readonly state: TrialState;
  readonly weights: ReadonlyMap<string, Float32Array>;
  readonly predictions: readonly Predictions[];
}

class Trial {
  private model: ExecutorModel | undefined;
  private readonly curve: EpochPoint[];
  private readonly best: BestEpoch;
  private grid: SurfaceGrid | undefined;
  private readonly costs: Record<string, number> = {};
  private measured: Metrics | undefined;
  private train: Metrics | undefined;
  private readonly clock: CheckpointClock;
  private lastSteps: number;
  private lastSurface = -Infinity;

  constructor(
    private readonly executor: Executor,
    private readonly data: LoadedData,
    private readonly job: TrialJob,
    private readonly hooks: TrialHooks,
  ) {
    this.curve = [...(job.from?.curve ?? [])];
    this.best = new BestEpoch(job.config.earlyStopping, job.from?.best ?? null);
    this.clock = new CheckpointClock(hooks.now, job.checkpointEvery);
    this.lastSteps = hooks.now();
  }

  async run(): Promise<End> {
    const { job, hooks } = this;
    const plan = planTrial(job.config, this.data.prepared, job.seed, job.trial, job.fold);
    const model = (this.model = await this.executor.build(plan.spec, plan.options));
    await model.setWeights(job.from?.weights ?? (await this.firstWeights(plan)));
    if (job.from) await model.setOptimizerState(job.from.optimizer);
    // A checkpoint may be of the very epoch that was the last.
    let end = job.from && !job.from.part ? this.endAfter(job.from.epoch - 1) : null;
    if (job.from) this.goesOn(job.from, plan.steps);
    for (let epoch = job.from?.epoch ?? 0; !end && epoch < job.config.epochs; epoch++) {
      await hooks.control.hold();
      if (hooks.control.shouldStop()) return this.finish(model, 'cancelled');
      const part = epoch === job.from?.epoch ? job.from.part : undefined;
      const result = await this.trainEpoch(model, plan, epoch, part);
      if (result.stopped) return this.finish(model, 'cancelled');
      await this.afterEpoch(model, plan, epoch, result);
      hooks.control.epochDone();
      end = this.endAfter(epoch);
    }
    return this.finish(model, end ?? 'done');
  }

  private firstWeights({ spec }: TrialPlan): Weights | Promise<Weights> {
    const { seed, trial, fold, start } = this.job;
    const own = initWeights(spec, streams.init(seed, trial, fold));
    return start ? startWeights(spec, own, start, this.data.prepared, seed, trial) : own;
  }

  /** How the trial ends after this epoch, if it does. One that has trained all its epochs is done, not pruned. */
  private endAfter(epoch: number): 'done' | 'pruned' | 'paused' | null {
    const { config, pruning, objective, until } = this.job;
    if (epoch >= config.epochs - 1 || this.best.shouldStop(epoch)) return 'done';
    const costs = pruning?.several && this.model ? costMetrics(this.model.cost) : {};
    if (pruning && endsTrial(pruning, this.curve, objective.metric, costs)) return 'pruned';
    return until !== undefined && epoch + 1 >= until ? 'paused' : null;
  }

  /** Says where it goes on. */
  private goesOn({ curve, epoch, part }: Checkpoint, steps: number): void {
    const epochs = epoch + (part?.step ?? 0) / steps;
    void this.hooks.on({ type: 'goesOn', trial: this.job.trial, curve, epochs });
  }

  private async trainEpoch(
    model: ExecutorModel,
    plan: TrialPlan,
    epoch: number,
    from: EpochPart | undefined,
  ): Promise<EpochResult> {
    const { augment } = plan;
    const { shouldStop, hold } = this.hooks.control;
    const made = augment && (await augment.rows.of(augment.stream(epoch), shouldStop));
    if (augment && !made) return { loss: NaN, steps: 0, stopped: true };
    const data = made ? await this.executor.load(made) : await this.data.handle('train');
    try {
      const result = await model.trainEpoch({
        data,
        order: plan.order(epoch),
        learningRates: plan.learningRates(epoch),
        epoch,
        shouldStop,
        hold,
        ...(from && { from }),
        ...this.parts(model, plan, epoch),
      });
      if (result.nonFinite) throw diverged(epoch, result.nonFinite.step, result.nonFinite.layer);
      return result;
    } finally {
      if (made) data.dispose();
    }
  }

  /** Checkpoints within an epoch, and word of its steps where somebody looks on. */
  private parts(model: ExecutorModel, { steps }: TrialPlan, epoch: number): { readonly parts?: Parts } {
    const { checkpointEvery, live } = this.job;
    if (checkpointEvery <= 0 && !live) return {};
    const due = (step: number) => {
      if (live) this.tellSteps(epoch, step, steps);
      return step < steps ? this.clock.dueWithin() : this.clock.dueBeforeMeasuring();
    };
    return { parts: { due, take: (part) => this.keep(model, epoch, part) } };
  }

  private tellSteps(epoch: number, step: number, steps: number): void {
    const now = this.hooks.now();
    if (now - this.lastSteps < stepsEvery) return;
    this.lastSteps = now;
    void this.hooks.on({ type: 'steps', trial: this.job.trial, epochs: epoch + step / steps });
  }

  private async afterEpoch(model: ExecutorModel, plan: TrialPlan, epoch: number, { loss, steps }: EpochResult) {
    const { config } = this.job;
    this.clock.measuring();
    const validation = await this.measure(model, 'validation');
    const train = this.job.live?.trainMetrics ? await measure(model, this.data, 'train', config.loss) : undefined;
    this.clock.measured();
    const monitored = validation.loss ?? loss;
    if (!Number.isFinite(monitored)) {
      const bad = layerOfBadWeights(plan.spec.layers, await model.getWeights()) ?? outputOf(plan.spec);
      throw diverged(epoch, steps - 1, bad.id);
    }
    const { restoreBest } = config.earlyStopping;
    if (this.best.isBetter(monitored)) {
      this.best.take(epoch, monitored, restoreBest ? await model.getWeights() : new Map());
    }
    const point: EpochPoint = { epoch, loss, validation, ...(train && { train }) };
    this.curve.push(point);
    const surface = await this.surface(model, epoch);
    void this.hooks.on({ type: 'epoch', trial: this.job.trial, point, ...(surface && { surface }) });
    if (this.clock.dueAfterEpoch(epoch + 1 === this.job.until)) await this.keep(model, epoch + 1);
  }

  private measure(model: ExecutorModel, split: 'train' | 'validation'): Promise<Metrics> {
    const { config, objective, metrics = [] } = this.job;
    return measure(model, this.data, split, config.loss, [objective.metric, ...metrics]);
  }

  private async surface(model: ExecutorModel, epoch: number) {
    const request = this.job.live?.surface;
    const last = epoch === this.job.config.epochs - 1 || this.best.shouldStop(epoch);
    const due = last || this.hooks.control.stepping || this.hooks.now() - this.lastSurface >= surfaceEvery;
    if (!request || !due) return undefined;
    this.lastSurface = this.hooks.now();
    this.grid ??= surfaceGrid(this.data.prepared, request);
    return computeSurface(model, this.grid, this.data.prepared);
  }

  /** Hands out a checkpoint after so many epochs, and where the next one stands. */
  private async keep(model: ExecutorModel, epoch: number, part?: EpochPart): Promise<void> {
    const asked = this.hooks.now();
    const checkpoint: Checkpoint = {
      epoch,
      ...(part && { part }),
      curve: [...this.curve],
      weights: await model.getWeights(),
      optimizer: await model.getOptimizerState(),
      best: this.best.best,
    };
    await this.hooks.on({ type: 'checkpoint', trial: this.job.trial, checkpoint });
    this.clock.kept(asked);
  }

  private async finish(model: ExecutorModel, state: TrialState): Promise<End> {
    const { best } = this.best;
    if (this.restoresBest(state) && best) await model.setWeights(best.weights);
    await this.takeCosts(model, state);
    // A stop has to be quick: no predictions then.
    const predictions = this.job.live && state === 'done' ? await predictAll(model, this.data) : [];
    if (this.job.live?.trainAtEnd && state === 'done') this.train = await this.measure(model, 'train');
    return { state, weights: await model.getWeights(), predictions };
  }

  private async takeCosts(model: ExecutorModel, state: TrialState): Promise<void> {
    const { costs = [] } = this.job;
    if (costs.length === 0 || state === 'cancelled') return;
    const known = costMetrics(model.cost);
    for (const name of costs) if (name !== 'latency') this.costs[name] = known[name];
    if (costs.includes('latency')) this.measured = { latency: await latencyOf(model, this.data, this.hooks.now) };
  }

  /** A pruned or paused trial stands where it was ended. */
  private restoresBest(state: TrialState): boolean {
    return state !== 'pruned' && state !== 'paused' && this.job.config.earlyStopping.restoreBest;
  }

  private reported(state: TrialState): Metrics {
    const epoch = this.restoresBest(state) ? this.best.best?.epoch : this.curve.at(-1)?.epoch;
    return this.curve.find((point) => point.epoch === epoch)?.validation ?? {};
  }

  private record(state: TrialState, milliseconds: number): TrialOutcome['record'] {
    const metrics = { ...this.reported(state), ...this.costs };
    const { backend } = this.executor;
    return {
      index: this.job.trial,
      state,
      value: metrics[this.job.objective.metric] ?? null,
      metrics,
      ...(this.measured ? { measured: this.measured } : {}),
      curve: this.curve,
      bestEpoch: this.best.best?.epoch ?? null,
      executor: backend === 'simd' ? 'simd' : 'tfjs',
      backend,
      seconds: milliseconds / 1000,
    };
  }

  outcome({ state, weights, predictions }: End, milliseconds: number): TrialOutcome {
    const { rows, train } = this;
    return { record: this.record(state, milliseconds), weights, predictions, rows, ...(train ? { train } : {}) };
  }

  failure(error: unknown, milliseconds: number): TrialOutcome {
    const record = { ...this.record('failed', milliseconds), value: null, error: plainError(error) };
    return { record, weights: null, predictions: [], rows: this.rows };
  }

  private get rows(): TrialOutcome['rows'] {
    const { train, validation } = this.data.prepared;
    return { train: train.rows, validation: validation.rows };
  }

  dispose(): void {
    this.model?.dispose();
  }
}

/** epoch and step count from 0 here, from 1 in the text. */
const diverged = (epoch: number, step: number, layer: string) =>
  new TablabError('loss-not-finite', { epoch: epoch + 1, step: step + 1, layer });
