// A date as numbers: year, month, day and so on, as pandas' Series.dt gives them (weekday from Monday 0, ISO week), and
// what comes round again as a point on a circle: sine and cosine of 2 pi (part - first) / period.
import { bool } from '../../../fields/field';
import { cos, sin } from '../../../math/trig';
import type { Table } from '../../../table/types';
import { datePattern, parseDate } from '../../../table/values/dates';
import { civil, clock, dayNumber, dayOfYear, isoWeek, weekday } from '../calendar';
import { columnNamed, numberColumn, requireRoom, withColumns } from '../columns';
import { deriveStep } from '../derive';

interface Part {
  readonly of: (ms: number) => number;
  /** Period and first value, where it comes round. */
  readonly round?: readonly [period: number, first: number];
}

const parts = {
  year: { of: (ms) => civil(dayNumber(ms)).year },
  quarter: { of: (ms) => Math.floor((civil(dayNumber(ms)).month + 2) / 3), round: [4, 1] },
  month: { of: (ms) => civil(dayNumber(ms)).month, round: [12, 1] },
  week: { of: (ms) => isoWeek(dayNumber(ms)) },
  day: { of: (ms) => civil(dayNumber(ms)).day, round: [31, 1] },
  dayOfYear: { of: (ms) => dayOfYear(dayNumber(ms)), round: [366, 1] },
  weekday: { of: (ms) => weekday(dayNumber(ms)), round: [7, 0] },
  weekend: { of: (ms) => Number(weekday(dayNumber(ms)) >= 5) },
  hour: { of: (ms) => clock(ms).hour, round: [24, 0] },
  minute: { of: (ms) => clock(ms).minute, round: [60, 0] },
} as const satisfies Record<string, Part>;
type PartName = keyof typeof parts;

const labels: Readonly<Record<PartName, string>> = {
  year: 'year',
  quarter: 'quarter',
  month: 'month',
  week: 'week',
  day: 'day',
  dayOfYear: 'day of year',
  weekday: 'weekday',
  weekend: 'weekend',
  hour: 'hour',
  minute: 'minute',
};

interface State {
  readonly columns: readonly string[];
  readonly parts: readonly PartName[];
  readonly cyclic: boolean;
  readonly keep: boolean;
}

export const dateParts = deriveStep({
  type: 'dateParts',
  label: 'Parts of a date',
  help: 'Year, month, weekday and so on as numbers of their own.',
  group: 'make',
  takes: 'dates',
  fields: {
    year: bool('Year', true),
    quarter: bool('Quarter', false),
    month: bool('Month', true),
    week: bool('Week of the year', false),
    day: bool('Day of the month', false),
    dayOfYear: bool('Day of the year', false),
    weekday: bool('Weekday', true, { help: 'Monday is 0.' }),
    weekend: bool('Weekend', false),
    hour: bool('Hour', false),
    minute: bool('Minute', false),
    cyclic: bool('As points on a circle', false, {
      help: 'Sine and cosine instead of the number, so that December lies beside January.',
    }),
    keep: bool('Keep the date', false),
  },
  fit: ({ columns, table }, { cyclic, keep, ...chosen }): State => {
    const wanted = (Object.keys(parts) as PartName[]).filter((part) => chosen[part]);
    requireRoom(columns.length * wanted.length * (cyclic ? 2 : 1), table.rows);
    return { columns, parts: wanted, cyclic, keep };
  },
  apply: ({ columns, parts: wanted, cyclic, keep }, table) => {
    const made = columns.flatMap((name) => {
      const dates = datesIn(table, name);
      return wanted.flatMap((part) => {
        const { of, round }: Part = parts[part];
        const values = dates.map((ms) => (Number.isNaN(ms) ? NaN : of(ms)));
        const label = `${name} ${labels[part]}`;
        if (!cyclic || !round) return [numberColumn(label, values)];
        const turn = (value: number) => (2 * Math.PI * (value - round[1])) / round[0];
        return [
          numberColumn(
            `${label} sin`,
            values.map((value) => sin(turn(value))),
          ),
          numberColumn(
            `${label} cos`,
            values.map((value) => cos(turn(value))),
          ),
        ];
      });
    });
    return withColumns(table, made, new Set(keep ? [] : columns));
  },
});

/** Milliseconds; text is read where all of it is dates of one pattern. */
function datesIn(table: Table, name: string): Float64Array {
  const { data } = columnNamed(table, name);
  if (data.kind === 'number') return data.values;
  if (data.kind === 'image') return new Float64Array(table.rows).fill(NaN);
  const found = datePattern(data.dictionary);
  const byCode = data.dictionary.map((text) => (found ? parseDate(text, found.pattern) : NaN));
  return Float64Array.from(data.codes, (code) => (code < 0 ? NaN : byCode[code]));
}
