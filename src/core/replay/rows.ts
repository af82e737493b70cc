// A table of configurations as cells, read from CSV or JSON. What the cells mean is settled later (see columns.ts).
import { TablabError } from '../errors/error';
import { withoutPythonNumbers } from '../table/pythonJson';
import { isBlank, QuoteNeverClosed, Tokenizer, type TokenOptions } from '../table/readers/csv/tokens';
import { numberIn, resultIn, type Cell, type Rows } from './cells';

export const limits = { bytes: 64 * 2 ** 20, rows: 200_000, columns: 1000 };

/** Throws `replay-file` or `replay-size`. */
export function readRows(name: string, text: string): Rows {
  if (text.length > limits.bytes) throw tooMuch(name, text.length, limits.bytes, 'characters');
  const start = /\S/.exec(text)?.[0];
  if (start === undefined) throw noTable(name, 'it is empty');
  const table = start === '{' || start === '[' ? fromJson(name, text) : fromCsv(name, text);
  if (table.rows.length > limits.rows) throw tooMuch(name, table.rows.length, limits.rows, 'rows');
  if (table.columns.length > limits.columns) throw tooMuch(name, table.columns.length, limits.columns, 'columns');
  if (table.columns.includes('__proto__')) throw noTable(name, 'no column can be named "__proto__"');
  if (table.rows.length === 0) throw noTable(name, 'it has no rows');
  return table;
}

const noTable = (name: string, reason: string, cause?: unknown) =>
  new TablabError('replay-file', { name, reason }, cause === undefined ? undefined : { cause });
const tooMuch = (name: string, found: number, limit: number, what: string) =>
  new TablabError('replay-size', { name, found: `${found} ${what}`, limit: `${limit}` });

/** A tab or semicolon in the first line separates, where commas do not. */
const delimiterOf = (line: string): string => [',', '\t', ';'].find((one) => line.includes(one)) ?? ',';

function fromCsv(name: string, raw: string): Rows {
  const text = raw
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .trimStart();
  const delimiter = delimiterOf(text.slice(0, text.indexOf('\n') + 1 || text.length));
  const [header, ...rows] = cellsOf(text, { delimiter, quotes: true }).filter((row) => !isBlank(row));
  const columns = header.map((cell, i) => cell.trim() || `column ${i + 1}`);
  if (columns.every((column) => numberIn(column) !== undefined))
    throw noTable(name, 'its first line does not name the columns');
  const twice = columns.find((column, i) => columns.indexOf(column) !== i);
  if (twice !== undefined) throw noTable(name, `two columns are named "${twice}"`);
  const { length } = columns;
  const long = rows.findIndex((row) => row.slice(length).some((cell) => cell.trim() !== ''));
  if (long >= 0) throw noTable(name, `row ${long + 1} has ${rows[long].length} cells under ${length} names`);
  const cells = rows.map((row) => columns.map((_column, i): Cell => (row[i] ?? '').trim() || null));
  const [marked, plain] = delimiter === ',' ? [thousands, withoutCommas] : [decimalComma, withPoint];
  for (const i of columns.keys()) {
    const texts = cells.map((row) => row[i]).filter((cell) => typeof cell === 'string' && cell.includes(','));
    // All of them, so that a list of two numbers stays one.
    if (texts.length === 0 || !texts.every((text) => marked.test(text as string))) continue;
    if (!cells.every((row) => resultIn(plain(row[i])) !== undefined)) continue;
    for (const row of cells) row[i] = plain(row[i]);
  }
  return { columns, rows: cells };
}

/** As written where commas separate nothing else: 0,91 for 0.91. */
const decimalComma = /^[-+]?\d*,\d+(?:e[-+]?\d+)? ?%?$/i;
/** In quotes: 1,234,567. */
const thousands = /^[-+]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/;
const withPoint = (cell: Cell) => (typeof cell === 'string' ? cell.replace(',', '.') : cell);
const withoutCommas = (cell: Cell) => (typeof cell === 'string' ? cell.replaceAll(',', '') : cell);

function cellsOf(text: string, options: TokenOptions): string[][] {
  try {
    const tokens = new Tokenizer(options);
    return [...tokens.push(text), ...tokens.finish()].map((row) => [...row]);
  } catch (error) {
    if (error instanceof QuoteNeverClosed && options.quotes) return cellsOf(text, { ...options, quotes: false });
    throw error;
  }
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Results by configuration, when the keys do not say otherwise. */
const keyColumn = 'genes';

function fromJson(name: string, text: string): Rows {
  let json: Json;
  try {
    json = JSON.parse(withoutPythonNumbers(text).text) as Json;
  } catch (error) {
    throw noTable(name, 'it begins like JSON and is none', error);
  }
  if (Array.isArray(json)) return fromObjects(name, json as readonly Json[]);
  const entries = Object.entries(json as { readonly [key: string]: Json });
  const numbers = entries.every(([, value]) => typeof value === 'number' || value === null);
  const objects = numbers ? entries.map(([key, value]) => [key, { value }] as const) : entries;
  const wrong = objects.find(([, value]) => !isObject(value));
  if (wrong) throw noTable(name, `"${wrong[0].slice(0, 60)}" has no results by name`);
  const all = objects.map(([key, value]) => ({ ...(value as object), [keyColumn]: key }));
  return { ...fromObjects(name, all), keys: keyColumn };
}

function fromObjects(name: string, list: readonly Json[]): Rows {
  const numbers = new Map<string, number>();
  const flat = list.map((entry, i) => {
    if (!isObject(entry)) throw noTable(name, `entry ${i + 1} is no object`);
    const cells: [number, Cell][] = [];
    const add = (path: string, value: Json) => {
      if (isObject(value)) {
        for (const [key, inner] of Object.entries(value)) add(path === '' ? key : `${path}.${key}`, inner);
        return;
      }
      if (!numbers.has(path)) numbers.set(path, numbers.size);
      if (numbers.size > limits.columns) throw tooMuch(name, numbers.size, limits.columns, 'columns');
      cells.push([numbers.get(path)!, cellOf(value)]);
    };
    add('', entry);
    return cells;
  });
  const rows = flat.map((cells) => {
    const row = new Array<Cell>(numbers.size).fill(null);
    for (const [at, cell] of cells) row[at] = cell;
    return row;
  });
  return { columns: [...numbers.keys()], rows };
}

/** A list of anything but numbers is a text. */
function cellOf(value: Exclude<Json, { readonly [key: string]: Json }>): Cell {
  if (!Array.isArray(value)) return value as Cell;
  const list = value as readonly Json[];
  if (list.every((one) => one === null || typeof one === 'number')) return list;
  return JSON.stringify(list).slice(0, 200);
}
