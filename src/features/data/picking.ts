// Picking rows by marks that stand for many: bins of a histogram, categories. A mark counts as chosen when any of its
// rows is selected.
import type { Picked } from '$core/table/arrange/pick';

/** Marks with a selected row. */
export const marksOf = (selected: readonly number[] | undefined): ReadonlySet<number> =>
  new Set((selected ?? []).flatMap((count, mark) => (count > 0 ? [mark] : [])));

/** One mark more or less changes its own rows alone; any other choice replaces what was selected. */
export function changeOf(keys: readonly number[], before: ReadonlySet<number>) {
  const added = keys.filter((key) => !before.has(key));
  const gone = [...before].filter((key) => !keys.includes(key));
  if (before.size > 0 && keys.length > 0 && added.length + gone.length === 1) return { added, gone, replace: false };
  return { added: keys, gone: [], replace: true };
}

/** Bins by their numbers, as what to ask the table for. */
export function pickedBins(column: string, edges: readonly number[], bins: readonly number[]): Picked {
  const last = edges.length - 2;
  const ranges = bins.map((bin) => ({ low: edges[bin], high: edges[bin + 1], closed: bin === last }));
  return { column, ranges };
}
