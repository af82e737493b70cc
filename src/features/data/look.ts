// What the Look tab makes of a look: the data of its charts, and the words about them.
import type { CorrelationData, HowComputed, ImportanceData } from '$charts/index';
import type { CategoricalSummary, NumericSummary, Summary } from '$core/stats/describe';
import type { Look } from '$core/stats/look';
import type { ColumnType } from '$core/table/types';
import { count } from './words';

export const matrices = {
  pearson: { label: 'Pearson', measure: "Pearson's r", signed: true },
  spearman: { label: 'Spearman', measure: "Spearman's rho", signed: true },
  mixed: { label: 'All kinds', measure: 'association', signed: false },
} as const;
export const linkMeasures = {
  information: { label: 'Information', measure: 'mutual information (nats)' },
  strength: { label: 'Strength', measure: 'association (0 to 1)' },
} as const;

const association: HowComputed = {
  text: "By the kinds of the two columns: Pearson's |r| for two numbers, the correlation ratio for a number and a category, Cramer's V with bias correction for two categories. Measured over the rows where both are present.",
  source: 'Fisher 1925; Bergsma 2013.',
};
export const how: Readonly<Record<keyof typeof matrices | keyof typeof linkMeasures, HowComputed>> = {
  pearson: {
    text: 'The straight-line relation of two number columns, over the rows where both are present.',
    formula: 'r = sum (x - mean x)(y - mean y) / (n sd x sd y)',
  },
  spearman: {
    text: 'Pearson’s r of the ranks; ties share their mean rank. 1 or -1 for any relation that only rises or only falls.',
  },
  mixed: association,
  strength: association,
  information: {
    text: 'How much knowing the column lowers the uncertainty of the target; 0 when they are independent. Categories from counts, numbers from their 3 nearest neighbours.',
    formula: 'I(X; Y) = H(Y) - H(Y | X)',
    source: 'Kraskov et al. 2004; Ross 2014; as scikit-learn.',
  },
};

interface Entry<S> {
  readonly name: string;
  readonly type: ColumnType;
  readonly summary: S;
}
type Of<K extends Summary['kind']> = K extends 'numeric' ? NumericSummary : CategoricalSummary;

/** The columns with a summary of this kind. */
export function entriesOf<K extends Summary['kind']>(look: Look, kind: K): Entry<Of<K>>[] {
  return look.columns.flatMap(({ name, type, summary }) =>
    summary?.kind === kind ? [{ name, type, summary: summary as Of<K> }] : [],
  );
}

export function bars(look: Look, key: keyof typeof linkMeasures): ImportanceData {
  const found = look.target.map((link) => ({ name: link.column, value: link[key] }));
  return {
    measure: linkMeasures[key].measure,
    subject: 'column',
    bars: found.filter(({ value }) => !Number.isNaN(value)),
  };
}

export function matrixData(look: Look, key: keyof typeof matrices): CorrelationData {
  const { measure, signed } = matrices[key];
  return { ...look[key], measure, signed };
}

/** Number columns, the most telling first, the target last. */
export function numbersOf(look: Look, target: string): string[] {
  const numbers = entriesOf(look, 'numeric').filter(({ summary }) => summary.unique > 1);
  const names = numbers.map(({ name }) => name);
  const telling = look.target.map(({ column }) => column).filter(oneOf(names));
  const told = oneOf(telling);
  const rest = names.filter((name) => !told(name) && name !== target);
  return [...telling, ...rest, ...names.filter((name) => name === target)];
}

/** Columns worth a look close up, the most telling first, the target among them. */
export function detailed(look: Look, target: string): string[] {
  const shown = look.columns.filter(({ type, summary }) => summary && type !== 'text' && type !== 'id');
  const names = shown.map(({ name }) => name);
  const telling = look.target.map(({ column }) => column).filter(oneOf(names));
  const first = names.includes(target) ? [...telling, target] : telling;
  const isFirst = oneOf(first);
  return [...first, ...names.filter((name) => !isFirst(name))];
}

/** Tables may have thousands of columns. */
function oneOf(names: readonly string[]): (name: string) => boolean {
  const known = new Set(names);
  return (name) => known.has(name);
}

/** On which rows and columns pairs were measured, where that is not all. */
export function pairNote({ rows, pairRows, informationRows, leftOut }: Look): string | null {
  const parts: string[] = [];
  if (pairRows < rows) parts.push(`Pairs are measured on ${count(pairRows)} of ${count(rows)} rows, evenly spaced.`);
  if (informationRows < rows) parts.push(`Mutual information is measured on ${count(informationRows)} rows.`);
  if (leftOut > 0) parts.push(`The first 40 columns are shown; ${count(leftOut)} more are not.`);
  return parts.length > 0 ? parts.join(' ') : null;
}
