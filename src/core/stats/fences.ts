// Limits beyond which a value counts as far from the rest of its column: quartiles -+ k interquartile ranges (Tukey
// 1977), mean -+ k population standard deviations, or median -+ k median absolute deviations over 0.6745, which makes
// them standard deviations of a normal column (Iglewicz & Hoaglin 1993).
import { quantile, sortedPresent } from './describe';

export type FenceRule = 'iqr' | 'z' | 'mad';

/** Null where the rule has no scale: no values, or a spread of 0. */
export function fences(values: Float64Array, rule: FenceRule, k: number): { low: number; high: number } | null {
  const sorted = sortedPresent(values);
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
    const mean = sorted.reduce((a, b) => a + b, 0) / n;
    return around(mean, mean, Math.sqrt(sorted.reduce((a, x) => a + (x - mean) * (x - mean), 0) / n));
  }
  const median = quantile(sorted, 0.5);
  const mad = quantile(sorted.map((x) => Math.abs(x - median)).sort(), 0.5);
  return around(median, median, mad / 0.6745);
}
