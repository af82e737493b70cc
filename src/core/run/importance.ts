// How much one parameter alone moves the objective: the Kruskal-Wallis effect size eta^2_H = (H - k + 1) / (n - k)
// (Tomczak & Tomczak 2014, "The need to report effect size estimates revisited", Trends in Sport Sciences 21).
// Rank based, so a few diverged trials or a change of the metric's scale do not matter. It sees main effects only:
// a parameter that matters through interactions alone scores near zero.
import type { Scalar } from '../fields/field';
import type { Param, Space } from '../space/space';
import type { TrialRecord } from './types';

export const importanceMethod = 'Kruskal-Wallis effect size (main effects, by rank)';

export interface Importance {
  readonly path: string;
  /** eta^2_H, 0 to 1; null when too few trials or only one group had the parameter. */
  readonly effect: number | null;
  /** Trials that had the parameter and a value. */
  readonly trials: number;
  /** Groups compared: distinct values, or quantile bins of a number. */
  readonly groups: number;
}

/** Fewer trials than this say nothing. */
export const minTrials = 10;
const maxBins = 8;
const perBin = 5;

/** One entry per varying parameter, most important first. */
export function importanceOf(space: Space, trials: readonly TrialRecord[]): Importance[] {
  const valued = trials.filter((trial) => trial.state === 'done' && trial.value !== null);
  return space
    .filter(({ domain }) => domain.kind !== 'fixed')
    .map((param) => one(param, valued))
    .sort((a, b) => (b.effect ?? -1) - (a.effect ?? -1));
}

function one({ path }: Param, trials: readonly TrialRecord[]): Importance {
  const having = trials.filter((trial) => path in trial.params);
  const groupOf = grouping(having.map((trial) => trial.params[path]));
  const count = new Set(groupOf).size;
  const enough = having.length >= minTrials && count >= 2 && having.length > count;
  const effect = enough
    ? effectSize(
        having.map((trial) => trial.value!),
        groupOf,
      )
    : null;
  return { path, effect, trials: having.length, groups: count };
}

/** Group number of each value: equal values together; many different numbers in bins of equal count. */
function grouping(values: readonly Scalar[]): number[] {
  const distinct = [...new Set(values)];
  const numeric = distinct.every((value) => typeof value === 'number');
  if (!numeric || distinct.length <= maxBins) return values.map((value) => distinct.indexOf(value));
  const sorted = (values as readonly number[]).toSorted((a, b) => a - b);
  const bins = Math.max(2, Math.min(maxBins, Math.floor(values.length / perBin)));
  const edges = Array.from({ length: bins - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / bins)]);
  return values.map((value) => edges.filter((edge) => (value as number) >= edge).length);
}

/** eta^2_H of values in groups, H corrected for ties; clipped at 0. Needs at least two groups. */
export function effectSize(values: readonly number[], groupOf: readonly number[]): number {
  const n = values.length;
  const { ranks, ties } = midRanks(values);
  if (ties === n * n * n - n) return 0;
  const sums = new Map<number, { sum: number; count: number }>();
  groupOf.forEach((group, i) => {
    const entry = sums.get(group) ?? { sum: 0, count: 0 };
    sums.set(group, { sum: entry.sum + ranks[i], count: entry.count + 1 });
  });
  let between = 0;
  for (const { sum, count } of sums.values()) between += (sum * sum) / count;
  const raw = (12 / (n * (n + 1))) * between - 3 * (n + 1);
  const h = raw / (1 - ties / (n * n * n - n));
  return Math.max(0, Math.min(1, (h - sums.size + 1) / (n - sums.size)));
}

/** Ranks from 1, equal values sharing their mean rank; `ties` is the sum of t^3 - t over groups of t equal values. */
function midRanks(values: readonly number[]): { ranks: number[]; ties: number } {
  const order = values.map((_, i) => i).sort((a, b) => values[a] - values[b]);
  const ranks = new Array<number>(values.length);
  let ties = 0;
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    for (let i = start; i < end; i++) ranks[order[i]] = (start + end + 1) / 2;
    const t = end - start;
    ties += t * t * t - t;
    start = end;
  }
  return { ranks, ties };
}
