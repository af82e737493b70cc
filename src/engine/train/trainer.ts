// What a trainer worker does: holds prepared data and open executors, runs trials, passes commands on. It knows
// nothing of workers or messages, so that tests and the Node side can use it as it is.
import { TablabError } from '$core/errors/error';
import type { Prepared } from '$core/pipeline/prepared';
import type {
  AutoChoice,
  BackendReport,
  Listener,
  TrialCommand,
  TrialJob,
  TrialMessage,
  TrialOutcome,
} from '$core/run/trial';
import type { TrainConfig } from '$core/train/config';
import { executorEntries, probeExecutors } from '../executors';
import { AutoChooser } from './auto';
import { searchNumber, type SearchJob, type SearchMessage, type SearchOutcome } from '$core/run/search';
import { TrialControl } from './control';
import { runSupernet, type SupernetJob } from '../supernet/run';
import { runWithFallback } from './fallback';
import { planTrial } from './plan';
import { ExecutorPool } from './pool';
import type { TrialHooks } from './runTrial';
import { Scores } from './scored';
import { runSearch } from './search';
import type { Clock } from './stepTime';

export interface TrainerOptions {
  /** Milliseconds, monotonic. */
  readonly now: () => number;
  /** Resolves after so many milliseconds; left out: by a timer. */
  readonly after?: Clock['after'];
  readonly entries?: typeof executorEntries;
}

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

export class Trainer {
  readonly pool: ExecutorPool;
  readonly auto: AutoChooser;
  private readonly prepared = new Map<string, Prepared>();
  private readonly controls = new Map<number, TrialControl>();
  private readonly entries: typeof executorEntries;
  private readonly scores = new Scores();

  constructor(private readonly options: TrainerOptions) {
    this.entries = options.entries ?? executorEntries;
    this.pool = new ExecutorPool(this.entries);
    this.auto = new AutoChooser(this.pool, { now: options.now, after: options.after ?? sleep });
  }

  probe(): Promise<BackendReport[]> {
    return probeExecutors(this.entries);
  }

  async load(dataId: string, prepared: Prepared): Promise<void> {
    await this.unload(dataId);
    this.prepared.set(dataId, prepared);
  }

  async unload(dataId: string): Promise<void> {
    this.prepared.delete(dataId);
    await this.pool.forget(dataId);
  }

  /** The executor for this configuration. Throws `data-not-loaded`, or what is wrong with the configuration. */
  async choose(dataId: string, config: TrainConfig): Promise<AutoChoice> {
    const prepared = this.held(dataId);
    return this.auto.choose(planTrial(config, prepared, 0, 0), prepared);
  }

  private held(dataId: string): Prepared {
    const prepared = this.prepared.get(dataId);
    if (!prepared) throw new TablabError('data-not-loaded', { dataId });
    return prepared;
  }

  /** Runs one trial to its end. Throws `data-not-loaded`; what goes wrong in training is part of the outcome. */
  async run(job: TrialJob, on: Listener<TrialMessage>): Promise<TrialOutcome> {
    const prepared = this.held(job.dataId);
    if (job.judge) return this.scores.judged(job, job.judge, prepared, this.options.now);
    const control = new TrialControl(job.startPaused);
    this.controls.set(job.trial, control);
    const { supernet } = job;
    try {
      if (supernet)
        return await this.shareWeights({ ...job, supernet }, prepared, { control, on, now: this.options.now });
      const outcome = await runWithFallback(this.pool, prepared, job, { control, on, now: this.options.now });
      const { record } = outcome;
      if (!job.proxies?.length || (record.state !== 'done' && record.state !== 'pruned')) return outcome;
      const scores = await this.scores.of(job, prepared, job.proxies);
      return { ...outcome, record: { ...record, metrics: { ...record.metrics, ...scores } } };
    } finally {
      this.controls.delete(job.trial);
    }
  }

  /** Searches a relaxed space, under the number of searches. Throws `data-not-loaded`; the rest is part of the outcome. */
  async search(job: SearchJob, on: Listener<SearchMessage>): Promise<SearchOutcome> {
    const prepared = this.held(job.dataId);
    const control = new TrialControl(job.startPaused);
    this.controls.set(searchNumber, control);
    try {
      return await runSearch(this.pool, prepared, job, { control, on, now: this.options.now });
    } finally {
      this.controls.delete(searchNumber);
    }
  }

  /** Shared weights live in the SIMD kernels' memory, whatever trains the networks afterwards. */
  private async shareWeights(job: SupernetJob, prepared: Prepared, hooks: TrialHooks): Promise<TrialOutcome> {
    const executor = await this.pool.get('simd');
    return runSupernet(executor, this.pool.dataOn(executor, job.dataId, prepared), job, hooks);
  }

  /** Commands for trials that are not running here do nothing: they crossed with the trial's end. */
  async control(trial: number, what: TrialCommand): Promise<void> {
    this.controls.get(trial)?.command(what);
  }
}
