// Baselines from a table to a report: every one of the task is judged, and they stop when asked to.
import { expect, test } from 'vitest';
import { baselinesFor, runBaselines } from '$core/baselines/registry';
import { defaultFeatures } from '$core/lab/document';
import { Stream } from '$core/rng/stream';
import { idle, number, times, words } from './tables';

const rng = Stream.of(9, 'baselines');
const n = 400;
const x = times(n, () => rng.normal());
const columns = [
  number('x', x),
  words(
    'c',
    times(n, (i) => 'pqr'[i % 3]),
  ),
  words(
    'y',
    x.map((value) => (value + 0.5 * rng.normal() > 0.6 ? 'yes' : 'no')),
  ),
  number(
    'z',
    x.map((value, i) => 3 * value + (i % 3) + 0.1 * rng.normal()),
  ),
];
const lab = (target: string, task: 'binary' | 'regression', exclude: string[]) => ({
  seed: 1,
  roles: { target, task, exclude },
  features: { ...defaultFeatures, categorical: 'codes' as const },
  split: { validation: 0.25, test: 0 },
});

test('classes: what learns beats what does not, and hard answers have no loss', async () => {
  const report = await runBaselines({ rows: n, columns }, lab('y', 'binary', ['z']), idle);
  expect(report).toMatchObject({ trainRows: 300, validationRows: 100, sampled: 300 });
  expect(report.results.map(({ name }) => name)).toEqual(baselinesFor('binary').map(({ name }) => name));
  const of = Object.fromEntries(report.results.map((one) => [one.name, one]));
  expect(of.stratified.metrics.loss).toBeUndefined();
  for (const name of ['one-rule', 'nearest', 'linear']) {
    expect(of[name].metrics.accuracy).toBeGreaterThan(of.majority.metrics.accuracy);
    expect(of[name].intervals.accuracy.low).toBeLessThanOrEqual(of[name].metrics.accuracy);
  }
});

test('values: a linear target is found by the linear model, categories by code among its features', async () => {
  const { results } = await runBaselines({ rows: n, columns }, lab('z', 'regression', ['y']), idle);
  const r2 = Object.fromEntries(results.map(({ name, metrics }) => [name, metrics.r2]));
  expect(r2.mean).toBeLessThanOrEqual(0);
  expect(r2.linear).toBeGreaterThan(0.99);
});

test('a pause that throws ends them', async () => {
  const stop = { ...idle, pause: () => Promise.reject(new Error('stop')) };
  await expect(runBaselines({ rows: n, columns }, lab('y', 'binary', []), stop)).rejects.toThrow('stop');
});
