// Percentile bootstrap intervals of metrics (Efron & Tibshirani 1993, chapter 13): rows are drawn with replacement, the
// metric computed again, and the interval read off its quantiles. All metrics see the same draws.
import type { MetricDef, Outcome } from '../metrics/metric';
import type { Stream } from '../rng/stream';
import { quantile } from '../stats/describe';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The outcome of the given rows, in that order; a row may come more than once. */
export function rowsOf(outcome: Outcome, rows: ArrayLike<number>): Outcome {
  const units = outcome.target.length === 0 ? 1 : outcome.outputs.length / outcome.target.length;
  const outputs = new Float32Array(rows.length * units);
  const target = new Float32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    target[i] = outcome.target[rows[i]];
    for (let k = 0; k < units; k++) outputs[i * units + k] = outcome.outputs[rows[i] * units + k];
  }
  return { ...outcome, outputs, target };
}

/**
 * Intervals of `level` (0 to 1) for each metric by name, from `draws` samples of all rows. Yields after each metric of
 * each draw, so that a page can spread the work. Draws on which a metric is undefined are left out; a metric that is
 * defined on fewer than half of them has no interval.
 */
export function* bootstrap(
  outcome: Outcome,
  metrics: readonly MetricDef[],
  rng: Stream,
  draws = 500,
  level = 0.95,
): Generator<number, ReadonlyMap<string, Interval>> {
  const n = outcome.target.length;
  const values = metrics.map(() => [] as number[]);
  for (let draw = 0; draw < draws; draw++) {
    const own = rng.split('draw', draw);
    const sample = rowsOf(
      outcome,
      Uint32Array.from({ length: n }, () => own.below(n)),
    );
    for (const [i, metric] of metrics.entries()) {
      const value = metric.compute(sample);
      if (!Number.isNaN(value)) values[i].push(value);
      yield draw / draws;
    }
  }
  const intervals = new Map<string, Interval>();
  metrics.forEach(({ name }, i) => {
    if (values[i].length < draws / 2) return;
    const sorted = Float64Array.from(values[i]).sort();
    const tail = (1 - level) / 2;
    intervals.set(name, { low: quantile(sorted, tail), high: quantile(sorted, 1 - tail) });
  });
  return intervals;
}
