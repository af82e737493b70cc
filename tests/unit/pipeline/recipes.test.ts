import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TablabError } from '$core/errors/error';
import { defaultFeatures, defaultSplit, type ColumnRecipe } from '$core/lab/document';
import { encoderChoices } from '$core/pipeline/encoders/registry';
import type { FittedPipeline } from '$core/pipeline/fitted';
import { imputers } from '$core/pipeline/imputers/registry';
import { prepare } from '$core/pipeline/prepare';
import { checkRecipes } from '$core/pipeline/recipe';
import { scalers } from '$core/pipeline/scalers/registry';
import { transform } from '$core/pipeline/transform';
import { transforms } from '$core/pipeline/transforms/registry';
import { numbers, strings, tableOf } from '$datasets/columns';

const rows = 40;
const times = <T>(n: number, make: (i: number) => T) => Array.from({ length: n }, (_, i) => make(i));
const labOf = (columns: Record<string, ColumnRecipe>, task: 'regression' | 'multiclass' = 'regression') => ({
  seed: 3,
  roles: { target: 'y', task, exclude: [] },
  features: { ...defaultFeatures, columns },
  split: defaultSplit,
});
const code = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    if (error instanceof TablabError) return { code: error.code, column: error.details.column };
    throw error;
  }
  return 'nothing thrown';
};

const ofNumbers: [string, ColumnRecipe][] = [
  ...scalers.map(({ type }): [string, ColumnRecipe] => [`scale ${type}`, { scale: { type } }]),
  ...transforms.map(({ type }): [string, ColumnRecipe] => [`transform ${type}`, { transforms: [{ type }] }]),
  ...imputers.map(({ type }): [string, ColumnRecipe] => [
    `impute ${type}`,
    { impute: { type, options: { mark: true } } },
  ]),
];
const ofCategories: [string, ColumnRecipe][] = encoderChoices.flatMap(({ type }) => [
  [`encode ${type}`, { encode: { type } }],
  [`encode ${type}, filled`, { encode: { type }, impute: { type: 'mode' } }],
]);

describe('no leakage, for every registered step', () => {
  // Above 0, so that every transform is defined; 1 stands in for a column that a logarithm takes with zeros imputed.
  const cell = fc.oneof(fc.double({ min: 0.01, max: 1e6, noNaN: true }), fc.constant(1));
  const sentence = fc
    .array(fc.constantFrom('a', 'b', 'c', 'd e'), { minLength: 2, maxLength: 6 })
    .map((all) => all.join(' '));
  const word = fc.oneof(fc.constantFrom('a', 'b', 'c', 'd'), sentence, fc.string({ maxLength: 3 }), fc.constant(null));
  const table = fc.record({
    n: fc.array(cell, { minLength: rows, maxLength: rows }),
    c: fc.array(word, { minLength: rows, maxLength: rows }),
  });
  test.each([...ofNumbers, ...ofCategories])('%s', (_, recipe) => {
    const name = recipe.encode ? 'c' : 'n';
    const build = (cells: { n: number[]; c: (string | null)[] }, y: number[]) =>
      tableOf([
        numbers('n', cells.n),
        strings('c', cells.c),
        numbers('y', y),
        numbers(
          'i',
          times(rows, (i) => i),
        ),
      ]);
    fc.assert(
      fc.property(table, table, (before, after) => {
        const lab = labOf({ [name]: recipe });
        const y = times(rows, (i) => (i * 7) % 11);
        const withGaps = recipe.impute && !recipe.encode ? before.n.map((x, i) => (i % 4 === 0 ? NaN : x)) : before.n;
        const a = prepare(build({ ...before, n: withGaps }, y), lab);
        const training = new Set(a.rowsOf.train);
        const mixed = {
          n: withGaps.map((x, i) => (training.has(i) ? x : after.n[i])),
          c: before.c.map((x, i) => (training.has(i) ? x : after.c[i])),
        };
        const changed = y.map((value, i) => (training.has(i) ? value : -value - 7));
        const b = prepare(build(mixed, changed), lab);
        expect(b.pipeline).toEqual(a.pipeline);
        expect(b.train).toEqual(a.train);
        for (const { features } of [a.train, a.validation, a.test, b.validation, b.test])
          expect(features.every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });
});

test.each([...ofNumbers, ...ofCategories])('%s survives being stored as JSON', (_, recipe) => {
  const table = tableOf([
    numbers(
      'n',
      times(rows, (i) => (i % 5 === 0 && recipe.impute ? NaN : 1 + ((i * 13) % 17))),
    ),
    strings(
      'c',
      times(rows, (i) => ['x', 'y', 'z', null][(i * i) % 4]),
    ),
    numbers(
      'y',
      times(rows, (i) => i),
    ),
  ]);
  const { pipeline, validation, rowsOf } = prepare(table, labOf({ [recipe.encode ? 'c' : 'n']: recipe }));
  const stored = JSON.parse(JSON.stringify(pipeline)) as FittedPipeline;
  expect(stored.version).toBe(2);
  const { features, codes } = transform(stored, table, rowsOf.validation);
  expect(features).toEqual(validation.features);
  expect(codes).toEqual(validation.codes);
});

test('target encoding: no training row sees its own target, later rows get the whole', () => {
  // Every category once: what a row sees is the mean of other folds alone.
  const c = strings(
    'c',
    times(rows, (i) => `only ${i}`),
  );
  const lab = labOf({ c: { encode: { type: 'target' }, scale: { type: 'none' } } });
  const y = times(rows, (i) => i * i);
  const first = prepare(tableOf([c, numbers('y', y)]), lab);
  const row = first.rowsOf.train[0];
  const again = prepare(
    tableOf([
      c,
      numbers(
        'y',
        y.map((value, i) => (i === row ? 1e6 : value)),
      ),
    ]),
    lab,
  );
  expect(again.train.features[0]).toBe(first.train.features[0]);
  expect(again.train.features).not.toEqual(first.train.features);
  const three = prepare(
    tableOf([
      strings(
        'c',
        times(rows, (i) => 'ab'[i % 2]),
      ),
      strings(
        'y',
        times(rows, (i) => 'pqr'[i % 3]),
      ),
    ]),
    labOf({ c: { encode: { type: 'target' } } }, 'multiclass'),
  );
  expect(three.featureNames).toEqual(['c: p', 'c: q', 'c: r']);
});

test('missing values can be marked, and columns beside a recipe stay as they were', () => {
  const n = times(rows, (i) => (i % 3 === 0 ? NaN : i));
  const table = tableOf([
    numbers('n', n),
    numbers(
      'm',
      times(rows, (i) => i),
    ),
    numbers(
      'y',
      times(rows, (i) => i),
    ),
  ]);
  const impute = { type: 'constant', options: { value: 100, mark: true } };
  const { featureNames, train, rowsOf, pipeline } = prepare(table, labOf({ n: { impute, scale: { type: 'none' } } }));
  expect(featureNames).toEqual(['n', 'n missing', 'm']);
  rowsOf.train.forEach((row, i) =>
    expect([...train.features.subarray(3 * i, 3 * i + 2)]).toEqual(row % 3 === 0 ? [100, 1] : [row, 0]),
  );
  const plain = prepare(table, { ...labOf({}), features: defaultFeatures });
  expect(plain.pipeline.version).toBe(1);
  expect(pipeline.columns[1]).toEqual(plain.pipeline.columns[1]);
});

test('what cannot be done is said of the column', () => {
  const table = tableOf([
    numbers(
      'n',
      times(rows, (i) => i - 5),
    ),
    strings(
      'c',
      times(rows, (i) => 'ab'[i % 2]),
    ),
    numbers(
      'empty',
      times(rows, () => NaN),
    ),
    numbers(
      'y',
      times(rows, (i) => i),
    ),
  ]);
  const of = (columns: Record<string, ColumnRecipe>) => code(() => prepare(table, labOf(columns)));
  for (const type of ['log', 'log1p', 'sqrt', 'boxCox'])
    expect(of({ n: { transforms: [{ type }] } })).toEqual({ code: 'step-domain', column: 'n' });
  expect(of({ c: { transforms: [{ type: 'log' }] } })).toEqual({ code: 'recipe-unfit', column: 'c' });
  expect(of({ n: { encode: { type: 'target' } } })).toEqual({ code: 'recipe-unfit', column: 'n' });
  expect(of({ c: { impute: { type: 'mean' } } })).toEqual({ code: 'recipe-unfit', column: 'c' });
  expect(prepare(table, labOf({ empty: { scale: { type: 'robust' } } })).notes).toMatchObject([
    { code: 'column-all-missing' },
  ]);
  const refuse = (recipe: ColumnRecipe) => code(() => checkRecipes({ ...defaultFeatures, columns: { n: recipe } }));
  expect(refuse({ scale: { type: 'magic' } })).toEqual({ code: 'recipe-unknown', column: 'n' });
  expect(refuse({ scale: { type: 'robust', options: { low: 90 } } })).toMatchObject({ code: 'field-invalid' });
});
