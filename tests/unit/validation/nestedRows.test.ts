// The rows that judge an outer fold reach nothing within it: neither the inner folds' rows nor what is fitted on them.
import { expect, test } from 'vitest';
import fc from 'fast-check';
import { partition, type RowSource } from '$core/pipeline/partition';
import { prepare } from '$core/pipeline/prepare';
import type { Table } from '$core/table/types';
import { innerChoices } from '$core/validation/work';
import { foldCount, type FoldPlan } from '$core/validation/foldPlan';
import { defaultFeatures, type Lab } from '$core/lab/document';

/** A number, a group of five rows, and a class that every fold can hold. */
function tableOf(rows: number, xs: readonly number[]): Table {
  const number = (name: string, of: (row: number) => number) => ({
    name,
    type: 'numeric' as const,
    data: { kind: 'number' as const, values: Float64Array.from({ length: rows }, (_, row) => of(row)) },
  });
  return {
    rows,
    columns: [
      number('x', (row) => xs[row % xs.length] + row),
      number('group', (row) => Math.floor(row / 5)),
      {
        name: 'y',
        type: 'categorical',
        data: { kind: 'dict', codes: Int32Array.from({ length: rows }, (_, row) => row % 2), dictionary: ['a', 'b'] },
      },
    ],
  } as unknown as Table;
}

const plans = fc.record({
  method: fc.constantFrom<FoldPlan['method']>('kfold', 'stratified', 'grouped', 'time'),
  folds: fc.integer({ min: 2, max: 4 }),
});
const cases = fc.record({
  rows: fc.integer({ min: 120, max: 200 }),
  outer: plans,
  inner: fc.option(plans, { nil: undefined }),
  seed: fc.nat(1000),
  xs: fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 3, maxLength: 9 }),
});

const labOf = (seed: number): Pick<Lab, 'seed' | 'roles' | 'features' | 'split'> => ({
  seed,
  roles: { target: 'y', task: 'binary', exclude: [] },
  features: { ...defaultFeatures, columns: { x: { scale: { type: 'quantile' } } } },
  split: { validation: 0.2, test: 0.1, column: 'group' },
});
const withColumn = (plan: FoldPlan): FoldPlan => ({ ...plan, column: 'group' });

test('inner folds hold training rows of their outer fold alone', () => {
  fc.assert(
    fc.property(cases, ({ rows, outer, inner, seed, xs }) => {
      const table = tableOf(rows, xs);
      const index = Int32Array.from({ length: rows }, (_, row) => row % 2);
      const source = {
        table,
        target: { kind: 'classes', index, classes: ['a', 'b'] },
        rows: Uint32Array.from({ length: rows }, (_, row) => row),
        split: labOf(seed).split,
        seed,
      } as unknown as RowSource;
      const plan = withColumn(outer);
      for (let fold = 0; fold < foldCount(plan); fold++) {
        const whole = partition(source, { ...plan, index: fold });
        const judged = new Set([...whole.validation, ...whole.test]);
        for (const choice of innerChoices({ ...plan, index: fold }, inner && withColumn(inner))) {
          const within = partition(source, choice);
          for (const row of [...within.train, ...within.validation]) {
            expect(judged.has(row)).toBe(false);
            expect(whole.train.includes(row)).toBe(true);
          }
          expect(within.validation.length).toBeGreaterThan(0);
        }
      }
    }),
    { numRuns: 40 },
  );
});

test('changing rows that judge changes nothing that is fitted within the fold', () => {
  fc.assert(
    fc.property(cases, ({ rows, outer, inner, seed, xs }) => {
      const lab = labOf(seed);
      const plan = { ...withColumn(outer), index: 0 };
      const [choice] = innerChoices(plan, inner && withColumn(inner));
      const table = tableOf(rows, xs);
      const before = prepare(table, lab, undefined, { fold: choice });
      const [x, ...others] = table.columns;
      const values = Float64Array.from((x.data as { values: Float64Array }).values);
      const { validation, test: tested } = prepare(table, lab, undefined, { fold: plan }).rowsOf;
      for (const row of [...validation, ...tested]) values[row] = 1e6 - values[row];
      const changed = { ...table, columns: [{ ...x, data: { kind: 'number', values } }, ...others] } as Table;
      const after = prepare(changed, lab, undefined, { fold: choice });
      expect(after.pipeline).toEqual(before.pipeline);
      expect(after.train).toEqual(before.train);
      expect(after.validation).toEqual(before.validation);
    }),
    { numRuns: 25 },
  );
});
