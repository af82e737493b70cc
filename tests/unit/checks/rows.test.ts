// Rules that leave rows out: what each drops, that prepared data is without them, and that findings keep the numbers of
// the data set.
import { expect, test } from 'vitest';
import type { Finding } from '$core/checks/check';
import { checkLabData } from '$core/checks/registry';
import { TablabError } from '$core/errors/error';
import { defaultFeatures, type RowRule } from '$core/lab/document';
import { prepare } from '$core/pipeline/prepare';
import { droppedBy } from '$core/rules/rows';
import { Stream } from '$core/rng/stream';
import type { Roles, Table } from '$core/table/types';
import { idle, number, times, words } from './tables';

const roles = { target: 'y', task: 'binary' as const, exclude: [] as string[] } satisfies Roles;
const small: Table = {
  rows: 8,
  columns: [
    number('x', [1, 2, 2, null, 5, 2, 9, -3]),
    words('c', ['a', 'b', 'b', null, 'a', 'b', 'c', 'c']),
    words('y', ['n', 'y', 'y', 'n', 'y', 'n', 'y', 'n']),
  ],
};
const rowsOf = (rule: RowRule, table = small) =>
  Array.from(droppedBy(rule, table, roles)).flatMap((dropped, row) => (dropped ? [row] : []));

test('each rule drops its rows', () => {
  expect(rowsOf({ drop: 'duplicates' })).toEqual([2]);
  expect(rowsOf({ drop: 'conflicts' })).toEqual([1, 2, 5]);
  expect(rowsOf({ drop: 'missing', column: 'x' })).toEqual([3]);
  expect(rowsOf({ drop: 'missing', column: 'c' })).toEqual([3]);
  expect(rowsOf({ drop: 'outside', column: 'x', low: 1, high: 5 })).toEqual([6, 7]);
  expect(rowsOf({ drop: 'outside', column: 'x', high: 2 })).toEqual([4, 6]);
  expect(rowsOf({ drop: 'values', column: 'c', values: ['b', 'zz'] })).toEqual([1, 2, 5]);
  expect(() => rowsOf({ drop: 'missing', column: 'zz' })).toThrow(TablabError);
});

const rng = Stream.of(3, 'rows');
const n = 300;
const table: Table = {
  rows: n,
  columns: [
    number(
      'x',
      times(n, (i) => (i < 4 ? 500 + i : rng.normal())),
    ),
    number(
      'z',
      times(n, () => rng.uniform()),
    ),
    words(
      'y',
      times(n, (i) => 'ab'[i % 2]),
    ),
  ],
};
const lab = { seed: 2, roles, features: defaultFeatures, split: { validation: 0.2, test: 0.2 } };

test('isolated rows go, and no other is near their score', () => {
  expect(rowsOf({ drop: 'isolated', above: 0.7 }, table)).toEqual([0, 1, 2, 3]);
});

test('prepared data is without dropped rows, says so, and is as before without rules', () => {
  const rules: RowRule[] = [{ drop: 'outside', column: 'x', high: 100 }];
  const before = prepare(table, lab);
  const { rowsOf: parts, notes } = prepare(table, { ...lab, rows: rules });
  const used = [...parts.train, ...parts.validation, ...parts.test].sort((a, b) => a - b);
  expect(used).toEqual(times(n - 4, (i) => i + 4));
  expect(notes.map(({ code, count }) => [code, count])).toEqual([['rows-dropped', 4]]);
  expect(prepare(table, { ...lab, rows: [] }).train.features).toEqual(before.train.features);
});

test('a fix makes its finding disappear; row numbers stay those of the data set', async () => {
  const withCopy: Table = {
    rows: n,
    columns: table.columns.map((column) =>
      column.data.kind === 'number'
        ? number(
            column.name,
            Array.from(column.data.values, (value, i) =>
              column.data.kind === 'number' && i === 250 ? column.data.values[248] : value,
            ),
          )
        : column,
    ),
  };
  const found = async (rows: RowRule[]) =>
    (await checkLabData(withCopy.columns, n, { ...lab, rows }, idle)).findings.filter(({ fixes }) => fixes.length > 0);
  const first = await found([]);
  expect(first.map(({ text }) => text.code)).toEqual([
    'check-duplicates',
    'check-outliers',
    'check-isolated',
    'check-skew',
  ]);
  expect(first[1]).toMatchObject({ rows: [0, 1, 2, 3], fixes: [{ kind: 'clip' }, { kind: 'rows' }] });
  const drop = first[1].fixes[1];
  const second = await found(drop.kind === 'rows' ? [drop.rule] : []);
  const still = ({ text }: Finding) => text.code === 'check-duplicates' || text.code === 'check-outliers';
  expect(second.filter(still).map(({ text, rows }) => [text.code, rows])).toEqual([['check-duplicates', [250]]]);
  const both = await found([{ drop: 'outside', column: 'x', high: 100 }, { drop: 'duplicates' }]);
  expect(both.filter(still)).toEqual([]);
});
