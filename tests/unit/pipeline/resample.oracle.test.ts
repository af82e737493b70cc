// Resampling against imbalanced-learn (tests/oracle/imblearn_resample.py).
import { expect, test } from 'vitest';
import { defaultsOf } from '$core/fields/field';
import { TablabError } from '$core/errors/error';
import { resampleDef } from '$core/pipeline/resample/registry';
import { kindsOf, synthesize, type ClassRows } from '$core/pipeline/resample/synthesize';
import golden from '../../oracle/sklearn/resample.json';
import { expectClose } from '../../support/close';

test.each(golden.counts)('$type to $ratio: $now', ({ type, ratio, now, wanted }) => {
  const def = resampleDef(type)!;
  const fail = (code: 'resample-codes') => new TablabError(code);
  const context = { classes: now.map((_, c) => String(c)), fail: fail as never };
  expect(def.counts(now, { ...defaultsOf(def.fields), ratio }, context)).toEqual(wanted);
});

const rowsOf = (rows: number[][], quantities: number[], categories: number[]): ClassRows => {
  const width = rows[0].length;
  const values = Float64Array.from(rows.flat());
  const all = rows.map((_, i) => i);
  const lists = categories.map((at) => kindsOf(all, values, width, { at, width: 1 }));
  const kinds = Int32Array.from(all.flatMap((i) => lists.map((list) => list[i])));
  return { count: rows.length, width, values, quantities, kinds, categories: categories.length };
};
const noTie = () => {
  throw new Error('no tie is expected');
};

test.each(golden.smote)('SMOTE with $k neighbours', ({ k, rows, places, made }) => {
  const quantities = rows[0].map((_, i) => i);
  const found = synthesize(rowsOf(rows, quantities, []), k, places, noTie);
  found.forEach(({ values }, i) => expectClose(values, made[i], 1e-9, `row ${i}`));
  expect(found).toHaveLength(made.length);
});

test.each(golden.smoteNc)('SMOTE-NC with $k neighbours', ({ k, rows, places, made }) => {
  const found = synthesize(rowsOf(rows, [0, 1, 2], [3, 4]), k, places, noTie);
  found.forEach(({ values, from }, i) =>
    expectClose([...values, rows[from[0]][3], rows[from[1]][4]], made[i], 1e-9, `row ${i}`),
  );
});
