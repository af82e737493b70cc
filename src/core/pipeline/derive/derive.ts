// A step on the whole table: table in, table out, the same number of rows. It is fitted on the training rows alone and
// keeps plain JSON, so that tomorrow's rows go the same way. What it may not know: validation and test rows when it fits.
import type { Fields, Values } from '../../fields/field';
import type { Stream } from '../../rng/stream';
import type { Task, Table } from '../../table/types';
import type { TargetData } from '../target';

/** Columns that a step works on. */
export type Takes = 'numbers' | 'dates' | 'any' | 'none';

export const takesWords: Readonly<Record<Takes, string>> = {
  numbers: 'columns of numbers',
  dates: 'columns of dates',
  any: 'columns of any kind but images',
  none: 'no columns',
};

export interface DeriveInput {
  /** Without the target. */
  readonly table: Table;
  /** Chosen or all that the step takes, in order of the table; each exists and is of the right kind. */
  readonly columns: readonly string[];
  /** Rows of `table` to learn from, ascending. */
  readonly train: Uint32Array;
  /** By row of `table`; null while there is nothing to predict. */
  readonly target: TargetData | null;
  readonly task: Task;
  readonly stream: Stream;
}

export interface DeriveDef<F extends Fields = Fields, S = unknown> {
  readonly type: string;
  readonly label: string;
  readonly help: string;
  /** `make`: new columns; `clean`: columns changed or filled; `rows`: training rows left out. */
  readonly group: 'make' | 'clean' | 'rows';
  readonly takes: Takes;
  /** Works on columns that were chosen alone, never on all of them; says what it does with one. */
  readonly named?: string;
  readonly fields: F;
  /** Plain JSON that `apply` and `keep` go by. Throws coded errors. */
  fit(input: DeriveInput, options: Values<F>): S;
  /** All rows changed; the same number of them. */
  apply(state: S, table: Table): Table;
  /** Those of the training rows that stay, in order; left out: all. Other rows are never dropped. */
  keep?(state: S, table: Table, rows: Uint32Array): Uint32Array;
}

/** Keeps the types of one step within its file and forgets them outside. */
export const deriveStep = <F extends Fields, S>(def: DeriveDef<F, S>): DeriveDef => def as unknown as DeriveDef;

/** A step with what it found. */
export interface FittedDerive {
  readonly id: string;
  readonly type: string;
  readonly state: unknown;
}
