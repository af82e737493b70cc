// Where formulas have no answer although all that they are made of is there: the logarithm of a negative, 1 / 0.
import { TablabError } from '../../errors/error';
import type { Column, Table } from '../../table/types';
import { nodesOf } from '../expression/ast';
import { parseFormulas } from '../expression/formulas';
import { asNumbers } from '../values';

const isMissing = (column: Column) => {
  const { data } = column;
  if (data.kind === 'image') return () => false;
  if (data.kind === 'dict' && column.type !== 'numeric') return (row: number) => data.codes[row] < 0;
  const values = asNumbers(column)!;
  return (row: number) => Number.isNaN(values[row]);
};

const shown = (column: Column, row: number): string => {
  const value = column.data.kind === 'dict' ? column.data.dictionary[column.data.codes[row]] : asNumbers(column)?.[row];
  return `${column.name} = ${typeof value === 'number' ? Number(value.toPrecision(4)) : String(value).slice(0, 40)}`;
};

/**
 * `expression-undefined` for the first formula that has no answer in some of `rows` whose values are all there, with the
 * first such row's values; null if there is none, or where a formula asks for gaps itself. `before`, `after`: the table
 * without and with what the formulas made.
 */
export function undefinedFormula(formulas: string, before: Table, after: Table, rows: Uint32Array): TablabError | null {
  const parsed = parseFormulas(formulas);
  const made = new Set(parsed.map(({ name }) => name));
  for (const { name, node } of parsed) {
    const column = after.columns.find((one) => one.name === name);
    const names = new Set<string>();
    for (const part of nodesOf(node)) if (part.type === 'column') names.add(part.name);
    const sources = [...names].map((source) =>
      (made.has(source) && source !== name ? after : before).columns.find((one) => one.name === source),
    );
    if (!column || sources.length === 0 || sources.some((source) => !source)) continue;
    const known = sources as Column[];
    const gaps = known.map(isMissing);
    const none = isMissing(column);
    const at = rows.filter((row) => none(row) && gaps.every((gap) => !gap(row)));
    if (at.length === 0) continue;
    const example = known.map((source) => shown(source, at[0])).join(', ');
    return new TablabError('expression-undefined', { column: name, count: at.length, rows: rows.length, example });
  }
  return null;
}
