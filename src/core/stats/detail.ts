// One column close up: how its values spread, and how that goes with the target. What is drawn of it depends on the
// kinds of the two: densities and boxes by class, points and means along a number, shares of classes by category, boxes
// of a number target by category.
import { orderFloats } from '../math/radix';
import { tQuantile } from '../math/studentT';
import { histogramOf } from '../table/look';
import type { Column, Roles } from '../table/types';
import { boxOf, type Box } from './box';
import { density, densityRange, type DensityCurve } from './density';
import { sortedPresent } from './describe';
import { asCategories } from '../pipeline/values';
import { classNames, sideOf, targetSide, type Side } from './sides';

export const mostGroups = 12;
export const mostLevels = 20;
const gridPoints = 200;
const mostBins = 40;
const mostPoints = 5000;
const trendBins = 20;

export interface Level {
  /** null: missing. */
  readonly name: string | null;
  readonly count: number;
}
/** The rows of one class, or of one category. */
export interface Group {
  readonly name: string;
  /** Its place among all classes: the same class has the same colour everywhere. */
  readonly index: number;
  readonly count: number;
  readonly density: DensityCurve | null;
  readonly box: Box | null;
}
/** Neighbouring values of a number, about equally many, and the target there. */
export interface TrendBin {
  readonly x: number;
  readonly count: number;
  readonly mean: number;
  readonly sd: number;
  /** 95 % interval of the mean by Student's t; the mean itself for a single row. */
  readonly low: number;
  readonly high: number;
}
export type TargetView =
  | {
      readonly kind: 'groups';
      readonly of: 'column' | 'target';
      readonly groups: readonly Group[];
      readonly leftOut: number;
    }
  | {
      readonly kind: 'trend';
      readonly bins: readonly TrendBin[];
      readonly points: {
        readonly x: readonly number[];
        readonly y: readonly number[];
        readonly row: readonly number[];
      };
      readonly rows: number;
    }
  | {
      readonly kind: 'shares';
      readonly classes: readonly string[];
      /** Rows of each class, by level. */
      readonly levels: readonly (Level & { readonly classes: readonly number[] })[];
      readonly leftOut: number;
    };

export interface ColumnDetail {
  readonly column: string;
  readonly present: number;
  readonly missing: number;
  readonly histogram: { readonly edges: readonly number[]; readonly counts: readonly number[] } | null;
  readonly density: DensityCurve | null;
  readonly box: Box | null;
  /** The most frequent categories, most first. */
  readonly levels: readonly Level[];
  /** Distinct categories beyond those. */
  readonly leftOut: number;
  /** Null for the target itself, and where the two cannot be compared. */
  readonly target: TargetView | null;
}

/** `columns` of equal length, as the lab types them. */
export function detailOf(column: Column, target: Column | undefined, { task }: Pick<Roles, 'task'>): ColumnDetail {
  const side = sideOf(column);
  const aim = target && target.name !== column.name ? targetSide(target, task) : null;
  const named = aim?.kind === 'codes' && target ? classNames(target) : [];
  if (side?.kind === 'number') {
    const sorted = sortedPresent(side.values);
    const distinct = new Set(sorted.subarray(0, 10_000)).size;
    // A kernel smears what has two values over numbers that it cannot have.
    const range = column.type === 'boolean' ? null : densityRange([sorted]);
    return {
      column: column.name,
      present: sorted.length,
      missing: side.values.length - sorted.length,
      histogram: histogramOf(side.values, Math.max(2, Math.min(mostBins, distinct, binsFor(sorted.length)))),
      density: range && density(sorted, range, gridPoints),
      box: boxOf(side.values),
      levels: [],
      leftOut: 0,
      target: aim && byTarget(side.values, aim, named),
    };
  }
  const categories = asCategories(column);
  const { levels, leftOut, codes } = levelsOf(categories?.codes ?? new Int32Array(0), categories?.dictionary ?? []);
  const missing = codes.filter((code) => code === -1).length;
  return {
    column: column.name,
    present: codes.length - missing,
    missing,
    histogram: null,
    density: null,
    box: null,
    levels,
    leftOut,
    target: aim && side ? byCategory(codes, levels, leftOut, aim, named) : null,
  };
}

/** Enough to see a shape, few enough that a bin holds rows: twice the cube root of n (Rice). */
const binsFor = (n: number) => Math.max(10, Math.ceil(2 * Math.cbrt(n)));

function byTarget(values: Float64Array, aim: Side, names: readonly string[]): TargetView {
  if (aim.kind === 'number') return trendOf(values, aim.values);
  const { groups, leftOut } = groupsOf(values, aim.codes, names);
  return { kind: 'groups', of: 'column', groups, leftOut };
}

/** Rows by code; each row's own number of a category that is shown, -2 of one that is not, -1 missing. */
function levelsOf(codes: Int32Array, dictionary: readonly string[]) {
  const counts = new Uint32Array(dictionary.length);
  for (const code of codes) if (code >= 0) counts[code]++;
  const order = [...counts.keys()].filter((code) => counts[code] > 0).sort((a, b) => counts[b] - counts[a] || a - b);
  const shown = order.slice(0, mostLevels);
  const place = new Int32Array(dictionary.length).fill(-2);
  shown.forEach((code, i) => (place[code] = i));
  return {
    levels: shown.map((code): Level => ({ name: dictionary[code], count: counts[code] })),
    leftOut: order.length - shown.length,
    codes: codes.map((code) => (code < 0 ? -1 : place[code])),
  };
}

function byCategory(
  codes: Int32Array,
  levels: readonly Level[],
  leftOut: number,
  aim: Side,
  names: readonly string[],
): TargetView {
  if (aim.kind === 'number') {
    const found = groupsOf(
      aim.values,
      codes,
      levels.map(({ name }) => name ?? ''),
    );
    return { kind: 'groups', of: 'target', groups: found.groups, leftOut: leftOut + found.leftOut };
  }
  const table = levels.map(() => new Array<number>(names.length).fill(0));
  for (let row = 0; row < codes.length; row++)
    if (codes[row] >= 0 && aim.codes[row] >= 0) table[codes[row]][aim.codes[row]]++;
  return {
    kind: 'shares',
    classes: names,
    levels: levels.map((level, i) => ({ ...level, classes: table[i] })),
    leftOut,
  };
}

/** Numbers by group, the largest groups, in the order of their codes. */
function groupsOf(values: Float64Array, codes: Int32Array, names: readonly string[]) {
  const rows = names.map((): number[] => []);
  for (let row = 0; row < codes.length; row++) {
    if (codes[row] >= 0 && values[row] === values[row]) rows[codes[row]]?.push(row);
  }
  const filled = [...rows.keys()].filter((code) => rows[code].length > 0);
  const shown = [...filled].sort((a, b) => rows[b].length - rows[a].length || a - b).slice(0, mostGroups);
  shown.sort((a, b) => a - b);
  const sorted = shown.map((code) => sortedPresent(Float64Array.from(rows[code], (row) => values[row])));
  // One grid for all, so that they can be laid over each other.
  const range = densityRange(sorted);
  const groups = shown.map((code, i): Group => ({
    name: names[code],
    index: code,
    count: rows[code].length,
    density: range && density(sorted[i], range, gridPoints),
    box: boxOf(values, rows[code]),
  }));
  return { groups, leftOut: filled.length - shown.length };
}

/** Target along a number: bins of about equally many rows, in which equal values stay together. */
function trendOf(x: Float64Array, y: Float64Array): TargetView {
  const rows: number[] = [];
  for (let row = 0; row < x.length; row++) if (x[row] === x[row] && y[row] === y[row]) rows.push(row);
  const shown = Math.min(rows.length, mostPoints);
  const kept = Array.from({ length: shown }, (_, i) => rows[Math.floor((i * rows.length) / shown)]);
  const points = { x: kept.map((row) => x[row]), y: kept.map((row) => y[row]), row: kept };
  const places = orderFloats(Float64Array.from(rows, (row) => x[row]));
  const order = Array.from(places, (place) => rows[place]);
  const bins: TrendBin[] = [];
  const size = Math.max(1, Math.ceil(order.length / trendBins));
  for (let from = 0; from < order.length;) {
    let to = Math.min(order.length, from + size);
    while (to < order.length && x[order[to]] === x[order[to - 1]]) to++;
    bins.push(trendBin(order.slice(from, to), x, y));
    from = to;
  }
  return { kind: 'trend', bins, points, rows: rows.length };
}

function trendBin(rows: readonly number[], x: Float64Array, y: Float64Array): TrendBin {
  const count = rows.length;
  const meanOf = (values: Float64Array) => rows.reduce((sum, row) => sum + values[row] / count, 0);
  const mean = meanOf(y);
  const sd = count > 1 ? Math.sqrt(rows.reduce((sum, row) => sum + (y[row] - mean) ** 2, 0) / (count - 1)) : 0;
  const half = count > 1 ? (tQuantile(0.95, count - 1) * sd) / Math.sqrt(count) : 0;
  return { x: meanOf(x), count, mean, sd, low: mean - half, high: mean + half };
}
