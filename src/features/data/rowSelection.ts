// How pointing at rows and moving over them changes the selection: as in any list. Rows are numbers of the data set;
// places are where they stand in the order shown.

/** Row number at a place; `null`: the rows stand as they are. */
export type Order = Uint32Array | null;
export const rowAt = (order: Order, place: number): number => (order ? order[place] : place);

/** Plain: this row alone, or none when it was alone. `add`: it too, or not any more. */
export function toggled(selected: ReadonlySet<number>, row: number, add: boolean): ReadonlySet<number> {
  if (!add) return new Set(selected.has(row) && selected.size === 1 ? [] : [row]);
  const next = new Set(selected);
  if (!next.delete(row)) next.add(row);
  return next;
}

/** All rows between two places, both included, beside those of `base`. */
export function spanned(order: Order, from: number, to: number, base: ReadonlySet<number>): ReadonlySet<number> {
  const next = new Set(base);
  for (let place = Math.min(from, to); place <= Math.max(from, to); place++) next.add(rowAt(order, place));
  return next;
}

/** Every row shown. */
export const everyRow = (order: Order, count: number): ReadonlySet<number> =>
  new Set(order ?? Array.from({ length: count }, (_, row) => row));

/** Where a key moves the cursor to; null for keys that do not move it. -1: no cursor yet. */
export function moved(key: string, at: number, page: number, count: number): number | null {
  const to = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  }[key];
  return to === undefined || count === 0 ? null : Math.max(0, Math.min(count - 1, to));
}
