// What steps on tables do with columns: find them, read them, add them.
import { TablabError } from '../../errors/error';
import type { Column, Table } from '../../table/types';
import { asNumbers } from '../values';
import type { Takes } from './derive';

/** New cells that one step may make: 400 MB of numbers. */
export const maxCells = 50_000_000;
export const maxNewColumns = 2000;

/** Throws `derive-column` where it is missing. */
export function columnNamed(table: Table, name: string): Column {
  const column = table.columns.find((one) => one.name === name);
  if (!column) throw new TablabError('derive-column', { column: name });
  return column;
}

/** The numbers of a column; throws `derive-column` or `derive-column-kind`. */
export function numbersIn(table: Table, name: string): Float64Array {
  const values = asNumbers(columnNamed(table, name));
  if (!values) throw new TablabError('derive-column-kind', { column: name, expected: 'numbers', found: 'images' });
  return values;
}

export const numberColumn = (name: string, values: Float64Array): Column => ({
  name,
  type: 'numeric',
  data: { kind: 'number', values },
});

/** Whether a step that takes such columns can work on this one. */
export function taken({ type, data }: Column, takes: Takes): boolean {
  if (data.kind === 'image' || takes === 'none') return false;
  if (takes === 'any') return true;
  return takes === 'dates' ? type === 'date' : type === 'numeric' || type === 'boolean';
}

/** The table with columns of the same name replaced in place, and others added at the end. */
export function withColumns(table: Table, made: readonly Column[], drop: ReadonlySet<string> = new Set()): Table {
  const byName = new Map(made.map((column) => [column.name, column]));
  const kept = table.columns
    .filter(({ name }) => !drop.has(name) || byName.has(name))
    .map((column) => {
      const own = byName.get(column.name);
      byName.delete(column.name);
      return own ?? column;
    });
  return { rows: table.rows, columns: [...kept, ...byName.values()] };
}

/** Throws `derive-too-large` before memory is asked for. */
export function requireRoom(columns: number, rows: number): void {
  const limit = Math.min(maxNewColumns, Math.floor(maxCells / Math.max(1, rows)));
  if (columns > limit) throw new TablabError('derive-too-large', { columns, rows, limit });
}

/** Throws `derive-name` for a name that no column can have. */
export function requireName(name: string, forbidden: readonly string[] = []): void {
  const reason =
    name.trim() === ''
      ? 'is empty'
      : name.length > 200
        ? 'is longer than 200 characters'
        : ['__proto__', 'prototype', 'constructor'].includes(name)
          ? 'has a meaning of its own'
          : forbidden.includes(name)
            ? 'is the target'
            : null;
  if (reason) throw new TablabError('derive-name', { column: name.slice(0, 200), reason });
}
