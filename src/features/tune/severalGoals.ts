// What a study with several objectives shows: the front of each trial, and the hypervolume as it grew.
import { dominates } from '$core/pareto/domination';
import { constrainedFronts } from '$core/pareto/fronts';
import { hypervolume } from '$core/pareto/hypervolume';
import { costsOf, violationOf, type Direction } from '$core/run/objectives';
import type { TrialRecord } from '$core/run/types';

/** Finished trials that have all values. */
export const valuedTrials = (trials: readonly TrialRecord[]): (TrialRecord & { values: readonly number[] })[] =>
  trials.filter(
    (trial): trial is TrialRecord & { values: readonly number[] } =>
      trial.state === 'done' && trial.value !== null && trial.values?.every(Number.isFinite) === true,
  );

/** Front of each finished trial by its number, from 0; NaN for one that breaks a limit. */
export function frontByTrial(
  trials: readonly TrialRecord[],
  directions: readonly Direction[],
): ReadonlyMap<number, number> {
  const valued = valuedTrials(trials);
  const violations = valued.map(violationOf);
  const fronts = constrainedFronts(
    valued.map(({ values }) => costsOf(values, directions)),
    violations,
  );
  return new Map(valued.map(({ index }, i) => [index, violations[i] > 0 ? NaN : fronts[i]]));
}

/** After each trial, by number. */
export interface Volumes {
  readonly trial: readonly number[];
  readonly values: readonly number[];
}

interface After {
  readonly front: readonly (readonly number[])[];
  readonly volume: number;
}

/** What the front dominated after each finished trial that keeps the limits, by number: its share of the box between the worst and
 *  the best value of each objective, over all of these trials. An objective that never varies has no part in it. Goes on from what
 *  it came to before, as far as that stays. */
export class VolumeSteps {
  private trials: readonly TrialRecord[] = [];
  private ends: readonly End[] = [];
  private readonly after: After[] = [];

  /** In steps of a few milliseconds, but for a front of thousands. `directions` are the same at each call. */
  *work(trials: readonly TrialRecord[], directions: readonly Direction[]): Generator<void, Volumes> {
    const kept = valuedTrials(trials).filter((trial) => violationOf(trial) === 0);
    kept.sort((a, b) => a.index - b.index);
    if (kept.length === 0) return { trial: [], values: [] };
    const costs = kept.map(({ values }) => costsOf(values, directions));
    const ends = costs[0].map((_, m) => endsOf(costs, m));
    const reference = directions.map(() => 1);
    yield;
    const same = ends.every(({ best, worst }, m) => best === this.ends[m]?.best && worst === this.ends[m].worst);
    let from = 0;
    while (same && from < this.after.length && this.trials[from] === kept[from]) from++;
    this.after.length = from;
    this.trials = kept;
    this.ends = ends;
    for (let i = from; i < kept.length; i++) {
      const last = this.after.at(-1) ?? { front: [], volume: 0 };
      const grown = grownBy(last.front, scaled(costs[i], ends));
      this.after.push(grown ? { front: grown, volume: hypervolume(grown, reference) } : last);
      if (grown || i % 64 === 0) yield;
    }
    return { trial: kept.map(({ index }) => index), values: this.after.map(({ volume }) => volume) };
  }
}

/** The front with one point more; null where another one is at least as good. */
function grownBy(front: After['front'], cost: readonly number[]): After['front'] | null {
  for (const other of front) if (!beyond(other, cost)) return null;
  return [...front.filter((other) => !dominates(cost, other)), cost];
}

/** Whether the first is worse than the second somewhere. */
function beyond(a: readonly number[], b: readonly number[]): boolean {
  for (let m = 0; m < a.length; m++) if (a[m] > b[m]) return true;
  return false;
}

interface End {
  readonly best: number;
  readonly worst: number;
}
function endsOf(costs: readonly (readonly number[])[], m: number): End {
  let [best, worst] = [Infinity, -Infinity];
  for (const cost of costs) [best, worst] = [Math.min(best, cost[m]), Math.max(worst, cost[m])];
  return { best, worst };
}

/** Each cost from 0, the best, to 1, the worst. */
const scaled = (cost: readonly number[], ends: readonly End[]): number[] =>
  cost.map((x, m) => (x - ends[m].best) / (ends[m].worst - ends[m].best || 1));
