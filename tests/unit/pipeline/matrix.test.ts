import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TablabError } from '$core/errors/error';
import { defaultFeatures, defaultSplit, type FeaturesConfig } from '$core/lab/document';
import type { FittedPipeline } from '$core/pipeline/fitted';
import { checkMatrix } from '$core/pipeline/matrix/chosen';
import { matrixStepDef, matrixSteps } from '$core/pipeline/matrix/registry';
import { prepare } from '$core/pipeline/prepare';
import { transform } from '$core/pipeline/transform';
import { numbers, strings, tableOf } from '$datasets/columns';

const rows = 40;
const width = 5;
type Matrix = NonNullable<FeaturesConfig['matrix']>;
const labOf = (
  matrix: Matrix,
  task: 'regression' | 'multiclass' = 'multiclass',
  more: Partial<FeaturesConfig> = {},
) => ({
  seed: 3,
  roles: { target: 'y', task, exclude: [] },
  features: { ...defaultFeatures, ...more, matrix },
  split: defaultSplit,
});
const build = (cells: number[][], y: (string | number)[]) =>
  tableOf([
    ...cells.map((column, c) => numbers(`n${c}`, column)),
    typeof y[0] === 'string' ? strings('y', y as string[]) : numbers('y', y as number[]),
  ]);
const code = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    if (error instanceof TablabError) return { code: error.code, id: error.details.id };
    throw error;
  }
  return 'nothing thrown';
};
/** Numbers that every step takes: from 0 up, in columns that differ. */
const some = (seed = 0) =>
  Array.from({ length: width }, (_, c) =>
    Array.from({ length: rows }, (_, r) => ((r * (7 + 4 * c) + seed + c * r * r) % 23) / 4),
  );
const classes = some()[0].map((x) => (x > 2.5 ? 'a' : 'b'));

describe('every registered step', () => {
  const column = fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { minLength: rows, maxLength: rows });
  const cells = fc.array(column, { minLength: width, maxLength: width });
  const types = matrixSteps.map(({ type }) => type);
  /** Forests as small as they may be: what is tested here does not depend on their size. */
  const optionsOf = (type: string) => {
    const { fields } = matrixStepDef(type)!;
    return 'trees' in fields ? { trees: 10, ...('rounds' in fields ? { rounds: 10 } : {}) } : {};
  };

  test.each(types)('%s learns nothing from validation and test rows', (type) => {
    fc.assert(
      fc.property(cells, (after) => {
        const lab = labOf([{ id: 'one', type, options: optionsOf(type) }], 'multiclass', { scale: 'none' });
        const a = prepare(build(some(), classes), lab);
        const training = new Set(a.rowsOf.train);
        const mixed = some().map((column, c) => column.map((x, r) => (training.has(r) ? x : after[c][r])));
        const b = prepare(build(mixed, classes), lab);
        expect(b.pipeline).toEqual(a.pipeline);
        expect(b.train).toEqual(a.train);
        expect(b.validation.features.every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 6 },
    );
  });

  test.each(types)('%s survives being stored as JSON', (type) => {
    const table = build(some(), classes);
    const { pipeline, validation, featureNames, inputs, rowsOf } = prepare(
      table,
      labOf([{ id: 'one', type, options: optionsOf(type) }], 'multiclass', { scale: 'none' }),
    );
    const stored = JSON.parse(JSON.stringify(pipeline)) as FittedPipeline;
    expect(stored.version).toBe(3);
    expect(inputs[0].shape).toEqual([featureNames.length]);
    expect(new Set(featureNames).size).toBe(featureNames.length);
    expect(transform(stored, table, rowsOf.validation).features).toEqual(validation.features);
    expect(validation.features).toHaveLength(featureNames.length * validation.rows);
  });

  test.each(types)('%s gives a coded error or finite numbers on poor data', (type) => {
    const flat = Array.from({ length: width }, () => Array.from({ length: rows }, () => 2));
    const one = [some()[0]];
    const twice = [some()[0], some()[0], some()[1]];
    const tiny = some().map((column) => column.slice(0, 10));
    for (const columns of [flat, one, twice, tiny]) {
      const table = build(columns, classes.slice(0, columns[0].length));
      const run = () => {
        const { train, validation } = prepare(
          table,
          labOf([{ id: 'one', type, options: optionsOf(type) }], 'multiclass', { scale: 'none' }),
        );
        for (const { features } of [train, validation]) expect(features.every(Number.isFinite)).toBe(true);
      };
      const result = code(run);
      if (result !== 'nothing thrown') {
        expect(result).toMatchObject({ id: 'one' });
        expect((result as { code: string }).code).toMatch(/^matrix-/);
      }
    }
  });
});

test('without steps, and with steps switched off, everything is as it was', () => {
  const table = build(some(), classes);
  const { matrix: _, ...plain } = labOf([]).features;
  const before = prepare(table, { ...labOf([]), features: plain });
  expect(prepare(table, labOf([]))).toEqual(before);
  expect(prepare(table, labOf([{ id: 'one', type: 'pca', enabled: false }]))).toEqual(before);
  expect('matrix' in before.pipeline).toBe(false);
});

test('steps follow each other, each on what the one before made', () => {
  const table = build(some(), classes);
  const { featureNames, train, pipeline } = prepare(
    table,
    labOf([
      { id: 'first', type: 'pca', options: { components: 4 } },
      { id: 'second', type: 'pca', options: { components: 3 } },
    ]),
  );
  expect(featureNames).toEqual(['PC 1', 'PC 2', 'PC 3']);
  expect(pipeline.matrix).toHaveLength(2);
  const once = prepare(table, labOf([{ id: 'first', type: 'pca', options: { components: 4 } }]));
  // Components of components are the same directions; only the sign convention may turn them.
  for (let r = 0; r < train.rows; r++)
    for (let c = 0; c < 3; c++)
      expect(Math.abs(train.features[r * 3 + c])).toBeCloseTo(Math.abs(once.train.features[r * 4 + c]), 5);
});

test('codes stand beside the numbers; a lab of codes alone is refused', () => {
  const cells = some();
  const coded = tableOf([
    numbers('n0', cells[0]),
    numbers('n1', cells[1]),
    strings('c', classes),
    strings('y', [...classes].reverse()),
  ]);
  const lab = labOf([{ id: 'one', type: 'pca', options: { components: 1 } }], 'multiclass', { categorical: 'codes' });
  const { inputs, train, validation } = prepare(coded, lab);
  expect(inputs.map(({ id, shape }) => [id, shape])).toEqual([
    ['features', [1]],
    ['codes', [1]],
  ]);
  expect(train.codes).toHaveLength(train.rows);
  expect(validation.features).toHaveLength(validation.rows);
  const alone = tableOf([strings('c', classes), strings('y', [...classes].reverse())]);
  expect(code(() => prepare(alone, lab))).toEqual({ code: 'matrix-no-numbers', id: 'one' });
});

test('pixels of images are numbers to a step, and what comes out is a table', () => {
  const pixels = Uint8Array.from({ length: rows * 12 }, (_, i) => (i * i * 7 + (i % 5) * 31) % 256);
  const table = {
    rows,
    columns: [
      { name: 'picture', type: 'image' as const, data: { kind: 'image' as const, pixels, shape: [2, 2, 3] as const } },
      strings('y', classes),
    ],
  };
  const { inputs, featureNames, train } = prepare(
    table,
    labOf([{ id: 'one', type: 'pca', options: { components: 3 } }]),
  );
  expect(inputs).toEqual([{ id: 'features', shape: [3], dtype: 'float32' }]);
  expect(featureNames).toHaveLength(3);
  expect(train.features).toHaveLength(3 * train.rows);
});

test('what a lab cannot mean is said of the step', () => {
  const of = (matrix: Matrix) => code(() => checkMatrix({ ...defaultFeatures, matrix }));
  expect(of([{ id: 'one', type: 'magic' }])).toEqual({ code: 'matrix-unknown', id: 'one' });
  expect(
    of([
      { id: 'one', type: 'pca' },
      { id: 'one', type: 'pca' },
    ]),
  ).toEqual({ code: 'matrix-duplicate', id: 'one' });
  expect(of([{ id: 'one', type: 'pca', options: { components: 0 } }])).toMatchObject({ code: 'field-invalid' });
  expect(of([{ id: 'one', type: 'pca', options: { size: 3 } }])).toMatchObject({ code: 'field-invalid' });
  const wanted = labOf([{ id: 'many', type: 'pca', options: { components: 9 } }]);
  expect(code(() => prepare(build(some(), classes), wanted))).toEqual({ code: 'matrix-components', id: 'many' });
});
