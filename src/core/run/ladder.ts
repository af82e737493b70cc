// Successive halving by promotion (ASHA; Li et al. 2018, arXiv 1810.05934, algorithm 2), made deterministic: a job trains
// one trial to one rung, jobs are numbered in the order in which they are decided, and the decision on job j knows exactly
// the results of jobs 0 to j - q, q the study's width. A job for which nothing can be decided passes, so that the next one
// knows more. From the highest rung down, a trial among the best floor(n / eta) of a rung's n goes on to the next; where
// there is none, a new trial starts. A small study may end before any trial has come to the top; the best of the highest
// rung then goes on, so that one is trained to the end.
import type { TrialRecord } from './types';

export interface LadderPlan {
  /** Epochs trained at each rung, rising; the last are those of a whole training. */
  readonly rungs: readonly number[];
  readonly eta: number;
}

export interface RungJob {
  readonly trial: number;
  /** The trial pauses after this many epochs. */
  readonly until: number;
}

interface Entry {
  readonly trial: number;
  /** Smaller is better; Infinity when it has no value. */
  readonly cost: number;
  /** It stands at the rung and can go on. */
  readonly paused: boolean;
}

/** Rungs at least x eta^k below the epochs of a whole training, and these. */
export function rungsOf(least: number, eta: number, epochs: number): number[] {
  const rungs: number[] = [];
  for (let at = least; at < epochs; at *= eta) rungs.push(at);
  return [...rungs, epochs];
}

export class Ladder {
  /** null: passed. */
  private readonly jobs: (RungJob | null)[] = [];
  private readonly results: (TrialRecord | null | undefined)[] = [];
  /** The job in which a trial is, or was last. */
  private readonly current: number[] = [];
  /** Entries by rung, best first. */
  private readonly entries: Entry[][];
  private readonly promoted: Set<number>[];
  /** All jobs below have a result. */
  private prefix = 0;
  /** Results below are in the rungs. */
  private taken = 0;
  private lastReal = -1;
  /** The newest result of each trial that may be known now, by trial. */
  readonly known: TrialRecord[] = [];

  constructor(
    private readonly plan: LadderPlan,
    private readonly direction: 'minimize' | 'maximize',
    private readonly width: number,
  ) {
    this.entries = plan.rungs.map(() => []);
    this.promoted = plan.rungs.map(() => new Set());
  }

  /** `start` gives the number of a new trial, null when there are no more. Null: none now; see `over`. */
  next(start: () => number | null): RungJob | null {
    for (;;) {
      const visible = Math.max(0, this.jobs.length - this.width + 1);
      if (this.prefix < visible) return null;
      for (; this.taken < visible; this.taken++) {
        const result = this.take(this.taken, this.entries);
        if (result) this.known[result.index] = result;
      }
      const rung = this.rungToPromoteFrom();
      if (rung !== null) return this.promote(rung, this.candidate(rung)!);
      const trial = start();
      if (trial !== null) return this.add({ trial, until: this.plan.rungs[0] });
      if (this.taken > this.lastReal) {
        const last = this.rungToFinishFrom(this.entries);
        return last === null ? null : this.promote(last, this.best(last, this.entries, 1)!);
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

  /** Where the trial pauses that was handed out last. */
  untilOf(trial: number): number {
    return this.jobs[this.current[trial]]!.until;
  }

  /** No trial can go on; ask when no job runs and no new trial will start. */
  get over(): boolean {
    if (this.prefix < this.jobs.length) return false;
    // As `next` would go on, passing jobs: it knows one result more each time.
    const entries = this.entries.map((rung) => [...rung]);
    let taken = this.taken;
    const visible = Math.max(0, this.jobs.length - this.width + 1);
    for (; taken < visible; taken++) this.take(taken, entries);
    while (this.rungToPromoteFrom(entries) === null) {
      if (taken >= this.jobs.length) return this.rungToFinishFrom(entries) === null;
      this.take(taken++, entries);
    }
    return false;
  }

  private promote(rung: number, { trial }: Entry): RungJob {
    this.promoted[rung].add(trial);
    return this.add({ trial, until: this.plan.rungs[rung + 1] });
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

  /** Puts the result of a job into its rung; null when the job was passed. */
  private take(number: number, entries: Entry[][]): TrialRecord | null {
    const job = this.jobs[number];
    const result = this.results[number];
    if (!job || !result) return null;
    const { value, state } = result;
    const cost = value === null || Number.isNaN(value) ? Infinity : this.direction === 'minimize' ? value : -value;
    const entry = { trial: job.trial, cost, paused: state === 'paused' && cost < Infinity };
    const rung = entries[this.plan.rungs.indexOf(job.until)];
    const before = (a: Entry, b: Entry) => a.cost < b.cost || (a.cost === b.cost && a.trial < b.trial);
    let low = 0;
    let high = rung.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (before(rung[middle], entry)) low = middle + 1;
      else high = middle;
    }
    rung.splice(low, 0, entry);
    return result;
  }

  private rungToPromoteFrom(entries = this.entries): number | null {
    for (let rung = entries.length - 2; rung >= 0; rung--) if (this.candidate(rung, entries)) return rung;
    return null;
  }

  private candidate(rung: number, entries = this.entries): Entry | undefined {
    return this.best(rung, entries, this.plan.eta);
  }

  /** The best of the rung's first 1/share that can go on and has not. */
  private best(rung: number, entries: Entry[][], share: number): Entry | undefined {
    const among = Math.floor(entries[rung].length / share);
    for (let i = 0; i < among; i++) {
      const entry = entries[rung][i];
      if (entry.paused && !this.promoted[rung].has(entry.trial)) return entry;
    }
    return undefined;
  }

  /** The highest rung with a trial that can go on, while no trial has come to the top. */
  private rungToFinishFrom(entries: Entry[][]): number | null {
    const top = entries.length - 1;
    if (entries[top].length > 0) return null;
    for (let rung = top - 1; rung >= 0; rung--) if (this.best(rung, entries, 1)) return rung;
    return null;
  }
}
