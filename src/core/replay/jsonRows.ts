// The forms in which JSON gives a table of configurations: a list of objects or of rows, results by configuration, columns as
// pandas writes them, an object on each line.
import { TablabError } from '../errors/error';
import { withoutPythonNumbers } from '../table/pythonJson';
import type { Cell, Rows } from './cells';
import { isHash } from './genes';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };
const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

const noTable = (name: string, reason: string, cause?: unknown) =>
  new TablabError('replay-file', { name, reason }, cause === undefined ? undefined : { cause });

/** Results by configuration, when the keys do not say otherwise. */
const keyColumn = 'genes';

/** Throws `replay-file`, or `tooMany` of the columns. */
export function fromJson(name: string, text: string, tooMany: (columns: number) => void): Rows {
  const json = parsed(name, text);
  if (isList(json)) return fromList(name, json, tooMany);
  const object = json as JsonObject;
  const inside = Object.values(object);
  // {"results": [...]}, perhaps with a word on what they are.
  const lists = inside.filter((value) => isList(value) && value.every(isObject) && value.length > 0);
  if (lists.length === 1 && inside.every((value) => value === lists[0] || !isObject(value)))
    return fromList(name, lists[0] as readonly Json[], tooMany);
  if (isList(object.columns) && isList(object.data)) return fromList(name, [object.columns, ...object.data], tooMany);
  const columns = columnsIn(object);
  return columns ? fromList(name, columns, tooMany) : fromKeys(name, object, tooMany);
}

function parsed(name: string, text: string): Json {
  const plain = withoutPythonNumbers(text).text;
  try {
    return JSON.parse(plain) as Json;
  } catch (error) {
    const lines = plain.split('\n').filter((line) => line.trim() !== '');
    if (lines.length < 2) throw noTable(name, 'it begins like JSON and is none', error);
    try {
      return lines.map((line) => JSON.parse(line) as Json);
    } catch {
      throw noTable(name, 'it begins like JSON and is none', error);
    }
  }
}

/** Objects from columns that each hold all their cells: in a list, or by number as pandas writes them; null where they do not. */
function columnsIn(object: JsonObject): JsonObject[] | null {
  const names = Object.keys(object);
  const cells = names.map((name) => {
    const value = object[name];
    if (isList(value)) return value;
    return isObject(value) && isCounted(Object.keys(value)) ? Object.values(value) : null;
  });
  const [first] = cells;
  if (names.length < 2 || !first || first.length < 2) return null;
  if (!cells.every((list) => list?.length === first.length)) return null;
  // Lists of numbers only, by names of networks, are repeats.
  const repeats = names.length > first.length && cells.every((list) => list!.every((one) => typeof one === 'number'));
  if (repeats) return null;
  return first.map((_cell, row) => Object.fromEntries(names.map((name, at) => [name, cells[at]![row]])));
}

/** 0, 1, 2, ... or 1, 2, 3, ... */
const isCounted = (keys: readonly string[]) =>
  keys.length > 1 && (keys[0] === '0' || keys[0] === '1') && keys.every((key, i) => key === `${Number(keys[0]) + i}`);

function fromKeys(name: string, object: JsonObject, tooMany: (columns: number) => void): Rows {
  const entries = Object.entries(object);
  const numbers = entries.every(([, value]) => typeof value === 'number' || value === null || isNumbers(value));
  const objects = numbers ? entries.map(([key, value]) => [key, { value }] as const) : entries;
  const wrong = objects.find(([, value]) => !isObject(value as Json));
  if (wrong) throw noTable(name, `"${wrong[0].slice(0, 60)}" has no results by name`);
  const keys = entries.map(([key]) => key);
  const says = entries.some(([, value]) => isObject(value) && Object.values(value).some(isSetting));
  // Numbers and hashes are no networks where something else may be.
  if (says && (isCounted(keys) || keys.every(isHash))) return fromObjects(name, Object.values(object), tooMany);
  const all = objects.map(([key, value]) => ({ ...(value as object), [keyColumn]: key }));
  return { ...fromObjects(name, all, tooMany), keys: keyColumn };
}

const isNumbers = (value: Json) =>
  isList(value) && value.length > 0 && value.every((one) => one === null || typeof one === 'number');
/** A text, a matrix, or whatever else is no result. */
const isSetting = (value: Json): boolean =>
  typeof value === 'string' ||
  (isList(value) && !isNumbers(value)) ||
  (isObject(value) && Object.values(value).some(isSetting));

/** Objects, or rows: with the names in the first, where that holds nothing else, else the last cell is the result. */
function fromList(name: string, list: readonly Json[], tooMany: (columns: number) => void): Rows {
  if (!list.every(isList) || list.length < 2) return fromObjects(name, list, tooMany);
  const [head, ...rest] = list;
  const { length } = head;
  const other = list.findIndex((row) => row.length !== length);
  if (length < 2 || other >= 0)
    throw noTable(name, `entry ${Math.max(other, 0) + 1} is no object, and no row as the others`);
  const named =
    head.every((one) => typeof one === 'string') && !rest.some((row) => row.every((one) => typeof one === 'string'));
  const names = named
    ? (head as readonly string[])
    : head.map((_cell, i) => (i === length - 1 ? 'value' : length === 2 ? 'architecture' : `column ${i + 1}`));
  const rows = named ? rest : list;
  return fromObjects(
    name,
    rows.map((row) => Object.fromEntries(names.map((column, i) => [column, row[i]]))),
    tooMany,
  );
}

function fromObjects(name: string, list: readonly Json[], tooMany: (columns: number) => void): Rows {
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
      tooMany(numbers.size);
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
function cellOf(value: Exclude<Json, JsonObject>): Cell {
  if (!Array.isArray(value)) return value as Cell;
  const list = value as readonly Json[];
  if (list.every((one) => one === null || typeof one === 'number')) return list;
  return JSON.stringify(list).slice(0, mostText);
}

/** Characters of a text: matrices of NAS-Bench-101 take 113. */
const mostText = 200;
