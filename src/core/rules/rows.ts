// Rows that a lab leaves out by rules in its document. Every rule looks at all rows as they are in the data set, none at
// what another rule dropped, so their order does not matter. They act before the rows are split.
import { comparedColumns, conflictingRows } from '../checks/conflicts';
import { equalRows } from '../checks/rowKeys';
import { TablabError } from '../errors/error';
import { grouped } from '../format';
import type { RowRule } from '../lab/document';
import { asCategories, asNumbers } from '../pipeline/values';
import { featureColumns } from '../stats/features';
import { isolationScores } from '../stats/isolation';
import { targetSide } from '../stats/sides';
import type { Column, ImportNote, Roles, Table } from '../table/types';

/** 1 for each row that the rule drops. Throws `column-unknown`, or `rule-column-kind` for a column it cannot judge. */
export function droppedBy(rule: RowRule, { columns, rows }: Table, roles: Roles): Uint8Array {
  const named = (name: string): Column => {
    const column = columns.find((one) => one.name === name);
    if (!column) throw new TablabError('column-unknown', { column: name });
    return column;
  };
  switch (rule.drop) {
    case 'duplicates': {
      const compared = columns.filter(({ type }) => type !== 'id');
      if (compared.length === 0) return new Uint8Array(rows);
      const first = equalRows(compared, rows);
      return Uint8Array.from(first, (earlier, row) => Number(earlier !== row));
    }
    case 'conflicts': {
      const target = named(roles.target);
      const side = roles.task === 'regression' ? null : targetSide(target, roles.task);
      const compared = comparedColumns(featureColumns(columns, roles), columns);
      if (side?.kind !== 'codes' || compared.length === 0) return new Uint8Array(rows);
      return marked(conflictingRows(side.codes, equalRows(compared, rows)), rows);
    }
    case 'missing': {
      const { data } = named(rule.column);
      if (data.kind === 'image') return new Uint8Array(rows);
      return data.kind === 'dict'
        ? Uint8Array.from(data.codes, (code) => Number(code < 0))
        : Uint8Array.from(data.values, (value) => Number(value !== value));
    }
    case 'outside': {
      const values = asNumbers(named(rule.column));
      if (!values) throw new TablabError('rule-column-kind', { column: rule.column, expected: 'numbers' });
      const { low = -Infinity, high = Infinity } = rule;
      return Uint8Array.from(values, (value) => Number(value < low || value > high));
    }
    case 'values': {
      const categories = asCategories(named(rule.column));
      if (!categories) throw new TablabError('rule-column-kind', { column: rule.column, expected: 'categories' });
      const unwanted = new Set(rule.values);
      const byCode = categories.dictionary.map((value) => Number(unwanted.has(value)));
      return Uint8Array.from(categories.codes, (code) => (code < 0 ? 0 : byCode[code]));
    }
    case 'isolated': {
      const scores = isolationScores(featureColumns(columns, roles), rows);
      return scores ? Uint8Array.from(scores, (score) => Number(score > rule.above)) : new Uint8Array(rows);
    }
  }
}

function marked(found: readonly number[], rows: number): Uint8Array {
  const marks = new Uint8Array(rows);
  for (const row of found) marks[row] = 1;
  return marks;
}

/** A rule in a few words, as its button and its note say it. */
export function ruleText(rule: RowRule): string {
  switch (rule.drop) {
    case 'duplicates':
      return 'Rows that repeat an earlier one';
    case 'conflicts':
      return 'Rows with equal features and different classes';
    case 'missing':
      return `Rows without ${rule.column}`;
    case 'outside': {
      const { column, low, high } = rule;
      if (low === undefined && high === undefined) return `Rows with any ${column}`;
      if (low === undefined) return `Rows with ${column} above ${short(high!)}`;
      return high === undefined
        ? `Rows with ${column} below ${short(low)}`
        : `Rows with ${column} outside ${short(low)} to ${short(high)}`;
    }
    case 'values': {
      const { column, values } = rule;
      const listed = values.slice(0, 3).join(', ');
      return `Rows with ${column} = ${listed}${values.length > 3 ? ` and ${values.length - 3} more` : ''}`;
    }
    case 'isolated':
      return `Rows with an isolation score above ${rule.above}`;
  }
}
const short = (value: number) => grouped(Number(value.toPrecision(4)));

/** The rows that no rule drops, in their order, and what was dropped in words. */
export function withoutDropped(
  rows: Uint32Array<ArrayBuffer>,
  table: Table,
  roles: Roles,
  rules: readonly RowRule[],
): { readonly kept: Uint32Array<ArrayBuffer>; readonly notes: readonly ImportNote[] } {
  let kept = rows;
  const notes: ImportNote[] = [];
  for (const rule of rules) {
    const dropped = droppedBy(rule, table, roles);
    const count = rows.reduce((sum, row) => sum + dropped[row], 0);
    kept = kept.filter((row) => dropped[row] === 0);
    const message = `${ruleText(rule)}: ${count} ${count === 1 ? 'is' : 'are'} left out by a rule.`;
    if (count > 0) notes.push({ code: 'rows-dropped', message, count });
  }
  return { kept, notes };
}
