import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TablabError } from '$core/errors/error';
import { defaultFeatures, defaultSplit, type DeriveStep } from '$core/lab/document';
import { deriveDefs } from '$core/pipeline/derive/registry';
import { checkDerive, fitDerive } from '$core/pipeline/derive/run';
import type { FittedPipeline } from '$core/pipeline/fitted';
import { prepare } from '$core/pipeline/prepare';
import { transform } from '$core/pipeline/transform';
import type { Column } from '$core/table/types';
import { numbers, strings, tableOf } from '$datasets/columns';

const rows = 40;
const times = <T>(n: number, make: (i: number) => T) => Array.from({ length: n }, (_, i) => make(i));
const labOf = (derive: readonly DeriveStep[]) => ({
  seed: 3,
  roles: { target: 'y', task: 'regression' as const, exclude: ['id'] },
  features: { ...defaultFeatures, derive: [...derive] },
  split: defaultSplit,
});
const failure = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    if (error instanceof TablabError) return { code: error.code, ...error.details };
    throw error;
  }
  return 'nothing thrown';
};

/** One or more settings for every registered step: a new step without one fails the first test. */
const settings: Record<string, Omit<DeriveStep, 'id' | 'type'>[]> = {
  dateParts: [{}, { options: { cyclic: true, week: true, quarter: true, dayOfYear: true, keep: true } }],
  expression: [
    { options: { formulas: 'r = n / (1 + abs(m))\nz = (n - mean(n by c)) / std(n)\nw = concat(c, "-", lower(c))' } },
    { options: { formulas: 'n = if(missing(n), median(n by c), n)\nk = count(by c) + distinct(c)' } },
  ],
  groupFigures: times(2, (i) => ({ options: { by: 'c', figure: ['mean', 'std'][i], difference: i === 1 } })),
  combine: ['mean', 'std', 'missing'].map((figure) => ({ options: { figure } })),
  polynomial: [{ columns: ['n', 'm'] }, { columns: ['n', 'm'], options: { degree: 3, interactions: true } }],
  imputeKnn: [{}, { columns: ['n', 'm'], options: { k: 2, weights: 'distance', scale: false } }],
  imputeIterative: [{ columns: ['n', 'm', 'sure'] }, { columns: ['n', 'm'], options: { rounds: 3 } }],
  missingMarks: [{}, { columns: ['n', 'c'], options: { of: 'all' } }],
  dropColumns: [{ columns: ['c'] }],
  filterRows: [
    ...['iqr', 'z', 'mad'].map((rule) => ({ options: { rule, reach: 1 } })),
    { options: { rule: 'range', low: -1e5, high: 1e5 }, columns: ['n'] },
    { options: { rule: 'missing' }, columns: ['m'] },
    { options: { rule: 'duplicates' }, columns: ['c'] },
    { options: { rule: 'condition', condition: 'n > 3 * std(n) or c = "q"' } },
  ],
};
const all = deriveDefs.flatMap(({ type }) =>
  (settings[type] ?? []).map((more): DeriveStep => ({ id: 's', type, ...more })),
);
const titled = all.map((step) => [`${step.type} ${JSON.stringify(step.options ?? step.columns ?? {})}`, step] as const);

const cell = fc.oneof(
  fc.integer({ min: -1e7, max: 1e7 }).map((x) => x / 8),
  fc.constantFrom(0, 1, NaN),
);
const word = fc.oneof(fc.constantFrom('a', 'b', 'c d', 'e'), fc.string({ maxLength: 3 }), fc.constant(null));
const cells = fc.record({
  n: fc.array(cell, { minLength: rows, maxLength: rows }),
  m: fc.array(cell, { minLength: rows, maxLength: rows }),
  d: fc.array(fc.integer({ min: -2e12, max: 4e12 }), { minLength: rows, maxLength: rows }),
  c: fc.array(word, { minLength: rows, maxLength: rows }),
});
type Cells = { n: number[]; m: number[]; d: number[]; c: (string | null)[] };
const build = ({ n, m, d, c }: Cells, y: readonly number[]) =>
  tableOf([
    numbers('n', n),
    numbers('m', m),
    numbers('d', d, 'date'),
    strings('c', c),
    strings(
      'id',
      times(rows, (i) => `id ${i}`),
      'id',
    ),
    numbers(
      'sure',
      times(rows, (i) => i),
    ),
    numbers('y', y),
  ]);

test('every registered step has settings here', () => {
  expect(deriveDefs.map(({ type }) => type).filter((type) => !settings[type]?.length)).toEqual([]);
});

describe('no leakage, for every registered step', () => {
  test.each(titled)('%s', (_, step) => {
    fc.assert(
      fc.property(cells, cells, (before, after) => {
        const lab = labOf([step]);
        const y = times(rows, (i) => (i * 7) % 11);
        // A rule may leave no row to train on: that is said, and nothing is left to compare.
        const attempt = failure(() => prepare(build(before, y), lab));
        fc.pre(attempt === 'nothing thrown' || attempt.code !== 'derive-no-rows');
        const a = prepare(build(before, y), lab);
        const all = prepare(build(before, y), { ...lab, features: defaultFeatures });
        const training = new Set(all.rowsOf.train);
        const mix = <T>(x: T[], other: T[]) => x.map((value, i) => (training.has(i) ? value : other[i]));
        const mixed = {
          n: mix(before.n, after.n),
          m: mix(before.m, after.m),
          d: mix(before.d, after.d),
          c: mix(before.c, after.c),
        };
        const b = prepare(
          build(
            mixed,
            y.map((value, i) => (training.has(i) ? value : -value - 7)),
          ),
          lab,
        );
        expect(b.pipeline).toEqual(a.pipeline);
        expect(b.train).toEqual(a.train);
        expect(b.rowsOf).toEqual(a.rowsOf);
        expect(a.rowsOf.validation).toEqual(all.rowsOf.validation);
        expect(a.rowsOf.test).toEqual(all.rowsOf.test);
        for (const { features } of [a.train, a.validation, a.test, b.validation, b.test])
          expect(features.every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 15 },
    );
  });
});

const plain: Cells = {
  n: times(rows, (i) => (i % 9 === 0 ? NaN : ((i * 37) % 23) - 5)),
  m: times(rows, (i) => ((i * 13) % 17) / 3),
  d: times(rows, (i) => 1.6e12 + i * 9.1e8),
  c: times(rows, (i) => ['x y', 'z', 'w', null][(i * i) % 4]),
};
const y = times(rows, (i) => i);

test.each(titled)('%s survives being stored as JSON, and later rows go the same way', (_, step) => {
  const table = build(plain, y);
  const { pipeline, validation, rowsOf } = prepare(table, labOf([step]));
  const stored = JSON.parse(JSON.stringify(pipeline)) as FittedPipeline;
  expect(stored.version).toBe(3);
  expect(transform(stored, table, rowsOf.validation).features).toEqual(validation.features);
  // Tomorrow's table holds those rows alone, in another order, and no target.
  const later = [...rowsOf.validation].reverse();
  const pick = (column: Column): Column => {
    const { data } = column;
    if (data.kind === 'number')
      return { ...column, data: { ...data, values: Float64Array.from(later, (row) => data.values[row]) } };
    if (data.kind === 'dict')
      return { ...column, data: { ...data, codes: Int32Array.from(later, (row) => data.codes[row]) } };
    return column;
  };
  const columns = table.columns.filter(({ name }) => name !== 'y').map(pick);
  const tomorrow = transform(
    stored,
    { rows: later.length, columns },
    Uint32Array.from(later, (_, i) => later.length - 1 - i),
  );
  expect(tomorrow.features).toEqual(validation.features);
});

test('steps go in order, off steps are left out, and without steps nothing changes', () => {
  const table = build(plain, y);
  const ratio: DeriveStep = { id: 'ratio', type: 'expression', options: { formulas: 'r = n * 2' } };
  const square: DeriveStep = { id: 'square', type: 'polynomial', columns: ['r'] };
  const drop: DeriveStep = { id: 'drop', type: 'dropColumns', columns: ['r', 'd'] };
  const names = (steps: DeriveStep[]) =>
    prepare(table, labOf(steps)).featureNames.filter((name) => !name.includes('='));
  expect(names([ratio, square, drop])).toEqual(['n', 'm', 'sure', 'r^2']);
  expect(failure(() => prepare(table, labOf([square, ratio])))).toMatchObject({
    code: 'derive-column',
    derive: 'square',
    column: 'r',
  });
  expect(failure(() => prepare(table, labOf([{ ...ratio, enabled: false }, square])))).toMatchObject({
    code: 'derive-column',
  });
  const none = prepare(table, { ...labOf([]), features: defaultFeatures });
  expect(prepare(table, labOf([])).pipeline).toEqual(none.pipeline);
  expect(none.pipeline.version).toBe(1);
  // Columns that are left out of the features are still there for steps: here the length of an identifier.
  const longer: DeriveStep = { id: 'l', type: 'expression', options: { formulas: 'l = length(id)' } };
  expect(names([longer])).toContain('l');
});

test('what a step cannot do is said of the step', () => {
  const table = build(plain, y);
  const of = (step: Partial<DeriveStep> & Pick<DeriveStep, 'type'>) =>
    failure(() => prepare(table, labOf([{ id: 'it', ...step }])));
  expect(of({ type: 'magic' })).toMatchObject({ code: 'derive-unknown', derive: 'it' });
  expect(of({ type: 'polynomial', options: { degree: 9 } })).toMatchObject({ code: 'field-invalid', derive: 'it' });
  expect(of({ type: 'polynomial', columns: ['c'] })).toMatchObject({ code: 'derive-column-kind', column: 'c' });
  expect(of({ type: 'polynomial', columns: ['y'] })).toMatchObject({ code: 'derive-target', derive: 'it' });
  expect(of({ type: 'expression', options: { formulas: 'z = y * 2' } })).toMatchObject({ code: 'derive-target' });
  expect(of({ type: 'expression', options: { formulas: 'y = n * 2' } })).toMatchObject({
    code: 'derive-name',
    derive: 'it',
  });
  expect(of({ type: 'groupFigures', options: { by: 'nowhere' } })).toMatchObject({
    code: 'derive-column',
    derive: 'it',
  });
  expect(of({ type: 'filterRows', options: { rule: 'range', low: 5, high: 4 }, columns: ['sure'] })).toMatchObject({
    code: 'derive-no-rows',
    rows: 0,
  });
  const many = tableOf([
    ...times(60, (i) =>
      numbers(
        `x${i}`,
        times(rows, (r) => r + i),
      ),
    ),
    numbers('y', y),
  ]);
  expect(failure(() => prepare(many, labOf([{ id: 'it', type: 'polynomial', options: { degree: 4 } }])))).toMatchObject(
    {
      code: 'derive-too-large',
      columns: 635_315,
    },
  );
  const only = tableOf([strings('c', plain.c), numbers('y', y)]);
  expect(failure(() => prepare(only, labOf([{ id: 'it', type: 'dateParts' }])))).toMatchObject({
    code: 'derive-nothing',
  });
  const twice: DeriveStep = { id: 'it', type: 'dateParts' };
  expect(failure(() => checkDerive({ ...defaultFeatures, derive: [twice, twice] }))).toMatchObject({
    code: 'derive-duplicate',
  });
});

test('rows are left out by what the training rows say, counted by hand', () => {
  const values = [...times(30, (i) => i % 5), 100, NaN, 3, 3, -50, 2, 2, 2, 2, 2];
  const table = tableOf([
    numbers('x', values),
    strings(
      'c',
      times(rows, (i) => `v${i % 8}`),
    ),
    numbers('y', y),
  ]);
  const train = Uint32Array.from(times(rows, (i) => i));
  const context = { roles: { target: 'y', task: 'regression' as const, exclude: [] }, target: null, seed: 1 };
  const left = (options: DeriveStep['options'], columns?: string[]) => [
    ...fitDerive(table, [{ id: 's', type: 'filterRows', options, columns }], train, context).train,
  ];
  const without = (...gone: number[]) => [...train].filter((row) => !gone.includes(row));
  // Quartiles 1 and 3: fences at -2 and 6.
  expect(left({ rule: 'iqr', reach: 1.5 }, ['x'])).toEqual(without(30, 34));
  expect(left({ rule: 'missing' })).toEqual(without(31));
  expect(left({ rule: 'duplicates' }, ['c'])).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(left({ rule: 'range', low: 0, high: 3 }, ['x'])).toEqual(
    [...train].filter((row) => !(values[row] < 0 || values[row] > 3)),
  );
  expect(left({ rule: 'condition', condition: "x > 50 or c = 'v1'" })).toEqual(
    [...train].filter((row) => !(values[row] > 50 || row % 8 === 1)),
  );
});
