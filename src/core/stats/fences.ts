// Limits beyond which a value counts as far from the rest of its column: quartiles -+ k interquartile ranges (Tukey
// 1977), mean -+ k population standard deviations, or median -+ k median absolute deviations over 0.6745, which makes
// them standard deviations of a normal column (Iglewicz & Hoaglin 1993). What people draw and drop by is k = 1.5, 3, 3.5.
import { countBelow } from './correlation';
import { quantile, sortedPresent } from './describe';

export type FenceRule = 'iqr' | 'z' | 'mad';
export interface Fence {
  readonly low: number;
  readonly high: number;
}
export const usualReach: Readonly<Record<FenceRule, number>> = { iqr: 1.5, z: 3, mad: 3.5 };

/** Null where the rule has no scale: no values, or a spread of 0. */
export const fences = (values: Float64Array, rule: FenceRule, k: number): Fence | null =>
  fencesOf(sortedPresent(values), rule, k);

/** The same of present values in ascending order. */
export function fencesOf(sorted: Float64Array, rule: FenceRule, k: number): Fence | null {
  const n = sorted.length;
  if (n === 0) return null;
  const around = (low: number, high: number, reach: number) =>
    reach > 0 || k === 0 ? { low: low - k * reach, high: high + k * reach } : null;
  if (rule === 'iqr') {
    const q1 = quantile(sorted, 0.25);
    const q3 = quantile(sorted, 0.75);
    return q3 > q1 ? around(q1, q3, q3 - q1) : null;
  }
  if (rule === 'z') {
    let sum = 0;
    for (const x of sorted) sum += x;
    const mean = sum / n;
    let spread = 0;
    for (const x of sorted) spread += (x - mean) * (x - mean);
    return around(mean, mean, Math.sqrt(spread / n));
  }
  const median = quantile(sorted, 0.5);
  return around(median, median, quantile(distances(sorted, median), 0.5) / 0.6745);
}

/** Distances of ascending values from a centre, ascending: those above it and those below it are, so they are merged. */
function distances(sorted: Float64Array, centre: number): Float64Array {
  let above = countBelow(sorted, centre, false);
  let below = above - 1;
  return sorted.map(() => {
    const up = above < sorted.length ? sorted[above] - centre : Infinity;
    const down = below >= 0 ? centre - sorted[below] : Infinity;
    if (up <= down) {
      above++;
      return up;
    }
    below--;
    return down;
  });
}
