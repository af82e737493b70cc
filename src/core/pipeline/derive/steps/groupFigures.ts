// Figures of the training rows by group, beside each row: the mean price of its city. A group that training did not have
// gets the figure of all rows; counts get 0.
import { TablabError } from '../../../errors/error';
import { bool, choice, words } from '../../../fields/field';
import { evaluate, Figures } from '../../expression/evaluate';
import type { Figure } from '../../expression/figures';
import { rowsOf } from '../../expression/rows';
import { columnNamed, numberColumn, requireRoom, withColumns } from '../columns';
import { deriveStep } from '../derive';
import type { Table } from '../../../table/types';

interface State {
  readonly columns: readonly string[];
  readonly by: string;
  readonly figure: string;
  readonly difference: boolean;
  readonly figures: readonly Figure[];
}

export const groupFigures = deriveStep({
  type: 'groupFigures',
  label: 'Figures by group',
  help: 'The mean, spread or count of a column in the group of each row, found in the training rows.',
  group: 'make',
  takes: 'numbers',
  fields: {
    by: words('Group by', '', 200, { of: 'column' }),
    figure: choice('As', 'mean', [
      { value: 'mean', label: 'Mean' },
      { value: 'median', label: 'Median' },
      { value: 'std', label: 'Standard deviation' },
      { value: 'min', label: 'Least' },
      { value: 'max', label: 'Greatest' },
      { value: 'sum', label: 'Sum' },
      { value: 'count', label: 'Number of values' },
    ]),
    difference: bool('Difference from it', false, { help: 'The value minus the figure of its group.' }),
  },
  fit: ({ table, columns, train }, { by, figure, difference }): State => {
    if (by === '') throw new TablabError('derive-choose', { what: 'group by' });
    columnNamed(table, by);
    requireRoom(columns.length, table.rows);
    const figures: Figure[] = [];
    const state = { columns, by, figure, difference, figures };
    compute(state, table, new Figures(figures, train));
    return state;
  },
  apply: (state, table) => withColumns(table, compute(state, table, new Figures([...state.figures], null))),
});

function compute({ columns, by, figure, difference }: State, table: Table, figures: Figures) {
  const rows = rowsOf(table);
  columnNamed(table, by);
  return columns.map((name) => {
    columnNamed(table, name);
    const column = (of: string) => ({ type: 'column', at: 0, name: of }) as const;
    const found = evaluate(
      { type: 'aggregate', at: 0, name: figure, of: column(name), by: [column(by)] },
      rows,
      figures,
    );
    const values = found as Float64Array;
    if (!difference) return numberColumn(`${figure} ${name} by ${by}`, values);
    const own = rows.column(name) as Float64Array;
    return numberColumn(
      `${name} - ${figure} by ${by}`,
      values.map((value, i) => own[i] - value),
    );
  });
}
