// What a check of a data set is, and what it finds. A check reads the table as the lab types it and says nothing of
// columns that the lab leaves out already.
import type { PlainError } from '../errors/error';
import { TablabError } from '../errors/error';
import type { ErrorCode } from '../errors/catalogue';
import type { FeaturesConfig, RowRule, SplitConfig } from '../lab/document';
import type { RowSplit } from '../pipeline/split';
import { featureColumns } from '../stats/features';
import type { Column, ColumnType, Roles } from '../table/types';
import { standInsOf, withoutStandIn, type StandIn } from './standIns';

/** `error`: results will mislead; `warn`: likely to matter; `info`: worth knowing. */
export type Severity = 'error' | 'warn' | 'info';

/** What the lab document can change to answer a finding. */
export type Fix =
  | { readonly kind: 'exclude'; readonly columns: readonly string[] }
  | { readonly kind: 'type'; readonly column: string; readonly type: ColumnType }
  /** Leave rows out by a rule. */
  | { readonly kind: 'rows'; readonly rule: RowRule }
  /** Clip the column in its recipe, at limits fitted on the training rows. */
  | { readonly kind: 'clip'; readonly column: string }
  /** Take a number of the column for a missing value, by a formula before the column is prepared. */
  | { readonly kind: 'blank'; readonly column: string; readonly value: number }
  /** Repeat training rows of rare classes. */
  | { readonly kind: 'balance' }
  /** Split in the order of a column, or by its groups. */
  | { readonly kind: 'split'; readonly method: 'time' | 'grouped'; readonly column: string }
  /** Turn a column of text into numbers by its words, and take it in. */
  | { readonly kind: 'words'; readonly column: string }
  /** Year, month and weekday of dates as columns; the hour where they have one. */
  | { readonly kind: 'dateParts'; readonly columns: readonly string[]; readonly hour: boolean }
  /** A transform first in the recipes of number columns. */
  | { readonly kind: 'transform'; readonly columns: readonly string[]; readonly type: 'log1p' | 'yeoJohnson' }
  /** Keep the features that say most about the target, chosen on the training rows. */
  | { readonly kind: 'select'; readonly components: number }
  /** Another data set: each row as often as its count in the column says. */
  | { readonly kind: 'writeOut'; readonly column: string }
  /** Encode a column of categories otherwise. */
  | { readonly kind: 'encode'; readonly column: string; readonly type: 'target' };

export interface Finding {
  readonly severity: Severity;
  /** Code, details and words, from the catalogue. */
  readonly text: PlainError;
  readonly columns: readonly string[];
  /** Row numbers from 0, ascending, at most `mostRows`. */
  readonly rows: readonly number[];
  /** How many rows there are, shown or not; 0 where the finding is about columns. */
  readonly count: number;
  /** The most fitting first. */
  readonly fixes: readonly Fix[];
}

export interface CheckInput {
  readonly rows: number;
  readonly columns: readonly Column[];
  readonly roles: Roles;
  /** Columns that a model would be given: not the target, not left out, not text, identifiers or images. */
  readonly features: readonly Column[];
  readonly target: Column | undefined;
  /** Of number columns among both: numbers that stand for a missing value. */
  standIns(): ReadonlyMap<Column, StandIn>;
  /** The features, and the target, with those missing: what is measured on numbers would be ruled by them. */
  measured(): { readonly features: readonly Column[]; readonly target: Column | undefined };
  /** Rows of each part, as the lab splits them; null where it cannot. */
  readonly split: RowSplit | null;
  /** Rules that left rows out before. */
  readonly rules: readonly RowRule[];
  /** Columns whose far values a recipe clips or a rule drops. */
  readonly clipped: ReadonlySet<string>;
  /** How the lab prepares and splits its rows; undefined where only the data is looked at. */
  readonly config: FeaturesConfig | undefined;
  readonly splitBy: SplitConfig | undefined;
  /** Formulas that the lab works out on its columns, a line each. */
  readonly formulas: ReadonlySet<string>;
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
  readonly fixes?: readonly Fix[];
}
export function finding(code: ErrorCode, { severity, details, columns, rows = [], fixes = [] }: Parts): Finding {
  const text = new TablabError(code, details).toPlain();
  return { severity, text, columns, rows: rows.slice(0, mostRows), count: rows.length, fixes };
}

/** The formula that makes a number of a column missing (no number is 0 / 0); null for a name no formula can hold. */
export const blankFormula = (column: string, value: number): string | null =>
  /[`\n]/.test(column) ? null : `\`${column}\` = if(\`${column}\` == ${value}, 0 / 0, \`${column}\`)`;

/** What else of the lab the checks look at. */
export interface CheckContext {
  readonly split: RowSplit | null;
  readonly rules: readonly RowRule[];
  readonly features: FeaturesConfig;
  readonly splitBy: SplitConfig;
}

export function checkInput(
  columns: readonly Column[],
  rows: number,
  roles: Roles,
  pause: CheckInput['pause'],
  { split = null, rules = [], features: config, splitBy }: Partial<CheckContext> = {},
): CheckInput {
  const features = featureColumns(columns, roles);
  const target = columns.find(({ name }) => name === roles.target);
  const clipped = new Set(rules.flatMap((rule) => (rule.drop === 'outside' ? [rule.column] : [])));
  for (const [name, { transforms = [] }] of Object.entries(config?.columns ?? {})) {
    if (transforms.some(({ type }) => type === 'clip')) clipped.add(name);
  }
  const formulas = new Set(
    (config?.derive ?? [])
      .filter(({ type, enabled }) => type === 'expression' && enabled !== false)
      .flatMap(({ options }) => String(options?.formulas ?? '').split('\n')),
  );
  const standIns = once(() => standInsOf(target && roles.task === 'regression' ? [...features, target] : features));
  const measured = once(() => {
    const without = (column: Column) => withoutStandIn(column, standIns().get(column));
    return { features: features.map(without), target: target && without(target) };
  });
  const data = { rows, columns, roles, features, target, standIns, measured };
  return { ...data, split, rules, clipped, config, splitBy, formulas, pause };
}

function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** What names columns, the first few of them: `"a", "b" and 3 more`. */
export function named(columns: readonly string[], most = 5): string {
  const shown = columns.slice(0, most).map((name) => `"${name}"`);
  const rest = columns.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}

export const isMissing = ({ data }: Column, row: number): boolean =>
  data.kind === 'number' ? Number.isNaN(data.values[row]) : data.kind === 'dict' && data.codes[row] < 0;

/** A share as a percentage of two digits. */
export const percent = (part: number, whole: number): number => Number(((100 * part) / whole).toPrecision(3));
