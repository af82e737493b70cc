// Whole pipelines on real tables, from the file to the metrics, against scikit-learn (fixtures by sklearn_tables.py): read,
// typed, imputed, transformed, scaled and encoded on the training rows, a linear model, and its scores on other rows.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fitLogistic, fitRidge, probabilitiesOf, scores } from '$core/baselines/linear';
import { defaultFeatures, defaultSplit, type ColumnRecipe } from '$core/lab/document';
import { computeMetrics } from '$core/metrics/registry';
import { prepare } from '$core/pipeline/prepare';
import { importSources } from '$core/table/import';
import { memorySource } from '$core/table/source';
import type { Task } from '$core/table/types';
import { expectClose } from '../support/close';
import golden from './sklearn/tables.json';

const still = { progress: () => undefined, pause: () => Promise.resolve() };
const read = (file: string) =>
  importSources(
    [memorySource(file, readFileSync(new URL(`../../node_modules/vega-datasets/data/${file}`, import.meta.url)))],
    {},
    still,
  );

interface Case {
  readonly file: string;
  readonly target: string;
  readonly task: Task;
  readonly used: readonly string[];
  readonly columns: Record<string, ColumnRecipe>;
}
const cases: Record<keyof typeof golden, Case> = {
  weather: {
    file: 'weather.csv',
    target: 'weather',
    task: 'multiclass',
    used: ['location', 'precipitation', 'temp_max', 'temp_min', 'wind'],
    columns: { precipitation: { transforms: [{ type: 'log1p' }] }, wind: { scale: { type: 'robust' } } },
  },
  movies: {
    file: 'movies.json',
    target: 'IMDB Rating',
    task: 'regression',
    used: ['US Gross', 'Production Budget', 'MPAA Rating', 'Running Time min', 'Major Genre', 'Rotten Tomatoes Rating'],
    columns: {
      'US Gross': { transforms: [{ type: 'yeoJohnson' }] },
      'Production Budget': { transforms: [{ type: 'log1p' }] },
    },
  },
};

test.each(Object.entries(cases))('%s', async (name, { file, target, task, used, columns }) => {
  const want = golden[name as keyof typeof golden];
  const { table } = await read(file);
  const { data } = table.columns.find((column) => column.name === target)!;
  const has: number[] = [];
  for (let row = 0; row < table.rows; row++) {
    const missing =
      data.kind === 'number' ? Number.isNaN(data.values[row]) : data.kind === 'dict' && data.codes[row] < 0;
    if (!missing) has.push(row);
  }
  const part = (keep: (i: number) => boolean) => Uint32Array.from(has.filter((_, i) => keep(i % 5)));
  const given = { train: part((i) => i < 3), validation: part((i) => i === 3), test: part((i) => i === 4) };
  expect([given.train.length, given.validation.length, given.test.length]).toEqual(want.counts);
  const exclude = table.columns.map((column) => column.name).filter((one) => one !== target && !used.includes(one));
  const lab = {
    seed: 1,
    roles: { target, task, exclude },
    features: { ...defaultFeatures, impute: 'median' as const, columns },
    split: defaultSplit,
  };
  const { train, validation, classes, targetScale, featureNames } = prepare(table, lab, undefined, {}, given);
  const width = featureNames.length;
  expect(width).toBe(want.width);

  const rows = (from: Float32Array, count: number) =>
    Array.from({ length: count }, (_, i) => from.subarray(i * width, (i + 1) * width));
  const sums = (from: Float32Array, count: number, of: (x: number) => number) =>
    rows(from, count).reduce((sum, row) => sum.map((s, k) => s + of(row[k])), new Array<number>(width).fill(0));
  expectClose(sums(train.features, train.rows, Math.abs), want.sums, 1e-6, 'training columns');
  rows(validation.features, 12).forEach((row, i) => expectClose(row, want.rows[i], 1e-6, `row ${i}`));
  expectClose(
    sums(validation.features, validation.rows, (x) => x),
    want.validationSums,
    1e-6,
    'validation columns',
  );

  const matrix = (features: Float32Array, count: number) => ({ count, width, values: Float64Array.from(features) });
  const seen = matrix(validation.features, validation.rows);
  const outputs = new Float32Array(validation.rows * Math.max(1, classes.length));
  if (task === 'regression') {
    const model = fitRidge(matrix(train.features, train.rows), Array.from(train.target), 1e-12, 5000);
    const out = new Float64Array(1);
    for (let row = 0; row < seen.count; row++) {
      scores(model, seen, row, out);
      outputs[row] = out[0];
    }
    expectClose(outputs.subarray(0, 60), want.answers, 1e-6, 'predictions');
  } else {
    const model = fitLogistic(
      matrix(train.features, train.rows),
      Array.from(train.target),
      classes.length,
      1e-10,
      5000,
    );
    const shares = probabilitiesOf(model, seen, classes.length);
    expectClose(shares.subarray(0, 60), want.answers, 1e-6, 'probabilities');
    shares.forEach((share, i) => (outputs[i] = Math.log(share)));
  }
  const got = computeMetrics(
    { task, outputs, target: validation.target, classes: classes.length, targetScale },
    Object.keys(want.metrics),
  );
  for (const [metric, value] of Object.entries(want.metrics)) expectClose([got[metric]], [value], 1e-6, metric);
});
