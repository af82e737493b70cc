// A table of counts as the table that was counted: each row as often as its count says.
import { TablabError } from '../errors/error';
import { gatherColumn } from './gather';
import type { ColumnData, Table } from './types';

/** Rows of a table that is written out, at most. */
export const mostWritten = 500_000;

/** Rows that the counts stand for; null where the column holds no counts. */
export function countedRows(data: ColumnData): number | null {
  if (data.kind !== 'number') return null;
  let total = 0;
  for (const count of data.values) {
    if (!(count >= 0) || !Number.isInteger(count)) return null;
    total += count;
  }
  return total;
}

/** The table without the column, every row repeated by its count there, in order. Throws `column-unknown`, `counts-*`. */
export function writeOut({ columns }: Table, column: string): Table {
  const counts = columns.find(({ name }) => name === column);
  if (!counts) throw new TablabError('column-unknown', { column });
  const total = countedRows(counts.data);
  if (total === null || counts.data.kind !== 'number') throw new TablabError('counts-not-counts', { column });
  if (total > mostWritten) throw new TablabError('counts-too-many', { column, rows: total, limit: mostWritten });
  const rows = new Uint32Array(total);
  let at = 0;
  counts.data.values.forEach((count, row) => {
    rows.fill(row, at, at + count);
    at += count;
  });
  return { rows: total, columns: columns.filter((one) => one !== counts).map((one) => gatherColumn(one, rows)) };
}
