// One place in the pool: a trainer worker that holds the data of its trials, or is about to. Killed and dead trainers are
// replaced on the next use.
import { TablabError } from '$core/errors/error';
import type { DataVariant } from '$core/pipeline/variant';
import { searchNumber, type SearchJob, type SearchMessage, type SearchOutcome } from '$core/run/search';
import type { AutoChoice, Listener, TrialCommand, TrialJob, TrialMessage, TrialOutcome } from '$core/run/trial';
import type { TrainConfig } from '$core/train/config';
import { bytesOf, type DataSource, type NamedData } from './dataSource';
import { Link, type WorkerLike } from './link';
import type { TrainerApi } from '../trainer.api';

export type SpawnTrainer = (name: string) => WorkerLike;

/** After this long without an answer to "stop", a trainer is ended. */
export const graceMs = 2000;

/** A trainer keeps the data of so many trials, and of so many bytes, besides those of the present one. */
const held = { most: 16, bytes: 128 * 2 ** 20 };

export class TrainerSlot {
  private readonly link: Link<TrainerApi>;
  private source: DataSource | undefined;
  /** Names of the data that the trainer has or is being sent, in order of last use. */
  private readonly loaded = new Map<string, { readonly bytes: number; readonly done: Promise<void> }>();
  /** Name of the data that `ready` was last called for. */
  private dataId = '';
  private readonly timers = new Map<number, ReturnType<typeof setTimeout>>();
  /** Trials that the trainer has been asked to run; commands for others wait until it is. */
  private readonly running = new Set<number>();
  private readonly early = new Map<number, TrialCommand[]>();

  private readonly label: string;

  constructor(spawn: SpawnTrainer, number: number) {
    this.label = `trainer ${number}`;
    this.link = new Link<TrainerApi>({ label: this.label, spawn });
    this.link.onDeath(() => this.loaded.clear());
  }

  /** Names the data of the coming trials. What each of them needs reaches the trainer with it. */
  use(source: DataSource): void {
    this.source = source;
    this.loaded.clear();
    this.dataId = '';
  }

  /** The run is over: frees the data, or ends the worker when it still trains. */
  forget(): void {
    const names = [...this.loaded.keys()];
    this.source = undefined;
    this.loaded.clear();
    if (this.running.size > 0) this.kill();
    else for (const name of names) this.link.call('unload', [name]).catch(() => this.kill());
  }

  /** Resolves when a worker is there and holds the data, or a variant of it. Rejects as `run` does, or as `prepare` throws. */
  async ready(variant: DataVariant = {}): Promise<void> {
    if (!this.source) return;
    const data = await this.source.get(variant);
    this.dataId = data.dataId;
    const load = this.loaded.get(data.dataId) ?? { bytes: bytesOf(data.prepared), done: this.load(data) };
    this.loaded.delete(data.dataId);
    this.loaded.set(data.dataId, load);
    this.tidy();
    try {
      await load.done;
    } catch (error) {
      if (this.loaded.get(data.dataId) === load) this.loaded.delete(data.dataId);
      throw error;
    }
  }

  /** Measures which executor trains this model fastest here; call `ready` before. Rejects as `run` does. */
  choose(config: TrainConfig): Promise<AutoChoice> {
    return this.withData(() => this.link.call('choose', [this.dataId, config]));
  }

  /** Runs a trial to its end; call `ready` before. Rejects with `worker-died` or `worker-failed` when the trainer dies, `aborted` when it was killed. */
  run(job: Omit<TrialJob, 'dataId'>, on: Listener<TrialMessage>): Promise<TrialOutcome> {
    const call = () => this.link.call('run', [{ ...job, dataId: this.dataId }, on]);
    return this.commanded(job.trial, this.withData(call));
  }

  /** Searches a relaxed space to its end, otherwise as `run`. */
  search(job: Omit<SearchJob, 'dataId'>, on: Listener<SearchMessage>): Promise<SearchOutcome> {
    const call = () => this.link.call('search', [{ ...job, dataId: this.dataId }, on]);
    return this.commanded(searchNumber, this.withData(call));
  }

  /** A trainer that dies right after `ready` has been replaced by one without the data: its death is told, not that. */
  private withData<T>(call: () => Promise<T>): Promise<T> {
    if (!this.source || this.loaded.has(this.dataId)) return call();
    return Promise.reject(new TablabError('worker-died', { worker: this.label, reason: 'it was ended' }));
  }

  /** Work that follows commands under the number of a trial. */
  private async commanded<T>(trial: number, result: Promise<T>): Promise<T> {
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
    this.loaded.clear();
    this.link.terminate(new TablabError('aborted'));
  }

  private async load({ dataId, prepared }: NamedData): Promise<void> {
    // The pipeline stays here: trainers need the arrays only.
    const { pipeline: _pipeline, notes: _notes, ...arrays } = prepared;
    await this.link.call('load', [dataId, arrays]);
  }

  /** Lets go what was not used for longest. */
  private tidy(): void {
    let bytes = [...this.loaded.values()].reduce((sum, one) => sum + one.bytes, 0);
    for (const [dataId, one] of this.loaded) {
      if (dataId === this.dataId || (this.loaded.size <= held.most && bytes <= held.bytes)) return;
      bytes -= one.bytes;
      this.loaded.delete(dataId);
      // A trainer that dies rejects here as it rejects `run`, where it is dealt with.
      this.link.call('unload', [dataId]).catch(() => undefined);
    }
  }
}
