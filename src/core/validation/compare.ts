// Whether two models differ, judged on the same folds or the same rows.
// Corrected resampled t: Nadeau & Bengio 2003. Wilcoxon signed-rank: Wilcoxon 1945, zeros left out, its distribution
// counted exactly (ties too) up to 50 pairs, beyond by the normal approximation with the tie correction, as
// scipy.stats.wilcoxon. McNemar 1947: exact binomial, and chi-squared with Edwards' correction, as statsmodels.
import { erfc } from '../math/erf';
import { twoSidedT } from '../math/studentT';
import { ranks as midRanks } from '../stats/correlation';
import { meanAndSd, testShare, type FoldValue } from './intervals';

export interface TestResult {
  readonly statistic: number;
  /** Two-sided. */
  readonly p: number;
}

/** `a` and `b`: the same folds in the same order, at least two. Equal values on every fold give p = 1. */
export function correctedT(a: readonly FoldValue[], b: readonly FoldValue[]): TestResult & { readonly df: number } {
  const differences = a.map(({ value }, i) => value - b[i].value);
  const { mean, sd } = meanAndSd(differences);
  const df = a.length - 1;
  if (sd === 0) return { statistic: mean === 0 ? 0 : mean > 0 ? Infinity : -Infinity, p: mean === 0 ? 1 : 0, df };
  const statistic = mean / (sd * Math.sqrt(1 / a.length + testShare(a)));
  return { statistic, p: twoSidedT(statistic, df), df };
}

const exactUpTo = 50;

/** Signed-rank test of paired differences. `statistic` is the smaller rank sum; `pairs` those that differ. */
export function wilcoxon(
  differences: readonly number[],
): TestResult & { readonly pairs: number; readonly exact: boolean } {
  const kept = differences.filter((d) => d !== 0 && !Number.isNaN(d));
  const pairs = kept.length;
  if (pairs === 0) return { statistic: 0, p: 1, pairs, exact: true };
  const { ranks, ties } = doubledRanks(kept.map(Math.abs));
  let up = 0;
  let total = 0;
  ranks.forEach((rank, i) => {
    total += rank;
    if (kept[i] > 0) up += rank;
  });
  const statistic = Math.min(up, total - up) / 2;
  if (pairs <= exactUpTo)
    return { statistic, p: Math.min(1, 2 * shareUpTo(ranks, total, 2 * statistic)), pairs, exact: true };
  const mean = (pairs * (pairs + 1)) / 4;
  const variance = (pairs * (pairs + 1) * (2 * pairs + 1)) / 24 - ties / 48;
  const z = (statistic - mean) / Math.sqrt(variance);
  return { statistic, p: Math.min(1, erfc(Math.abs(z) / Math.SQRT2)), pairs, exact: false };
}

/** Twice the mid-ranks, which are whole numbers, and the sum of t^3 - t over groups of t equal values. */
function doubledRanks(values: readonly number[]): { ranks: number[]; ties: number } {
  const groups = new Map<number, number>();
  for (const value of values) groups.set(value, (groups.get(value) ?? 0) + 1);
  const ties = [...groups.values()].reduce((sum, t) => sum + t * t * t - t, 0);
  return { ranks: Array.from(midRanks(Float64Array.from(values)), (rank) => 2 * rank), ties };
}

/** Share of all 2^n choices of signs whose positive ranks add up to `limit` at most. */
function shareUpTo(ranks: readonly number[], total: number, limit: number): number {
  let ways = new Float64Array(total + 1);
  ways[0] = 1;
  for (const rank of ranks) {
    // Halved at each step, so that the counts are probabilities and stay exact to the last bits.
    const next = ways.map((count) => count / 2);
    for (let sum = rank; sum <= total; sum++) next[sum] += ways[sum - rank] / 2;
    ways = next;
  }
  let share = 0;
  for (let sum = 0; sum <= limit; sum++) share += ways[sum];
  return share;
}

export interface McNemar {
  /** Rows that only the first model got right, and only the second. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /** Exact for up to 1,000 rows on which they disagree, then null. */
  readonly exact: TestResult | null;
  readonly corrected: TestResult;
}

/** Right or wrong, row by row, of two models on the same rows. */
export function mcnemar(first: readonly boolean[], second: readonly boolean[]): McNemar {
  let onlyFirst = 0;
  let onlySecond = 0;
  first.forEach((right, i) => {
    if (right && !second[i]) onlyFirst++;
    if (!right && second[i]) onlySecond++;
  });
  return { onlyFirst, onlySecond, ...mcnemarOf(onlyFirst, onlySecond) };
}

export function mcnemarOf(b: number, c: number): Pick<McNemar, 'exact' | 'corrected'> {
  const n = b + c;
  const low = Math.min(b, c);
  if (n === 0) return { exact: { statistic: 0, p: 1 }, corrected: { statistic: 0, p: 1 } };
  const gap = Math.abs(b - c) - 1;
  const statistic = (gap * gap) / n;
  return {
    exact: n <= 1000 ? { statistic: low, p: Math.min(1, 2 * coinsUpTo(low, n)) } : null,
    corrected: { statistic, p: erfc(Math.sqrt(statistic / 2)) },
  };
}

/** P(at most k heads in n tosses); n to 1,000, where the smallest term is still a double. */
function coinsUpTo(k: number, n: number): number {
  let term = 1;
  for (let i = 0; i < n; i++) term /= 2;
  let sum = term;
  for (let i = 1; i <= k; i++) {
    term *= (n - i + 1) / i;
    sum += term;
  }
  return sum;
}
