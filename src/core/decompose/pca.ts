// Principal components: the directions of largest variance (Jolliffe 2002, Principal Component Analysis, 2nd ed.).
// Signs as scikit-learn from 1.5 on: the entry of each component that is largest in absolute value is positive.
import { columnMeans, columnVariances, minusRow, type Dense } from '../math/dense';
import { randomizedSvd } from '../math/randomizedSvd';
import { rightSvd, type RightSvd } from '../math/svd';
import type { Stream } from '../rng/stream';

export interface Pca {
  readonly mean: Float64Array;
  /** components x columns, unit rows. */
  readonly components: Dense;
  /** Of each component, divided by rows - 1; descending. */
  readonly variance: Float64Array;
  readonly ratio: Float64Array;
  readonly singular: Float64Array;
  /** Variance of all columns together. */
  readonly total: number;
}

/** Beyond this smaller side only a random sketch is quick enough. */
export const exactUpTo = 2000;

/** `count` at most min(rows, columns); at least two rows. A matrix without variance gives ratios NaN. */
export function pca(x: Dense, count: number, stream: Stream): Pca {
  const mean = columnMeans(x);
  const sketched = Math.min(x.rows, x.columns) > exactUpTo && count < 0.5 * exactUpTo;
  const found: RightSvd = sketched ? randomizedSvd(minusRow(x, mean), count, stream) : rightSvd(x, count, mean);
  const { singular, right, squares } = found;
  const variances = squares?.map((sum) => sum / (x.rows - 1)) ?? columnVariances(x, 1, mean);
  const total = variances.reduce((sum, one) => sum + one, 0);
  const variance = singular.map((s) => (s * s) / (x.rows - 1));
  return { mean, components: right, variance, ratio: variance.map((one) => one / total), singular, total };
}

/** Components whose ratios together exceed `share`, one more than reach it: as scikit-learn counts. */
export function componentsFor(ratio: Float64Array, share: number): number {
  let sum = 0;
  for (let i = 0; i < ratio.length; i++) {
    sum += ratio[i];
    if (sum > share) return i + 1;
  }
  return ratio.length;
}
