// Which columns can hold labels, and what their classes are.
import { typeIn } from '$core/lab/columnType';
import type { Lab } from '$core/lab/document';
import type { Given } from '$core/label/edit';
import { asCategories, sortNames } from '$core/pipeline/values';
import type { Column, ColumnInfo, DatasetInfo } from '$core/table/types';

/** A column of numbers with more values than this is labelled by typing. */
export const mostNumberClasses = 30;
const mostClasses = 1000;

export function labelColumns(lab: Lab, dataset: DatasetInfo): readonly string[] {
  const fits = (column: ColumnInfo) => {
    const type = typeIn(lab, column);
    if (type === 'image' || type === 'date') return false;
    return column.range !== undefined || (column.distinct ?? Infinity) <= mostClasses;
  };
  const labelled = new Set((lab.labels ?? []).map(({ column }) => column));
  const first = dataset.columns.filter(({ name }) => name === lab.roles.target || labelled.has(name));
  return [...new Set([...first, ...dataset.columns].filter(fits).map(({ name }) => name))];
}

/** The column as the data set has it, row by row. */
export interface Original {
  readonly codes: ArrayLike<number>;
  readonly dictionary: readonly string[];
  readonly numbers: boolean;
}

export function originalOf(column: Column): Original | null {
  const categories = asCategories(column);
  return categories && { ...categories, numbers: column.data.kind === 'number' };
}

/** Those with an order of their own first, then by name. Null: a column of many numbers, whose values are typed. */
export function classesOf(original: Original | null, given: Given): readonly string[] | null {
  if (original?.numbers && original.dictionary.length > mostNumberClasses) return null;
  const named = new Set<string>();
  for (const value of given.values.values()) if (value !== null) named.add(value);
  for (const value of original?.dictionary ?? []) named.add(value);
  const known = given.classes;
  return [...known, ...sortNames([...named].filter((name) => !known.includes(name)))];
}

/** `5 cats, dogs` as a list of names. */
export const namesIn = (text: string): string[] => [
  ...new Set(
    text
      .split(/[,;\n]/)
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ),
];
