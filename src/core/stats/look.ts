// Everything that the look at a data set shows, in one pass over its columns: summaries of all rows, and what pairs of
// columns have to do with each other on evenly spaced rows. Pauses between columns so that the caller can stop it.
import { sampleColumn } from '../table/look';
import type { Column, Roles } from '../table/types';
import { informationOf, strengthOf, type TargetLink } from './association';
import { ranks, spearman } from './correlation';
import { pearsonMatrix } from './correlationMatrix';
import { describeCategorical, describeNumeric, type Summary } from './describe';
import { correlatedGroups } from './groups';
import { sideOf, targetSide } from './sides';

/** Pairs are measured on at most this many rows; the standard error of a correlation is then below 0.0025. */
const pairRows = 200_000;
const informationRows = 10_000;
const mostColumns = 40;
/** A category with more levels than this is no column of the matrix. */
const mostLevels = 200;
export const groupLimit = 0.9;

export interface Matrix {
  readonly columns: readonly string[];
  /** columns x columns, row-major; NaN where undefined. */
  readonly values: Float64Array;
}
export interface Look {
  readonly rows: number;
  readonly columns: readonly {
    readonly name: string;
    readonly type: Column['type'];
    readonly summary: Summary | null;
  }[];
  readonly pearson: Matrix;
  readonly spearman: Matrix;
  /** |r|, correlation ratio or Cramer's V, by the kinds of the two columns. */
  readonly mixed: Matrix;
  /** Columns joined by |r| of at least `groupLimit`. */
  readonly groups: readonly (readonly string[])[];
  readonly target: readonly TargetLink[];
  /** Rows that pairs were measured on. */
  readonly pairRows: number;
  readonly informationRows: number;
  /** Columns left out of the matrices for their number. */
  readonly leftOut: number;
}
export interface LookContext {
  progress(stage: string, done: number, total: number): void;
  /** Resolves soon; throws when the work is to stop. */
  pause(): Promise<void>;
}

export async function lookAt(columns: readonly Column[], rows: number, roles: Roles, on: LookContext): Promise<Look> {
  const summaries: Look['columns'][number][] = [];
  for (const [i, column] of columns.entries()) {
    on.progress('summary', i, columns.length);
    await on.pause();
    summaries.push({ name: column.name, type: column.type, summary: summaryOf(column) });
  }
  const sampled = columns.filter(({ data }) => data.kind !== 'image').map((column) => sampleColumn(column, pairRows));
  const target = sampled.find(({ name }) => name === roles.target);
  const varied = sampled.filter(varies);
  const numeric = varied.filter(({ data }) => data.kind === 'number');
  const kept = varied.slice(0, mostColumns);
  const keptNumeric = numeric.slice(0, mostColumns);
  const r = await correlations(keptNumeric.map(valuesOf), on);
  // Ranks within all rows of a column; only pairs with missing values have to be ranked anew.
  const ranked: Float64Array[] = [];
  for (const column of keptNumeric) {
    await on.pause();
    ranked.push(ranks(valuesOf(column)));
  }
  const rho = await rankCorrelations(ranked, on);
  const names = keptNumeric.map(({ name }) => name);
  const place = new Map(names.map((name, i) => [name, i]));
  const mixed = await matrix(kept, on, (a, b) => {
    const [i, j] = [place.get(a.name), place.get(b.name)];
    if (i !== undefined && j !== undefined) return Math.abs(r[i * names.length + j]);
    const [one, other] = [sideOf(a), sideOf(b)];
    return one && other ? strengthOf(one, other).strength : NaN;
  });
  return {
    rows,
    columns: summaries,
    pearson: { columns: names, values: r },
    spearman: { columns: names, values: rho },
    mixed,
    groups: correlatedGroups(r, names.length, groupLimit).map((group) => group.map((i) => names[i])),
    target: target ? await links(sampled, target, roles, on) : [],
    pairRows: Math.min(rows, pairRows),
    informationRows: Math.min(rows, informationRows),
    leftOut: varied.length - kept.length,
  };
}

const valuesOf = ({ data }: Column): Float64Array => (data.kind === 'number' ? data.values : new Float64Array(0));

function summaryOf({ data }: Column): Summary | null {
  if (data.kind === 'number') return describeNumeric(data.values);
  return data.kind === 'dict' ? describeCategorical(data.codes, data.dictionary) : null;
}

/** Whether a column belongs in a matrix: it has a side, not too many levels, and more than one value. */
function varies(column: Column): boolean {
  const side = sideOf(column);
  if (!side) return false;
  if (side.kind === 'codes') return side.levels > 1 && side.levels <= mostLevels;
  const first = side.values.find((value) => value === value);
  return first !== undefined && side.values.some((value) => value === value && value !== first);
}

const correlations = (columns: readonly Float64Array[], on: LookContext) =>
  pearsonMatrix(columns, {
    progress: (done, total) => on.progress('pairs', done, total),
    pause: () => on.pause(),
  });

/** Pearson's r of ranks, ranked again where missing values took rows away. */
async function rankCorrelations(ranked: readonly Float64Array[], on: LookContext): Promise<Float64Array> {
  const values = await correlations(ranked, on);
  const size = ranked.length;
  for (let i = 0; i < size; i++) {
    await on.pause();
    for (let j = i + 1; j < size; j++) {
      if (sameHoles(ranked[i], ranked[j])) continue;
      values[i * size + j] = values[j * size + i] = spearman(ranked[i], ranked[j]);
    }
  }
  return values;
}

function sameHoles(a: Float64Array, b: Float64Array): boolean {
  for (let i = 0; i < a.length; i++) if ((a[i] === a[i]) !== (b[i] === b[i])) return false;
  return true;
}

async function matrix(
  columns: readonly Column[],
  on: LookContext,
  of: (a: Column, b: Column) => number,
): Promise<Matrix> {
  const size = columns.length;
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    on.progress('pairs', i, size);
    await on.pause();
    values[i * size + i] = 1;
    for (let j = i + 1; j < size; j++) values[i * size + j] = values[j * size + i] = of(columns[i], columns[j]);
  }
  return { columns: columns.map(({ name }) => name), values };
}

/** How much each other column tells of the target, most first. */
async function links(columns: readonly Column[], target: Column, roles: Roles, on: LookContext): Promise<TargetLink[]> {
  const aim = targetSide(target, roles.task);
  if (!aim) return [];
  const few = sampleColumn(target, informationRows);
  const found: TargetLink[] = [];
  for (const [i, column] of columns.entries()) {
    const side = sideOf(column);
    if (column.name === roles.target || !side) continue;
    on.progress('target', i, columns.length);
    await on.pause();
    const information = informationOf(sampleColumn(column, informationRows), few, roles);
    found.push({ column: column.name, ...strengthOf(side, aim), information });
  }
  return found.sort((a, b) => (b.information || 0) - (a.information || 0));
}
