// A fitted pipeline: plain JSON that turns rows with the same column names into model inputs, today's or tomorrow's.
import type { InputSpec } from '../model/spec';
import type { Task } from '../table/types';

/** (value, or `fill` where missing) - mean, divided by std. Numbers, dates in milliseconds, booleans as 0 and 1. */
export interface FittedNumber {
  readonly kind: 'number';
  readonly column: string;
  readonly type: 'numeric' | 'date' | 'boolean';
  readonly fill: number;
  readonly mean: number;
  readonly std: number;
}

/**
 * One 0/1 feature per category. Categories beyond the limit share `(other)`, unseen ones fall there too, or give all
 * zeros where there is none. Missing values have a feature where training had any, else all zeros.
 */
export interface FittedOneHot {
  readonly kind: 'onehot';
  readonly column: string;
  readonly categories: readonly string[];
  readonly other: boolean;
  readonly missing: boolean;
}

/**
 * One code: offset for missing and unseen, offset + 1 + i for category i, the last one for rare categories if `other`.
 * Offsets keep the columns apart in one embedding table.
 */
export interface FittedCodes {
  readonly kind: 'codes';
  readonly column: string;
  readonly categories: readonly string[];
  readonly other: boolean;
  readonly offset: number;
}

/** Pixels divided by 255. */
export interface FittedImage {
  readonly kind: 'image';
  readonly column: string;
  readonly shape: readonly [number, number, number];
}

export type FittedColumn = FittedNumber | FittedOneHot | FittedCodes | FittedImage;

export interface FittedPipeline {
  readonly version: 1;
  readonly target: string;
  readonly task: Task;
  readonly classes: readonly string[];
  readonly targetScale: { readonly mean: number; readonly std: number };
  readonly columns: readonly FittedColumn[];
  readonly inputs: readonly InputSpec[];
  readonly featureNames: readonly string[];
}

/** Numbers that a column adds to the `features` input. */
export function widthOf(column: FittedColumn): number {
  switch (column.kind) {
    case 'number':
      return 1;
    case 'onehot':
      return column.categories.length + Number(column.other) + Number(column.missing);
    case 'codes':
      return 0;
    case 'image':
      return column.shape[0] * column.shape[1] * column.shape[2];
  }
}

/** Codes that a column may give, the one for missing and unseen among them. */
export const vocabularyOf = (column: FittedCodes): number => 1 + column.categories.length + Number(column.other);

export function namesOf(column: FittedColumn): string[] {
  if (column.kind === 'number') return [column.column];
  if (column.kind !== 'onehot') return [];
  const names = [...column.categories, ...(column.other ? ['(other)'] : []), ...(column.missing ? ['(missing)'] : [])];
  return names.map((name) => `${column.column}=${name}`);
}
