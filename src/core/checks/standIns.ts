// Numbers that stand in for a missing value (0, -1, 999, -200): one repeated number at an end of a column, far from the
// others. A number that is unmistakable in one column is known in the others too, as -200 is in every column of a logger.
import { sortedPresent } from '../stats/describe';
import type { Column } from '../table/types';

const fewest = 20;
const fewestDistinct = 10;
/** Numbers that people write where a value is unknown. */
const usual: ReadonlySet<number> = new Set([0, -1, -9, -99, -999, -9999, -99999, 99, 999, 9999, 99999, 999999]);
/** Of so many rows at most: more are a value like any other, unless the number is a mark elsewhere. */
const most = 0.5;
const mostOfMark = 0.98;
/** Repeats, and their share of the rows, from which a number that nobody writes by custom is a mark. */
const repeats = 5;
const repeated = 0.002;

export interface StandIn {
  readonly value: number;
  readonly count: number;
  /** The nearest other value. */
  readonly nearest: number;
  readonly atLow: boolean;
}

/** The stand-in of each number column that has one. */
export function standInsOf(columns: readonly Column[]): ReadonlyMap<Column, StandIn> {
  const ends = new Map<Column, readonly [low: End | null, high: End | null]>();
  for (const column of columns) {
    if (column.type === 'numeric' && column.data.kind === 'number') ends.set(column, endsOf(column.data.values));
  }
  const marks = new Set<number>();
  const sorted = new Map<Column, Values | null>();
  const valuesOf = (column: Column) => {
    let known = sorted.get(column);
    if (known === undefined && column.data.kind === 'number') sorted.set(column, (known = spread(column.data.values)));
    return known ?? null;
  };
  for (const [column, [low]] of ends) {
    const { length } = column.data.kind === 'number' ? column.data.values : [];
    if (low && !usual.has(low.value) && low.count >= Math.max(repeats, repeated * length)) {
      const values = valuesOf(column);
      if (values && isMark(low.value, values)) marks.add(low.value);
    }
  }
  const found = new Map<Column, StandIn>();
  for (const [column, pair] of ends) {
    for (const [i, end] of pair.entries()) {
      if (!end || end.count < 2 || !(usual.has(end.value) || marks.has(end.value))) continue;
      const values = valuesOf(column);
      const one = values && standIn(end, i === 0, values, marks.has(end.value));
      if (one) {
        found.set(column, one);
        break;
      }
    }
  }
  return found;
}

/** The column with its stand-in missing. */
export function withoutStandIn(column: Column, one: StandIn | undefined): Column {
  if (!one || column.data.kind !== 'number') return column;
  const values = column.data.values.map((value) => (value === one.value ? NaN : value));
  return { ...column, data: { kind: 'number', values } };
}

interface End {
  readonly value: number;
  readonly count: number;
}

/** The smallest and the largest value and how often they occur. */
function endsOf(values: Float64Array): readonly [low: End | null, high: End | null] {
  let [low, high, lows, highs] = [Infinity, -Infinity, 0, 0];
  for (const value of values) {
    if (value < low) [low, lows] = [value, 0];
    if (value > high) [high, highs] = [value, 0];
    if (value === low) lows++;
    if (value === high) highs++;
  }
  return low < high ? [end(low, lows), end(high, highs)] : [null, null];
}
const end = (value: number, count: number): End => ({ value, count });

interface Values {
  readonly distinct: Float64Array;
  readonly present: number;
}

function spread(values: Float64Array): Values | null {
  const sorted = sortedPresent(values);
  const distinct = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
  return sorted.length < fewest || distinct.length < fewestDistinct ? null : { distinct, present: sorted.length };
}

/** A whole negative number below values that are as far from it as they are from each other. */
function isMark(value: number, { distinct }: Values): boolean {
  const [next, last] = [distinct[1], distinct[distinct.length - 1]];
  return Number.isInteger(value) && value < 0 && next > 0.5 * value && next - value >= last - next;
}

function standIn({ value, count }: End, atLow: boolean, { distinct, present }: Values, mark: boolean): StandIn | null {
  const others = atLow ? distinct.subarray(1) : distinct.subarray(0, -1);
  const nearest = atLow ? others[0] : others[others.length - 1];
  const far = farFrom(value, others, atLow);
  const told = mark && atLow && value < 0 && (others[0] >= 0 || far);
  if (!told && !far) return null;
  return count <= (mark ? mostOfMark : most) * present ? { value, count, nearest, atLow } : null;
}

/** Further from the nearest other value than five usual gaps, and than a share of where the others lie. */
function farFrom(value: number, others: Float64Array, atLow: boolean): boolean {
  const gaps = others.subarray(1).map((one, i) => one - others[i]);
  const near = Math.max(...(atLow ? gaps.subarray(0, 3) : gaps.subarray(-3)));
  const usualGap = gaps.sort()[gaps.length >>> 1];
  const gap = atLow ? others[0] - value : value - others[others.length - 1];
  const span = others[others.length - 1] - others[0];
  const middle = Math.abs(others[others.length >>> 1]);
  // Where the values near it lie as far apart, it is one of them: 0 below the logarithms of 2, 3 and 4.
  if (gap < 2 * near) return false;
  const wide = gap >= 5 * usualGap || gap >= 5 * near;
  return wide && gap >= (value === 0 ? 0.1 * middle : 0.5 * span);
}
