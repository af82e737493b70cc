// Calendar dates as people and programs write them, read as UTC. Date.parse is not used: what it accepts beyond ISO
// differs between browsers and depends on the time zone. A pattern is settled per column from all its values.

export type DatePattern = 'iso' | 'dayFirst' | 'monthFirst' | 'named' | 'compact' | 'months';

const time = String.raw`(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([AaPp][Mm])?\s*(Z|UTC|[+-]\d{2}:?\d{2})?)?`;
const iso = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${time}$`);
const numbered = new RegExp(String.raw`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})${time}$`);
const monthNamed = new RegExp(String.raw`^(?:[A-Za-z]{3,9},? )?([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})${time}$`);
const dayNamed = new RegExp(
  String.raw`^(?:[A-Za-z]{3,9},? )?(\d{1,2})[- ]([A-Za-z]{3,9})\.?[- ,]+(\d{4}|\d{2})${time}$`,
);
const compact = /^(\d{4})(\d{2})(\d{2})$/;
/** A month without a day: 2020-03, 03/2020, Mar 2020, 1939, May. */
const yearMonth = /^(\d{4})[-/](\d{1,2})$/;
const monthYear = /^(\d{1,2})\/(\d{4})$/;
const namedYear = /^([A-Za-z]{3,9})\.?[ -](\d{4})$/;
const yearNamed = /^(\d{4}),? ([A-Za-z]{3,9})$/;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const fullMonths = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const daysIn = (year: number, month: number) =>
  month === 2
    ? year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
      ? 29
      : 28
    : [4, 6, 9, 11].includes(month)
      ? 30
      : 31;

/** Days since 1970-01-01 of a proleptic Gregorian date (H. Hinnant, days_from_civil). */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

function build(year: number, month: number, day: number, match: RegExpExecArray): number {
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return NaN;
  const [h, m, s, fraction, half, zone] = match.slice(4);
  let hour = h === undefined ? 0 : +h;
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return NaN;
    hour = (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  }
  const minute = m === undefined ? 0 : +m;
  const second = s === undefined ? 0 : +s;
  if (hour > 24 || minute > 59 || second > 60 || (hour === 24 && minute + second > 0)) return NaN;
  const milli = fraction === undefined ? 0 : Math.floor(+`0.${fraction}` * 1000 + 1e-6);
  let offset = 0;
  if (zone !== undefined && zone !== 'Z' && zone !== 'UTC') {
    offset = (zone[0] === '-' ? -1 : 1) * (+zone.slice(1, 3) * 60 + +zone.slice(-2));
  }
  return daysFromCivil(year, month, day) * 86_400_000 + ((hour * 60 + minute - offset) * 60 + second) * 1000 + milli;
}

const firstOf = (year: number, month: number) =>
  month >= 1 && month <= 12 && year >= 1000 ? daysFromCivil(year, month, 1) * 86_400_000 : NaN;

/** Two-digit years as POSIX reads them: 69 to 99 are 1969 to 1999. */
const fullYear = (text: string) => (text.length === 2 ? +text + (+text < 69 ? 2000 : 1900) : +text);

function monthOf(name: string): number {
  const lower = name.toLowerCase();
  const short = months.indexOf(lower.replace('sept', 'sep'));
  return (short >= 0 ? short : fullMonths.indexOf(lower)) + 1;
}

/** Milliseconds since 1970 UTC of a trimmed cell in a pattern, or NaN. */
export function parseDate(cell: string, pattern: DatePattern): number {
  let match: RegExpExecArray | null;
  switch (pattern) {
    case 'iso':
      match = iso.exec(cell);
      return match ? build(+match[1], +match[2], +match[3], match) : NaN;
    case 'dayFirst':
      match = numbered.exec(cell);
      return match ? build(fullYear(match[3]), +match[2], +match[1], match) : NaN;
    case 'monthFirst':
      match = numbered.exec(cell);
      return match ? build(fullYear(match[3]), +match[1], +match[2], match) : NaN;
    case 'named':
      match = monthNamed.exec(cell);
      if (match) return build(+match[3], monthOf(match[1]), +match[2], match);
      match = dayNamed.exec(cell);
      return match ? build(fullYear(match[3]), monthOf(match[2]), +match[1], match) : NaN;
    case 'months':
      match = yearMonth.exec(cell);
      if (match) return firstOf(+match[1], +match[2]);
      match = monthYear.exec(cell);
      if (match) return firstOf(+match[2], +match[1]);
      match = yearNamed.exec(cell);
      if (match) return firstOf(+match[1], monthOf(match[2]));
      match = namedYear.exec(cell);
      return match ? firstOf(+match[2], monthOf(match[1])) : NaN;
    case 'compact':
      match = compact.exec(cell);
      return match && +match[1] >= 1800 && +match[1] < 2200 ? build(+match[1], +match[2], +match[3], match) : NaN;
  }
}

/**
 * The pattern that reads every value, or null. Where both orders of day and month fit, month first is taken for `/`
 * (as in most files) and day first for `.` and `-`; `ambiguous` then says so.
 */
export function datePattern(cells: readonly string[]): { pattern: DatePattern; ambiguous: boolean } | null {
  if (cells.length === 0) return null;
  const fits = (pattern: DatePattern) => cells.every((cell) => !Number.isNaN(parseDate(cell, pattern)));
  const [first] = cells;
  if (iso.test(first)) return fits('iso') ? { pattern: 'iso', ambiguous: false } : null;
  if (numbered.test(first)) {
    const day = fits('dayFirst');
    const month = fits('monthFirst');
    if (day && month) return { pattern: first.includes('/') ? 'monthFirst' : 'dayFirst', ambiguous: true };
    return day || month ? { pattern: day ? 'dayFirst' : 'monthFirst', ambiguous: false } : null;
  }
  if (fits('named')) return { pattern: 'named', ambiguous: false };
  // A year and another number may be a season, 2011-12: among months some lie below the tens, or are named.
  return fits('months') && cells.length > 1 ? { pattern: 'months', ambiguous: false } : null;
}

/** Milliseconds since 1970 UTC where every value writes a day in digits, 20200131; null otherwise. Missing stays missing. */
export function daysInDigits(values: Float64Array): Float64Array | null {
  const days = new Float64Array(values.length).fill(NaN);
  let present = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value !== value) continue;
    if (!(value >= 18000101 && value < 22000101) || !Number.isInteger(value)) return null;
    days[i] = parseDate(String(value), 'compact');
    if (days[i] !== days[i]) return null;
    present++;
  }
  return present > 4 ? days : null;
}

const clockTime = /^(\d{1,3}):([0-5]\d)(?::([0-5]\d)(?:[.,]\d+)?)?(?:\s?([AaPp])\.?[Mm]\.?)?$/;

/** Hours of a time of day or a duration, `7:30`, `19:05:30`, `7:30 pm`; NaN otherwise. */
export function parseClock(cell: string): number {
  const match = clockTime.exec(cell);
  if (!match) return NaN;
  const [, h, m, s, half] = match;
  if (half !== undefined && (+h < 1 || +h > 12)) return NaN;
  const hour = half === undefined ? +h : (+h % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  return hour + +m / 60 + (s === undefined ? 0 : +s / 3600);
}

/** `2021-03-04`, with the time of day where there is one. */
export function dateText(ms: number): string {
  // Beyond what the platform's calendar holds (the year 275760), the number itself.
  if (Math.abs(ms) > 8.64e15) return String(ms);
  const text = new Date(ms).toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, -14) : text.replace('T', ' ').replace(/(?:\.000)?Z$/, '');
}
