// Rows by bins and categories, and how many of some rows are in each.
import { expect, test } from 'vitest';
import { histogramOf } from '$core/table/look';
import { rowsPicked, tallyRows } from '$core/table/arrange/pick';
import { changeOf, marksOf, pickedBins } from '$features/data/picking';
import { number, times, words } from '../checks/tables';

const values = times(300, (i) => (i % 11 === 0 ? NaN : Math.sin(i) * 10));
const column = number('x', values);
const { edges, counts } = histogramOf(Float64Array.from(values), 13);
const all = times(300, (i) => i);

test('the rows of the bins are those that were counted, each once', () => {
  const bins = counts.map((_, bin) => [...rowsPicked(column, pickedBins('x', edges, [bin]))]);
  expect(bins.map((rows) => rows.length)).toEqual(counts);
  expect(bins.flat().sort((a, b) => a - b)).toEqual(all.filter((row) => !Number.isNaN(values[row])));
  expect(tallyRows(column, { column: 'x', edges }, all)).toEqual(counts);
  expect(tallyRows(column, { column: 'x', edges }, bins[4])).toEqual(counts.map((n, bin) => (bin === 4 ? n : 0)));
});

test('categories and missing ones; words that are numbers', () => {
  const kind = words('kind', ['a', 'b', null, 'a', '3']);
  expect([...rowsPicked(kind, { column: 'kind', values: ['a', null] })]).toEqual([0, 2, 3]);
  expect(tallyRows(kind, { column: 'kind', values: ['b', null, 'a'] }, [0, 1, 2])).toEqual([1, 1, 1]);
  expect([...rowsPicked(kind, { column: 'kind', ranges: [{ low: 0, high: 3, closed: true }] })]).toEqual([4]);
  expect(rowsPicked(kind, { column: 'kind' })).toHaveLength(0);
});

test('a mark more or less changes that one, any other choice replaces', () => {
  const before = marksOf([0, 4, 1]);
  expect([...before]).toEqual([1, 2]);
  expect(changeOf([1, 2, 5], before)).toEqual({ added: [5], gone: [], replace: false });
  expect(changeOf([2], before)).toEqual({ added: [], gone: [1], replace: false });
  expect(changeOf([4], before)).toEqual({ added: [4], gone: [], replace: true });
  expect(changeOf([0], new Set())).toEqual({ added: [0], gone: [], replace: true });
});
