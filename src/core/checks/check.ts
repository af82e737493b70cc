// What a check of a data set is, and what it finds. A check reads the table as the lab types it and says nothing of
// columns that the lab leaves out already.
import type { PlainError } from '../errors/error';
import { TablabError } from '../errors/error';
import type { ErrorCode } from '../errors/catalogue';
import type { Column, ColumnType, Roles } from '../table/types';

/** `error`: results will mislead; `warn`: likely to matter; `info`: worth knowing. */
export type Severity = 'error' | 'warn' | 'info';

/** What the lab document can change to answer a finding. */
export type Fix =
  | { readonly kind: 'exclude'; readonly columns: readonly string[] }
  | { readonly kind: 'type'; readonly column: string; readonly type: ColumnType };

export interface Finding {
  readonly severity: Severity;
  /** Code, details and words, from the catalogue. */
  readonly text: PlainError;
  readonly columns: readonly string[];
  /** Row numbers from 0, ascending, at most `mostRows`. */
  readonly rows: readonly number[];
  /** How many rows there are, shown or not; 0 where the finding is about columns. */
  readonly count: number;
  readonly fix?: Fix;
}

export interface CheckInput {
  readonly rows: number;
  readonly columns: readonly Column[];
  readonly roles: Roles;
  /** Columns that a model would be given: not the target, not left out, not text, identifiers or images. */
  readonly features: readonly Column[];
  readonly target: Column | undefined;
  /** Resolves soon; throws when the work is to stop. */
  pause(): Promise<void>;
}

export interface CheckDef {
  readonly name: string;
  /** What it looks for, in a few words. */
  readonly label: string;
  run(input: CheckInput): Promise<Finding[]>;
}

export const mostRows = 1000;

interface Parts {
  readonly severity: Severity;
  readonly details: Readonly<Record<string, string | number>>;
  readonly columns: readonly string[];
  /** All rows, ascending. */
  readonly rows?: readonly number[];
  readonly fix?: Fix;
}
export function finding(code: ErrorCode, { severity, details, columns, rows = [], fix }: Parts): Finding {
  const text = new TablabError(code, details).toPlain();
  return { severity, text, columns, rows: rows.slice(0, mostRows), count: rows.length, ...(fix && { fix }) };
}

export function checkInput(
  columns: readonly Column[],
  rows: number,
  roles: Roles,
  pause: CheckInput['pause'],
): CheckInput {
  const features = columns.filter(
    ({ name, type }) =>
      name !== roles.target && !roles.exclude.includes(name) && type !== 'text' && type !== 'id' && type !== 'image',
  );
  return { rows, columns, roles, features, target: columns.find(({ name }) => name === roles.target), pause };
}

export const isMissing = ({ data }: Column, row: number): boolean =>
  data.kind === 'number' ? Number.isNaN(data.values[row]) : data.kind === 'dict' && data.codes[row] < 0;

/** A share as a percentage of two digits. */
export const percent = (part: number, whole: number): number => Number(((100 * part) / whole).toPrecision(3));
