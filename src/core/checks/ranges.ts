// Values outside of what a column can mean: numbers beyond the range that its name tells (an age of 400), and numbers
// that stand in for a missing value (standIns.ts).
import type { Column } from '../table/types';
import { blankFormula, finding, percent, type CheckDef, type Finding, type Fix } from './check';
import type { StandIn } from './standIns';

const fewest = 20;
/** Where fewer values lie within, the name means something else. */
const mostly = 0.9;

/** By words of the name; the first that fits. */
const known: readonly { readonly words: readonly string[]; readonly low: number; readonly high: number }[] = [
  { words: ['latitude', 'lat'], low: -90, high: 90 },
  { words: ['longitude', 'lon', 'lng', 'long'], low: -180, high: 180 },
  { words: ['percent', 'percentage', 'pct'], low: 0, high: 100 },
  { words: ['probability', 'prob'], low: 0, high: 1 },
  { words: ['humidity'], low: 0, high: 100 },
  { words: ['age'], low: 0, high: 120 },
  { words: ['month'], low: 1, high: 12 },
  { words: ['weekday'], low: 0, high: 7 },
  { words: ['hour'], low: 0, high: 24 },
  { words: ['minute'], low: 0, high: 60 },
  { words: ['ph'], low: 0, high: 14 },
];

export const ranges: CheckDef = {
  name: 'ranges',
  label: 'Values out of range',
  async run({ features, target, roles, clipped, formulas, standIns, pause }) {
    const found: Finding[] = [];
    for (const column of target && roles.task === 'regression' ? [...features, target] : features) {
      if (column.type !== 'numeric' || clipped.has(column.name)) continue;
      await pause();
      const stand = standIns().get(column);
      const both = [outOfRange(column), stand ? standIn(column, stand, column === target, formulas) : null];
      found.push(...both.filter((one) => one !== null));
    }
    return found;
  },
};

/** `bodyTemp_max (C)` is body, temp, max, c. */
const wordsOf = (name: string) =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);

function outOfRange({ name, data }: Column): Finding | null {
  if (data.kind !== 'number') return null;
  const words = wordsOf(name);
  const range = known.find((one) => one.words.some((word) => words.includes(word)));
  if (!range) return null;
  const { low, high } = range;
  const rows: number[] = [];
  let present = 0;
  for (let row = 0; row < data.values.length; row++) {
    const value = data.values[row];
    if (value !== value) continue;
    present++;
    if (value < low || value > high) rows.push(row);
  }
  if (rows.length === 0 || present < fewest || rows.length > (1 - mostly) * present) return null;
  const details = { column: name, count: rows.length, low, high, example: data.values[rows[0]] };
  const rule = { drop: 'outside', column: name, low, high } as const;
  return finding('check-range', { severity: 'warn', details, columns: [name], rows, fixes: [{ kind: 'rows', rule }] });
}

function standIn(
  { name, data }: Column,
  { value, count, nearest, atLow }: StandIn,
  isTarget: boolean,
  formulas: ReadonlySet<string>,
): Finding | null {
  const formula = blankFormula(name, value);
  if (data.kind !== 'number' || (formula !== null && formulas.has(formula))) return null;
  const rows: number[] = [];
  let present = 0;
  for (let row = 0; row < data.values.length; row++) {
    if (data.values[row] === data.values[row]) present++;
    if (data.values[row] === value) rows.push(row);
  }
  const details = { column: name, value, percent: percent(count, present), nearest };
  const drop: Fix = {
    kind: 'rows',
    rule: { drop: 'outside', column: name, ...(atLow ? { low: nearest } : { high: nearest }) },
  };
  // A target is not filled in: its rows can only go.
  const fixes: Fix[] = formula === null || isTarget ? [drop] : [{ kind: 'blank', column: name, value }, drop];
  return finding('check-stand-in', { severity: 'warn', details, columns: [name], rows, fixes });
}
