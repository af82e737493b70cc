// A table of configurations as cells, read from CSV or JSON. What the cells mean is settled later (see columns.ts).
import { TablabError } from '../errors/error';
import { isBlank, QuoteNeverClosed, Tokenizer, type TokenOptions } from '../table/readers/csv/tokens';
import { numberIn, resultIn, type Cell, type Rows } from './cells';
import { isWritten } from './genes';
import { fromJson } from './jsonRows';

export const limits = { bytes: 64 * 2 ** 20, rows: 200_000, columns: 1000 };

/** Throws `replay-file` or `replay-size`. */
export function readRows(name: string, text: string): Rows {
  if (text.length > limits.bytes) throw tooMuch(name, text.length, limits.bytes, 'characters');
  const start = /\S/.exec(text)?.[0];
  if (start === undefined) throw noTable(name, 'it is empty');
  const table = start === '{' || start === '[' ? fromJson(name, text, tooWide(name)) : fromCsv(name, text);
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

const tooWide = (name: string) => (columns: number) => {
  if (columns > limits.columns) throw tooMuch(name, columns, limits.columns, 'columns');
};

/** A tab or semicolon in the first line separates, where commas do not. */
const delimiterOf = (line: string): string => [',', '\t', ';'].find((one) => line.includes(one)) ?? ',';

function fromCsv(name: string, raw: string): Rows {
  const text = raw
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .trimStart();
  const delimiter = delimiterOf(text.slice(0, text.indexOf('\n') + 1 || text.length));
  const [first, ...others] = cellsOf(text, { delimiter, quotes: true }).filter((row) => !isBlank(row));
  const [header, rows] = isRow(first, others) ? [namesFor(first), [first, ...others]] : [first, others];
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

/** Whether the first line has a network that is written out, or a word that comes again below, beside a number as results are. */
function isRow(first: readonly string[], others: readonly (readonly string[])[]): boolean {
  const words = first.map((cell, at) => ({ at, cell: cell.trim() })).filter(({ cell }) => numberIn(cell) === undefined);
  if (words.length === 0 || words.length === first.length || !fraction.test(first[first.length - 1].trim()))
    return false;
  return words.every(({ cell, at }) => isWritten(cell) || others.some((row) => row[at]?.trim() === cell));
}
const fraction = /^[-+]?\d*\.\d+$/;
const namesFor = ({ length }: readonly string[]) =>
  Array.from({ length }, (_, i) => (i === length - 1 ? 'value' : length === 2 ? 'architecture' : `column ${i + 1}`));

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
