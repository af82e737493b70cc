// Columns that no model is given as things stand: none at all is left, running text whose words could be used, dates whose
// parts could, and those that were set aside when the data came in.
import { minimumRows } from '../pipeline/split';
import { isTextEncoder } from '../pipeline/text/encoders';
import type { Column } from '../table/types';
import { finding, named, type CheckDef, type CheckInput, type Finding, type Fix } from './check';

const mostTexts = 3;

export const unused: CheckDef = {
  name: 'unused',
  label: 'Columns not used',
  run(input) {
    const { columns, features, roles, rows, target } = input;
    const others = columns.filter((column) => column !== target);
    const texts = others.filter((column) => column.type === 'text' && !encoded(column, input));
    const dates = others.filter(
      ({ name, type }) => type === 'date' && roles.exclude.includes(name) && !inParts(name, input),
    );
    const used =
      features.length > 0 ||
      others.some(({ type, name }) => type === 'image' && !roles.exclude.includes(name)) ||
      others.some((column) => column.type === 'text' && encoded(column, input)) ||
      (input.config?.derive ?? []).some(({ enabled }) => enabled !== false);
    const found: Finding[] = [];
    const words = texts.slice(0, mostTexts).map(({ name }): Fix => ({ kind: 'words', column: name }));
    const parts: Fix[] =
      dates.length > 0
        ? [{ kind: 'dateParts', columns: dates.map(({ name }) => name), hour: dates.some(hasHours) }]
        : [];
    // Of a handful of rows every column is constant; that they are too few is said.
    if (!used && rows >= minimumRows) {
      const details = { target: roles.target };
      found.push(
        finding('check-no-features', {
          severity: 'error',
          details,
          columns: [],
          fixes: [...words, ...parts].slice(0, 1),
        }),
      );
    }
    if (texts.length > 0) {
      const names = texts.map(({ name }) => name);
      const details = { names: named(names) };
      found.push(finding('check-text', { severity: 'info', details, columns: names, fixes: words }));
    }
    if (dates.length > 0) {
      const names = dates.map(({ name }) => name);
      found.push(
        finding('check-dates', { severity: 'info', details: { names: named(names) }, columns: names, fixes: parts }),
      );
    }
    found.push(...setAside(others, input));
    return Promise.resolve(found);
  },
};

function encoded({ name }: Column, { config, roles }: CheckInput): boolean {
  const recipe = config?.columns && Object.hasOwn(config.columns, name) ? config.columns[name] : undefined;
  return !roles.exclude.includes(name) && recipe?.encode !== undefined && isTextEncoder(recipe.encode.type);
}

const hasHours = ({ data }: Column): boolean =>
  data.kind === 'number' && data.values.some((ms) => ms === ms && ms % 86_400_000 !== 0);

const inParts = (name: string, { config }: CheckInput): boolean =>
  (config?.derive ?? []).some(
    ({ type, enabled, columns }) => type === 'dateParts' && enabled !== false && (!columns || columns.includes(name)),
  );

/** Identifiers and columns with one value or none that are left out, with the reason of each. */
function setAside(others: readonly Column[], { roles, rows }: CheckInput): Finding[] {
  const out = others.filter(({ name }) => roles.exclude.includes(name));
  const of = (words: string, columns: readonly Column[]) =>
    columns.length > 0 ? [`${named(columns.map(({ name }) => name))} (${words})`] : [];
  const distinct = new Map(out.map((column) => [column, levels(column)]));
  const empty = out.filter((column) => distinct.get(column) === 0);
  const constant = rows > 1 ? out.filter((column) => distinct.get(column) === 1) : [];
  const ids = out.filter((column) => column.type === 'id' && !empty.includes(column) && !constant.includes(column));
  const reasons = [...of('numbers or names the rows', ids), ...of('one value', constant), ...of('no values', empty)];
  if (reasons.length === 0) return [];
  const columns = [...ids, ...constant, ...empty].map(({ name }) => name);
  return [finding('check-set-aside', { severity: 'info', details: { reasons: reasons.join('; ') }, columns })];
}

/** Different values, counted to two. */
function levels({ data }: Column): number {
  if (data.kind === 'image') return 2;
  const values = data.kind === 'dict' ? data.codes : data.values;
  let first: number | undefined;
  for (const value of values) {
    if (value !== value || (data.kind === 'dict' && value < 0)) continue;
    if (first === undefined) first = value;
    else if (value !== first) return 2;
  }
  return first === undefined ? 0 : 1;
}
