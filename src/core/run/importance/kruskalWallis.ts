// How much one parameter alone moves the objective: the Kruskal-Wallis effect size eta^2_H = (H - k + 1) / (n - k)
// (Tomczak & Tomczak 2014, "The need to report effect size estimates revisited", Trends in Sport Sciences 21).
// Rank based, so a few diverged trials or a change of the metric's scale do not matter. It sees main effects only:
// a parameter that matters through interactions alone scores near zero.
import type { Scalar } from '../../fields/field';
import type { Param } from '../../space/space';
import { told, valuedTrials, varying, type Importance, type ImportanceMethod, type ValuedTrial } from './method';
import { chiSquaredTail } from '../../math/gamma';
import { ranks } from '../../stats/correlation';

export interface GroupedImportance extends Importance {
  /** Groups compared: distinct values, or quantile bins of a number. */
  readonly groups: number;
}

const minTrials = 10;
const maxBins = 8;
const perBin = 5;
/** Values of a number stand for themselves from so many trials each on: one or two of each would part them by chance. */
const leastPerGroup = 3;

export const kruskalWallis: ImportanceMethod = {
  type: 'kruskal-wallis',
  label: 'Kruskal-Wallis',
  measure: 'effect size',
  summary:
    'How much one parameter alone moves the rank of the objective. Good from ten trials on. A parameter that matters only together with others scores near zero.',
  formula: 'eta² = (H - k + 1) / (n - k), for k groups and n trials',
  source: 'Tomczak & Tomczak 2014; Kruskal & Wallis 1952',
  minTrials,
  *steps({ space, trials }) {
    const valued = valuedTrials(trials);
    const found: Importance[] = [];
    for (const param of varying(space)) {
      found.push(effectOf(param, valued));
      yield;
    }
    return found;
  },
};

export function effectOf({ path }: Param, trials: readonly ValuedTrial[]): GroupedImportance {
  const having = trials.filter((trial) => path in trial.params);
  const groupOf = grouping(having.map((trial) => trial.params[path]));
  const count = new Set(groupOf).size;
  const enough = having.length >= minTrials && count >= 2 && having.length > count;
  const effect = enough
    ? effectSize(
        having.map((trial) => trial.value),
        groupOf,
      )
    : null;
  return { path, effect, trials: having.length, groups: count };
}

/**
 * The chance of an effect of this size or larger where the parameter does nothing: the tail of chi-squared beyond H. 1 where there
 * is no effect.
 */
export function chanceOf({ effect, groups, trials }: GroupedImportance): number {
  if (effect === null || effect === 0) return 1;
  const h = effect * (trials - groups) + groups - 1;
  return chiSquaredTail(h, groups - 1);
}

/** Group number of each value: equal values together; numbers of which there are too few each in bins of equal count. */
function grouping(values: readonly Scalar[]): number[] {
  const distinct = [...new Set(values)];
  const numeric = distinct.every((value) => typeof value === 'number');
  const bins = Math.max(2, Math.min(maxBins, Math.floor(values.length / perBin)));
  const few = distinct.length <= maxBins && values.length >= leastPerGroup * distinct.length;
  if (!numeric || few) return values.map((value) => distinct.indexOf(value));
  const sorted = (values as readonly number[]).toSorted((a, b) => a - b);
  const edges = Array.from({ length: bins - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / bins)]);
  return values.map((value) => edges.filter((edge) => (value as number) >= edge).length);
}

/** eta^2_H of values in groups, H corrected for ties; clipped at 0. Needs at least two groups. */
export function effectSize(values: readonly number[], groupOf: readonly number[]): number {
  const { h, groups } = statisticOf(values, groupOf);
  return told(Math.max(0, Math.min(1, (h - groups + 1) / (values.length - groups))));
}

/** H of values in groups, corrected for ties; 0 where all values are equal. */
export function statisticOf(values: readonly number[], groupOf: readonly number[]): { h: number; groups: number } {
  const n = values.length;
  const ranked = ranks(Float64Array.from(values));
  const ties = tiesOf(ranked);
  const sums = new Map<number, { sum: number; count: number }>();
  groupOf.forEach((group, i) => {
    const entry = sums.get(group) ?? { sum: 0, count: 0 };
    sums.set(group, { sum: entry.sum + ranked[i], count: entry.count + 1 });
  });
  if (ties === n * n * n - n) return { h: 0, groups: sums.size };
  let between = 0;
  for (const { sum, count } of sums.values()) between += (sum * sum) / count;
  const raw = (12 / (n * (n + 1))) * between - 3 * (n + 1);
  return { h: raw / (1 - ties / (n * n * n - n)), groups: sums.size };
}

/** Sum of t^3 - t over the groups of t equal ranks. */
function tiesOf(ranked: Float64Array): number {
  const counts = new Map<number, number>();
  for (const rank of ranked) counts.set(rank, (counts.get(rank) ?? 0) + 1);
  return [...counts.values()].reduce((sum, t) => sum + (t * t * t - t), 0);
}
