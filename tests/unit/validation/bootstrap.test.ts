import { describe, expect, test } from 'vitest';
import { metricDef } from '$core/metrics/registry';
import type { MetricDef, Outcome } from '$core/metrics/metric';
import { Stream } from '$core/rng/stream';
import { quantile } from '$core/stats/describe';
import { bootstrap, rowsOf, type Interval } from '$core/validation/bootstrap';

const outcome = (n: number, right: number): Outcome => ({
  task: 'binary',
  classes: 2,
  outputs: Float32Array.from({ length: n }, (_, i) => (i < right === (i % 2 === 1) ? 1 + i / n : -1 - i / n)),
  target: Float32Array.from({ length: n }, (_, i) => i % 2),
  targetScale: { mean: 0, std: 1 },
});
const metrics = ['accuracy', 'auc'].map((name) => metricDef(name)!);

function run(of: Outcome, defs: readonly MetricDef[], seed = 1): ReadonlyMap<string, Interval> {
  const work = bootstrap(of, defs, Stream.of(seed, 'bootstrap'));
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

test('quantiles interpolate between order statistics, as numpy does', () => {
  // numpy.quantile([1, 2, 4, 8], [0, 0.1, 0.5, 0.9, 1])
  expect([0, 0.1, 0.5, 0.9, 1].map((q) => quantile(Float64Array.of(1, 2, 4, 8), q))).toEqual([
    1, 1.3, 3, 6.800000000000001, 8,
  ]);
  expect(quantile(Float64Array.of(5), 0.3)).toBe(5);
});

test('rows are taken with all their outputs', () => {
  const three: Outcome = {
    ...outcome(2, 1),
    task: 'multiclass',
    classes: 3,
    outputs: Float32Array.of(1, 2, 3, 4, 5, 6),
    target: Float32Array.of(0, 2),
  };
  const taken = rowsOf(three, [1, 1, 0]);
  expect([...taken.outputs]).toEqual([4, 5, 6, 4, 5, 6, 1, 2, 3]);
  expect([...taken.target]).toEqual([2, 2, 0]);
});

describe('an interval', () => {
  test('of an accuracy has the width of the binomial distribution and holds the value', () => {
    const { low, high } = run(outcome(400, 300), metrics).get('accuracy')!;
    const error = 1.96 * Math.sqrt((0.75 * 0.25) / 400);
    expect(low).toBeLessThan(0.75);
    expect(high).toBeGreaterThan(0.75);
    expect((high - low) / (2 * error)).toBeGreaterThan(0.85);
    expect((high - low) / (2 * error)).toBeLessThan(1.15);
  });
  test('is decided by the seed', () => {
    const of = outcome(60, 40);
    expect(run(of, metrics)).toEqual(run(of, metrics));
    expect(run(of, metrics, 2)).not.toEqual(run(of, metrics));
  });
  test('does not depend on the other metrics asked for', () => {
    const of = outcome(60, 40);
    expect(run(of, [metrics[1]]).get('auc')).toEqual(run(of, metrics).get('auc'));
  });
  test('is missing where the metric is mostly undefined, and a point where nothing varies', () => {
    const one = { ...outcome(10, 10), target: new Float32Array(10).fill(1), outputs: new Float32Array(10).fill(2) };
    const intervals = run(one, metrics);
    expect(intervals.get('auc')).toBeUndefined();
    expect(intervals.get('accuracy')).toEqual({ low: 1, high: 1 });
  });
});
