// The rank of a value among the training values, as a share or as the normal quantile of it.
// scikit-learn's QuantileTransformer without its random subsample: ties take the middle of their ranks, ends are held at
// 0 and 1, normal quantiles at those of 1e-7 and 1 - 1e-7.
import { choice, int } from '../../fields/field';
import { normalQuantile } from '../../math/normalQuantile';
import { quantile as quantileOf } from '../../stats/describe';
import { numberStep } from '../numberStep';

const threshold = 1e-7;

export const quantile = numberStep({
  type: 'quantile',
  label: 'Quantiles',
  help: 'Replace each value by its rank, spread evenly or as a normal curve.',
  fields: {
    output: choice('Spread', 'uniform', [
      { value: 'uniform', label: 'Evenly, 0 to 1' },
      { value: 'normal', label: 'Normal curve' },
    ]),
    count: int('Quantiles', 1000, 2, 1000, { help: 'At most one per training row.' }),
  },
  fit: (values, { output, count }) => {
    const sorted = values.slice().sort();
    const n = Math.max(1, Math.min(count, sorted.length));
    const quantiles = Array.from({ length: n }, (_, i) => quantileOf(sorted, i === n - 1 ? 1 : share(i, n)));
    if (n === 1) quantiles[0] = sorted[0];
    for (let i = 1; i < n; i++) quantiles[i] = Math.max(quantiles[i], quantiles[i - 1]);
    return { quantiles, normal: Number(output === 'normal') };
  },
  apply: ({ quantiles, normal }: { quantiles: readonly number[]; normal: number }, values) => {
    const first = quantiles[0];
    const last = quantiles[quantiles.length - 1];
    const highest = normalQuantile(1 - (threshold - Number.EPSILON));
    const lowest = normalQuantile(threshold - Number.EPSILON);
    return values.map((x) => {
      let place = rank(quantiles, x);
      if (normal ? x + threshold > last : x === last) place = 1;
      if (normal ? x - threshold < first : x === first) place = 0;
      if (!normal) return place;
      if (place <= 0) return lowest;
      return place >= 1 ? highest : Math.min(highest, Math.max(lowest, normalQuantile(place)));
    });
  },
});

/** Share i of n, rounded as numpy's linspace and percentile round it: equal quantiles then stay equal as they do there. */
const share = (i: number, n: number) => (i * (1 / (n - 1)) * 100) / 100;

/** Share of the quantiles below `x`, between two of them by a straight line, the middle where several are equal. */
function rank(quantiles: readonly number[], x: number): number {
  const last = quantiles.length - 1;
  if (last === 0 || x < quantiles[0]) return x > quantiles[0] ? 1 : 0;
  if (x > quantiles[last]) return 1;
  const from = below(quantiles, x, false);
  const to = below(quantiles, x, true) - 1;
  if (to >= from) return (from + to) / 2 / last;
  const low = quantiles[to];
  return (to + (x - low) / (quantiles[from] - low)) / last;
}

/** How many are below `x`, or at most `x`. */
function below(sorted: readonly number[], x: number, inclusive: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < x || (inclusive && sorted[middle] === x)) low = middle + 1;
    else high = middle;
  }
  return low;
}
