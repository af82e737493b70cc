// What a column means, from all its values: numeric, categorical, boolean, date, text or id-like. The result is a
// proposal that a person can override (retype.ts).
import { compactDict } from './builders';
import { listOf, note } from './readers/notes';
import type { Column, DictData, ImportNote, NumberData } from './types';
import { datePattern, daysInDigits, parseClock, parseDate } from './values/dates';
import { isNone, isNotFinite } from './values/missing';
import { parseStyled, plainStyle, StyleEvidence, type NumberStyle } from './values/numbers';

export interface Inferred {
  readonly column: Column;
  readonly notes: readonly ImportNote[];
}
/** What the rest of the file says about how numbers are written. */
export interface NumberHints {
  readonly style: NumberStyle;
  readonly commaSeparates: boolean;
}
export const plainHints: NumberHints = { style: plainStyle, commaSeparates: false };

const idName =
  /(?:^|[_\s.-])(?:id|uuid|guid|index|key|row|rownames?|nr|no)$|^(?:id|unnamed: 0)(?:$|[_\s.-])|[a-z](?:Id|ID|Key)$/i;
/** Names of columns that number things of which a table has several rows: patients, shops, sessions. */
const keyName = /(?:^|[_\s.-])(?:id|uuid|guid)$|^id[_\s.-]|[a-z](?:Id|ID)$|^id$/i;
const fewestKeys = 20;
const words = /\s\S/;

/** Numbers: boolean when only 0 and 1 occur, id-like when they count rows, else numeric. */
export function inferNumbers(name: string, data: NumberData): Inferred {
  const { values } = data;
  let present = 0;
  let bits = 0;
  let whole = 0;
  let steps = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value !== value) continue;
    present++;
    if (value === 0 || value === 1) bits++;
    if (Number.isInteger(value)) whole++;
    if (i > 0 && value === values[i - 1] + 1) steps++;
  }
  const notes: ImportNote[] = [];
  if (present > 0 && bits === present && hasBoth(values)) return { column: { name, type: 'boolean', data }, notes };
  const counts =
    present === values.length && present > 4 && steps === present - 1 && (values[0] === 0 || values[0] === 1);
  const named = idName.test(name) && whole === present && present > 4 && allDifferent(values);
  const keys = named || (whole === present && keyName.test(name) && differ(values, fewestKeys));
  if (counts || keys) return { column: { name, type: 'id', data }, notes };
  const days = whole === present ? daysInDigits(values) : null;
  if (days) return { column: { name, type: 'date', data: { kind: 'number', values: days } }, notes };
  return { column: { name, type: 'numeric', data }, notes };
}

/** Whether there are more different values than `most`. */
function differ(values: Float64Array, most: number): boolean {
  const seen = new Set<number>();
  return values.some((value) => value === value && seen.add(value).size > most);
}

const hasBoth = (values: Float64Array) => values.includes(0) && values.includes(1);

function allDifferent(values: Float64Array): boolean {
  const seen = new Set<number>();
  let present = 0;
  for (const value of values) {
    if (value !== value) continue;
    present++;
    seen.add(value);
    if (seen.size < present) return false;
  }
  return true;
}

/** Strings: what their dictionary turns out to hold. */
export function inferStrings(name: string, data: DictData, hints: NumberHints = plainHints): Inferred {
  const { dictionary } = data;
  if (dictionary.length === 0) return { column: { name, type: 'categorical', data }, notes: [] };
  return (
    asBoolean(name, data) ??
    asNumbers(name, data, hints) ??
    asDates(name, data) ??
    asClock(name, data) ??
    asWords(name, data)
  );
}

const yes = new Set(['true', 't']);
const no = new Set(['false', 'f']);
const pairs = [
  ['yes', 'no'],
  ['y', 'n'],
  ['on', 'off'],
  ['ja', 'nein'],
  ['oui', 'non'],
  ['si', 'no'],
  ['s\u00ed', 'no'],
];

function asBoolean(name: string, data: DictData): Inferred | null {
  if (data.dictionary.length > 4) return null;
  const lower = [...new Set(data.dictionary.map((value) => value.toLowerCase()))];
  if (lower.length > 2) return null;
  if (lower.every((value) => yes.has(value) || no.has(value)) && (lower.length === 2 || lower[0].length > 1)) {
    const bits = data.dictionary.map((value) => (yes.has(value.toLowerCase()) ? 1 : 0));
    return { column: { name, type: 'boolean', data: numbersOf(data, (code) => bits[code]) }, notes: [] };
  }
  // Words of its own are kept: they name the classes better than 0 and 1.
  if (data.dictionary.length === 2 && pairs.some((pair) => lower.every((value) => pair.includes(value)))) {
    return { column: { name, type: 'boolean', data }, notes: [] };
  }
  return null;
}

const code = /^0\d+$/;
const integer = /^[+-]?\d+$/;
const longInteger = /^[+-]?\d{16,}$/;

/** Identifiers written in digits: leading zeros at a fixed length, or more digits than a number holds. */
export function isDigitCode(cells: readonly string[]): boolean {
  const [first] = cells;
  const suspects = cells.some((cell) => code.test(cell)) && cells.every((cell) => cell.length === first.length);
  const long = cells.some((cell) => longInteger.test(cell) && !Number.isSafeInteger(+cell));
  return (suspects || long) && cells.every((cell) => integer.test(cell));
}

function asNumbers(name: string, data: DictData, hints: NumberHints): Inferred | null {
  const magnified = inFull(data.dictionary);
  const { cells: dictionary, unit } = magnified ? { cells: magnified, unit: '' } : withoutUnit(data.dictionary);
  const digitLike = dictionary.filter((value) => /\d/.test(value));
  if (digitLike.length < 0.5 * dictionary.length || isDigitCode(digitLike)) return null;
  const evidence = new StyleEvidence();
  for (const value of digitLike) evidence.see(value);
  const style = evidence.style(hints.commaSeparates, hints.style) ?? hints.style;
  const parsed = Float64Array.from(dictionary, (value) => parseStyled(value, style));
  const counts = countsOf(data);
  let present = 0;
  let strays = 0;
  let notFinite = 0;
  const odd: string[] = [];
  dictionary.forEach((value, i) => {
    const number = parsed[i];
    if (number - number === 0) present += counts[i];
    else {
      parsed[i] = NaN;
      if (number === Infinity || number === -Infinity || isNotFinite(value)) notFinite += counts[i];
      else if (!isNone(value)) {
        strays += counts[i];
        odd.push(value);
      }
    }
  });
  if (present === 0 || odd.length > 10 || strays > 0.02 * present) return null;
  const { column } = inferNumbers(
    name,
    numbersOf(data, (i) => parsed[i]),
  );
  const units = unit === '' ? [] : [note('unit', { column: name, unit })];
  const shortened = magnified ? data.dictionary.findIndex((cell, i) => cell !== dictionary[i]) : -1;
  if (shortened >= 0) {
    const example = `"${data.dictionary[shortened]}"`;
    units.push(note('magnitude', { column: name, example, value: parsed[shortened] }));
  }
  return { column, notes: [...units, ...numberNotes(name, style, digitLike, odd, strays, notFinite)] };
}

const shortAmount = /^([+-]?)([$\u20ac\u00a3\u00a5]?)\s?(\d+(?:\.\d+)?|\.\d+)\s?(?:([kK])|([mM]|[mM]n)|([bB]|[bB]n))?$/;

/**
 * Amounts that are cut to thousands, millions and billions ($537K, $56.7M), in full; null where they are not. Letters
 * behind a few numbers may mean something else (2B, 12 m), unless they are money.
 */
function inFull(raw: readonly string[]): string[] | null {
  const digits = raw.filter((cell) => /\d/.test(cell));
  const matches = digits.map((cell) => shortAmount.exec(cell));
  const powers = new Set<string>();
  let money = true;
  for (const match of matches) {
    if (!match) return null;
    powers.add(powerOf(match));
    money &&= match[2] !== '';
  }
  const mixed = powers.size > 1 && digits.length >= fewestJoined && digits.some((cell) => cell.includes('.'));
  if ((powers.size === 1 && powers.has('')) || !(money || mixed)) return null;
  return raw.map((cell) => {
    const match = shortAmount.exec(cell);
    return match && /\d/.test(cell) ? `${match[1]}${match[3]}${powerOf(match)}` : cell;
  });
}
const powerOf = ([, , , , k, m, b]: RegExpExecArray) => (k ? 'e3' : m ? 'e6' : b ? 'e9' : '');

/**
 * Cells without a sign of money or percent, or a short word for a unit (12 kg, 998 cc), that every number among them
 * carries. Amounts in brackets, as book-keepers write what is owed, become negative.
 */
function withoutUnit(raw: readonly string[]): { cells: readonly string[]; unit: string } {
  const owed = /^\(\s?([$\u20ac\u00a3\u00a5]?\s?\d[\d.,' ]*[%$\u20ac\u00a3\u00a5]?)\)$/;
  const cells = raw.map((cell) => (cell[0] === '(' ? cell.replace(owed, '-$1') : cell));
  const before = /^([+-]?)([$\u20ac\u00a3\u00a5])\s?([+-]?)(?=[\d.,])/;
  const after = /(?<=[\d.])\s?([%$\u20ac\u00a3\u00a5])$/;
  const digits = cells.filter((cell) => /\d/.test(cell));
  if (digits.length === 0) return { cells, unit: '' };
  const sign = before.exec(digits[0])?.[2] ?? after.exec(digits[0])?.[1] ?? '';
  const carries = (cell: string) => before.exec(cell)?.[2] === sign || after.exec(cell)?.[1] === sign;
  if (sign !== '' && digits.every(carries)) {
    return { cells: cells.map((cell) => cell.replace(before, '$1$3').replace(after, '')), unit: sign };
  }
  return wordOff(cells, digits) ?? { cells, unit: '' };
}

const unitWord = /^[+-]?[\d.,]*\d(\s?)(\p{L}[\p{L}/\u00b2\u00b3\u00b0.]{0,7}|\u00b0[CF]?)$/u;
/** Without a blank before it a letter may belong to a code: 4A and 4B, or 2wd and 4wd. */
const fewestJoined = 8;

function wordOff(cells: readonly string[], digits: readonly string[]): { cells: string[]; unit: string } | null {
  const [, blank, unit] = unitWord.exec(digits[0]) ?? [];
  if (unit === undefined || /^e$/i.test(unit) || digits.length < (blank ? 2 : fewestJoined)) return null;
  if (!digits.every((cell) => unitWord.exec(cell)?.[2] === unit)) return null;
  return { cells: cells.map((cell) => (/\d/.test(cell) ? cell.slice(0, -unit.length).trimEnd() : cell)), unit };
}

function numberNotes(
  name: string,
  style: NumberStyle,
  cells: readonly string[],
  odd: readonly string[],
  strays: number,
  notFinite: number,
): ImportNote[] {
  const notes: ImportNote[] = [];
  if (style.decimal === ',') notes.push(note('decimal-comma'));
  const { thousands } = style;
  notes.push(...thousandsNote(style, thousands ? cells.find((cell) => cell.includes(thousands)) : undefined));
  if (strays > 0) notes.push(note('not-numbers', { column: name, examples: listOf(odd, 3) }, strays));
  if (notFinite > 0) notes.push(note('not-finite', {}, notFinite));
  return notes;
}

/** Says that thousands were ungrouped, when the example shows it. */
export function thousandsNote(style: NumberStyle, example?: string): ImportNote[] {
  if (!style.thousands || !example?.includes(style.thousands)) return [];
  return [note('thousands', { example: `"${example}"`, value: parseStyled(example, style) })];
}

function asDates(name: string, data: DictData): Inferred | null {
  const found = datePattern(data.dictionary);
  if (!found) return null;
  const parsed = data.dictionary.map((value) => parseDate(value, found.pattern));
  const order = found.pattern === 'dayFirst' ? 'day' : 'month';
  const notes = found.ambiguous ? [note('date-ambiguous', { column: name, order })] : [];
  return { column: { name, type: 'date', data: numbersOf(data, (i) => parsed[i]) }, notes };
}

/** Times of day and durations, as hours. */
function asClock(name: string, data: DictData): Inferred | null {
  if (data.dictionary.length < 2) return null;
  const hours = data.dictionary.map(parseClock);
  if (hours.some(Number.isNaN)) return null;
  const notes = [
    note('clock', { column: name, example: `"${data.dictionary[0]}"`, value: Number(hours[0].toFixed(4)) }),
  ];
  return { column: { name, type: 'numeric', data: numbersOf(data, (i) => hours[i]) }, notes };
}

/** Many different values: running text when they have several words, else ids; few: categories. */
function asWords(name: string, data: DictData): Inferred {
  const { dictionary } = data;
  const present = data.codes.length - missingOf(data);
  const distinct = dictionary.length;
  const sample = dictionary.slice(0, 1000);
  const spaced = sample.filter((value) => words.test(value)).length / sample.length;
  const meanLength = sample.reduce((sum, value) => sum + value.length, 0) / sample.length;
  const manyDifferent = (distinct > 20 && distinct > 0.5 * present) || (distinct === present && distinct >= 10);
  const type = manyDifferent
    ? spaced > 0.3 || meanLength > 40
      ? 'text'
      : 'id'
    : (distinct === present && distinct > 4 && idName.test(name)) || (distinct > fewestKeys && keyName.test(name))
      ? 'id'
      : meanLength > 60 && distinct > 20
        ? 'text'
        : 'categorical';
  return { column: { name, type, data: compactDict(data.codes, dictionary) }, notes: [] };
}

const missingOf = ({ codes }: DictData) => codes.reduce((sum, value) => sum + (value < 0 ? 1 : 0), 0);

function countsOf({ codes, dictionary }: DictData): Uint32Array {
  const counts = new Uint32Array(dictionary.length);
  for (let i = 0; i < codes.length; i++) if (codes[i] >= 0) counts[codes[i]]++;
  return counts;
}

function numbersOf({ codes }: DictData, value: (code: number) => number): NumberData {
  const values = new Float64Array(codes.length);
  for (let i = 0; i < codes.length; i++) values[i] = codes[i] < 0 ? NaN : value(codes[i]);
  return { kind: 'number', values };
}
