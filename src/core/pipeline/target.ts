// What is to be learned, read from the target column: class indexes or values.
// Classes stand in order of name (sortNames). Of two classes the second is the positive one: no < yes, 0 < 1,
// false < true; precision, recall, F1 and the logit of a binary model speak of it.
import { TablabError } from '../errors/error';
import type { Roles, Table } from '../table/types';
import type { Allocate } from './allocate';
import { minimumRows } from './split';
import { asCategories, asNumbers, sortNames } from './values';

/** More classes than this are taken for an identifier. */
export const maxClasses = 1000;

export type TargetData =
  | { readonly kind: 'classes'; readonly classes: readonly string[]; readonly index: Int32Array }
  | { readonly kind: 'values'; readonly values: Float64Array };

/** Class index or value by row; -1 or NaN where the target is missing. Throws what makes a target unusable. */
export function readTarget(table: Table, { target, task }: Roles): TargetData {
  const column = table.columns.find(({ name }) => name === target);
  if (!column) throw new TablabError('column-unknown', { column: target });
  if (column.data.kind === 'image') throw new TablabError('target-image', { column: target });
  if (task === 'regression') {
    const values = column.type === 'categorical' ? null : asNumbers(column);
    if (!values?.some((value) => !Number.isNaN(value))) throw new TablabError('target-not-numeric', { column: target });
    const first = values.find((value) => !Number.isNaN(value));
    if (values.every((value) => Number.isNaN(value) || value === first)) {
      throw tooFew(table) ?? new TablabError('target-constant', { column: target });
    }
    return { kind: 'values', values };
  }
  const { codes, dictionary } = asCategories(column)!;
  const used = new Uint8Array(dictionary.length);
  for (const code of codes) if (code >= 0) used[code] = 1;
  const present = dictionary.filter((_, code) => used[code]);
  const count = present.length;
  if (count > maxClasses)
    throw new TablabError('target-too-many-classes', { column: target, count, limit: maxClasses });
  if (count < 2)
    throw tooFew(table) ?? new TablabError('target-one-class', { column: target, value: present[0] ?? 'missing' });
  if (task === 'binary' && count > 2) throw new TablabError('target-not-binary', { column: target, count });
  const classes = sortNames(present);
  const indexOf = new Map(classes.map((name, i) => [name, i]));
  const byCode = dictionary.map((name) => indexOf.get(name) ?? -1);
  return { kind: 'classes', classes, index: codes.map((code) => (code < 0 ? -1 : byCode[code])) };
}

/** Of one row every column is constant: what is wrong then is the number of rows. */
const tooFew = ({ rows }: Table) =>
  rows > 0 && rows < minimumRows ? new TablabError('too-few-rows', { rows, needed: minimumRows }) : null;

/** Rows that have a target. */
export function rowsWithTarget(target: TargetData): Uint32Array<ArrayBuffer> {
  const missing =
    target.kind === 'classes'
      ? (row: number) => target.index[row] < 0
      : (row: number) => Number.isNaN(target.values[row]);
  const length = target.kind === 'classes' ? target.index.length : target.values.length;
  const rows = new Uint32Array(length);
  let count = 0;
  for (let row = 0; row < length; row++) if (!missing(row)) rows[count++] = row;
  return rows.slice(0, count);
}

export interface TargetScale {
  readonly mean: number;
  readonly std: number;
}

/** Mean and population standard deviation of the values in `rows`; 1 instead of 0. Classes: mean 0, std 1. */
export function fitTargetScale(target: TargetData, rows: Uint32Array): TargetScale {
  if (target.kind === 'classes') return { mean: 0, std: 1 };
  return moments(rows.length, (i) => target.values[rows[i]]);
}

/** Mean and population standard deviation in two passes; a deviation of 0 is given as 1, so that it divides. */
export function moments(count: number, at: (i: number) => number): TargetScale {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += at(i);
  const mean = count > 0 ? sum / count : 0;
  let squares = 0;
  for (let i = 0; i < count; i++) squares += (at(i) - mean) * (at(i) - mean);
  const std = count > 0 ? Math.sqrt(squares / count) : 0;
  return { mean, std: std > 0 ? std : 1 };
}

/** The targets of `rows` as a model is trained on: class index, or (value - mean) / std. */
export function encodeTarget(
  target: TargetData,
  { mean, std }: TargetScale,
  rows: Uint32Array,
  allocate: Allocate,
): Float32Array {
  const out = new Float32Array(allocate(4 * rows.length));
  for (let i = 0; i < rows.length; i++) {
    out[i] = target.kind === 'classes' ? target.index[rows[i]] : (target.values[rows[i]] - mean) / std;
  }
  return out;
}
