// Figures of the training rows, by group: mean, median, sum, population standard deviation, count, least, greatest,
// number of different values. A group that training did not have gets the figure of all rows; counts and sums get 0.
import { sortedPresent, quantile } from '../../stats/describe';
import type { Series } from './evaluate';

export type Keys = (row: number) => string;

/** Plain JSON: null stands for a figure of no values. */
export interface Figure {
  readonly keys: readonly string[];
  readonly values: readonly (number | null)[];
  readonly rest: number | null;
}

/** `values` null: rows are counted. Groups in order of first occurrence in `train`. */
export function figureOf(name: string, values: Series | null, keys: Keys, train: Uint32Array): Figure {
  const groups = new Map<string, number[]>();
  for (const row of train) {
    const key = keys(row);
    const rows = groups.get(key);
    if (rows) rows.push(row);
    else groups.set(key, [row]);
  }
  const compute = (rows: ArrayLike<number>) => {
    const value = figure(name, values, rows);
    return Number.isFinite(value) ? value : null;
  };
  return {
    keys: [...groups.keys()],
    values: [...groups.values()].map(compute),
    rest: ['count', 'sum', 'distinct'].includes(name) ? 0 : compute(train),
  };
}

function figure(name: string, values: Series | null, rows: ArrayLike<number>): number {
  if (values === null) return rows.length;
  if (!(values instanceof Float64Array)) {
    const present = Array.from(rows, (row) => values[row]).filter((text) => text !== null);
    return name === 'count' ? present.length : new Set(present).size;
  }
  const sorted = sortedPresent(Float64Array.from(rows, (row) => values[row]));
  const n = sorted.length;
  if (name === 'count') return n;
  if (name === 'distinct') return new Set(sorted).size;
  const sum = sorted.reduce((a, b) => a + b, 0);
  if (name === 'sum') return sum;
  if (n === 0) return NaN;
  switch (name) {
    case 'mean':
      return sum / n;
    case 'median':
      return quantile(sorted, 0.5);
    case 'min':
      return sorted[0];
    case 'max':
      return sorted[n - 1];
    default: {
      const mean = sum / n;
      return Math.sqrt(sorted.reduce((a, x) => a + (x - mean) * (x - mean), 0) / n);
    }
  }
}
