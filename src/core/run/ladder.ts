// Successive halving by promotion, in two forms. Without brackets: ASHA (Li et al. 2018, arXiv 1810.05934, algorithm 2);
// from the highest rung down, a trial among the best floor(n / eta) of a rung's n goes on to the next; where there is none,
// a new trial starts. With brackets: Hyperband (Li et al. 2018, JMLR 18, algorithm 1); a rung is judged when all of its
// trials are there, and its best floor(n / eta) go on. A study may end before any trial has come to the top; the best of
// the highest rung then goes on, so that one is trained to the end. scheduler.ts makes both deterministic.
import { leading } from '../pareto/leading';
import { rungCosts, type RungGoals } from '../pruners/several';
import { costOf, Scheduler, type RungJob } from './scheduler';
import type { TrialRecord } from './types';

export type { RungJob } from './scheduler';

export interface Bracket {
  /** Number of its first rung. */
  readonly first: number;
  /** Trials that start in it. */
  readonly trials: number;
}

export interface LadderPlan {
  /** Steps at each rung, rising; the last are those of a whole training. */
  readonly rungs: readonly number[];
  readonly eta: number;
  /** Filled one after the other, again and again; missing: all trials compete at every rung, at any time. */
  readonly brackets?: readonly Bracket[];
  /** A step is one level of fidelity: those below a trial's first rung are left out. */
  readonly levels?: true;
  /** Trials are compared by several objectives. */
  readonly several?: RungGoals;
}

interface Entry {
  readonly trial: number;
  /** Smaller is better; Infinity when it has no value. */
  readonly cost: number;
  /** Where several objectives count: each of them. */
  readonly costs?: readonly number[];
  /** It stands at the rung and can go on. */
  readonly paused: boolean;
}

/** Entries by bracket and rung, best first by their single cost. */
type Rungs = Entry[][];

/** Rungs at least x eta^k below the epochs of a whole training, and these. */
export function rungsOf(least: number, eta: number, epochs: number): number[] {
  const rungs: number[] = [];
  for (let at = least; at < epochs; at *= eta) rungs.push(at);
  return [...rungs, epochs];
}

/** Hyperband's rungs, from the epochs of a whole training down: these, 1/eta of them and so on, rounded, while that is `least` or more. */
export function rungsBelow(epochs: number, eta: number, least: number): number[] {
  const rungs = [epochs];
  // Counted by multiplication: a floating logarithm loses a rung of 243 epochs by 3.
  for (let share = eta; least * share <= epochs; share *= eta) rungs.unshift(Math.round(epochs / share));
  return rungs;
}

/** Hyperband's brackets over so many rungs: the strictest first, with ceil(B eta^s / (s + 1)) trials, s from B - 1 to 0. */
export function bracketsOf(rungs: number, eta: number): Bracket[] {
  return Array.from({ length: rungs }, (_, first) => {
    const s = rungs - 1 - first;
    return { first, trials: Math.ceil((rungs * eta ** s) / (s + 1)) };
  });
}

const anyTime: readonly Bracket[] = [{ first: 0, trials: Infinity }];

export class Ladder extends Scheduler<Rungs[]> {
  private readonly promoted: Set<number>[];
  private readonly brackets: readonly Bracket[];
  private readonly cycle: number;
  /** Of rungs where several objectives count: the best, while no more have come. */
  private readonly orders = new WeakMap<
    readonly Entry[],
    { readonly of: number; readonly count: number; readonly order: readonly Entry[] }
  >();
  /** Brackets below are through. */
  private through = 0;

  constructor(
    private readonly plan: LadderPlan,
    private readonly direction: 'minimize' | 'maximize',
    width: number,
  ) {
    super(width, []);
    this.promoted = plan.rungs.map(() => new Set());
    this.brackets = plan.brackets ?? anyTime;
    this.cycle = this.brackets.reduce((sum, { trials }) => sum + trials, 0);
  }

  override expected(trials: number, so: { readonly trials: number; readonly steps: number }): number {
    const { rungs, eta } = this.plan;
    let steps = 0;
    let atTop = 0;
    for (let bracket = 0, left = trials; left > 0; bracket++) {
      const { first, trials: size } = this.brackets[bracket % this.brackets.length];
      let here = Math.min(left, size);
      left -= here;
      steps += here * rungs[first];
      for (let rung = first + 1; rung < rungs.length; rung++) {
        here = Math.floor(here / eta);
        steps += here * (rungs[rung] - rungs[rung - 1]);
      }
      atTop += here;
    }
    // One is trained to the end all the same.
    if (atTop === 0 && trials > 0) steps += rungs[rungs.length - 1] - rungs[0];
    // Without brackets more than their share go on, all along: as many more as until now.
    const seen = !this.plan.brackets && so.trials > 0 ? (so.steps * trials) / so.trials : 0;
    return Math.max(steps, seen);
  }

  protected clone(state: Rungs[]): Rungs[] {
    return state.map((rungs) => rungs.map((rung) => [...rung]));
  }

  protected take(state: Rungs[], job: RungJob, result: TrialRecord): void {
    const cost = costOf(result, this.direction);
    const costs = this.costsOf(result);
    const paused = result.state === 'paused' && cost < Infinity && (costs?.every(Number.isFinite) ?? true);
    const entry = { trial: job.trial, cost, paused, ...(costs ? { costs } : {}) };
    const rungs = (state[this.bracketOf(job.trial)] ??= this.plan.rungs.map(() => []));
    const rung = rungs[this.plan.rungs.indexOf(job.until)];
    const before = (a: Entry, b: Entry) => a.cost < b.cost || (a.cost === b.cost && a.trial < b.trial);
    let low = 0;
    let high = rung.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (before(rung[middle], entry)) low = middle + 1;
      else high = middle;
    }
    rung.splice(low, 0, entry);
  }

  protected first(trial: number): RungJob {
    const { first } = this.brackets[this.bracketOf(trial) % this.brackets.length];
    const { rungs, levels } = this.plan;
    return { trial, until: rungs[first], ...(levels && first > 0 ? { first } : {}) };
  }

  protected promotion(state: Rungs[], trials: number | null): RungJob | null {
    while (state[this.through] && this.finished(this.through, state[this.through])) this.through++;
    for (let bracket = this.through; bracket < state.length; bracket++) {
      const rungs = state[bracket];
      if (!rungs) continue;
      for (let rung = rungs.length - 2; rung >= 0; rung--) {
        if (!this.judged(bracket, rung, rungs, trials)) continue;
        const entry = this.best(rungs, rung, this.plan.eta);
        if (entry) return this.jobFrom(entry, rung);
      }
    }
    return null;
  }

  protected last(state: Rungs[]): RungJob | null {
    const top = this.plan.rungs.length - 1;
    if (state.some((rungs) => rungs?.[top].length > 0)) return null;
    for (let rung = top - 1; rung >= 0; rung--) {
      const found = state.flatMap((rungs) => (rungs ? (this.best(rungs, rung, 1) ?? []) : []));
      if (found.length === 0) continue;
      return this.jobFrom(this.bestOf(found), rung);
    }
    return null;
  }

  protected made({ trial, until }: RungJob): void {
    this.promoted[this.plan.rungs.indexOf(until) - 1].add(trial);
  }

  /** Everyone of a bracket has come as far as they will. */
  private finished(bracket: number, rungs: Rungs): boolean {
    const below = rungs.length - 2;
    if (!this.plan.brackets || below < 0) return false;
    return this.judged(bracket, below, rungs, null) && this.best(rungs, below, this.plan.eta) === undefined;
  }

  private jobFrom({ trial }: Entry, rung: number): RungJob {
    return { trial, until: this.plan.rungs[rung + 1] };
  }

  /** Counted through all cycles. */
  private bracketOf(trial: number): number {
    if (this.brackets === anyTime) return 0;
    let left = trial % this.cycle;
    let bracket = 0;
    while (left >= this.brackets[bracket].trials) left -= this.brackets[bracket++].trials;
    return Math.floor(trial / this.cycle) * this.brackets.length + bracket;
  }

  /** Whether a rung may be judged now: with brackets when everyone who will come is there. */
  private judged(bracket: number, rung: number, rungs: Rungs, trials: number | null): boolean {
    if (!this.plan.brackets) return true;
    const { first, trials: size } = this.brackets[bracket % this.brackets.length];
    if (rung < first) return false;
    if (rung === first)
      return rungs[rung].length >= (trials === null ? size : Math.min(size, this.startedIn(bracket, trials)));
    // Below: everyone there who may go on has, and has come here.
    if (!this.judged(bracket, rung - 1, rungs, trials) || this.best(rungs, rung - 1, this.plan.eta)) return false;
    const came = rungs[rung - 1].filter((entry) => this.promoted[rung - 1].has(entry.trial)).length;
    return rungs[rung].length >= came;
  }

  /** Of the first `trials` trials those of a bracket. */
  private startedIn(bracket: number, trials: number): number {
    const { length } = this.brackets;
    const before = this.brackets.slice(0, bracket % length).reduce((sum, one) => sum + one.trials, 0);
    return Math.max(0, trials - Math.floor(bracket / length) * this.cycle - before);
  }

  /** The best of the rung's first 1/share that can go on and has not. */
  private best(rungs: Rungs, rung: number, share: number): Entry | undefined {
    const among = Math.floor(rungs[rung].length / share);
    const free = (entry: Entry) => entry.paused && !this.promoted[rung].has(entry.trial);
    if (this.plan.several) return this.ranked(rungs[rung], among).find(free);
    for (let i = 0; i < among; i++) if (free(rungs[rung][i])) return rungs[rung][i];
    return undefined;
  }

  /** The best `count` of a rung by several objectives. Entries are only ever added. */
  private ranked(rung: readonly Entry[], count: number): readonly Entry[] {
    if (count === 0) return [];
    const known = this.orders.get(rung);
    if (known?.of === rung.length && known.count === count) return known.order;
    const order = leading(rung.map(allCosts), count).map((i) => rung[i]);
    this.orders.set(rung, { of: rung.length, count, order });
    return order;
  }

  private bestOf(entries: readonly Entry[]): Entry {
    if (this.plan.several) return entries[leading(entries.map(allCosts), 1)[0]];
    return entries.reduce((best, one) => (one.cost < best.cost ? one : best));
  }

  private costsOf({ state, metrics, measured = {} }: TrialRecord): number[] | undefined {
    const { several } = this.plan;
    if (!several) return undefined;
    return rungCosts(several, (metric) => (state === 'failed' ? NaN : (metrics[metric] ?? measured[metric] ?? NaN)));
  }
}

const allCosts = ({ costs = [] }: Entry): readonly number[] => costs;
