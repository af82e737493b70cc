// What the values of the folds say of their mean. The plain t interval takes the folds for independent, which they are
// not: their training sets overlap, and it is too narrow. The corrected one adds the share of test to training rows to
// the variance: Nadeau & Bengio 2003, "Inference for the Generalization Error", Machine Learning 52.
import { tQuantile } from '../math/studentT';

export interface FoldValue {
  readonly value: number;
  readonly rows: { readonly train: number; readonly validation: number };
}

export interface FoldSummary {
  readonly count: number;
  readonly mean: number;
  /** Sample standard deviation (n - 1); NaN for one fold. */
  readonly sd: number;
  /** Half widths of the intervals around the mean; NaN for one fold. */
  readonly plain: number;
  readonly corrected: number;
}

/** Rows validated on per row trained on, the mean over the folds. */
export const testShare = (folds: readonly FoldValue[]): number =>
  folds.reduce((sum, { rows }) => sum + rows.validation / rows.train, 0) / folds.length;

export function meanAndSd(values: readonly number[]): { readonly mean: number; readonly sd: number } {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n < 2) return { mean, sd: NaN };
  return { mean, sd: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (n - 1)) };
}

/** `level`: 0 to 1, such as 0.95. */
export function summariseFolds(folds: readonly FoldValue[], level = 0.95): FoldSummary {
  const count = folds.length;
  const { mean, sd } = meanAndSd(folds.map(({ value }) => value));
  if (count < 2) return { count, mean, sd, plain: NaN, corrected: NaN };
  const t = tQuantile(level, count - 1);
  const half = (factor: number) => t * sd * Math.sqrt(factor);
  return { count, mean, sd, plain: half(1 / count), corrected: half(1 / count + testShare(folds)) };
}

/**
 * The ends of an interval around a mean, kept within what a metric can be: a t interval knows of no limits and would run
 * past an accuracy of 1. `cut`: an end was moved.
 */
export function endsWithin(
  mean: number,
  half: number,
  [min, max]: readonly [number, number] = [-Infinity, Infinity],
): { readonly low: number; readonly high: number; readonly cut: boolean } {
  const low = Math.max(min, mean - half);
  const high = Math.min(max, mean + half);
  return { low, high, cut: low > mean - half || high < mean + half };
}
