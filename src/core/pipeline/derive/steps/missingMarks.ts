// One more column per column with gaps: yes where the value is missing. scikit-learn's MissingIndicator: columns without
// a gap in the training rows get none, unless all are wanted.
import { choice } from '../../../fields/field';
import { columnNamed, requireRoom, withColumns } from '../columns';
import { deriveStep } from '../derive';
import type { Column } from '../../../table/types';

interface State {
  readonly columns: readonly string[];
}

const gone = ({ data }: Column): ((row: number) => boolean) =>
  data.kind === 'number'
    ? (row) => Number.isNaN(data.values[row])
    : (row) => data.kind === 'dict' && data.codes[row] < 0;

export const missingMarks = deriveStep({
  type: 'missingMarks',
  label: 'Mark missing values',
  help: 'One more column for each column with gaps: 1 where the value is missing, so that a model can learn from the gap itself. Put it before steps that fill gaps.',
  group: 'make',
  takes: 'any',
  fields: {
    of: choice('Of', 'gaps', [
      { value: 'gaps', label: 'Columns with gaps in training' },
      { value: 'all', label: 'All columns' },
    ]),
  },
  fit: ({ table, columns, train }, { of }): State => {
    const kept = of === 'all' ? columns : columns.filter((name) => train.some(gone(columnNamed(table, name))));
    requireRoom(kept.length, table.rows);
    return { columns: kept };
  },
  apply: ({ columns }, table) =>
    withColumns(
      table,
      columns.map((name) => {
        const missing = gone(columnNamed(table, name));
        const values = Float64Array.from({ length: table.rows }, (_, row) => Number(missing(row)));
        return { name: `${name} missing`, type: 'boolean', data: { kind: 'number', values } };
      }),
    ),
});
