// A box plot in numbers (Tukey 1977): quartiles by linear interpolation, whiskers to the last value within 1.5
// interquartile ranges of the box, all beyond on their own. As matplotlib's boxplot_stats.
import { quantile, sortedPresent } from './describe';

export interface Box {
  readonly count: number;
  readonly mean: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  /** Ends of the whiskers. */
  readonly low: number;
  readonly high: number;
  /** Values beyond the whiskers with their rows: all, or evenly spaced ones where there are more than `mostOutliers`. */
  readonly outliers: readonly { readonly row: number; readonly value: number }[];
  readonly outlierCount: number;
}

export const mostOutliers = 300;

/** `rows`: which of the values to take; left out: all. Null without a value. */
export function boxOf(values: Float64Array, rows?: ArrayLike<number>): Box | null {
  const count = rows ? rows.length : values.length;
  const rowOf = (i: number) => (rows ? rows[i] : i);
  const taken = rows ? Float64Array.from({ length: count }, (_, i) => values[rows[i]]) : values;
  const sorted = sortedPresent(taken);
  if (sorted.length === 0) return null;
  const [q1, median, q3] = [0.25, 0.5, 0.75].map((q) => quantile(sorted, q));
  const reach = 1.5 * (q3 - q1);
  // Interpolated quartiles can lie beyond the last value that a whisker may reach: then it ends at the box.
  const high = Math.max(q3, lastUpTo(sorted, q3 + reach));
  const low = Math.min(q1, firstFrom(sorted, q1 - reach));
  const beyond: number[] = [];
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const value = taken[i];
    if (value !== value) continue;
    sum += value - median;
    if (value < low || value > high) beyond.push(i);
  }
  const shown = Math.min(beyond.length, mostOutliers);
  const outliers = Array.from({ length: shown }, (_, k) => {
    const i = beyond[Math.floor((k * beyond.length) / shown)];
    return { row: rowOf(i), value: taken[i] };
  });
  const mean = median + sum / sorted.length;
  return { count: sorted.length, mean, q1, median, q3, low, high, outliers, outlierCount: beyond.length };
}

function lastUpTo(sorted: Float64Array, limit: number): number {
  let i = sorted.length - 1;
  while (i > 0 && sorted[i] > limit) i--;
  return sorted[i] <= limit ? sorted[i] : -Infinity;
}

function firstFrom(sorted: Float64Array, limit: number): number {
  let i = 0;
  while (i < sorted.length - 1 && sorted[i] < limit) i++;
  return sorted[i] >= limit ? sorted[i] : Infinity;
}
