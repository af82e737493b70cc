// A person's word against the inference: the same values under another type.
import { TablabError } from '../errors/error';
import { compactDict } from './builders';
import type { TypeOverrides } from './readers/reader';
import type { Column, ColumnData, ColumnType, DictData, Table } from './types';
import { datePattern, dateText, parseDate } from './values/dates';
import { isNone } from './values/missing';
import { parseStyled, plainStyle, StyleEvidence } from './values/numbers';

/** The table with some columns under other types. Throws `column-unknown` or `retype-impossible`. */
export function retypeTable(table: Table, types: TypeOverrides): Table {
  for (const column of Object.keys(types)) {
    if (!table.columns.some(({ name }) => name === column)) throw new TablabError('column-unknown', { column });
  }
  const columns = table.columns.map((column) =>
    Object.hasOwn(types, column.name) ? retypeColumn(column, types[column.name]) : column,
  );
  return { rows: table.rows, columns };
}

export function retypeColumn(column: Column, type: ColumnType): Column {
  if (column.type === type) return column;
  return { name: column.name, type, data: convert(column, type) };
}

function convert({ name, type, data }: Column, to: ColumnType): ColumnData {
  const refuse = (reason: string) => new TablabError('retype-impossible', { column: name, type: to, reason });
  if (data.kind === 'image' || to === 'image') throw refuse('images are a type of their own');
  switch (to) {
    case 'numeric':
      return data.kind === 'number' ? data : toNumbers(data, refuse);
    case 'date':
      return data.kind === 'number' ? data : toDates(data, refuse);
    case 'boolean':
      return toBoolean(data, refuse);
    case 'categorical':
    case 'text':
      return data.kind === 'dict' ? data : toStrings(data.values, type);
    case 'id':
      return data;
  }
}

/** Numbers as the strings that show them; dates as ISO, booleans as true and false. */
function toStrings(values: Float64Array, from: ColumnType): DictData {
  const show = from === 'date' ? dateText : from === 'boolean' ? (value: number) => (value ? 'true' : 'false') : String;
  const index = new Map<number, number>();
  const distinct: string[] = [];
  const codes = Int32Array.from(values, (value) => {
    if (value !== value) return -1;
    const known = index.get(value);
    if (known !== undefined) return known;
    const code = distinct.push(show(value)) - 1;
    index.set(value, code);
    return code;
  });
  return compactDict(codes, distinct);
}

type Refuse = (reason: string) => TablabError;

const mapDict = ({ codes }: DictData, values: ArrayLike<number>): ColumnData => ({
  kind: 'number',
  values: Float64Array.from(codes, (code) => (code < 0 ? NaN : values[code])),
});

function toNumbers(data: DictData, refuse: Refuse): ColumnData {
  const evidence = new StyleEvidence();
  for (const value of data.dictionary) evidence.see(value);
  const style = evidence.style(false) ?? plainStyle;
  const parsed = data.dictionary.map((value) => {
    const number = parseStyled(value, style);
    return number - number === 0 ? number : bit(value);
  });
  const bad = data.dictionary.filter((value, i) => Number.isNaN(parsed[i]) && !isNone(value));
  if (bad.length > 0 && bad.length === data.dictionary.length) throw refuse('none of its values is a number');
  return mapDict(data, parsed);
}

/** Words for yes and no as 1 and 0; NaN for others. */
function bit(value: string): number {
  const word = value.toLowerCase();
  if (['true', 't', 'yes', 'y', 'on', '1'].includes(word)) return 1;
  return ['false', 'f', 'no', 'n', 'off', '0'].includes(word) ? 0 : NaN;
}

function toDates(data: DictData, refuse: Refuse): ColumnData {
  const found = datePattern(data.dictionary);
  if (!found) throw refuse('its values do not all read as dates');
  return mapDict(
    data,
    data.dictionary.map((value) => parseDate(value, found.pattern)),
  );
}

function toBoolean(data: Exclude<ColumnData, { kind: 'image' }>, refuse: Refuse): ColumnData {
  if (data.kind === 'number') {
    if (data.values.some((value) => value === value && value !== 0 && value !== 1)) {
      throw refuse('it holds other numbers than 0 and 1');
    }
    return data;
  }
  if (data.dictionary.length > 2) throw refuse('it has more than two different values');
  const bits = data.dictionary.map(bit);
  return bits.some(Number.isNaN) ? data : mapDict(data, bits);
}
