// How much a column says, by itself: F of an analysis of variance, F of a regression, chi-squared, variance. As
// scikit-learn's f_classif, f_regression, chi2 and VarianceThreshold; constant columns score as they do there.
import { columnMeans, columnOf, columnVariances, type Dense } from '../math/dense';
import { pearson } from '../stats/correlation';

/** F of each column between classes; NaN for a constant column, Infinity where classes differ and nothing else does. */
export function anovaF(x: Dense, index: Int32Array): Float64Array {
  const present = [...new Set(index)];
  const place = new Map(present.map((k, i) => [k, i]));
  const sizes = new Float64Array(present.length);
  for (const k of index) sizes[place.get(k)!]++;
  return Float64Array.from({ length: x.columns }, (_, c) => {
    const values = columnOf(x, c);
    // Around the mean, so that squares of values far from zero lose nothing.
    let mean = 0;
    for (const value of values) mean += value / x.rows;
    const sums = new Float64Array(present.length);
    for (let r = 0; r < x.rows; r++) sums[place.get(index[r])!] += values[r] - mean;
    let between = 0;
    let rest = 0;
    let all = 0;
    sums.forEach((sum, k) => {
      between += (sum * sum) / sizes[k];
      all += sum;
    });
    between -= (all * all) / x.rows;
    for (let r = 0; r < x.rows; r++) {
      const k = place.get(index[r])!;
      const off = values[r] - mean - sums[k] / sizes[k];
      rest += off * off;
    }
    if (values.every((value) => value === values[0])) return NaN;
    return between / (present.length - 1) / (rest / (x.rows - present.length));
  });
}

/** F of a regression on each column alone; 0 for a constant column, the largest number for a perfect line. */
export function regressionF(x: Dense, y: Float64Array): Float64Array {
  return Float64Array.from({ length: x.columns }, (_, c) => {
    const r = pearson(columnOf(x, c), y);
    if (Number.isNaN(r)) return 0;
    const f = ((r * r) / (1 - r * r)) * (x.rows - 2);
    return f < Infinity ? f : Number.MAX_VALUE;
  });
}

/** Chi-squared of each column's sums by class against those of independence; numbers of 0 or more. NaN for zeros. */
export function chiSquared(x: Dense, index: Int32Array): Float64Array {
  const present = [...new Set(index)];
  const place = new Map(present.map((k, i) => [k, i]));
  const sums = present.map(() => new Float64Array(x.columns));
  const sizes = new Float64Array(present.length);
  const all = new Float64Array(x.columns);
  for (let r = 0, at = 0; r < x.rows; r++) {
    const k = place.get(index[r])!;
    sizes[k]++;
    for (let c = 0; c < x.columns; c++, at++) {
      sums[k][c] += x.values[at];
      all[c] += x.values[at];
    }
  }
  return all.map((total, c) => {
    let sum = 0;
    sums.forEach((own, k) => {
      const expected = (total * sizes[k]) / x.rows;
      sum += ((own[c] - expected) * (own[c] - expected)) / expected;
    });
    return sum;
  });
}

/** Population variance; exactly 0 for a constant column, which rounding could give another value. */
export function variances(x: Dense): Float64Array {
  return columnVariances(x, 0, columnMeans(x)).map((variance, c) => {
    const first = x.values[c];
    for (let r = 1; r < x.rows; r++) if (x.values[r * x.columns + c] !== first) return variance;
    return 0;
  });
}

/**
 * Largest |r| of each column with a column before it that was kept, where one is kept whose |r| is at most `limit`;
 * columns without variance are kept and score 0.
 */
export function redundancy(x: Dense, limit: number): { kept: number[]; scores: number[] } {
  const columns = Array.from({ length: x.columns }, (_, c) => columnOf(x, c));
  const kept: number[] = [];
  const scores = columns.map((column, c) => {
    let most = 0;
    for (const before of kept) most = Math.max(most, Math.abs(pearson(columns[before], column)) || 0);
    if (most <= limit) kept.push(c);
    return most;
  });
  return { kept, scores };
}
