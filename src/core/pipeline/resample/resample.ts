// Other numbers of training rows by class, after everything else in the preparation: rows left out, repeated or made.
// Validation, test and later rows are never touched, and nothing of it is part of the fitted pipeline.
import type { ErrorCode } from '../../errors/catalogue';
import type { ErrorDetails, TablabError } from '../../errors/error';
import { float, type Fields, type Values } from '../../fields/field';
import type { Stream } from '../../rng/stream';

/** A run of numbers of a row that together stand for one category: a one-hot column, a yes or no, a mark. */
export interface Block {
  readonly at: number;
  readonly width: number;
}

/** Training rows as the model would see them. */
export interface Sample {
  readonly rows: number;
  /** Numbers of a row. */
  readonly width: number;
  /** rows x width. */
  readonly features: Float32Array;
  readonly codeWidth: number;
  /** rows x codeWidth. */
  readonly codes: Int32Array;
  /** The codes are tokens of a text, one after the other. */
  readonly texts?: boolean;
  /** Class index by row. */
  readonly classOf: Int32Array;
  readonly classes: readonly string[];
  /** Numbers that stand for categories; all others are quantities. */
  readonly blocks: readonly Block[];
}

export interface ResampleContext {
  /** Names of the classes, for errors. */
  readonly classes: readonly string[];
  /** Throws nothing; makes a coded error that names this step. */
  fail(code: ErrorCode, details?: ErrorDetails): TablabError;
}

/** What a step gives: rows taken as they are, in order, some of them several times; and rows made. */
export interface Drawn {
  readonly taken: Uint32Array;
  readonly made?: Made;
}
export interface Made {
  readonly features: Float32Array;
  readonly codes: Int32Array;
  readonly classOf: Int32Array;
  /** The row that each was made from. */
  readonly of: Uint32Array;
}

export interface ResampleDef<F extends Fields = Fields> {
  readonly type: string;
  readonly label: string;
  readonly help: string;
  readonly fields: F;
  /** Rows that each class is to have, from those it has (0 stays 0). Throws `resample-*` for what cannot be done. */
  counts(now: readonly number[], options: Values<F>, context: ResampleContext): number[];
  /** `wanted`: what `counts` said. Throws `resample-*`. */
  draw(sample: Sample, wanted: readonly number[], options: Values<F>, context: DrawContext): Drawn;
}
export interface DrawContext extends ResampleContext {
  /** Randomness of this step alone. */
  readonly stream: Stream;
}

/** Keeps the types of one step within its file and forgets them outside. */
export const resampleStep = <F extends Fields>(def: ResampleDef<F>): ResampleDef => def as unknown as ResampleDef;

/** Rows of a class over those of the largest (over) or of the smallest over it (under): imbalanced-learn's ratio. */
export const ratioField = (help: string) => float('Ratio', 1, 0.01, 1, { help });

/** Classes below `ratio` x the largest are brought up to that, rounded down; others stay. */
export function raised(now: readonly number[], ratio: number): number[] {
  const most = Math.max(...now);
  return now.map((count) => (count === 0 ? 0 : Math.max(count, Math.floor(most * ratio))));
}

/** Classes above the smallest / `ratio` are brought down to that, rounded down; others stay. */
export function lowered(now: readonly number[], ratio: number): number[] {
  const least = Math.min(...now.filter((count) => count > 0));
  return now.map((count) => Math.min(count, Math.floor(least / ratio)));
}

/** Row numbers of each class, ascending. */
export function rowsByClass({ classOf, classes }: Pick<Sample, 'classOf' | 'classes'>): number[][] {
  const rows: number[][] = classes.map(() => []);
  classOf.forEach((c, row) => rows[c].push(row));
  return rows;
}

export const everyRow = (rows: number): Uint32Array => Uint32Array.from({ length: rows }, (_, row) => row);
