// One place in the pool: a trainer worker that holds the prepared data, or is about to. Killed and dead trainers are
// replaced on the next use.
import { TablabError } from '$core/errors/error';
import type { PreparedLab } from '$core/pipeline/prepare';
import type { AutoChoice, TrialCommand, TrialJob, TrialMessage, TrialOutcome } from '$core/run/trial';
import type { TrainConfig } from '$core/train/config';
import { Link, type WorkerLike } from './link';
import type { TrainerApi } from '../trainer.api';

export type SpawnTrainer = (name: string) => WorkerLike;

/** After this long without an answer to "stop", a trainer is ended. */
export const graceMs = 2000;

export class TrainerSlot {
  private readonly link: Link<TrainerApi>;
  private data: { readonly dataId: string; readonly prepared: PreparedLab } | undefined;
  private loaded: Promise<void> | undefined;
  private readonly timers = new Map<number, ReturnType<typeof setTimeout>>();
  /** Trials that the trainer has been asked to run; commands for others wait until it is. */
  private readonly running = new Set<number>();
  private readonly early = new Map<number, TrialCommand[]>();

  constructor(spawn: SpawnTrainer, number: number) {
    this.link = new Link<TrainerApi>({ label: `trainer ${number}`, spawn });
    this.link.onDeath(() => (this.loaded = undefined));
  }

  /** Names the data of the coming trials. It reaches the trainer with the first of them. */
  use(dataId: string, prepared: PreparedLab): void {
    this.data = { dataId, prepared };
    this.loaded = undefined;
  }

  /** The run is over: frees the data, or ends the worker when it still trains. */
  forget(): void {
    const { data, loaded } = this;
    this.data = undefined;
    this.loaded = undefined;
    if (this.running.size > 0) this.kill();
    else if (data && loaded) this.link.call('unload', [data.dataId]).catch(() => this.kill());
  }

  /** Resolves when a worker is there and holds the data. Rejects as `run` does. */
  ready(): Promise<void> {
    return (this.loaded ??= this.load());
  }

  /** Measures which executor trains this model fastest here; call `ready` before. Rejects as `run` does. */
  choose(config: TrainConfig): Promise<AutoChoice> {
    return this.link.call('choose', [this.data?.dataId ?? '', config]);
  }

  /** Runs a trial to its end; call `ready` before. Rejects with `worker-died` or `worker-failed` when the trainer dies, `aborted` when it was killed. */
  async run(job: Omit<TrialJob, 'dataId'>, on: (message: TrialMessage) => void): Promise<TrialOutcome> {
    const { trial } = job;
    const result = this.link.call('run', [{ ...job, dataId: this.data?.dataId ?? '' }, on]);
    this.running.add(trial);
    for (const command of this.early.get(trial) ?? []) this.send(trial, command);
    this.early.delete(trial);
    try {
      return await result;
    } finally {
      this.running.delete(trial);
    }
  }

  /** The trial is over, whether it ran or not: commands that came for it are forgotten. */
  settle(trial: number): void {
    this.early.delete(trial);
    clearTimeout(this.timers.get(trial));
    this.timers.delete(trial);
  }

  /** Tells the trainer; a `stop` that is not followed within two seconds ends the worker. */
  control(trial: number, what: TrialCommand): void {
    if (what === 'stop' && !this.timers.has(trial))
      this.timers.set(
        trial,
        setTimeout(() => this.kill(), graceMs),
      );
    if (this.running.has(trial)) this.send(trial, what);
    else this.early.set(trial, [...(this.early.get(trial) ?? []), what]);
  }

  private send(trial: number, what: TrialCommand): void {
    // A trainer that dies rejects here as it rejects `run`, where it is dealt with.
    this.link.call('control', [trial, what]).catch(() => undefined);
  }

  /** Ends the worker at once; a running trial rejects with `aborted`. */
  kill(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    this.early.clear();
    this.loaded = undefined;
    this.link.terminate(new TablabError('aborted'));
  }

  private async load(): Promise<void> {
    if (!this.data) return;
    const { dataId, prepared } = this.data;
    try {
      // The pipeline stays here: trainers need the arrays only.
      const { pipeline: _pipeline, notes: _notes, ...arrays } = prepared;
      await this.link.call('load', [dataId, arrays]);
    } catch (error) {
      this.loaded = undefined;
      throw error;
    }
  }
}
