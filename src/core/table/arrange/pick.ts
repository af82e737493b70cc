// Rows by the values of a column: those in bins of a histogram, those of a word.
import { asCategories, asNumbers } from '../../pipeline/values';
import type { Column } from '../types';

export interface Picked {
  readonly column: string;
  /** Numbers from `low` (included) to `high` (excluded, unless it ends the last bin). */
  readonly ranges?: readonly { readonly low: number; readonly high: number; readonly closed: boolean }[];
  /** Categories; null: missing. */
  readonly values?: readonly (string | null)[];
}

/** Row numbers, ascending. */
export function rowsPicked(column: Column, { ranges = [], values = [] }: Picked): Uint32Array<ArrayBuffer> {
  const rows: number[] = [];
  const numbers = ranges.length > 0 ? asNumbers(column) : null;
  if (numbers) {
    const inside = (value: number) =>
      ranges.some(({ low, high, closed }) => value >= low && (value < high || (closed && value === high)));
    for (let row = 0; row < numbers.length; row++) if (inside(numbers[row])) rows.push(row);
  }
  const categories = values.length > 0 ? asCategories(column) : null;
  if (categories) {
    const wanted = Uint8Array.from(categories.dictionary, (value) => Number(values.includes(value)));
    const missing = values.includes(null);
    const { codes } = categories;
    for (let row = 0; row < codes.length; row++) if (codes[row] < 0 ? missing : wanted[codes[row]]) rows.push(row);
  }
  return Uint32Array.from(rows);
}

/** Bins of a number between ascending edges, the last one closed; or categories, null: missing. */
export type TallyOf =
  | { readonly column: string; readonly edges: readonly number[] }
  | { readonly column: string; readonly values: readonly (string | null)[] };

/** How many of the rows are in each bin or of each category. */
export function tallyRows(column: Column, of: TallyOf, rows: ArrayLike<number>): number[] {
  if ('edges' in of) return tallyBins(column, of.edges, rows);
  const counts = new Array<number>(of.values.length).fill(0);
  const categories = asCategories(column);
  if (!categories) return counts;
  const place = new Map(of.values.map((value, i) => [value, i]));
  const places = categories.dictionary.map((value) => place.get(value) ?? -1);
  const missing = place.get(null) ?? -1;
  for (let i = 0; i < rows.length; i++) {
    const code = categories.codes[rows[i]];
    const at = code < 0 ? missing : places[code];
    if (at >= 0) counts[at]++;
  }
  return counts;
}

function tallyBins(column: Column, edges: readonly number[], rows: ArrayLike<number>): number[] {
  const bins = Math.max(0, edges.length - 1);
  const counts = new Array<number>(bins).fill(0);
  const values = bins > 0 ? asNumbers(column) : null;
  if (!values) return counts;
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i]];
    if (!(value >= edges[0] && value <= edges[bins])) continue;
    let low = 0;
    let high = bins - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (value < edges[middle]) high = middle - 1;
      else low = middle;
    }
    counts[low]++;
  }
  return counts;
}
