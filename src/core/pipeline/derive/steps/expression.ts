// New columns by formulas of the person's own. They are parsed and walked over, never run as code.
import { TablabError } from '../../../errors/error';
import { words } from '../../../fields/field';
import type { Column, Table } from '../../../table/types';
import { wholeText } from '../../expression/ast';
import { kindOf } from '../../expression/check';
import { evaluate, Figures } from '../../expression/evaluate';
import type { Figure } from '../../expression/figures';
import { inOrder, parseFormulas } from '../../expression/formulas';
import { parseExpression } from '../../expression/parse';
import { columnKind, columnOf, rowsOf } from '../../expression/rows';
import { requireName, requireRoom, withColumns } from '../columns';
import { deriveStep } from '../derive';

interface State {
  readonly formulas: string;
  /** Figures of the training rows in order of evaluation. */
  readonly figures: readonly Figure[];
}

export const expression = deriveStep({
  type: 'expression',
  label: 'Formulas',
  help: 'New columns made of others, one formula a line: ratio = price / mean(price by city).',
  group: 'make',
  takes: 'none',
  fields: {
    formulas: words('Formulas', '', 2000, {
      of: 'expression',
      help: 'name = expression. Names with spaces stand in `backticks`. mean(x by g) is a figure of the training rows.',
    }),
  },
  fit: ({ table, train }, { formulas }): State => {
    const figures: Figure[] = [];
    compute(formulas, table, new Figures(figures, train));
    return { formulas, figures };
  },
  apply: ({ formulas, figures }, table) =>
    withColumns(table, compute(formulas, table, new Figures([...figures], null))),
});

function compute(text: string, table: Table, figures: Figures): Column[] {
  let now = table;
  const made: Column[] = [];
  const exists = (name: string) => table.columns.some((column) => column.name === name);
  const formulas = inOrder(parseFormulas(text), exists);
  requireRoom(formulas.length, table.rows);
  for (const { name, node, place } of formulas) {
    requireName(name);
    const kinds = (column: string) => {
      const found = now.columns.find((one) => one.name === column);
      return found && columnKind(found);
    };
    const column = columnOf(name, kindOf(node, kinds, place), evaluate(node, rowsOf(now), figures));
    made.push(column);
    now = withColumns(now, [column]);
  }
  return made;
}

/** The truth of a condition by row: 1, 0 or NaN. Throws what formulas throw. */
export function conditionOf(text: string, table: Table, figures: Figures): Float64Array {
  if (text.trim() === '') throw new TablabError('expression-empty', { what: 'condition', example: 'age > 120' });
  const node = parseExpression(text);
  const kinds = (column: string) => {
    const found = table.columns.find((one) => one.name === column);
    return found && columnKind(found);
  };
  if (kindOf(node, kinds, wholeText) !== 'truth') {
    const what = 'A condition must be true or false, which this is not,';
    throw new TablabError('expression-type', { what, at: 1, line: '' });
  }
  return evaluate(node, rowsOf(table), figures) as Float64Array;
}
