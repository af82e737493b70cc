// Selecting rows as in any list, and the images that stand for their rows.
import type { KeySet } from '$core/table/rowSet';
import { expect, test } from 'vitest';
import type { Table } from '$core/table/types';
import { gridRows } from '$features/data/imageGrid';
import { everyRow, rowAt, spanned, toggled } from '$features/data/rowSelection';
import { moved } from '$ui/rows/moved';

const order = Uint32Array.of(7, 3, 9, 1);
const sorted = (rows: KeySet) => [...rows].sort((a, b) => a - b);

test('one row alone, one more, one less, none', () => {
  expect(sorted(toggled(new Set([1, 2]), 5, false))).toEqual([5]);
  expect(sorted(toggled(new Set([1, 2]), 2, false))).toEqual([2]);
  expect(sorted(toggled(new Set([2]), 2, false))).toEqual([]);
  expect(sorted(toggled(new Set([1, 2]), 5, true))).toEqual([1, 2, 5]);
  expect(sorted(toggled(new Set([1, 2]), 2, true))).toEqual([1]);
});

test('a stretch of places is a set of rows, whichever end it began at', () => {
  expect(sorted(spanned(order, 3, 1, new Set([4])))).toEqual([1, 3, 4, 9]);
  expect(sorted(spanned(null, 1, 3, new Set()))).toEqual([1, 2, 3]);
  expect(sorted(everyRow(order, 4))).toEqual([1, 3, 7, 9]);
  expect(sorted(everyRow(null, 3))).toEqual([0, 1, 2]);
  expect(rowAt(order, 2)).toBe(9);
});

test('keys stay within the rows', () => {
  expect(moved('ArrowDown', -1, 10, 4)).toBe(0);
  expect(moved('ArrowDown', 3, 10, 4)).toBe(3);
  expect(moved('ArrowUp', 0, 10, 4)).toBe(0);
  expect(moved('PageDown', 5, 10, 100)).toBe(15);
  expect(moved('End', 5, 10, 1_000_000)).toBe(999_999);
  expect(moved('Home', 5, 10, 4)).toBe(0);
  expect(moved('ArrowDown', -1, 10, 0)).toBeNull();
  expect(moved('x', 0, 10, 4)).toBeNull();
});

test('images by class know their rows in the whole data set', () => {
  const table: Table = {
    rows: 4,
    columns: [
      { name: 'image', type: 'image', data: { kind: 'image', pixels: Uint8Array.of(1, 2, 3, 4), shape: [1, 1, 1] } },
      {
        name: 'kind',
        type: 'categorical',
        data: { kind: 'dict', codes: Int32Array.of(0, 1, 0, 0), dictionary: ['10', '9'] },
      },
    ],
  };
  const groups = gridRows(table, 2, 40);
  expect(groups.map(({ label, rows }) => [label, rows])).toEqual([
    ['9', [10]],
    ['10', [0, 20]],
  ]);
  expect([...groups[1].images[1]]).toEqual([3, 3, 3, 255]);
});
