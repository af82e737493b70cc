// What the training rows hold, column by column: what new rows are held against, and what a form for one row is
// prefilled with.
import { asCategories, asNumbers } from '../pipeline/values';
import { cellText } from '../table/look';
import type { Column, ColumnType, Table } from '../table/types';

/** How a column is written and read: the type it was stored under, and the one that the lab reads it by. */
export interface Wanted {
  readonly name: string;
  /** As the lab reads it. */
  readonly type: ColumnType;
  /** As it was imported: how text becomes numbers. */
  readonly stored: ColumnType;
  readonly kind: Column['data']['kind'];
  /** Of images. */
  readonly shape?: readonly [height: number, width: number, channels: number];
}

export interface ColumnProfile extends Wanted {
  readonly rows: number;
  readonly missing: number;
  /** Smallest and largest number; null where it holds none. */
  readonly range: { readonly low: number; readonly high: number; readonly whole: boolean } | null;
  /** Words with the number of their rows, the most frequent first; null for numbers and images. */
  readonly categories: ReadonlyMap<string, number> | null;
  /** The middle number or the most frequent word, as a person would type it; null where there is none. */
  readonly typical: string | null;
}

/** `table`: as the lab reads it; `stored`: column types of the data set; `rows`: those trained on. */
export function profileOf(
  table: Table,
  stored: ReadonlyMap<string, ColumnType>,
  rows: Uint32Array,
  names: readonly string[],
): ColumnProfile[] {
  const wanted = new Set(names);
  return table.columns
    .filter(({ name }) => wanted.has(name))
    .map((column) => profileColumn(column, stored.get(column.name) ?? column.type, rows));
}

function profileColumn(column: Column, stored: ColumnType, rows: Uint32Array): ColumnProfile {
  const { name, type, data } = column;
  const about = { name, type, stored, kind: data.kind, rows: rows.length };
  if (data.kind === 'image')
    return { ...about, shape: data.shape, missing: 0, range: null, categories: null, typical: null };
  const sorted = asNumberColumn(column, rows);
  const range = sorted && sorted.length > 0 ? rangeOf(sorted) : null;
  if (data.kind === 'number' && type !== 'categorical' && type !== 'text' && type !== 'id') {
    const middle = sorted!.subarray(sorted!.length >> 1, (sorted!.length >> 1) + 1);
    const shown = stored === 'date' || stored === 'boolean' ? stored : 'numeric';
    const typical = range && cellText(shown, { kind: 'number', values: middle }, 0);
    return { ...about, missing: rows.length - sorted!.length, range, categories: null, typical };
  }
  const { codes, dictionary } = asCategories(column)!;
  const counts = new Int32Array(dictionary.length);
  let missing = 0;
  for (const row of rows) {
    if (codes[row] < 0) missing++;
    else counts[codes[row]]++;
  }
  const order = Array.from(counts.keys()).filter((code) => counts[code] > 0);
  order.sort((a, b) => counts[b] - counts[a] || a - b);
  const categories = new Map(order.map((code) => [dictionary[code], counts[code]]));
  return { ...about, missing, range, categories, typical: order.length > 0 ? dictionary[order[0]] : null };
}

/** Present numbers of the rows, ascending; null for words. */
function asNumberColumn(column: Column, rows: Uint32Array): Float64Array | null {
  const numbers = column.data.kind === 'number' || column.type === 'numeric' ? asNumbers(column)! : null;
  return (
    numbers &&
    Float64Array.from(rows, (row) => numbers[row])
      .filter((value) => !Number.isNaN(value))
      .sort()
  );
}

const rangeOf = (sorted: Float64Array) => ({
  low: sorted[0],
  high: sorted[sorted.length - 1],
  whole: sorted.every(Number.isInteger),
});
