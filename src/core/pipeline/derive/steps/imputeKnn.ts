// Missing numbers filled by the rows that are nearest in the others: scikit-learn's KNNImputer (Troyanskaya et al.
// 2001). Distance: the sum of squared differences over the columns that both rows have, times all columns over those,
// its root. For each column the k nearest training rows that have it give their mean, alike or by 1 / distance; where no
// row can be compared, the column's mean. Training rows are the donors and are kept with the step.
import { TablabError } from '../../../errors/error';
import { bool, choice, int } from '../../../fields/field';
import { numberColumn, numbersIn, withColumns } from '../columns';
import { deriveStep } from '../derive';
import { fillNearest, type Donors } from './nearest';

/** More donors than this are thinned evenly, as a step keeps them. */
const mostDonors = 20_000;

interface State {
  readonly columns: readonly string[];
  readonly k: number;
  readonly byDistance: boolean;
  /** Divides distances by column; 1 where columns count as they are. */
  readonly scales: readonly number[];
  readonly means: readonly number[];
  /** By column; null where missing. */
  readonly donors: readonly (readonly (number | null)[])[];
}

export const imputeKnn = deriveStep({
  type: 'imputeKnn',
  label: 'Fill gaps from the nearest rows',
  help: 'A missing number becomes the mean of the training rows that are most alike in the other columns.',
  group: 'clean',
  takes: 'numbers',
  fields: {
    k: int('Neighbours', 5, 1, 100),
    weights: choice('They count', 'uniform', [
      { value: 'uniform', label: 'All alike' },
      { value: 'distance', label: 'By nearness' },
    ]),
    scale: bool('Measure in standard deviations', true, {
      help: 'Else a column with large numbers decides alone who is near.',
    }),
  },
  fit: ({ table, columns, train }, { k, weights, scale }): State => {
    const step = Math.max(1, train.length / mostDonors);
    const rows = Array.from({ length: Math.min(train.length, mostDonors) }, (_, i) => train[Math.floor(i * step)]);
    const source = columns.map((name) => numbersIn(table, name));
    const donors = source.map((values) => rows.map((row) => (Number.isNaN(values[row]) ? null : values[row])));
    const figures = donors.map((values, c) => {
      const present = values.filter((value) => value !== null);
      if (present.length === 0) throw new TablabError('derive-all-missing', { column: columns[c] });
      const mean = present.reduce((sum, x) => sum + x, 0) / present.length;
      const spread = Math.sqrt(present.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / present.length);
      return { mean, spread: scale && spread > 0 ? spread : 1 };
    });
    return {
      columns,
      k,
      byDistance: weights === 'distance',
      scales: figures.map(({ spread }) => spread),
      means: figures.map(({ mean }) => mean),
      donors,
    };
  },
  apply: ({ columns, k, byDistance, scales, means, donors }, table) => {
    const known: Donors = {
      count: donors[0].length,
      values: donors.map((values) => Float64Array.from(values, (value) => value ?? NaN)),
    };
    const source = columns.map((name) => numbersIn(table, name));
    const filled = fillNearest(source, known, { k, byDistance, scales, means });
    return withColumns(
      table,
      columns.map((name, c) => {
        const column = table.columns.find((one) => one.name === name)!;
        return { ...numberColumn(name, filled[c]), type: column.type };
      }),
    );
  },
});
