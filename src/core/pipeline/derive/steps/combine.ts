// One column of several, row by row: their sum, mean, least, greatest, spread, or how many are missing. Missing values
// are passed over; a row without any is missing (pandas' row-wise aggregates with skipna).
import { bool, choice, words } from '../../../fields/field';
import { numberColumn, numbersIn, requireName, requireRoom, withColumns } from '../columns';
import { deriveStep } from '../derive';

interface State {
  readonly columns: readonly string[];
  readonly figure: 'sum' | 'mean' | 'min' | 'max' | 'std' | 'missing';
  readonly name: string;
  readonly keep: boolean;
}

export const combine = deriveStep({
  type: 'combine',
  label: 'Combine columns',
  help: 'One column of several: their sum, mean, spread, or how many are missing.',
  group: 'make',
  takes: 'numbers',
  fields: {
    figure: choice('As', 'mean', [
      { value: 'sum', label: 'Sum' },
      { value: 'mean', label: 'Mean' },
      { value: 'min', label: 'Least' },
      { value: 'max', label: 'Greatest' },
      { value: 'std', label: 'Standard deviation' },
      { value: 'missing', label: 'Number of missing values' },
    ]),
    name: words('Name', '', 200, { help: 'Empty: after the figure and the columns.' }),
    keep: bool('Keep the columns', true),
  },
  fit: ({ columns, table }, { figure, name, keep }): State => {
    requireRoom(1, table.rows);
    const own = name.trim() === '' ? `${figure} of ${columns.join(', ')}`.slice(0, 200) : name.trim();
    requireName(own);
    return { columns, figure, name: own, keep };
  },
  apply: ({ columns, figure, name, keep }, table) => {
    const source = columns.map((column) => numbersIn(table, column));
    const values = new Float64Array(table.rows);
    for (let row = 0; row < table.rows; row++) values[row] = figureOf(figure, source, row);
    return withColumns(table, [numberColumn(name, values)], new Set(keep ? [] : columns));
  },
});

function figureOf(figure: State['figure'], source: readonly Float64Array[], row: number): number {
  let n = 0;
  let sum = 0;
  let least = Infinity;
  let most = -Infinity;
  for (const values of source) {
    const x = values[row];
    if (Number.isNaN(x)) continue;
    n++;
    sum += x;
    if (x < least) least = x;
    if (x > most) most = x;
  }
  if (figure === 'missing') return source.length - n;
  if (n === 0) return NaN;
  switch (figure) {
    case 'sum':
      return sum;
    case 'mean':
      return sum / n;
    case 'min':
      return least;
    case 'max':
      return most;
    case 'std': {
      let squares = 0;
      for (const values of source)
        if (!Number.isNaN(values[row])) squares += (values[row] - sum / n) * (values[row] - sum / n);
      return Math.sqrt(squares / n);
    }
  }
}
