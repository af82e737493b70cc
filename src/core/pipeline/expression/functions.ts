// The functions of expressions, each on one row's values. Missing is NaN for numbers and truths, null for texts. What
// no number is the answer to (1 / 0, the logarithm of -1) is missing.
import { exp, log, pow } from '../../math/elementary';
import { cbrt, log1p } from '../../math/precise';
import { cos, sin } from '../../math/trig';
import { civil, clock, dayNumber, weekday } from '../derive/calendar';
import type { Kind } from './ast';

export type Value = number | string | null;

export interface FunctionDef {
  /** Fewest and most arguments. */
  readonly count: readonly [number, number];
  /** Kind of each argument; the last holds for all further ones. `same`: all of one kind, whichever. */
  readonly takes: readonly (Kind | 'any' | 'same')[];
  readonly gives: Kind | 'same';
  readonly help: string;
  /** Missing arguments reach the function; else one missing argument makes the answer missing. */
  readonly seesMissing?: true;
  readonly run: (...args: never[]) => Value;
}

/** Texts longer than this are cut: repeated replacing could grow them without end. */
export const maxText = 1000;
const cut = (text: string) => (text.length > maxText ? text.slice(0, maxText) : text);

const one = (f: (x: number) => number, help: string): FunctionDef => ({
  count: [1, 1],
  takes: ['number'],
  gives: 'number',
  help,
  run: f as FunctionDef['run'],
});
const ofText = (f: (text: string) => string, help: string): FunctionDef => ({
  count: [1, 1],
  takes: ['text'],
  gives: 'text',
  help,
  run: ((text: string) => cut(f(text))) as FunctionDef['run'],
});
const pair = (f: (a: string, b: string) => boolean, help: string): FunctionDef => ({
  count: [2, 2],
  takes: ['text'],
  gives: 'truth',
  help,
  run: ((a: string, b: string) => Number(f(a, b))) as FunctionDef['run'],
});
const several = (f: (...all: number[]) => number, help: string): FunctionDef => ({
  count: [2, Infinity],
  takes: ['number'],
  gives: 'number',
  help,
  run: f as FunctionDef['run'],
});

/** Half away from zero falls to the even neighbour, as in Python and numpy. */
export function roundEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest !== 0.5) return Math.floor(x + 0.5);
  return floor % 2 === 0 ? floor : floor + 1;
}

const numberOf = (text: string): number => {
  const value = text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(value) ? value : NaN;
};
const missing = (value: Value) => value === null || Number.isNaN(value);

/** x to the y; a negative x takes whole y alone. Whole powers up to 64 by multiplying, exactly where that is exact. */
export function power(x: number, y: number): number {
  if (Number.isInteger(y) && Math.abs(y) <= 64) {
    let result = 1;
    for (let i = 0; i < Math.abs(y); i++) result *= x;
    return y < 0 ? 1 / result : result;
  }
  if (x < 0) return NaN;
  return y === 0.5 ? Math.sqrt(x) : pow(x, y);
}

export const functions: Readonly<Record<string, FunctionDef>> = {
  abs: one(Math.abs, 'Magnitude'),
  sign: one(Math.sign, '-1, 0 or 1'),
  sqrt: one(Math.sqrt, 'Square root'),
  cbrt: one(cbrt, 'Cube root'),
  exp: one(exp, 'e to the power'),
  log: one(log, 'Natural logarithm'),
  log1p: one(log1p, 'log(1 + x)'),
  log10: one((x) => log(x) / Math.LN10, 'Logarithm to base 10'),
  sin: one(sin, 'Sine of radians'),
  cos: one(cos, 'Cosine of radians'),
  floor: one(Math.floor, 'Whole number below'),
  ceil: one(Math.ceil, 'Whole number above'),
  round: {
    count: [1, 2],
    takes: ['number', 'number'],
    gives: 'number',
    help: 'To whole numbers, or to so many digits; halves to even',
    run: ((x: number, digits = 0) => {
      const scale = power(10, Math.max(-12, Math.min(12, Math.trunc(digits))));
      return roundEven(x * scale) / scale;
    }) as FunctionDef['run'],
  },
  min: several((...all) => Math.min(...all), 'Least of the values of a row'),
  max: several((...all) => Math.max(...all), 'Greatest of the values of a row'),
  clip: {
    count: [3, 3],
    takes: ['number'],
    gives: 'number',
    help: 'x, but not below the second nor above the third',
    run: ((x: number, low: number, high: number) => (x < low ? low : x > high ? high : x)) as FunctionDef['run'],
  },
  if: {
    count: [3, 3],
    takes: ['truth', 'same', 'same'],
    gives: 'same',
    help: 'The second where the first is true, else the third',
    seesMissing: true,
    run: ((test: number, yes: Value, no: Value) =>
      Number.isNaN(test) ? null : test !== 0 ? yes : no) as FunctionDef['run'],
  },
  coalesce: {
    count: [2, Infinity],
    takes: ['same'],
    gives: 'same',
    help: 'The first that is not missing',
    seesMissing: true,
    run: ((...all: Value[]) => all.find((value) => !missing(value)) ?? null) as FunctionDef['run'],
  },
  missing: {
    count: [1, 1],
    takes: ['any'],
    gives: 'truth',
    help: 'Whether the value is missing',
    seesMissing: true,
    run: ((value: Value) => Number(missing(value))) as FunctionDef['run'],
  },
  length: {
    count: [1, 1],
    takes: ['text'],
    gives: 'number',
    help: 'Characters',
    run: ((text: string) => [...text].length) as FunctionDef['run'],
  },
  words: {
    count: [1, 1],
    takes: ['text'],
    gives: 'number',
    help: 'Words, apart by spaces',
    run: ((text: string) => text.split(/\s+/u).filter((word) => word !== '').length) as FunctionDef['run'],
  },
  lower: ofText((text) => text.toLowerCase(), 'In small letters'),
  upper: ofText((text) => text.toUpperCase(), 'In capital letters'),
  trim: ofText((text) => text.trim(), 'Without spaces at the ends'),
  contains: pair((text, piece) => text.includes(piece), 'Whether the second is in the first'),
  starts: pair((text, piece) => text.startsWith(piece), 'Whether the first begins with the second'),
  ends: pair((text, piece) => text.endsWith(piece), 'Whether the first ends with the second'),
  replace: {
    count: [3, 3],
    takes: ['text'],
    gives: 'text',
    help: 'Every occurrence of the second becomes the third',
    run: ((text: string, from: string, to: string) =>
      cut(from === '' ? text : text.split(from).join(to))) as FunctionDef['run'],
  },
  part: {
    count: [3, 3],
    takes: ['text', 'text', 'number'],
    gives: 'text',
    help: 'Splits at the second; piece number 1, 2, ... or -1 from the end',
    run: ((text: string, at: string, number: number) => {
      const pieces = at === '' ? [text] : text.split(at);
      const piece = pieces[number > 0 ? number - 1 : pieces.length + number];
      return piece === undefined ? null : piece.trim();
    }) as FunctionDef['run'],
  },
  slice: {
    count: [2, 3],
    takes: ['text', 'number', 'number'],
    gives: 'text',
    help: 'From character number 1, 2, ..., so many of them',
    run: ((text: string, from: number, count = Infinity) =>
      [...text]
        .slice(Math.max(0, from - 1), Math.max(0, from - 1) + Math.max(0, count))
        .join('')) as FunctionDef['run'],
  },
  concat: {
    count: [1, Infinity],
    takes: ['any'],
    gives: 'text',
    help: 'One after the other',
    run: ((...all: (string | number)[]) => cut(all.map(String).join(''))) as FunctionDef['run'],
  },
  number: {
    count: [1, 1],
    takes: ['any'],
    gives: 'number',
    help: 'The number that a text says, missing where it says none',
    run: ((value: string | number) => (typeof value === 'number' ? value : numberOf(value))) as FunctionDef['run'],
  },
  text: {
    count: [1, 1],
    takes: ['any'],
    gives: 'text',
    help: 'A number as text',
    run: ((value: string | number) => String(value)) as FunctionDef['run'],
  },
  year: one((ms) => civil(dayNumber(ms)).year, 'Year of a date'),
  month: one((ms) => civil(dayNumber(ms)).month, 'Month of a date, 1 to 12'),
  day: one((ms) => civil(dayNumber(ms)).day, 'Day of the month'),
  weekday: one((ms) => weekday(dayNumber(ms)), 'Weekday of a date, Monday 0'),
  hour: one((ms) => clock(ms).hour, 'Hour of a date'),
};
