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

/** What the front dominated after each finished trial that keeps the limits, by number: its share of the box between the worst and
 *  the best value of each objective, over all of these trials. An objective that never varies has no part in it. */
export function hypervolumeSteps(
  trials: readonly TrialRecord[],
  directions: readonly Direction[],
): { readonly trial: number[]; readonly values: number[] } {
  const kept = valuedTrials(trials).filter((trial) => violationOf(trial) === 0);
  kept.sort((a, b) => a.index - b.index);
  if (kept.length === 0) return { trial: [], values: [] };
  const costs = scaled(kept.map(({ values }) => costsOf(values, directions)));
  const reference = directions.map(() => 1);
  let front: number[][] = [];
  let volume = 0;
  const values = costs.map((cost) => {
    if (front.some((other) => dominates(other, cost) || other.every((x, m) => x === cost[m]))) return volume;
    front = [...front.filter((other) => !dominates(cost, other)), cost];
    return (volume = hypervolume(front, reference));
  });
  return { trial: kept.map(({ index }) => index), values };
}

/** Each cost from 0, the best, to 1, the worst. */
function scaled(costs: readonly (readonly number[])[]): number[][] {
  const ends = costs[0].map((_, m) => {
    const of = costs.map((cost) => cost[m]);
    return [of.reduce((a, b) => Math.min(a, b)), of.reduce((a, b) => Math.max(a, b))] as const;
  });
  return costs.map((cost) => cost.map((x, m) => (x - ends[m][0]) / (ends[m][1] - ends[m][0] || 1)));
}
