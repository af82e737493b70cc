// A column as a side of a pair: a number, or categories by code. Dates and booleans kept as 0 and 1 count as numbers;
// running text, identifiers and images have no side.
import type { Column, Task } from '../table/types';

export type Side =
  | { readonly kind: 'number'; readonly values: Float64Array }
  | { readonly kind: 'codes'; readonly codes: Int32Array; readonly levels: number };

export function sideOf({ type, data }: Column): Side | null {
  if (data.kind === 'image' || type === 'text' || type === 'id') return null;
  if (data.kind === 'number') return { kind: 'number', values: data.values };
  return { kind: 'codes', codes: data.codes, levels: data.dictionary.length };
}

/** The target: a number for a regression, classes otherwise. null where the column cannot be that. */
export function targetSide(column: Column, task: Task): Side | null {
  const { data } = column;
  if (data.kind === 'image') return null;
  if (task === 'regression') return data.kind === 'number' ? { kind: 'number', values: data.values } : null;
  return data.kind === 'dict'
    ? { kind: 'codes', codes: data.codes, levels: data.dictionary.length }
    : codesOf(data.values);
}

/** Numbers as categories, in order of first occurrence; NaN is missing. */
export function codesOf(values: Float64Array): Extract<Side, { kind: 'codes' }> {
  const known = new Map<number, number>();
  const codes = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    let code = value === value ? known.get(value) : -1;
    if (code === undefined) known.set(value, (code = known.size));
    codes[i] = code;
  }
  return { kind: 'codes', codes, levels: known.size };
}

/** Name of class `code` of the target, as people read it. */
export function classNames({ type, data }: Column): readonly string[] {
  if (data.kind === 'dict') return data.dictionary;
  if (data.kind === 'image') return [];
  const names: string[] = [];
  const seen = new Set<number>();
  for (const value of data.values) {
    if (value !== value || seen.has(value)) continue;
    seen.add(value);
    names.push(type === 'boolean' ? (value ? 'true' : 'false') : String(value));
  }
  return names;
}
