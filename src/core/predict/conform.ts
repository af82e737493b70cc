// One column of new data under the type of the training column: numbers stay numbers whatever the new file's own cells
// suggest, codes written in digits stay words. What cannot be read so counts as missing, and is counted.
import { asCategories } from '../pipeline/values';
import { dateText, parseDate, type DatePattern } from '../table/values/dates';
import { isNone } from '../table/values/missing';
import { parseStyled, plainStyle, StyleEvidence } from '../table/values/numbers';
import type { Column, DictData, NumberData } from '../table/types';
import type { ColumnProfile } from './profile';

export interface Conformed {
  readonly column: Column;
  /** Rows that hold something which cannot be read. */
  readonly unread: number;
  /** One such value as it was written. */
  readonly example: string | null;
}

/** `column`: of numbers or words; images go through conformImages. */
export function conform(column: Column, want: ColumnProfile): Conformed {
  const { data } = column;
  if (data.kind === 'image' || want.kind === 'image') throw new RangeError('images are no values');
  const made = want.kind === 'number' ? numbersFrom(column, data, want) : { data: wordsFrom(column, data), bad: none };
  const column_ = { name: want.name, type: want.type, data: made.data };
  const [first] = made.bad.rows;
  return {
    column: column_,
    unread: made.bad.rows.length,
    example: first === undefined ? null : made.bad.text(first),
  };
}

interface Bad {
  readonly rows: readonly number[];
  text(row: number): string;
}
const none: Bad = { rows: [], text: () => '' };

function numbersFrom(column: Column, data: NumberData | DictData, want: ColumnProfile): { data: NumberData; bad: Bad } {
  if (data.kind === 'number') return numbersFromNumbers(column, data, want);
  const read = readerOf(data.dictionary, want);
  const byCode = data.dictionary.map(read);
  const rows: number[] = [];
  const values = Float64Array.from(data.codes, (code, row) => {
    if (code < 0) return NaN;
    if (Number.isNaN(byCode[code]) && !isNone(data.dictionary[code])) rows.push(row);
    return byCode[code];
  });
  return { data: { kind: 'number', values }, bad: { rows, text: (row) => data.dictionary[data.codes[row]] } };
}

/** Days written in digits (20240131) were numbers to one file and dates to the other. */
function numbersFromNumbers(column: Column, data: NumberData, want: ColumnProfile) {
  const dates = column.type === 'date';
  if (dates === (want.stored === 'date')) return { data, bad: none };
  const convert = dates
    ? (ms: number) => digitsOfDay(ms, want)
    : (value: number) => parseDate(String(value), 'compact');
  const rows: number[] = [];
  const values = data.values.map((value, row) => {
    const made = Number.isNaN(value) ? NaN : convert(value);
    if (Number.isNaN(made) && !Number.isNaN(value)) rows.push(row);
    return made;
  });
  const text = (row: number) => (dates ? dateText(data.values[row]) : String(data.values[row]));
  return { data: { kind: 'number' as const, values }, bad: { rows, text } };
}

/** 20240131 for a day where the training numbers look like that, else NaN. */
function digitsOfDay(ms: number, { range }: ColumnProfile): number {
  if (!range || range.low < 18000101 || range.high >= 22000101) return NaN;
  return Number(new Date(ms).toISOString().slice(0, 10).replaceAll('-', ''));
}

const truths = new Map([
  ...['true', 't', 'yes', 'y', 'on', '1'].map((word) => [word, 1] as const),
  ...['false', 'f', 'no', 'n', 'off', '0'].map((word) => [word, 0] as const),
]);

/** How the words of a column become numbers of the wanted kind; NaN for those that do not. */
function readerOf(words: readonly string[], { stored, range }: ColumnProfile): (text: string) => number {
  if (stored === 'boolean') return (text) => truths.get(text.toLowerCase()) ?? NaN;
  if (stored === 'date') {
    const slashed = words.some((word) => word.includes('/'));
    const order: readonly DatePattern[] = slashed
      ? ['iso', 'monthFirst', 'dayFirst', 'named', 'months', 'compact']
      : ['iso', 'dayFirst', 'monthFirst', 'named', 'months', 'compact'];
    return bestOf(
      words,
      range,
      order.map((pattern) => (text) => parseDate(text, pattern)),
    );
  }
  const evidence = new StyleEvidence();
  for (const word of words) if (/\d/.test(word)) evidence.see(word);
  // A comma before three digits may group thousands or begin the fraction.
  const styles = [evidence.style(true) ?? plainStyle, evidence.style(false) ?? plainStyle];
  return bestOf(
    words,
    range,
    styles.map((style) => (text) => {
      const value = parseStyled(text, style);
      return Number.isFinite(value) ? value : NaN;
    }),
  );
}

type Reading = (text: string) => number;

/** The way of reading that reads most of the words; of equals the one with most in the training range, then the first. */
function bestOf(words: readonly string[], range: ColumnProfile['range'], ways: readonly Reading[]): Reading {
  const judged = ways.map((way) => {
    const values = words.map(way).filter((value) => !Number.isNaN(value));
    const inside = range ? values.filter((value) => value >= range.low && value <= range.high).length : 0;
    return { way, read: values.length, inside };
  });
  return judged.reduce((best, one) =>
    one.read > best.read || (one.read === best.read && one.inside > best.inside) ? one : best,
  ).way;
}

function wordsFrom(column: Column, data: NumberData | DictData): DictData {
  if (data.kind === 'dict') return data;
  if (column.type !== 'date') return { kind: 'dict', ...asCategories(column)! };
  const { codes, dictionary } = asCategories({ ...column, type: 'numeric' })!;
  return { kind: 'dict', codes, dictionary: dictionary.map((ms) => dateText(Number(ms))) };
}
