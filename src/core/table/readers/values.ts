// Columns of typed values under final names, as a table with notes. Shared by the readers of typed formats.
import type { Column, ImportNote } from '../types';
import type { ValueColumn } from '../values/valueColumn';
import { uniqueNames } from './names';
import { listOf, note } from './notes';
import type { ReadResult } from './reader';

export function finishColumns(
  columns: readonly { readonly name: string; readonly cells: ValueColumn }[],
  rows: number,
): ReadResult {
  const { names, notes: nameNotes } = uniqueNames(columns.map(({ name }) => name));
  const notes: ImportNote[] = [...nameNotes];
  const nested: string[] = [];
  const rounded: string[] = [];
  const done = columns.map(({ cells }, c): Column => {
    cells.padTo(rows);
    if (cells.nested) nested.push(names[c]);
    if (cells.rounded) rounded.push(names[c]);
    const inferred = cells.finish(names[c]);
    notes.push(...inferred.notes);
    return inferred.column;
  });
  if (nested.length > 0) notes.push(note('nested-values', { names: listOf(nested) }));
  if (rounded.length > 0) notes.push(note('integers-rounded', { names: listOf(rounded) }));
  return { table: { rows, columns: done }, notes };
}
