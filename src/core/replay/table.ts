// A table of evaluated configurations as a problem: the space that its settings span, and what each point of it came to.
import * as v from 'valibot';
import { TablabError } from '../errors/error';
import type { Scalar } from '../fields/field';
import { grouped } from '../format';
import { Grid, pointKey, wholeAxis } from '../space/points';
import type { ParamValues, Space } from '../space/space';
import { resultIn, type Cell, type Rows } from './cells';
import { curvesOf } from './curves';
import { genesOf, type Genes } from './genes';
import { domainText, parametersOf, settingOf, type Setting } from './infer';

type Direction = 'minimize' | 'maximize';

const column = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const columns = v.pipe(v.array(column), v.maxLength(1000));

/** What the columns are; those that nothing is said of are settings. */
export const tableChoicesSchema = v.strictObject({
  /** Results, the first the one that counts where there is but one. */
  values: v.pipe(
    v.array(v.strictObject({ column, direction: v.optional(v.picklist(['minimize', 'maximize'])) })),
    v.maxLength(4),
  ),
  /** Columns that begin so and end in a number, or in JSON a list: the first result after each epoch. */
  curve: v.optional(column),
  /** Further results that are known before a training, such as the size of a model: pruners compare by them too. */
  early: v.optional(columns),
  /** Results that are lists with a value for each epoch: the last counts. Else a list holds repeats. */
  ends: v.optional(columns),
  /** How long each row was trained: of the rows of a configuration those that were trained longest count. */
  epochs: v.optional(column),
  settings: v.optional(columns),
  ignore: v.optional(columns, []),
  /** Numbers that are only names. */
  categories: v.optional(columns, []),
  /** Columns whose texts hold the genes, part by part; `settings` may name others beside them. */
  genes: v.optional(v.union([column, columns])),
  /** The rows are a sample: proposals stand for the nearest row. */
  nearest: v.optional(v.boolean(), false),
});
export type TableChoices = v.InferOutput<typeof tableChoicesSchema>;

export interface Configuration {
  readonly params: ParamValues;
  /** Each evaluation: of each result its value, NaN where it failed. */
  readonly repeats: readonly (readonly number[])[];
  /** Of each result the mean; null where every evaluation failed. */
  readonly mean: readonly number[] | null;
  /** Of each evaluation: the first result after each epoch. */
  readonly curves?: readonly Float64Array[];
}

export interface ReplayTable {
  readonly space: Space;
  readonly values: readonly { readonly column: string; readonly direction: Direction; readonly early?: true }[];
  readonly configurations: readonly Configuration[];
  /** By point key. */
  readonly byKey: ReadonlyMap<string, Configuration>;
  /** Combinations of the settings; Infinity where a setting is a range. */
  readonly size: number;
  readonly genes: Genes['kind'] | null;
  /** Epochs of the learning curves; 0 without. */
  readonly epochs: number;
  readonly nearest: boolean;
  /** What was taken for what, line by line. */
  readonly notes: readonly string[];
}

/** Beyond so many combinations points are found by drawing, and then so large a share of them must be in the table. */
const listable = 1 << 16;
const fewestShare = 0.01;

/** Throws `replay-*`. */
export function tableOf(rows: Rows, choices: TableChoices): ReplayTable {
  const at = columnFinder(rows);
  if (choices.values.length === 0) throw new TablabError('replay-no-value', { columns: listed(rows.columns) });
  const values = choices.values.map(({ column: name, direction }) => {
    at(name);
    if (!direction) throw new TablabError('replay-direction', { column: name });
    return { column: name, direction, ...(choices.early?.includes(name) ? { early: true as const } : {}) };
  });
  for (const name of choices.early ?? []) at(name);
  const isCurve = (name: string) => choices.ends?.includes(name) || choices.curve === name;
  const results = values.map(({ column: name }) =>
    rows.rows.map((row, i) => {
      const numbers = numbersIn(row[at(name)], name, i);
      return isCurve(name) ? numbers.slice(-1) : numbers;
    }),
  );
  const curves = choices.curve === undefined ? null : curvesOf(rows, choices.curve, results[0]);
  const { epochs: trained } = choices;
  const lengths = trained === undefined ? null : rows.rows.map((row, i) => numbersIn(row[at(trained)], trained, i)[0]);
  const taken = new Set([
    ...values.map((value) => value.column),
    ...(curves?.columns ?? []),
    ...(trained === undefined ? [] : [trained]),
  ]);
  const { settings: found, genes } = settingsOf(rows, choices, taken, at);
  const { params: space, settings } = parametersOf(found);
  if (space.length === 0) throw new TablabError('replay-few', { count: 1 });
  const configurations = gather(space, settings, results, curves?.curves ?? null, lengths);
  if (!configurations.some(({ mean }) => mean !== null))
    throw new TablabError('replay-no-result', { columns: listed(values.map((value) => value.column)) });
  if (configurations.length < 2) throw new TablabError('replay-few', { count: configurations.length });
  const { size } = new Grid(space, ({ domain }) => wholeAxis(domain));
  if (!choices.nearest && size > listable && configurations.length < fewestShare * size) {
    throw new TablabError('replay-sparse', {
      count: configurations.length,
      size: size === Infinity ? 'endless' : size.toPrecision(3),
      suspects: suspectsText(settings, rows.rows.length),
    });
  }
  return {
    space,
    values,
    configurations,
    byKey: new Map(configurations.map((one) => [pointKey(one.params), one])),
    size,
    genes: genes?.kind ?? null,
    epochs: curves?.epochs ?? 0,
    nearest: choices.nearest,
    notes: [
      ...(rows.notes ?? []),
      ...(trained === undefined ? [] : [`${trained}: the rows of a configuration that were trained longest count`]),
      ...notesOf(space, found, configurations, size, choices.nearest),
    ],
  };
}

type Finder = (name: string) => number;

/** Throws `replay-column`. */
function columnFinder({ columns: names }: Rows): Finder {
  const numbers = new Map(names.map((name, i) => [name, i]));
  return (name) => {
    const found = numbers.get(name);
    if (found === undefined) throw new TablabError('replay-column', { column: name, columns: listed(names) });
    return found;
  };
}

const mostListed = 30;
const listed = (names: readonly string[]) =>
  names.slice(0, mostListed).join(', ') + (names.length > mostListed ? ` and ${names.length - mostListed} more` : '');

/** A list in a cell holds repeats. */
function numbersIn(cell: Cell, name: string, row: number): number[] {
  const cells = Array.isArray(cell) ? (cell as readonly Cell[]) : [cell];
  return cells.map((one) => {
    const number = resultIn(one);
    if (number === undefined)
      throw new TablabError('replay-value', { row: row + 1, column: name, value: String(one).slice(0, 60) });
    return number;
  });
}

function settingsOf(
  rows: Rows,
  { settings, ignore, categories, genes: said, nearest }: TableChoices,
  taken: ReadonlySet<string>,
  at: Finder,
): { settings: Setting[]; genes: Genes | null } {
  const of = (name: string): Cell[] => rows.rows.map((row) => row[at(name)]);
  const geneColumns = said ?? rows.keys;
  for (const name of [...ignore, ...categories]) at(name);
  const how = { categories: new Set(categories), ranges: nearest };
  const found = geneColumns === undefined || (settings && !said) ? null : genesOf([geneColumns].flat(), of);
  const named = settings ?? (found ? [] : rows.columns.filter((name) => !taken.has(name) && !ignore.includes(name)));
  const others = [...new Set(named)].map((name) => settingOf(name, of(name), how));
  if (!found) return { genes: null, settings: others };
  // Parts that are numbers, such as widths, are in order; characters are names.
  const words = found.kind === 'parts' ? how : { ...how, categories: new Set(found.columns) };
  const genes = found.columns.map((name, i) =>
    settingOf(
      name,
      found.rows.map((row) => row[i]),
      words,
    ),
  );
  return { genes: others.length > 0 ? { ...found, kind: 'parts' } : found, settings: [...genes, ...others] };
}

function gather(
  space: Space,
  settings: readonly Setting[],
  results: readonly (readonly (readonly number[])[])[],
  curves: readonly Float64Array[] | null,
  lengths: readonly number[] | null,
): Configuration[] {
  const byKey = new Map<string, { params: ParamValues; repeats: number[][]; curves: Float64Array[]; length: number }>();
  for (let row = 0; row < results[0].length; row++) {
    const params: Record<string, Scalar> = {};
    for (const [i, { path }] of space.entries()) {
      const value = settings[i].values[row];
      if (value !== undefined) params[path] = value;
    }
    const key = pointKey(params);
    const length = lengths?.[row] ?? 0;
    const old = byKey.get(key);
    if (old && !(length >= old.length)) continue;
    const known = old?.length === length ? old : { params, repeats: [], curves: [], length };
    byKey.set(key, known);
    const times = Math.max(...results.map((result) => result[row].length));
    for (let n = 0; n < times; n++)
      known.repeats.push(results.map((result) => result[row][n] ?? result[row][0] ?? NaN));
    if (curves) known.curves.push(curves[row]);
  }
  return [...byKey.values()].map(({ params, repeats, curves: own }) => ({
    params,
    repeats,
    mean: meanOf(repeats),
    ...(curves ? { curves: own } : {}),
  }));
}

/** Of the evaluations that have every result. */
function meanOf(repeats: readonly (readonly number[])[]): number[] | null {
  const whole = repeats.filter((results) => results.every(Number.isFinite));
  if (whole.length === 0) return null;
  return whole[0].map((_value, m) => whole.reduce((sum, results) => sum + results[m], 0) / whole.length);
}

/** Settings that have another value in nearly every row: most likely none. */
function suspectsText(settings: readonly Setting[], count: number): string {
  const found = settings
    .filter(({ values }) => new Set(values).size > 0.5 * count)
    .map(({ name }) => name)
    .slice(0, 8);
  return found.length === 0 ? '' : ` ${found.join(', ')}: another value in most rows, as results have.`;
}

/** Parameters in a row with the same domain: the first, the last, and the domain in words. */
function groupsOf(space: Space): [string, string, string][] {
  const groups: [string, string, string][] = [];
  for (const { path, domain, when } of space) {
    const text = domainText(domain) + (when ? `, only with ${when.path} ${when.in.join(' or ')}` : '');
    const last = groups.at(-1);
    if (last?.[2] === text) last[1] = path;
    else groups.push([path, path, text]);
  }
  return groups;
}

const several = (count: number) => `${grouped(count)} configuration${count === 1 ? '' : 's'}`;

function notesOf(
  space: Space,
  found: readonly Setting[],
  configurations: readonly Configuration[],
  size: number,
  nearest: boolean,
): string[] {
  const lines = groupsOf(space).map(
    ([first, last, text]) => `${first === last ? first : `${first} to ${last}`}: ${text}`,
  );
  const fixed = found.filter(({ name }) => !space.some(({ path }) => path === name));
  for (const { name, domain } of fixed) lines.push(`${name}: ${domainText(domain)}, so left out`);
  const count = configurations.length;
  lines.push(
    nearest
      ? `${grouped(count)} configurations, a sample of the space: a proposal stands for the nearest row that was not tried yet`
      : count === size
        ? `all ${grouped(count)} combinations are in the table`
        : `${grouped(count)} of ${grouped(size)} combinations are in the table; the others are never proposed`,
  );
  const most = Math.max(...configurations.map(({ repeats }) => repeats.length));
  if (most > 1)
    lines.push(
      `up to ${most} evaluations of a configuration: a search sees one of them, drawn anew, and its regret is that of their mean`,
    );
  const failed = configurations.filter(({ mean }) => mean === null).length;
  if (failed > 0)
    lines.push(
      `${several(failed)} without a result: ${failed === 1 ? 'it counts as a failed trial' : 'they count as failed trials'}`,
    );
  const partly = configurations.filter(
    ({ mean, repeats }) => mean !== null && repeats.some((results) => !results.every(Number.isFinite)),
  ).length;
  if (partly > 0)
    lines.push(
      `${several(partly)} of which some evaluations have no result: a search that draws one has a failed trial`,
    );
  return lines;
}
