// Edits of the labels in a document: pure, and canonical, so that the same labels are the same text however they came
// about. Where nothing is left the key goes, and the lab is as it was.
import { TablabError } from '../errors/error';
import type { Labels } from './apply';
import { rowsIn, rowSetText } from './rowSet';
import { mostLabelClasses, mostLabelColumns, mostLabels, type LabelColumn } from './schema';

/** The labels of one column, unpacked. */
export interface Given {
  readonly column: string;
  readonly of: number;
  readonly classes: readonly string[];
  readonly values: ReadonlyMap<number, string | null>;
  readonly kept: ReadonlySet<number>;
}

export function unpacked({ column, of, classes = [], values = [], kept = '' }: LabelColumn): Given {
  const byRow = new Map<number, string | null>();
  for (const { value, rows } of values) for (const row of rowsIn(rows)) byRow.set(row, value);
  return { column, of, classes, values: byRow, kept: new Set(rowsIn(kept)) };
}

export function packed({ column, of, classes, values, kept }: Given): LabelColumn {
  const rowsOf = new Map<string | null, number[]>();
  for (const [row, value] of values) {
    const rows = rowsOf.get(value);
    if (rows) rows.push(row);
    else rowsOf.set(value, [row]);
  }
  const sorted = [...rowsOf].sort(([a], [b]) => (a === null ? 1 : b === null ? -1 : a < b ? -1 : 1));
  return {
    column,
    of,
    ...(classes.length > 0 ? { classes: [...classes] } : {}),
    ...(sorted.length > 0 ? { values: sorted.map(([value, rows]) => ({ value, rows: rowSetText(rows) })) } : {}),
    ...(kept.size > 0 ? { kept: rowSetText(kept) } : {}),
  };
}

export const givenOf = (labels: Labels | undefined, column: string, of: number): Given => {
  const set = labels?.find((one) => one.column === column);
  return set ? unpacked(set) : { column, of, classes: [], values: new Map(), kept: new Set() };
};

/**
 * One row's label. `value` null: none. `original`: what the data set itself says; saying the same keeps it as looked at.
 * Throws `labels-too-many`.
 */
export function withLabel(
  labels: Labels | undefined,
  { column, of }: { readonly column: string; readonly of: number },
  row: number,
  value: string | null,
  original: string | null,
): Labels | undefined {
  const given = givenOf(labels, column, of);
  const values = new Map(given.values);
  const kept = new Set(given.kept);
  kept.delete(row);
  if (value === original) {
    values.delete(row);
    if (value !== null) kept.add(row);
  } else values.set(row, value);
  return replaced(labels, { ...given, values, kept });
}

/** The row's label, as it now stands, was looked at and is right. */
export function withKept(
  labels: Labels | undefined,
  { column, of }: { readonly column: string; readonly of: number },
  row: number,
): Labels | undefined {
  const given = givenOf(labels, column, of);
  return replaced(labels, { ...given, kept: new Set(given.kept).add(row) });
}

/** Another class, or a new column with its first classes. Throws `labels-too-many-classes`. */
export function withClasses(
  labels: Labels | undefined,
  { column, of }: { readonly column: string; readonly of: number },
  classes: readonly string[],
): Labels | undefined {
  if (classes.length > mostLabelClasses) {
    throw new TablabError('labels-too-many-classes', { column, limit: mostLabelClasses });
  }
  return replaced(labels, { ...givenOf(labels, column, of), classes });
}

export function withoutColumn(labels: Labels | undefined, column: string): Labels | undefined {
  const left = (labels ?? []).filter((one) => one.column !== column);
  return left.length > 0 ? left : undefined;
}

export const countLabels = (labels: Labels | undefined): number =>
  (labels ?? []).reduce((sum, set) => sum + sizeOf(unpacked(set)), 0);
const sizeOf = ({ values, kept }: Given) => values.size + kept.size;

function replaced(labels: Labels | undefined, given: Given): Labels | undefined {
  const at = (labels ?? []).findIndex(({ column }) => column === given.column);
  const others = withoutColumn(labels, given.column) ?? [];
  if (countLabels(others) + sizeOf(given) > mostLabels) throw new TablabError('labels-too-many', { limit: mostLabels });
  const empty = sizeOf(given) === 0 && given.classes.length === 0;
  if (!empty && at < 0 && others.length >= mostLabelColumns) {
    throw new TablabError('labels-too-many-columns', { limit: mostLabelColumns });
  }
  const left = empty
    ? others
    : [...others.slice(0, at < 0 ? undefined : at), packed(given), ...(at < 0 ? [] : others.slice(at))];
  return left.length > 0 ? left : undefined;
}
