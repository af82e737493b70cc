// A table as its lab reads it: with the labels that a person gave in place of those in the data set.
import { TablabError } from '../errors/error';
import { compactDict } from '../table/builders';
import type { Column, NumberData, Table } from '../table/types';
import { rowsIn } from './rowSet';
import type { LabelColumn } from './schema';

export type Labels = readonly LabelColumn[];

/** Throws `labels-other-data`, or what `labelled` throws. The same table where there are no labels. */
export function withLabels(table: Table, labels: Labels | undefined): Table {
  if (!labels || labels.length === 0) return table;
  const given = new Map(labels.map((one) => [one.column, one]));
  const columns = table.columns.map((column) => {
    const set = given.get(column.name);
    given.delete(column.name);
    return set ? labelled(column, set, table.rows) : column;
  });
  return { rows: table.rows, columns: [...columns, ...[...given.values()].map((set) => newColumn(set, table.rows))] };
}

/** A column of categories with the rows that a person labelled; all others missing. */
export const newColumn = (set: LabelColumn, rows: number): Column =>
  labelled(
    {
      name: set.column,
      type: 'categorical',
      data: { kind: 'dict', codes: new Int32Array(rows).fill(-1), dictionary: [] },
    },
    set,
    rows,
  );

/**
 * The column with a person's values. Throws `labels-other-data` when the data set has another number of rows than the
 * labels count, `label-images`, or `label-not-number` for a word in a column of numbers.
 */
export function labelled({ name, type, data }: Column, set: LabelColumn, rows: number): Column {
  if (set.of !== rows) throw new TablabError('labels-other-data', { column: name, of: set.of, rows });
  if (data.kind === 'image') throw new TablabError('label-images', { column: name });
  if (data.kind === 'number') return { name, type, data: numbers(name, data, set) };
  const dictionary = [...data.dictionary];
  const codeOf = new Map(dictionary.map((value, code) => [value, code]));
  const codes = data.codes.slice();
  for (const { value, rows } of set.values ?? []) {
    let code = value === null ? -1 : codeOf.get(value);
    if (code === undefined) codeOf.set(value!, (code = dictionary.push(value!) - 1));
    for (const row of rowsIn(rows)) codes[row] = code;
  }
  return { name, type, data: compactDict(codes, dictionary) };
}

function numbers(column: string, data: NumberData, set: LabelColumn): NumberData {
  const values = data.values.slice();
  for (const { value, rows } of set.values ?? []) {
    const number = value === null ? NaN : numberOf(value);
    if (value !== null && Number.isNaN(number)) throw new TablabError('label-not-number', { column, value });
    for (const row of rowsIn(rows)) values[row] = number;
  }
  return { kind: 'number', values };
}

/** Columns of yes and no hold 1 and 0. NaN for what is no finite number. */
export function numberOf(value: string): number {
  if (value === 'true') return 1;
  if (value === 'false') return 0;
  const number = value.trim() === '' ? NaN : Number(value);
  return Number.isFinite(number) ? number : NaN;
}
