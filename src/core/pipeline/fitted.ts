// A fitted pipeline: plain JSON that turns rows with the same column names into model inputs, today's or tomorrow's.
import type { InputSpec } from '../model/spec';
import type { Task } from '../table/types';
import type { FittedDerive } from './derive/derive';
import type { EncodingTable } from './encoders/encoder';
import type { FittedMatrixStep } from './matrix/fit';
import type { StepState } from './numberStep';
import { tokenVocabulary, type TokenCode } from './text/tokens';
import { textWidth, type TextCode } from './text/vectorize';

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
  /** The category that missing values take, where the recipe says so. */
  readonly fill?: string;
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
  /** The category that missing values take, where the recipe says so. */
  readonly fill?: string;
}

/** Pixels divided by 255. */
export interface FittedImage {
  readonly kind: 'image';
  readonly column: string;
  readonly shape: readonly [number, number, number];
}

/** A transform or scaler by its type, with what it found in the training rows. */
export interface FittedStep {
  readonly type: string;
  readonly state: StepState;
}

/** Numbers by a recipe of their own: missing values filled, then each step in order; `mark` adds 1 where missing. */
export interface FittedSteps {
  readonly kind: 'steps';
  readonly column: string;
  readonly type: FittedNumber['type'];
  readonly fill: number;
  readonly mark: boolean;
  readonly transforms: readonly FittedStep[];
  readonly scale: FittedStep;
}

/** Categories by a table of numbers, each number scaled. */
export interface FittedEncoded {
  readonly kind: 'encoded';
  readonly column: string;
  readonly encoder: string;
  readonly table: EncodingTable;
  readonly scales: readonly FittedStep[];
  readonly fill?: string;
}

/** Categories by the hash of their name: 1, or -1 where `signed` and the hash is negative, in one of `size` columns. */
export interface FittedHashed {
  readonly kind: 'hashed';
  readonly column: string;
  readonly size: number;
  readonly signed: boolean;
  readonly fill?: string;
}

/** Texts by the terms in them; a missing text has none, or those of `fill`. */
export interface FittedText {
  readonly kind: 'text';
  readonly column: string;
  readonly encoder: string;
  readonly code: TextCode;
  readonly fill?: string;
}

/**
 * Texts by their tokens in order: offset for padding, offset + 1 for a token that the vocabulary lacks, offset + 2 + i
 * for token i. A missing text is padding, or that of `fill`. Offsets keep the columns apart as for categories.
 */
export interface FittedTokens {
  readonly kind: 'tokens';
  readonly column: string;
  readonly code: TokenCode;
  readonly offset: number;
  readonly fill?: string;
}

export type FittedColumn =
  | FittedNumber
  | FittedOneHot
  | FittedCodes
  | FittedImage
  | FittedSteps
  | FittedEncoded
  | FittedHashed
  | FittedText
  | FittedTokens;

export interface FittedPipeline {
  /** 2 where a column has a recipe of its own; 3 where steps on the table come first or matrix steps follow. */
  readonly version: 1 | 2 | 3;
  readonly target: string;
  readonly task: Task;
  readonly classes: readonly string[];
  readonly targetScale: { readonly mean: number; readonly std: number };
  readonly columns: readonly FittedColumn[];
  readonly inputs: readonly InputSpec[];
  readonly featureNames: readonly string[];
  /** Applied in order to the encoded numbers; `inputs` and `featureNames` are what comes out. */
  readonly matrix?: readonly FittedMatrixStep[];
  /** Steps on the whole table, before the columns. */
  readonly derive?: readonly FittedDerive[];
}

/** Numbers that a column adds to the `features` input. */
export function widthOf(column: FittedColumn): number {
  switch (column.kind) {
    case 'number':
      return 1;
    case 'onehot':
      return column.categories.length + Number(column.other) + Number(column.missing);
    case 'codes':
    case 'tokens':
      return 0;
    case 'steps':
      return 1 + Number(column.mark);
    case 'encoded':
      return column.table.unseen.length;
    case 'hashed':
      return column.size;
    case 'text':
      return textWidth(column.code);
    case 'image':
      return column.shape[0] * column.shape[1] * column.shape[2];
  }
}

/** Codes that a column adds to a row of the `codes` input. */
export function codesOf(column: FittedColumn): number {
  if (column.kind === 'tokens') return column.code.length;
  return Number(column.kind === 'codes');
}

/** Different codes that a column may give: that for missing and unseen among them, or padding and unknown tokens. */
export function vocabularyOf(column: FittedColumn): number {
  if (column.kind === 'tokens') return tokenVocabulary(column.code);
  return column.kind === 'codes' ? 1 + column.categories.length + Number(column.other) : 0;
}

export function namesOf(column: FittedColumn): string[] {
  const { column: own } = column;
  if (column.kind === 'number') return [own];
  if (column.kind === 'steps') return column.mark ? [own, `${own} missing`] : [own];
  if (column.kind === 'hashed') return Array.from({ length: column.size }, (_, i) => `${own} hash ${i}`);
  if (column.kind === 'text') {
    const { terms, size } = column.code;
    return terms ? terms.map((term) => `${own}: ${term}`) : Array.from({ length: size! }, (_, i) => `${own} hash ${i}`);
  }
  if (column.kind === 'encoded') {
    const { labels } = column.table;
    return labels.length > 0 ? labels.map((label) => `${own}: ${label}`) : [own];
  }
  if (column.kind !== 'onehot') return [];
  const names = [...column.categories, ...(column.other ? ['(other)'] : []), ...(column.missing ? ['(missing)'] : [])];
  return names.map((name) => `${column.column}=${name}`);
}
