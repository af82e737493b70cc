// One matrix step: numbers to numbers, after the columns were encoded. It is fitted on training rows and keeps plain
// JSON; what it selects or makes has names. See registry.ts for all of them.
import { TablabError } from '../../errors/error';
import type { ErrorCode } from '../../errors/catalogue';
import type { ErrorDetails } from '../../errors/error';
import { int, type Fields, type Values } from '../../fields/field';
import { columnOf, columnsOf, type Dense } from '../../math/dense';
import type { Stream } from '../../rng/stream';

/** The target of the training rows, by row. */
export type MatrixTarget =
  | { readonly kind: 'classes'; readonly index: Int32Array; readonly classes: readonly string[] }
  | { readonly kind: 'values'; readonly values: Float64Array };

/** What a step may use besides the numbers. */
export interface MatrixContext {
  readonly target: MatrixTarget | null;
  /** Randomness of this step alone. */
  readonly stream: Stream;
  readonly names: readonly string[];
  /** A coded error that names this step. */
  fail(code: ErrorCode, details?: ErrorDetails): TablabError;
}

/** What a fitted step keeps: numbers and lists of numbers. */
export type MatrixState = Readonly<Record<string, number | readonly number[]>>;

export interface MatrixStepDef<F extends Fields = Fields, S extends MatrixState = MatrixState> {
  readonly type: string;
  readonly label: string;
  readonly help: string;
  /** Chooses among the columns, makes new ones, or changes the rows as they are. */
  readonly group: 'select' | 'reduce' | 'rows';
  /** Takes too long to be tried at every edit. */
  readonly slow?: true;
  readonly fields: F;
  /** Throws `matrix-*` where it cannot be fitted on these numbers. */
  fit(x: Dense, options: Values<F>, context: MatrixContext): S;
  /** Same rows, other columns. Throws `matrix-negative` and the like for rows it is not defined on. */
  apply(state: S, x: Dense, options: Values<F>): Dense;
  /** Names of the columns that come out. */
  names(state: S, names: readonly string[]): string[];
  /** The input as far as the output tells it; for reconstructions. */
  invert?(state: S, z: Dense, options: Values<F>): Dense;
}

/** Keeps the types of one step within its file and forgets them outside. */
export const matrixStep = <F extends Fields, S extends MatrixState>(def: MatrixStepDef<F, S>): MatrixStepDef =>
  def as unknown as MatrixStepDef;

/** Columns that a selection keeps, ascending, and the score of every column that came in. */
export type Selected = { readonly kept: readonly number[]; readonly scores: readonly number[] };

/** A step that chooses among the columns: apply and names are the same for all of them. */
export const selectionStep = <F extends Fields>(
  def: Omit<MatrixStepDef<F, Selected>, 'group' | 'apply' | 'names' | 'invert'>,
): MatrixStepDef =>
  matrixStep<F, Selected>({
    ...def,
    group: 'select',
    apply: ({ kept }, x) => columnsOf(x, kept),
    names: ({ kept }, names) => kept.map((c) => names[c]),
  });

export const componentsField = (help: string, value = 2) => int('Components', value, 1, 1000, { log: true, help });

/** Throws `matrix-components` for more components than there can be. */
export function requireComponents(wanted: number, most: number, x: Dense, { fail }: MatrixContext): void {
  if (wanted > most) throw fail('matrix-components', { wanted, most, rows: x.rows, columns: x.columns });
}

/** The target as classes. Throws `matrix-needs-classes`. */
export function requireClasses({ target, fail }: MatrixContext) {
  if (target?.kind !== 'classes') throw fail('matrix-needs-classes');
  return target;
}

/** Target columns as numbers: the values, or one column of 0 and 1 per class. Throws `matrix-needs-target`. */
export function requireTarget({ target, fail }: MatrixContext): { readonly columns: readonly Float64Array[] } {
  if (!target) throw fail('matrix-needs-target');
  if (target.kind === 'values') return { columns: [target.values] };
  return { columns: target.classes.map((_, k) => Float64Array.from(target.index, (c) => Number(c === k))) };
}

/** Throws `matrix-negative` where a number is below 0. */
export function requireNonNegative(x: Dense, { names, fail }: MatrixContext): void {
  const at = x.values.findIndex((value) => value < 0);
  if (at < 0) return;
  const c = at % x.columns;
  const lowest = columnOf(x, c).reduce((low, value) => Math.min(low, value));
  throw fail('matrix-negative', { column: names[c], value: Number(lowest.toPrecision(4)) });
}
