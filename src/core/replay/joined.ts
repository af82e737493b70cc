// Columns that belong together, as one: those of a setting that has a column for each of its values (one-hot), and those of a
// result that has one for each seed.
import { areResults, resultIn, type Cell, type Rows } from './cells';

/** `named`: columns that somebody speaks of by name, which stay as they are. */
export const joined = (table: Rows, named: ReadonlySet<string> = new Set()): Rows =>
  seedsJoined(hotJoined(table, named), named);

interface Group {
  readonly name: string;
  /** Numbers of its columns. */
  readonly of: readonly number[];
  readonly cells: readonly Cell[];
  readonly note: string;
}

/** The table with each group in the place of its first column. */
function withGroups(table: Rows, groups: readonly Group[]): Rows {
  if (groups.length === 0) return table;
  const first = new Map(groups.map((group) => [group.of[0], group]));
  const gone = new Set(groups.flatMap(({ of }) => of.slice(1)));
  const kept = [...table.columns.keys()].filter((at) => !gone.has(at));
  return {
    ...table,
    columns: kept.map((at) => first.get(at)?.name ?? table.columns[at]),
    rows: table.rows.map((row, i) => kept.map((at) => first.get(at)?.cells[i] ?? (first.has(at) ? null : row[at]))),
    notes: [...(table.notes ?? []), ...groups.map(({ note }) => note)],
  };
}

const between = (columns: readonly string[], of: readonly number[]) =>
  `${columns[of[0]]} to ${columns[of[of.length - 1]]}`;

/** 1 or 0 as a cell says it; undefined for anything else. */
function bitOf(cell: Cell): 0 | 1 | undefined {
  const text = String(cell).toLowerCase();
  if (text === '1' || text === 'true' || text === '1.0') return 1;
  return text === '0' || text === 'false' || text === '0.0' ? 0 : undefined;
}

/** Columns side by side with a common beginning, of which each row has exactly one. */
function hotJoined(table: Rows, named: ReadonlySet<string>): Rows {
  const { columns, rows } = table;
  const bits = columns.map((_name, at) => rows.every((row) => bitOf(row[at]) !== undefined));
  const groups: Group[] = [];
  for (let at = 0; at < columns.length; at++) {
    const to = bits[at] ? endOfHot(rows, bits, at) : -1;
    if (to < 0) continue;
    const of = Array.from({ length: to - at + 1 }, (_, i) => at + i);
    const stem = stemOf(of.map((one) => columns[one]));
    const name = stem.replace(/[^\p{L}\p{N}]+$/u, '');
    if (name === '' || columns.includes(name) || of.some((one) => named.has(columns[one]))) continue;
    const cells = rows.map((row) => columns[of.find((one) => bitOf(row[one]) === 1)!].slice(stem.length));
    groups.push({ name, of, cells, note: `${name}: ${between(columns, of)}, of which each row has one` });
    at = to;
  }
  return withGroups(table, groups);
}

/** The column with which each row has one; -1 where a row has two before, or only one column is ever used. */
function endOfHot(rows: Rows['rows'], bits: readonly boolean[], from: number): number {
  const sums = new Uint8Array(rows.length);
  let left = rows.length;
  let used = 0;
  for (let at = from; at < bits.length && bits[at]; at++) {
    const before = left;
    for (const [i, row] of rows.entries()) {
      if (bitOf(row[at]) === 0) continue;
      if (sums[i]++ > 0) return -1;
      left--;
    }
    if (left < before) used++;
    if (left === 0) return used > 1 ? at : -1;
  }
  return -1;
}

/** What all begin with, up to a sign that separates. */
function stemOf(names: readonly string[]): string {
  const [first] = names;
  let length = 0;
  while (length < first.length && names.every((name) => name[length] === first[length])) length++;
  return /^.*[^\p{L}\p{N}]/u.exec(first.slice(0, length))?.[0] ?? '';
}

const seed = /^(.*?)[\s_.:@/-]*(?<![a-z])(?:seed|run|rep|repeat|repetition)[\s_.:@/#-]*\d+(?!\d)[\s_.:@/-]*(.*)$/i;

/** Numbers under names that differ by the number of a seed: the repeats of one result. */
function seedsJoined(table: Rows, named: ReadonlySet<string>): Rows {
  const { columns, rows } = table;
  const groups = new Map<string, number[]>();
  for (const [at, column] of columns.entries()) {
    const parts = seed.exec(column);
    if (!parts || !areResults(rows.map((row) => row[at]))) continue;
    const name = [parts[1], parts[2]].filter((part) => part !== '').join(' ') || 'value';
    groups.set(name, [...(groups.get(name) ?? []), at]);
  }
  const several = [...groups].filter(
    ([name, of]) => of.length > 1 && !columns.includes(name) && !of.some((at) => named.has(columns[at])),
  );
  return withGroups(
    table,
    several.map(([name, of]) => ({
      name,
      of,
      cells: rows.map((row) => listOf(of.map((at) => row[at]))),
      note: `${name}: ${between(columns, of)}, evaluations of one configuration`,
    })),
  );
}

/** Empty cells are none. */
function listOf(cells: readonly Cell[]): (number | null)[] {
  const numbers = cells
    .filter((cell) => cell !== null)
    .map((cell) => {
      const number = resultIn(cell);
      return number === undefined || Number.isNaN(number) ? null : number;
    });
  return numbers.length === 0 ? [null] : numbers;
}
