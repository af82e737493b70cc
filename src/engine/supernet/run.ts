// Trains the shared weights of a space, one network a minibatch, and ranks networks with them: the first part of a search by
// weight sharing (docs/methods/weight-sharing.md). Always on the SIMD kernels and in one order, so the ranking has the same
// bits everywhere; every random number is named by seed, step or place, and a checkpoint holds all the rest.
import { plainError, TablabError } from '$core/errors/error';
import { Architectures } from '$core/nas/architectures';
import { candidatesOf } from '$core/nas/supernet/candidates';
import { middleOf } from '$core/nas/supernet/around';
import { ControllerPaths, UniformPaths, type Paths } from '$core/nas/supernet/paths';
import { SharedWeights } from '$core/nas/supernet/shared';
import { inOrder, supernetTrial } from '$core/nas/supernet/supernet';
import type { RankedNetwork, SupernetPoint, SupernetState, SupernetTask, Taught } from '$core/nas/supernet/supernet';
import { archSpaceDef, archSpaceOptions } from '$core/nas/spaces/registry';
import { outputUnits } from '$core/model/resolve';
import type { Prepared } from '$core/pipeline/prepared';
import { Stream } from '$core/rng/stream';
import { atStart } from '$core/run/checkpoint';
import type { TrialJob, TrialOutcome } from '$core/run/trial';
import type { DataHandle, Executor } from '../executor';
import type { LoadedData } from '../train/data';
import { planTrial, type TrialPlan } from '../train/plan';
import type { TrialHooks } from '../train/runTrial';
import { openTurns } from '../turn';
import { BuiltNetworks } from './models';
import { SharedScores } from './score';

export interface SupernetJob extends TrialJob {
  readonly supernet: SupernetTask;
}

/** Between two pieces of news, in milliseconds. */
const newsEvery = 200;

/** What goes wrong is part of the outcome. */
export async function runSupernet(
  executor: Executor,
  data: LoadedData,
  job: SupernetJob,
  hooks: TrialHooks,
): Promise<TrialOutcome> {
  const started = hooks.now();
  const { train, validation } = data.prepared;
  const ended = (rest: Pick<TrialOutcome['record'], 'state' | 'value' | 'error'>): TrialOutcome => ({
    record: {
      ...{ index: job.trial, metrics: {}, curve: [], bestEpoch: null, executor: 'simd', backend: 'simd' },
      ...rest,
      seconds: (hooks.now() - started) / 1000,
    },
    weights: null,
    predictions: [],
    rows: { train: train.rows, validation: validation.rows },
  });
  let run: SupernetRun | undefined;
  try {
    run = await SupernetRun.open(executor, data, job, hooks);
    if (!(await run.train()) || !(await run.rank())) return ended({ state: 'cancelled', value: null });
    const supernet = run.outcome((hooks.now() - started) / 1000);
    return { ...ended({ state: 'done', value: supernet.ranking[0].score }), supernet };
  } catch (error) {
    return ended({ state: 'failed', value: null, error: plainError(error) });
  } finally {
    run?.dispose();
  }
}

const nothing: SupernetState = {
  ...{ step: 0, blocks: [], curve: [], sum: 0, rows: 0, skipped: 0, networks: [], controller: null, ranked: [] },
};

class SupernetRun {
  private readonly shared: SharedWeights;
  private readonly paths: Paths;
  private readonly controller: ControllerPaths | null;
  private readonly built: BuiltNetworks;
  private readonly plan: TrialPlan;
  private readonly curve: SupernetPoint[];
  private readonly networks: Set<string>;
  private readonly ranked: RankedNetwork[];
  private step: number;
  private sum: number;
  private rows: number;
  private skipped: number;
  private taught: Taught | undefined;
  private lastNews = -Infinity;
  private lastCheckpoint: number;
  private readonly turns = openTurns();

  private constructor(
    private readonly executor: Executor,
    private readonly data: LoadedData,
    private readonly job: SupernetJob,
    private readonly hooks: TrialHooks,
    private readonly architectures: Architectures,
    private readonly scores: SharedScores,
  ) {
    const { supernet, seed, config, from } = job;
    const { options } = supernet;
    const state = from?.supernet ?? nothing;
    ({ step: this.step, sum: this.sum, rows: this.rows, skipped: this.skipped, taught: this.taught } = state);
    this.curve = [...state.curve];
    this.networks = new Set(state.networks);
    this.ranked = [...state.ranked];
    const byInput = architectures.def.sharesByInput === true;
    this.shared = new SharedWeights(Stream.of(seed, 'supernet', 'init'), byInput, state.blocks);
    this.controller =
      options.sampling === 'controller'
        ? new ControllerPaths(architectures, options, Stream.of(seed, 'supernet', 'controller'), state.controller)
        : null;
    this.paths = this.controller ?? new UniformPaths(architectures, aroundOf(architectures, supernet));
    // Of the configuration all but the layers is the same for all networks.
    const { layers } = new UniformPaths(architectures).draw(Stream.of(seed, 'supernet', 'example')).network;
    const epochs = options.epochs;
    this.plan = planTrial({ ...config, layers, epochs }, data.prepared, seed, supernetTrial);
    this.built = new BuiltNetworks(executor, this.plan.options, this.shared);
    this.lastCheckpoint = hooks.now();
  }

  static async open(executor: Executor, data: LoadedData, job: SupernetJob, hooks: TrialHooks): Promise<SupernetRun> {
    const { prepared } = data;
    if (prepared.validation.rows === 0) throw new TablabError('nas-supernet-validation');
    const scores = await SharedScores.open(data, job.config, job.seed);
    return new SupernetRun(executor, data, job, hooks, architecturesOf(job, prepared), scores);
  }

  private get total(): number {
    return this.plan.steps * this.job.supernet.options.epochs;
  }

  /** False: it was stopped. */
  async train(): Promise<boolean> {
    const { steps } = this.plan;
    // Every minibatch of an epoch may be over, and not what comes after.
    if (this.curve.length < Math.floor(this.step / steps) && !(await this.endEpoch(this.curve.length))) return false;
    for (let epoch = Math.floor(this.step / steps); this.step < this.total; epoch++) {
      const rows = await this.rowsOf(epoch);
      if (!rows) return false;
      try {
        if (!(await this.trainEpoch(epoch, rows.handle))) return false;
      } finally {
        rows.release();
      }
    }
    if (this.skipped > this.total / 2) throw this.failure();
    return true;
  }

  private async trainEpoch(epoch: number, handle: DataHandle): Promise<boolean> {
    const { steps, options } = this.plan;
    const { batchSize } = options;
    const order = this.plan.order(epoch);
    const rates = this.plan.learningRates(epoch);
    for (let i = this.step % steps; i < steps; i++) {
      if (await this.stopped()) return false;
      await this.trainStep(handle, order.subarray(i * batchSize, (i + 1) * batchSize), rates[i]);
      this.step++;
      if (i === steps - 1 && !(await this.endEpoch(epoch))) return false;
      this.tell('Shared weights', this.step, this.total);
      await this.checkpoint();
    }
    return true;
  }

  private async trainStep(data: DataHandle, order: Uint32Array, rate: number): Promise<void> {
    const { seed } = this.job;
    const { network } = this.paths.draw(Stream.of(seed, 'supernet', 'path', this.step));
    this.networks.add(network.key);
    const { model, pieces, state } = await this.built.get(network);
    const { weights, optimizer } = this.shared.load(network.spec, state, pieces);
    await model.setWeights(weights);
    await model.setOptimizerState(optimizer);
    const learningRates = Float32Array.of(rate);
    // Dropout is drawn by the number of the epoch: here by that of the step.
    const { loss, nonFinite } = await model.trainEpoch({ data, order, learningRates, epoch: this.step });
    if (nonFinite) {
      this.skipped++;
      return;
    }
    this.sum += loss * order.length;
    this.rows += order.length;
    const after = { weights: await model.getWeights(), optimizer: await model.getOptimizerState() };
    this.shared.store(network.spec, after, pieces);
  }

  /** False: it was stopped. */
  private async endEpoch(epoch: number): Promise<boolean> {
    const learned = this.controller ? await this.teach(this.controller, epoch) : {};
    if (!learned) return false;
    this.curve.push({ epoch, loss: this.sum / Math.max(1, this.rows), ...learned });
    [this.sum, this.rows] = [0, 0];
    return true;
  }

  /** The controller's steps after an epoch; null when it was stopped. */
  private async teach(controller: ControllerPaths, epoch: number) {
    const { seed, supernet } = this.job;
    const { controllerSteps } = supernet.options;
    let { step, reward, entropy, count } = this.taught ?? { step: 0, reward: 0, entropy: 0, count: 0 };
    while (step < controllerSteps) {
      const rng = Stream.of(seed, 'supernet', 'teach', epoch, step);
      const learned = await controller.learn(rng, async ({ network: { spec } }) => {
        if (await this.stopped()) return null;
        return this.scores.reward(spec, this.shared.weights(spec), [epoch, step]);
      });
      if (this.hooks.control.shouldStop()) return null;
      if (learned) [reward, entropy, count] = [reward + learned.reward, entropy + learned.entropy, count + 1];
      this.taught = { step: ++step, reward, entropy, count };
      await this.checkpoint();
    }
    this.taught = undefined;
    return count > 0 ? { reward: reward / count, entropy: entropy / count } : {};
  }

  /** False: it was stopped. */
  async rank(): Promise<boolean> {
    const { seed, supernet, objective } = this.job;
    const { given, options } = supernet;
    const rng = Stream.of(seed, 'supernet', 'candidates');
    const candidates = candidatesOf(this.architectures, this.paths, given, options.candidates, rng);
    for (const { genotype: params, network } of candidates.slice(this.ranked.length)) {
      if (await this.stopped()) return false;
      const { model, pieces } = await this.built.get(network);
      const weights = this.shared.weights(network.spec, pieces);
      const score = await this.scores.validation(network.spec, model, weights, objective.metric);
      this.ranked.push({ params, score });
      this.tell('Ranking', this.ranked.length, candidates.length);
      await this.checkpoint();
    }
    if (this.ranked.every(({ score }) => score === null)) throw this.failure();
    return true;
  }

  outcome(seconds: number) {
    return {
      curve: this.curve,
      ranking: inOrder(this.ranked, this.job.objective.direction),
      steps: this.step,
      skipped: this.skipped,
      networks: this.networks.size,
      parameters: this.shared.size,
      seconds,
    };
  }

  dispose(): void {
    this.built.dispose();
    this.turns.close();
  }

  private async stopped(): Promise<boolean> {
    await this.turns.next();
    await this.hooks.control.hold();
    return this.hooks.control.shouldStop();
  }

  /** The training rows of an epoch as the augmentation makes them; null when it was stopped. */
  private async rowsOf(epoch: number): Promise<{ handle: DataHandle; release(): void } | null> {
    const { augment } = this.plan;
    if (!augment) return { handle: await this.data.handle('train'), release: () => undefined };
    const made = await augment.rows.of(augment.stream(epoch), this.hooks.control.shouldStop);
    if (!made) return null;
    const handle = await this.executor.load(made);
    return { handle, release: () => handle.dispose() };
  }

  private tell(stage: 'Shared weights' | 'Ranking', done: number, total: number): void {
    const now = this.hooks.now();
    if (done < total && now - this.lastNews < newsEvery) return;
    this.lastNews = now;
    void this.hooks.on({
      type: 'supernet',
      trial: this.job.trial,
      news: { stage, done, total, curve: [...this.curve] },
    });
  }

  private async checkpoint(): Promise<void> {
    const { checkpointEvery, trial } = this.job;
    const now = this.hooks.now();
    if (checkpointEvery <= 0 || now - this.lastCheckpoint < checkpointEvery * 1000) return;
    const supernet: SupernetState = {
      step: this.step,
      blocks: this.shared.saved,
      curve: [...this.curve],
      sum: this.sum,
      rows: this.rows,
      skipped: this.skipped,
      networks: [...this.networks],
      controller: this.controller?.state ?? null,
      ...(this.taught ? { taught: this.taught } : {}),
      ranked: [...this.ranked],
    };
    await this.hooks.on({ type: 'checkpoint', trial, checkpoint: { ...atStart, supernet } });
    this.lastCheckpoint = this.hooks.now();
  }

  private failure(): TablabError {
    const scored = this.ranked.filter(({ score }) => score !== null).length;
    const { skipped, step, ranked } = this;
    // It can fail before any network is ranked.
    const ranking = ranked.length === 0 ? '' : `, and ${scored} of ${ranked.length} networks got a score`;
    return new TablabError('nas-supernet-failed', { skipped, steps: step, ranking });
  }
}

/** Throws `nas-no-middle`. */
function aroundOf(architectures: Architectures, { options: { sampling, keep }, given }: SupernetTask) {
  if (sampling !== 'around') return undefined;
  const middle = middleOf(architectures, given);
  if (!middle) throw new TablabError('nas-no-middle', { space: architectures.def.label });
  return { middle, keep };
}

function architecturesOf({ supernet, config }: SupernetJob, { inputs, task, classes }: Prepared): Architectures {
  const def = archSpaceDef(supernet.space.type);
  const options = archSpaceOptions(def, supernet.space.options);
  const shape = { inputs, units: outputUnits(task, classes.length) };
  return new Architectures(def, options, shape, supernet.limits, config.batchSize);
}
