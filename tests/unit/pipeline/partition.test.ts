// Splits by group and time, folds of them, and shares of training rows: what must hold whatever the rows are.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TablabError } from '$core/errors/error';
import type { SplitConfig } from '$core/lab/document';
import { partition, type RowSource } from '$core/pipeline/partition';
import { prepare } from '$core/pipeline/prepare';
import { rowsWithTarget, type TargetData } from '$core/pipeline/target';
import { variantKey } from '$core/pipeline/variant';
import type { Table } from '$core/table/types';
import { foldCount, type FoldPlan } from '$core/validation/foldPlan';
import '../../support/properties';

interface Row {
  readonly label: number;
  readonly group: string | null;
  readonly time: number;
}
function sourceOf(rows: readonly Row[], split: SplitConfig, seed = 1): RowSource {
  const names = [...new Set(rows.flatMap(({ group }) => (group === null ? [] : [group])))];
  const codes = Int32Array.from(rows, ({ group }) => (group === null ? -1 : names.indexOf(group)));
  const table: Table = {
    rows: rows.length,
    columns: [
      { name: 'group', type: 'categorical', data: { kind: 'dict', codes, dictionary: names } },
      { name: 'time', type: 'numeric', data: { kind: 'number', values: Float64Array.from(rows, ({ time }) => time) } },
    ],
  };
  const index = Int32Array.from(rows, ({ label }) => label);
  const target: TargetData = { kind: 'classes', classes: ['a', 'b'], index };
  return { table, target, rows: rowsWithTarget(target), split, seed };
}
const someRows = fc.array(
  fc.record({
    label: fc.integer({ min: -1, max: 1 }),
    group: fc.option(fc.constantFrom(...'abcdefghij')),
    time: fc.integer({ min: -50, max: 50 }),
  }),
  { minLength: 60, maxLength: 200 },
);
const splits: fc.Arbitrary<SplitConfig> = fc.record({
  validation: fc.constantFrom(0.1, 0.2, 0.3),
  test: fc.constantFrom(0, 0.1, 0.25),
});
const plans: fc.Arbitrary<FoldPlan> = fc.oneof(
  fc.record({
    method: fc.constantFrom('kfold' as const, 'stratified' as const),
    folds: fc.integer({ min: 2, max: 4 }),
    repeats: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({
    method: fc.constant('grouped' as const),
    folds: fc.constant(2),
    repeats: fc.integer({ min: 1, max: 2 }),
    column: fc.constant('group'),
  }),
  fc.record({
    method: fc.constant('time' as const),
    folds: fc.integer({ min: 2, max: 4 }),
    column: fc.constant('time'),
  }),
);
const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'nothing';
  } catch (error) {
    if (error instanceof TablabError) return error.code;
    throw error;
  }
};
const list = (rows: ArrayLike<number>) => Array.from(rows);

describe('hold-out', () => {
  test('every row with a target is in one part; no group is in two', () => {
    fc.assert(
      fc.property(someRows, splits, fc.integer(), (rows, shares, seed) => {
        const source = sourceOf(rows, { ...shares, method: 'grouped', column: 'group' }, Math.abs(seed));
        const groups = new Set(list(source.rows).map((row) => rows[row].group));
        fc.pre(groups.size >= 3);
        const { train, validation, test } = partition(source);
        expect([...train, ...validation, ...test].sort((a, b) => a - b)).toEqual(list(source.rows));
        const of = (part: Uint32Array) => new Set(list(part).map((row) => rows[row].group));
        const [a, b, c] = [of(train), of(validation), of(test)];
        expect(a.size + b.size + c.size).toBe(groups.size);
        expect(a.size).toBeGreaterThan(0);
        expect(b.size).toBeGreaterThan(0);
        expect(c.size > 0).toBe(shares.test > 0);
      }),
    );
  });

  test('in time order no part reaches back behind the one before it, and the sizes are the shares', () => {
    fc.assert(
      fc.property(someRows, splits, (rows, shares) => {
        const source = sourceOf(rows, { ...shares, method: 'time', column: 'time' });
        fc.pre(source.rows.length >= 10);
        const { train, validation, test } = partition(source);
        const times = (part: Uint32Array) => list(part).map((row) => rows[row].time);
        expect(Math.max(...times(train))).toBeLessThanOrEqual(Math.min(...times(validation)));
        if (shares.test > 0) expect(Math.max(...times(validation))).toBeLessThanOrEqual(Math.min(...times(test)));
        expect(validation.length).toBe(Math.max(1, Math.round(source.rows.length * shares.validation)));
        expect(train.length + validation.length + test.length).toBe(source.rows.length);
      }),
    );
  });

  test('groups of like size come near to their shares', () => {
    const rows = Array.from({ length: 400 }, (_, i) => ({ label: i % 2, group: `g${i % 40}`, time: i }));
    const { train, validation, test } = partition(
      sourceOf(rows, { validation: 0.2, test: 0.2, method: 'grouped', column: 'group' }),
    );
    expect([train.length, validation.length, test.length]).toEqual([240, 80, 80]);
  });
});

describe('folds', () => {
  test('test rows are in none; each round validates on every other row once (in time order, on the later ones)', () => {
    fc.assert(
      fc.property(someRows, splits, plans, (rows, shares, plan) => {
        const source = sourceOf(rows, shares);
        const counts = [0, 1].map((label) => rows.filter((row) => row.label === label).length);
        fc.pre(Math.min(...counts) >= 12);
        const whole = partition(source);
        const others = [...whole.train, ...whole.validation].sort((a, b) => a - b);
        const seen: number[][] = [];
        for (let index = 0; index < foldCount(plan); index++) {
          const { train, validation, test } = partition(source, { ...plan, index });
          expect(list(test)).toEqual(list(whole.test));
          expect(train.length).toBeGreaterThan(0);
          expect(list(train).filter((row) => validation.includes(row))).toEqual([]);
          (seen[Math.floor(index / plan.folds)] ??= []).push(...validation);
          if (plan.method === 'time') {
            const latest = Math.max(...list(train).map((row) => rows[row].time));
            expect(latest).toBeLessThanOrEqual(Math.min(...list(validation).map((row) => rows[row].time)));
          } else {
            expect(train.length + validation.length).toBe(others.length);
          }
          if (plan.method === 'grouped') {
            const groups = new Set(list(train).map((row) => rows[row].group));
            expect(list(validation).filter((row) => groups.has(rows[row].group))).toEqual([]);
          }
        }
        for (const round of seen) {
          const sorted = round.sort((a, b) => a - b);
          expect(new Set(sorted).size).toBe(sorted.length);
          if (plan.method !== 'time') expect(sorted).toEqual(others);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('a fold within a fold never sees the outer fold', () => {
    const rows = Array.from({ length: 90 }, (_, i) => ({ label: i % 2, group: 'a', time: i }));
    const source = sourceOf(rows, { validation: 0.2, test: 0.1 });
    const plan = { method: 'stratified', folds: 3 } as const;
    for (const index of [0, 1, 2]) {
      const outer = partition(source, { ...plan, index });
      const within = [0, 1, 2].map((inner) => partition(source, { ...plan, index, inner: { ...plan, index: inner } }));
      const all = within.flatMap(({ validation }) => list(validation)).sort((a, b) => a - b);
      expect(all).toEqual(list(outer.train));
      for (const { train } of within) expect(list(train).filter((row) => outer.validation.includes(row))).toEqual([]);
    }
  });

  test('rounds have other shuffles, and the same seed the same folds', () => {
    const rows = Array.from({ length: 60 }, (_, i) => ({ label: i % 2, group: 'a', time: i }));
    const plan = { method: 'kfold', folds: 3, repeats: 2 } as const;
    const of = (index: number, seed: number) =>
      list(partition(sourceOf(rows, { validation: 0.2, test: 0 }, seed), { ...plan, index }).validation);
    expect(of(0, 1)).not.toEqual(of(3, 1));
    expect(of(0, 1)).toEqual(of(0, 1));
    expect(of(0, 1)).not.toEqual(of(0, 2));
  });
});

describe('a share of the training rows', () => {
  test('is part of every larger one, holds every class, and leaves the other parts alone', () => {
    fc.assert(
      fc.property(
        someRows,
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (rows, a, b) => {
          const source = sourceOf(rows, { validation: 0.2, test: 0.2 });
          fc.pre(source.rows.length >= 20);
          const [small, large] = [Math.min(a, b), Math.max(a, b)].map((share) => partition(source, undefined, share));
          const whole = partition(source);
          expect(list(small.train).filter((row) => !large.train.includes(row))).toEqual([]);
          expect(list(large.validation)).toEqual(list(whole.validation));
          expect(list(large.test)).toEqual(list(whole.test));
          const labels = (part: Uint32Array) => new Set(list(part).map((row) => rows[row].label));
          expect(labels(small.train)).toEqual(labels(whole.train));
          const classes = labels(whole.train).size;
          expect(small.train.length).toBe(Math.max(classes, Math.round(Math.min(a, b) * whole.train.length)));
        },
      ),
    );
  });
});

describe('what cannot be split says so', () => {
  const rows = Array.from({ length: 40 }, (_, i) => ({ label: i === 0 ? 1 : 0, group: i < 20 ? 'a' : 'b', time: i }));
  const shares = { validation: 0.2, test: 0.2 };
  test.each<[string, SplitConfig, FoldPlan | null, string]>([
    ['a class with one member and 5 stratified folds', shares, { method: 'stratified', folds: 5 }, 'folds-class-small'],
    ['more folds than rows', shares, { method: 'kfold', folds: 50 }, 'folds-too-many'],
    ['more folds than groups', shares, { method: 'grouped', folds: 3, column: 'group' }, 'folds-too-many'],
    ['two groups for three parts', { ...shares, method: 'grouped', column: 'group' }, null, 'split-few-groups'],
    ['words for a time', { ...shares, method: 'time', column: 'group' }, null, 'split-time-unread'],
    ['a column that is not there', { ...shares, method: 'time', column: 'gone' }, null, 'column-unknown'],
  ])('%s', (_, split, plan, code) => {
    const fold = plan ? { ...plan, index: 0 } : undefined;
    expect(codeOf(() => partition(sourceOf(rows, split), fold))).toBe(code);
  });

  test('a time that is missing', () => {
    const gap = rows.map((row, i) => (i === 7 ? { ...row, time: NaN } : row));
    expect(codeOf(() => partition(sourceOf(gap, { ...shares, method: 'time', column: 'time' })))).toBe(
      'split-time-missing',
    );
  });
});

test('no leak: what a fold validates on never changes what it was fitted on', () => {
  const base = Array.from({ length: 60 }, (_, i) => i);
  const tableOf = (x: readonly number[]): Table => ({
    rows: 60,
    columns: [
      { name: 'x', type: 'numeric', data: { kind: 'number', values: Float64Array.from(x) } },
      { name: 'y', type: 'numeric', data: { kind: 'number', values: Float64Array.from(base, (i) => i % 7) } },
    ],
  });
  const lab = {
    seed: 3,
    roles: { target: 'y', task: 'regression' as const, exclude: [] },
    features: {
      scale: 'standard' as const,
      impute: 'mean' as const,
      categorical: 'onehot' as const,
      maxCategories: 50,
    },
    split: { validation: 0.2, test: 0.2 },
  };
  for (const index of [0, 1, 2]) {
    const variant = { fold: { method: 'kfold' as const, folds: 3, index }, share: 0.5 };
    const first = prepare(tableOf(base), lab, undefined, variant);
    const kept = new Set(first.rowsOf.train);
    const changed = prepare(tableOf(base.map((x) => (kept.has(x) ? x : 1000 + x * x))), lab, undefined, variant);
    expect(changed.pipeline).toEqual(first.pipeline);
    expect(changed.train).toEqual(first.train);
    expect(changed.validation.features).not.toEqual(first.validation.features);
  }
});

test('a variant has one key; what is as the lab says has the empty one', () => {
  expect([{}, { share: 1 }].map(variantKey)).toEqual(['', '']);
  const fold = { method: 'kfold', folds: 3, index: 0 } as const;
  expect(variantKey({ fold })).toBe(variantKey({ fold: { index: 0, folds: 3, method: 'kfold' }, share: 1 }));
  expect(variantKey({ fold })).not.toBe(variantKey({ fold, share: 0.5 }));
});
