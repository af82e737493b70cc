// The rows that a search finds, in one column or in all. Words are tried once per distinct value, numbers cell by cell,
// with a pause every so many rows so that the work can be stopped.
import { TablabError } from '../../errors/error';
import { cellText } from '../look';
import type { Column, DictData } from '../types';
import type { Operator, Query } from './parse';

export interface ArrangeContext {
  progress(stage: string, done: number, total: number): void;
  /** Resolves soon; throws when the work is to stop. */
  pause(): Promise<void>;
}

const chunk = 50_000;
const compare: Readonly<Record<Operator, (a: number, b: number) => boolean>> = {
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '=': (a, b) => a === b,
  // A missing value is not another value.
  '!=': (a, b) => a < b || a > b,
};

/** Row numbers, ascending. `one`: a single column was chosen, so one that cannot match is a mistake: `search-column-kind`. */
export async function searchRows(
  columns: readonly Column[],
  rows: number,
  query: Query,
  one: boolean,
  on: ArrangeContext,
): Promise<Uint32Array<ArrayBuffer>> {
  const marks = new Uint8Array(rows);
  for (const [i, column] of columns.entries()) {
    const test = testOf(column, query);
    if (!test && one && (query.kind === 'compare' || query.kind === 'range')) {
      const expected = query.of === 'date' ? 'dates' : 'numbers';
      throw new TablabError('search-column-kind', { column: column.name, expected });
    }
    if (!test) continue;
    for (let from = 0; from < rows; from += chunk) {
      on.progress('searching', i * rows + from, columns.length * rows);
      await on.pause();
      const to = Math.min(rows, from + chunk);
      for (let row = from; row < to; row++) if (marks[row] === 0 && test(row)) marks[row] = 1;
    }
  }
  let found = 0;
  for (let row = 0; row < rows; row++) found += marks[row];
  const list = new Uint32Array(found);
  for (let row = 0, at = 0; row < rows; row++) if (marks[row] === 1) list[at++] = row;
  return list;
}

/** Whether a row's cell matches; null where no cell of the column can. */
function testOf(column: Column, query: Query): ((row: number) => boolean) | null {
  const { data } = column;
  if (data.kind === 'image') return null;
  if (query.kind === 'missing') {
    const { missing } = query;
    return data.kind === 'dict'
      ? (row) => data.codes[row] < 0 === missing
      : (row) => Number.isNaN(data.values[row]) === missing;
  }
  if (data.kind === 'dict') return testOfWords(data, query);
  const { values } = data;
  if (query.kind === 'compare' || query.kind === 'range') {
    if ((query.of === 'date') !== (column.type === 'date')) return null;
    if (query.kind === 'range') return (row) => values[row] >= query.low && values[row] <= query.high;
    const holds = compare[query.operator];
    const { value } = query;
    return (row) => holds(values[row], value);
  }
  if (!canHold(column.type, query.text))
    return query.kind === 'word' && !query.equal ? (row) => !Number.isNaN(values[row]) : null;
  // Neighbouring cells are often the same.
  let last = NaN;
  let result = false;
  return (row) => {
    const value = values[row];
    if (value !== value) return false;
    if (value === last) return result;
    last = value;
    const text = (cellText(column.type, data, row) ?? '').toLowerCase();
    result = query.kind === 'contains' ? text.includes(query.text) : (text === query.text) === query.equal;
    return result;
  };
}

function testOfWords({ codes, dictionary }: DictData, query: Exclude<Query, { kind: 'missing' }>) {
  const matches = (word: string): boolean => {
    if (query.kind === 'contains') return word.toLowerCase().includes(query.text);
    if (query.kind === 'word') return (word.toLowerCase() === query.text) === query.equal;
    const value = word.trim() === '' || query.of === 'date' ? NaN : Number(word);
    return query.kind === 'range'
      ? value >= query.low && value <= query.high
      : compare[query.operator](value, query.value);
  };
  const hits = Uint8Array.from(dictionary, (word) => Number(matches(word)));
  if (!hits.includes(1)) {
    // Words none of which is a number cannot be compared at all.
    const comparing = query.kind === 'compare' || query.kind === 'range';
    return comparing && !dictionary.some((word) => word.trim() !== '' && Number.isFinite(Number(word)))
      ? null
      : () => false;
  }
  return (row: number) => codes[row] >= 0 && hits[codes[row]] === 1;
}

/** Whether the text of such a cell could hold these letters: spares writing a million numbers out. */
function canHold(type: Column['type'], text: string): boolean {
  if (type === 'boolean') return 'true false'.includes(text);
  return type === 'date' ? /^[\d:. +-]+$/.test(text) : /^[\de.+-]+$/.test(text);
}
