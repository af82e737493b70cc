// The number of the bin a value falls into, from 0. scikit-learn's KBinsDiscretizer(encode='ordinal'), quantiles by
// linear interpolation; quantile and k-means bins narrower than 1e-8 are joined; values beyond the ends fall into the
// end bins; a constant column is one bin.
import { choice, int } from '../../fields/field';
import { quantile } from '../../stats/describe';
import { numberStep } from '../numberStep';
import { kmeans1d } from './kmeans1d';

export const bins = numberStep({
  type: 'bins',
  label: 'Bins',
  help: 'Replace each value by the number of its bin.',
  fields: {
    strategy: choice('Edges', 'quantile', [
      { value: 'quantile', label: 'As many rows in each' },
      { value: 'uniform', label: 'Equal width' },
      { value: 'kmeans', label: 'k-means' },
    ]),
    count: int('Bins', 5, 2, 100),
  },
  fit: (values, { strategy, count }) => {
    const sorted = values.slice().sort();
    const least = sorted[0];
    const most = sorted[sorted.length - 1];
    if (least === most) return { inner: [] };
    const uniform = Array.from({ length: count + 1 }, (_, i) =>
      i === count ? most : least + i * ((most - least) / count),
    );
    if (strategy === 'uniform') return { inner: uniform.slice(1, -1) };
    return { inner: joined(strategy === 'quantile' ? quantiles(sorted, count) : clusters(values, uniform)) };
  },
  apply: ({ inner }: { inner: readonly number[] }, values) =>
    values.map((x) => {
      let bin = 0;
      while (bin < inner.length && x >= inner[bin]) bin++;
      return bin;
    }),
});

const quantiles = (sorted: Float64Array, count: number) =>
  Array.from({ length: count + 1 }, (_, i) => quantile(sorted, i / count));

function clusters(values: Float64Array, uniform: readonly number[]): number[] {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  const middles = uniform.slice(1).map((edge, i) => (edge + uniform[i]) / 2);
  // As many bins as values, or more: each value is a centre.
  const centres = distinct.length <= middles.length ? distinct : kmeans1d(values, middles);
  const between = centres.slice(1).map((centre, i) => (centre + centres[i]) / 2);
  return [uniform[0], ...between, uniform[uniform.length - 1]];
}

/** Inner edges, those that close a bin narrower than 1e-8 left out. */
function joined(edges: readonly number[]): number[] {
  const kept = edges.filter((edge, i) => i === 0 || edge - edges[i - 1] > 1e-8);
  return kept.slice(1, -1);
}
