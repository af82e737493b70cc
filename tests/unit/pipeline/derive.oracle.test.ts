// Steps on tables, against goldens of 12 digits from pandas and scikit-learn (tests/oracle/sklearn_derive.py).
import { describe, expect, test } from 'vitest';
import type { DeriveStep } from '$core/lab/document';
import { applyDerive, fitDerive } from '$core/pipeline/derive/run';
import type { Table } from '$core/table/types';
import { numbers, tableOf } from '$datasets/columns';
import golden from '../../oracle/sklearn/derive.json';
import { bundled } from '../../support/datasets';
import { expectClose } from '../../support/close';

const roles = { target: '', task: 'regression' as const, exclude: [] };
const context = { roles, target: null, seed: 1 };
const allRows = (table: Table) => Uint32Array.from({ length: table.rows }, (_, i) => i);
const run = (table: Table, type: string, options: DeriveStep['options'], columns?: string[]) =>
  fitDerive(table, [{ id: 's', type, options, ...(columns ? { columns } : {}) }], allRows(table), context).table;
const valuesOf = (table: Table, name: string) => {
  const data = table.columns.find((column) => column.name === name)?.data;
  if (data?.kind !== 'number') throw new Error(`no numbers in ${name}`);
  return data.values;
};

describe('parts of a date, as pandas', () => {
  const { ms, parts, monthSin, weekdayCos } = golden.dates;
  const table = tableOf([numbers('d', ms, 'date')]);
  const labels: Record<string, string> = { dayOfYear: 'day of year' };
  test.each(Object.entries(parts))('%s', (part, values) => {
    const made = run(table, 'dateParts', { year: false, month: false, weekday: false, [part]: true });
    expect([...valuesOf(made, `d ${labels[part] ?? part}`)]).toEqual(values);
    expect(made.columns).toHaveLength(1);
  });
  test('on a circle', () => {
    const made = run(table, 'dateParts', { cyclic: true });
    expectClose(valuesOf(made, 'd month sin'), monthSin, 1e-11, 'sine');
    expectClose(valuesOf(made, 'd weekday cos'), weekdayCos, 1e-11, 'cosine');
  });
});

const small = tableOf(
  [...'abcd'].map((name, i) =>
    numbers(
      name,
      golden.polynomial.x.map((row) => row[i]),
    ),
  ),
);

test.each(golden.polynomial.cases)('products of degree $degree, of different columns only: $interactions', (one) => {
  const made = run(small, 'polynomial', { degree: one.degree, interactions: one.interactions });
  expect(made.columns.slice(4).map(({ name }) => name)).toEqual(one.names);
  one.names.forEach((name, i) =>
    expectClose(
      valuesOf(made, name),
      one.values.map((row) => row[i]),
      1e-11,
      name,
    ),
  );
});

describe('figures by group, as pandas', () => {
  test.each(Object.entries(golden.groups))('%s', async (figure, groups) => {
    const cars = await bundled('cars');
    const made = run(cars, 'groupFigures', { by: 'Origin', figure }, ['Horsepower']);
    const origin = cars.columns.find(({ name }) => name === 'Origin')!.data;
    if (origin.kind !== 'dict') throw new Error('Origin is a category');
    const values = valuesOf(made, `${figure} Horsepower by Origin`);
    const byRow = Float64Array.from(origin.codes, (code) => groups[origin.dictionary[code] as keyof typeof groups]);
    expectClose(values, byRow, 1e-10, figure);
    // The same figure as a formula.
    const formula = run(cars, 'expression', { formulas: `f = ${figure}(Horsepower by Origin)` });
    expect(valuesOf(formula, 'f')).toEqual(values);
  });
});

describe('gaps filled from the nearest rows, as KNNImputer', () => {
  const { tables, knn } = golden.impute;
  test.each(knn.map((one) => [`${one.table}, ${one.k}, ${one.weights}`, one] as const))('%s', (_, one) => {
    const { train, later } = tables[one.table as keyof typeof tables];
    const names = train[0].map((_, c) => `c${c}`);
    const tableFor = (rows: readonly (readonly (number | null)[])[]) =>
      tableOf(
        names.map((name, c) =>
          numbers(
            name,
            rows.map((row) => row[c] ?? NaN),
          ),
        ),
      );
    const step: DeriveStep = { id: 's', type: 'imputeKnn', options: { k: one.k, weights: one.weights, scale: false } };
    const fitted = fitDerive(
      tableFor(train),
      [step],
      Uint32Array.from(train, (_, i) => i),
      context,
    );
    const after = applyDerive(JSON.parse(JSON.stringify(fitted.steps)) as typeof fitted.steps, tableFor(later));
    names.forEach((name, c) => {
      const column = (rows: readonly (readonly number[])[]) => rows.map((row) => row[c]);
      expectClose(valuesOf(fitted.table, name), column(one.train), 1e-6, `${name} of training`);
      expectClose(valuesOf(after, name), column(one.later), 1e-6, `${name} of later rows`);
    });
  });
});

describe('gaps foretold from the other columns, as IterativeImputer with BayesianRidge', () => {
  const { tables, iterative } = golden.impute;
  test.each(iterative.map((one) => [`${one.table}, ${one.rounds} rounds`, one] as const))('%s', (_, one) => {
    const { train, later } = tables[one.table as keyof typeof tables];
    const names = train[0].map((_, c) => `c${c}`);
    const tableFor = (rows: readonly (readonly (number | null)[])[]) =>
      tableOf(
        names.map((name, c) =>
          numbers(
            name,
            rows.map((row) => row[c] ?? NaN),
          ),
        ),
      );
    const step: DeriveStep = {
      id: 's',
      type: 'imputeIterative',
      options: { rounds: one.rounds, tolerance: one.tol },
    };
    const first = tableFor(train);
    const fitted = fitDerive(first, [step], allRows(first), context);
    const { models } = fitted.steps[0].state as { models: unknown[] };
    expect(models).toHaveLength(one.ran * names.length);
    const after = applyDerive(JSON.parse(JSON.stringify(fitted.steps)) as typeof fitted.steps, tableFor(later));
    names.forEach((name, c) => {
      const column = (rows: readonly (readonly number[])[]) => rows.map((row) => row[c]);
      expectClose(valuesOf(fitted.table, name), column(one.train), 1e-6, `${name} of training`);
      expectClose(valuesOf(after, name), column(one.later), 1e-6, `${name} of later rows`);
    });
  });
});

test('gaps marked, as MissingIndicator', () => {
  const x = [
    [1, NaN, 3],
    [NaN, 5, 6],
    [7, 8, 9],
    [1, NaN, NaN],
  ];
  const table = tableOf(
    [...'abc'].map((name, c) =>
      numbers(
        name,
        x.map((row) => row[c]),
      ),
    ),
  );
  const step: DeriveStep = { id: 's', type: 'missingMarks' };
  // c has no gap in the training rows, so that it gets no mark.
  const made = fitDerive(table, [step], Uint32Array.of(0, 1, 2), context).table;
  expect(made.columns.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'a missing', 'b missing']);
  expect([...valuesOf(made, 'a missing')]).toEqual([0, 1, 0, 0]);
  expect([...valuesOf(made, 'b missing')]).toEqual([1, 0, 0, 1]);
});
