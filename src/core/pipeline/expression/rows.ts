// A table as expressions see it, and what they give as a column.
import type { Column, DictData, Table } from '../../table/types';
import { asNumbers, isYesNo } from '../values';
import type { Kind } from './ast';
import type { Rows, Series } from './evaluate';

/** Kind of a column's values; undefined for images. Dates are numbers: milliseconds. */
export function columnKind({ type, data }: Column): Kind | undefined {
  if (data.kind === 'image') return undefined;
  if (type === 'boolean') return data.kind === 'number' || isYesNo(data.dictionary) ? 'truth' : 'text';
  if (data.kind === 'number') return 'number';
  return type === 'numeric' ? 'number' : 'text';
}

export function rowsOf(table: Table): Rows {
  const known = new Map<string, Series>();
  return {
    count: table.rows,
    column(name) {
      const found = known.get(name);
      if (found) return found;
      const series = seriesOf(table.columns.find((column) => column.name === name)!);
      known.set(name, series);
      return series;
    },
  };
}

function seriesOf(column: Column): Series {
  if (columnKind(column) !== 'text') return asNumbers(column)!;
  const { codes, dictionary } = column.data as DictData;
  return Array.from(codes, (code) => (code < 0 ? null : dictionary[code]));
}

/** Numbers, yes or no, or categories: texts in order of first occurrence. */
export function columnOf(name: string, kind: Kind, series: Series): Column {
  if (series instanceof Float64Array) {
    // A series may be a column of the table itself, which nobody may write to: it is only read.
    return { name, type: kind === 'truth' ? 'boolean' : 'numeric', data: { kind: 'number', values: series } };
  }
  const index = new Map<string, number>();
  const codes = Int32Array.from(series, (text) => {
    if (text === null) return -1;
    const known = index.get(text);
    if (known !== undefined) return known;
    index.set(text, index.size);
    return index.size - 1;
  });
  return { name, type: 'categorical', data: { kind: 'dict', codes, dictionary: [...index.keys()] } };
}
