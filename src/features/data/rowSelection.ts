// How pointing at rows and moving over them changes the selection: as in any list. Rows are numbers of the data set;
// places are where they stand in the order shown.

import { RowSet, type KeySet } from '$core/table/rowSet';

/** Row number at a place; `null`: the rows stand as they are. */
export type Order = Uint32Array | null;
export const rowAt = (order: Order, place: number): number => (order ? order[place] : place);

/** Plain: this row alone, or none when it was alone. `add`: it too, or not any more. */
export function toggled(selected: KeySet, row: number, add: boolean): KeySet {
  if (!add) return RowSet.of(selected.has(row) && selected.size === 1 ? [] : [row]);
  return selected.has(row) ? RowSet.of(selected).changed([], [row]) : RowSet.of(selected).changed([row]);
}

/** All rows between two places, both included, beside those of `base`. */
export function spanned(order: Order, from: number, to: number, base: KeySet): KeySet {
  const first = Math.min(from, to);
  const count = Math.abs(to - from) + 1;
  const rows = order?.subarray(first, first + count) ?? Uint32Array.from({ length: count }, (_, i) => first + i);
  return RowSet.of(base).changed(rows);
}

/** Every row shown. */
export const everyRow = (order: Order, count: number): KeySet => (order ? RowSet.of(order) : RowSet.all(count));
