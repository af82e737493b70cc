// Rows chosen by hand behave as a set of numbers does.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RowSet, rowsOf } from '$core/table/rowSet';

const ascending = (rows: Iterable<number>) => [...new Set(rows)].sort((a, b) => a - b);
const rows = fc.array(fc.nat(200));

test('the same members, count and order as a sorted set, whatever is added and taken away', () => {
  fc.assert(
    fc.property(rows, rows, rows, (first, added, gone) => {
      const plain = new Set(first);
      for (const row of gone) plain.delete(row);
      for (const row of added) plain.add(row);
      const before = RowSet.of(first);
      const set = before.changed(added, gone);
      expect([...set]).toEqual(ascending(plain));
      expect(set.size).toBe(plain.size);
      const all = Array.from({ length: 240 }, (_, row) => row - 1);
      expect(all.filter((row) => set.has(row))).toEqual(ascending(plain));
      expect([...before]).toEqual(ascending(first));
    }),
  );
});

test('takes typed arrays, sets and itself; gives rows as the workers take them', () => {
  expect([...RowSet.of(Uint32Array.of(9, 3, 9))]).toEqual([3, 9]);
  expect([...RowSet.of(new Set([40, 1]))]).toEqual([1, 40]);
  const set = RowSet.of([5]);
  expect(RowSet.of(set)).toBe(set);
  expect(rowsOf(new Set([64, 31, 32]))).toEqual(Uint32Array.of(31, 32, 64));
  expect([...set.changed(RowSet.of([2, 7]))]).toEqual([2, 5, 7]);
  expect(RowSet.of([]).has(0.5) || RowSet.of([0]).has(0.5)).toBe(false);
});

test('all rows of a table, at the ends of words too', () => {
  for (const count of [0, 1, 31, 32, 33, 64, 100]) {
    const all = RowSet.all(count);
    expect(all.size).toBe(count);
    expect([...all]).toEqual(Array.from({ length: count }, (_, row) => row));
    expect(all.has(count)).toBe(false);
  }
});
