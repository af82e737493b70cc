// What a split may go by besides chance: the group of each row, or its moment in time.
import { TablabError } from '../errors/error';
import type { Column, Table } from '../table/types';
import { asCategories, asNumbers, sortNames } from './values';

export interface Groups {
  /** Group of each row of the table: 0 to count - 1, groups in order of name; missing values are one group, the last. */
  readonly of: Int32Array;
  readonly count: number;
}

const columnOf = (table: Table, name: string): Column => {
  const column = table.columns.find((one) => one.name === name);
  if (!column) throw new TablabError('column-unknown', { column: name });
  return column;
};

/** Throws `column-unknown`, or `split-group-column` for images. */
export function readGroups(table: Table, name: string): Groups {
  const categories = asCategories(columnOf(table, name));
  if (!categories) throw new TablabError('split-group-column', { column: name });
  const { codes, dictionary } = categories;
  const used = new Set(codes);
  const names = sortNames(dictionary.filter((_, code) => used.has(code)));
  const place = new Map(names.map((one, i) => [one, i]));
  const byCode = dictionary.map((one) => place.get(one) ?? -1);
  const missing = used.has(-1);
  return {
    of: Int32Array.from(codes, (code) => (code < 0 ? names.length : byCode[code])),
    count: names.length + (missing ? 1 : 0),
  };
}

/** The moment of each row. Throws `column-unknown`, `split-time-unread` or, of `rows`, `split-time-missing`. */
export function readTimes(table: Table, name: string, rows: ArrayLike<number>): Float64Array {
  const column = columnOf(table, name);
  const values = asNumbers(column);
  const unread = () => new TablabError('split-time-unread', { column: name, value: example(column) });
  if (!values || column.type === 'categorical' || column.type === 'boolean') throw unread();
  let missing = 0;
  for (let i = 0; i < rows.length; i++) {
    if (!Number.isNaN(values[rows[i]])) continue;
    if (column.data.kind === 'dict' && column.data.codes[rows[i]] >= 0) throw unread();
    missing++;
  }
  if (missing > 0) throw new TablabError('split-time-missing', { column: name, count: missing });
  return values;
}

function example({ data }: Column): string {
  if (data.kind !== 'dict') return data.kind === 'image' ? 'images' : 'no dates or numbers';
  const [first = 'nothing'] = data.dictionary.filter((text) => !Number.isFinite(Number(text)) || text.trim() === '');
  return `"${first.slice(0, 40)}"`;
}
