// Trials that pause at rungs and go on when it is decided so, deterministically: a job trains one trial to one rung, jobs
// are numbered in the order in which they are decided, and the decision on job j knows exactly the results of jobs 0 to
// j - q, q the study's width. A job for which nothing can be decided passes, so that the next one knows more. What is
// decided is up to the kind: promotion by halving (ladder.ts) or a population (population.ts).
import type { Segment, TrialRecord } from './types';

export interface RungJob {
  readonly trial: number;
  /** The trial pauses after this many steps: epochs, folds or levels of fidelity. */
  readonly until: number;
  /** Steps that it leaves out at its start; missing: none. */
  readonly first?: number;
  /** Of a member of a population: where its weights and settings come from. */
  readonly lineage?: readonly Segment[];
}

/** What a study needs of it. */
export type AnyScheduler = Scheduler<unknown>;

/** `State`: what is decided by, without the jobs themselves. */
export abstract class Scheduler<State> {
  /** null: passed. */
  private readonly jobs: (RungJob | null)[] = [];
  private readonly results: (TrialRecord | null | undefined)[] = [];
  /** The job in which a trial is, or was last. */
  private readonly current: number[] = [];
  /** All jobs below have a result. */
  private prefix = 0;
  /** Results below are in the state. */
  private taken = 0;
  private lastReal = -1;
  /** No new trial will start. */
  private closed = false;
  private started = 0;
  /** The newest result of each trial that may be known now, by trial. */
  readonly known: TrialRecord[] = [];

  protected constructor(
    private readonly width: number,
    protected readonly state: State,
  ) {}

  /**
   * Steps that so many trials will have taken in all, when none breaks down; null: it does not say. `so`: how many have come to
   * a first rung, and the steps of those.
   */
  expected(_trials: number, _so: { readonly trials: number; readonly steps: number }): number | null {
    return null;
  }

  protected abstract clone(state: State): State;
  /** Puts the result of a job into the state. */
  protected abstract take(state: State, job: RungJob, result: TrialRecord): void;
  /** The first job of a new trial. */
  protected abstract first(trial: number): RungJob;
  /** The job of a trial that goes on; null: none by what is known. `trials`: how many there are, once none will start. */
  protected abstract promotion(state: State, trials: number | null): RungJob | null;
  /** All results are known and none goes on: the job that ends the study well, if there is one. */
  protected abstract last(state: State): RungJob | null;
  /** A promotion is really made. */
  protected abstract made(job: RungJob): void;

  /** `start` gives the number of a new trial, null when there are no more. Null: none now; see `over`. */
  next(start: () => number | null): RungJob | null {
    for (;;) {
      const visible = this.visible;
      if (this.prefix < visible) return null;
      for (; this.taken < visible; this.taken++) {
        const result = this.takeNumber(this.taken, this.state);
        if (result) this.known[result.index] = result;
      }
      const job = this.promotion(this.state, this.trials);
      if (job) return this.promote(job);
      if (!this.closed) {
        const trial = start();
        if (trial !== null) {
          this.started++;
          return this.add(this.first(trial));
        }
        this.closed = true;
        continue;
      }
      if (this.taken > this.lastReal) {
        const last = this.last(this.state);
        return last && this.promote(last);
      }
      this.results[this.jobs.length] = null;
      this.jobs.push(null);
      this.advance();
    }
  }

  /** The result of the job in which the trial is. */
  tell(record: TrialRecord): void {
    this.results[this.current[record.index]] = record;
    this.advance();
  }

  /** The job in which the trial is, or was last. */
  jobOf(trial: number): RungJob {
    return this.jobs[this.current[trial]]!;
  }

  /** Jobs that have ended, those that were passed left out. */
  get ended(): number {
    return this.results.reduce<number>((sum, result) => sum + (result ? 1 : 0), 0);
  }

  /** No trial can go on; ask when no job runs and no new trial will start. */
  get over(): boolean {
    if (this.prefix < this.jobs.length) return false;
    // As `next` would go on, passing jobs: it knows one result more each time.
    const state = this.clone(this.state);
    let taken = this.taken;
    for (; taken < this.visible; taken++) this.takeNumber(taken, state);
    while (this.promotion(state, this.started) === null) {
      if (taken >= this.jobs.length) return this.last(state) === null;
      this.takeNumber(taken++, state);
    }
    return false;
  }

  private get visible(): number {
    return Math.max(0, this.jobs.length - this.width + 1);
  }

  private get trials(): number | null {
    return this.closed ? this.started : null;
  }

  private promote(job: RungJob): RungJob {
    this.made(job);
    return this.add(job);
  }

  private add(job: RungJob): RungJob {
    this.lastReal = this.jobs.length;
    this.current[job.trial] = this.jobs.length;
    this.jobs.push(job);
    return job;
  }

  private advance(): void {
    while (this.results[this.prefix] !== undefined) this.prefix++;
  }

  /** null when the job was passed. */
  private takeNumber(number: number, state: State): TrialRecord | null {
    const job = this.jobs[number];
    const result = this.results[number];
    if (!job || !result) return null;
    this.take(state, job, result);
    return result;
  }
}

/** Smaller is better; Infinity where there is no value. */
export function costOf({ value }: Pick<TrialRecord, 'value'>, direction: 'minimize' | 'maximize'): number {
  if (value === null || Number.isNaN(value)) return Infinity;
  return direction === 'minimize' ? value : -value;
}
