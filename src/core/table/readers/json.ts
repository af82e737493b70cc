// JSON in the shapes that tables take: an array of objects or of arrays, one object per line, an object of columns,
// or an object that holds one of these (`data`, `rows`, ...).
import { TablabError } from '../../errors/error';
import { own } from '../../fields/own';
import { withoutPythonNumbers } from '../pythonJson';
import { readAll, type ByteSource } from '../source';
import type { ImportNote } from '../types';
import { ValueColumn } from '../values/valueColumn';
import { detectEncoding } from './csv/text';
import { note } from './notes';
import { baseName, type ReadContext, type Reader, type ReadResult } from './reader';
import { finishColumns } from './values';

const limit = 400e6;
const mostColumns = 20_000;
/** Levels of objects inside a row that become columns of their own. */
const deepest = 3;
/** Rows between two looks at whether to stop. */
const stride = 20_000;

type Row = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

async function readJson([source]: readonly ByteSource[], context: ReadContext): Promise<ReadResult> {
  const name = baseName(source.name);
  const bytes = await readAll(source, limit);
  context.progress('reading', bytes.length, bytes.length);
  const text = new TextDecoder(detectEncoding(bytes.subarray(0, 4096))).decode(bytes).trim();
  if (text === '') throw new TablabError('file-empty', { name });
  await context.pause();
  const notes: ImportNote[] = [];
  const value = parseText(text, name, notes);
  const result = await readShallow(value, name, context, notes);
  return { table: result.table, notes: [...notes, ...result.notes] };
}

/** The document, or its lines as an array. Python's NaN and Infinity are read as null. */
function parseText(text: string, name: string, notes: ImportNote[]): unknown {
  const whole = tryParse(text);
  if ('value' in whole) return whole.value;
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length > 1) {
    const parsed = lines.map(tryParse);
    if (parsed.every((line) => 'value' in line)) return parsed.map((line) => line.value);
  }
  const { text: repaired, count } = withoutPythonNumbers(text);
  if (count > 0) {
    const value = parseText(repaired, name, notes);
    notes.push(note('not-finite', {}, count));
    return value;
  }
  throw new TablabError('file-unreadable', { name, format: 'JSON', reason: whole.reason });
}

function tryParse(text: string): { value: unknown } | { reason: string } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    if (error instanceof SyntaxError) return { reason: error.message };
    throw error;
  }
}

/** A value nested so deeply that it cannot be written down again is no table's. */
async function readShallow(...of: Parameters<typeof readValue>): Promise<ReadResult> {
  try {
    return await readValue(...of);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const reason = 'values in it are nested too deeply';
    throw new TablabError('file-unreadable', { name: of[1], format: 'JSON', reason }, { cause: error });
  }
}

async function readValue(value: unknown, name: string, context: ReadContext, notes: ImportNote[]): Promise<ReadResult> {
  if (Array.isArray(value)) return readRows(value as unknown[], name, context, notes);
  if (isObject(value)) {
    const { columns, data } = value;
    // pandas' orient="split".
    if (Array.isArray(columns) && Array.isArray(data) && data.every(Array.isArray)) {
      return readArrays([columns.map(String), ...(data as unknown[][])], context);
    }
    const lists = Object.entries(value).filter(([, list]) => Array.isArray(list)) as [string, unknown[]][];
    const tables = lists.filter(([, list]) => list.length > 0 && list.some((item) => isObject(item)));
    if (tables.length > 0) {
      const preferred = tables.find(([key]) => /^(?:data|rows|records|items|results|values)$/i.test(key));
      const [, rows] = preferred ?? tables.reduce((a, b) => (b[1].length > a[1].length ? b : a));
      return readRows(rows, name, context, notes);
    }
    if (lists.length > 0) {
      // Lists that go together have one length; shorter ones describe the document.
      const longest = Math.max(...lists.map(([, list]) => list.length));
      if (longest > 1)
        return readColumns(
          lists.filter(([, list]) => list.length === longest),
          context,
        );
    }
    const objects = Object.entries(value).filter(([, inner]) => isObject(inner)) as [string, Row][];
    // pandas' orient="columns": an object of values by row label.
    if (objects.length > 0 && objects.length === Object.keys(value).length) {
      const labels = [...new Set(objects.flatMap(([, inner]) => Object.keys(inner)))];
      return readColumns(
        objects.map(([key, inner]) => [key, labels.map((label) => own(inner, label))]),
        context,
      );
    }
    if (isObject(data)) return readValue(data, name, context, notes);
  }
  const reason = 'it is not a list of rows nor an object of columns';
  throw new TablabError('file-unreadable', { name, format: 'JSON', reason });
}

async function readRows(
  rows: readonly unknown[],
  name: string,
  context: ReadContext,
  notes: ImportNote[],
): Promise<ReadResult> {
  if (rows.length > 0 && rows.every(Array.isArray)) return readArrays(rows as unknown[][], context);
  const columns = new Map<string, ValueColumn>();
  let count = 0;
  let skipped = 0;
  // Bare values make a table of one column.
  const bare = rows.length > 0 && rows.every((row) => !isObject(row));
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    const entries = bare ? { value: row } : row;
    if (!isObject(entries)) {
      skipped++;
      continue;
    }
    pushObject(entries, '', 0, (key, cell) => {
      let column = columns.get(key);
      if (!column) {
        if (columns.size === mostColumns) throw tooMany(name, mostColumns + 1);
        column = new ValueColumn();
        columns.set(key, column);
      }
      // The same path twice ({"a.b": 1, "a": {"b": 2}}): the first stays.
      if (column.length > count) return;
      column.padTo(count);
      column.push(cell);
    });
    count++;
    if (count % stride === 0) {
      context.progress('converting', count, rows.length);
      await context.pause();
    }
  }
  if (skipped > 0) notes.push(note('not-objects', {}, skipped));
  if (columns.size === 0) throw new TablabError('table-empty', { name });
  return finishColumns(
    [...columns].map(([key, cells]) => ({ name: key, cells })),
    count,
  );
}

/** Calls `push` for every leaf; objects inside objects give `outer.inner`, lists stay whole. */
function pushObject(row: Row, prefix: string, depth: number, push: (key: string, cell: unknown) => void): void {
  for (const key in row) {
    if (!Object.hasOwn(row, key)) continue;
    const cell = row[key];
    if (depth < deepest && isObject(cell)) pushObject(cell, `${prefix}${key}.`, depth + 1, push);
    else push(prefix + key, cell);
  }
}

/** Rows as arrays; a first row of words only, above other things, names the columns. */
async function readArrays(rows: readonly (readonly unknown[])[], context: ReadContext): Promise<ReadResult> {
  const isHeader =
    rows.length > 1 &&
    rows[0].every((cell) => typeof cell === 'string') &&
    rows.slice(1, 50).some((row) => row.some((cell) => typeof cell !== 'string'));
  const body = isHeader ? rows.slice(1) : rows;
  const width = body.reduce((most, row) => Math.max(most, row.length), 0);
  const lists = Array.from({ length: width }, (_, c): [string, unknown[]] => [
    isHeader ? String(rows[0][c] ?? '') : `column_${c + 1}`,
    body.map((row) => row[c]),
  ]);
  const result = await readColumns(lists, context);
  return isHeader ? result : { table: result.table, notes: [note('no-header'), ...result.notes] };
}

async function readColumns(
  lists: readonly (readonly [string, readonly unknown[]])[],
  context: ReadContext,
): Promise<ReadResult> {
  if (lists.length > mostColumns) throw tooMany('the file', lists.length);
  const columns = [];
  for (const [name, list] of lists) {
    const cells = new ValueColumn();
    for (const value of list) cells.push(value);
    columns.push({ name, cells });
    await context.pause();
  }
  return finishColumns(columns, Math.max(0, ...lists.map(([, list]) => list.length)));
}

const tooMany = (name: string, count: number) =>
  new TablabError('too-many-columns', { name, count, limit: mostColumns });

/** `{` or `[` at the start, and a name that does not say otherwise. */
function looksLikeJson(bytes: Uint8Array): boolean {
  const text = new TextDecoder(detectEncoding(bytes.subarray(0, 256))).decode(bytes.subarray(0, 256)).trimStart();
  return /^(?:\{\s*["}]|\[\s*[[{"\]\d-])/.test(text);
}

export const jsonReader: Reader = {
  format: 'json',
  label: 'JSON',
  matches: ({ name, bytes }) => /\.(?:json|jsonl|ndjson|geojson)$/.test(name) || looksLikeJson(bytes),
  limit,
  read: readJson,
};
