// Training rows left out by a rule: outliers, missing values, repeats, or a condition. Validation, test and later rows
// are never dropped: what a model must answer for is not chosen by its data.
import { choice, float, words } from '../../../fields/field';
import { fences } from '../../../stats/fences';
import { Figures } from '../../expression/evaluate';
import type { Figure } from '../../expression/figures';
import { columnNamed, numbersIn } from '../columns';
import { deriveStep } from '../derive';
import { conditionOf } from './expression';

interface State {
  /** Rows with a value outside of a pair go. */
  readonly limits?: readonly { readonly column: string; readonly low: number; readonly high: number }[];
  /** Rows with a missing value in one of these go. */
  readonly present?: readonly string[];
  /** Rows that repeat an earlier one in all of these go. */
  readonly distinct?: readonly string[];
  /** Rows where this is true go. */
  readonly condition?: string;
  readonly figures?: readonly Figure[];
}

const rules = [
  { value: 'iqr', label: 'Outlier by quartiles' },
  { value: 'z', label: 'Outlier by z-score' },
  { value: 'mad', label: 'Outlier by median deviation' },
  { value: 'range', label: 'Outside a range' },
  { value: 'missing', label: 'A value is missing' },
  { value: 'duplicates', label: 'Repeats an earlier row' },
  { value: 'condition', label: 'A condition is true' },
] as const;

export const filterRows = deriveStep({
  type: 'filterRows',
  label: 'Leave out training rows',
  help: 'Rows that a rule names are not trained on. Validation and test rows always stay.',
  group: 'rows',
  takes: 'any',
  fields: {
    rule: choice('Leave out where', 'iqr', rules),
    reach: float('Reach', 1.5, 0, 100, {
      when: { rule: ['iqr', 'z', 'mad'] },
      help: 'Times the interquartile range (1.5 is usual), the standard deviation (3) or the scaled median deviation (3.5).',
    }),
    low: float('Lowest', 0, -1e15, 1e15, { when: { rule: ['range'] } }),
    high: float('Highest', 100, -1e15, 1e15, { when: { rule: ['range'] } }),
    condition: words('Condition', '', 2000, {
      of: 'expression',
      help: 'For instance age < 0 or age > 120.',
      when: { rule: ['condition'] },
    }),
  },
  fit: ({ table, columns, train }, { rule, reach, low, high, condition }): State => {
    const numeric = () => columns.filter((name) => ['numeric', 'date'].includes(columnNamed(table, name).type));
    switch (rule) {
      case 'missing':
        return { present: columns };
      case 'duplicates':
        return { distinct: columns };
      case 'condition': {
        const figures: Figure[] = [];
        conditionOf(condition, table, new Figures(figures, train));
        return { condition, figures };
      }
      case 'range':
        return { limits: numeric().map((column) => ({ column, low, high })) };
      default: {
        const limits = numeric().flatMap((column) => {
          const values = numbersIn(table, column);
          const found = fences(
            Float64Array.from(train, (row) => values[row]),
            rule,
            reach,
          );
          return found ? [{ column, ...found }] : [];
        });
        return { limits };
      }
    }
  },
  apply: (_, table) => table,
  keep: ({ limits = [], present = [], distinct = [], condition, figures = [] }, table, rows) => {
    const drop = new Uint8Array(table.rows);
    for (const { column, low, high } of limits) {
      const values = numbersIn(table, column);
      for (const row of rows) if (values[row] < low || values[row] > high) drop[row] = 1;
    }
    for (const name of present) {
      const { data } = columnNamed(table, name);
      const gone =
        data.kind === 'number'
          ? (row: number) => Number.isNaN(data.values[row])
          : (row: number) => data.kind === 'dict' && data.codes[row] < 0;
      for (const row of rows) if (gone(row)) drop[row] = 1;
    }
    if (distinct.length > 0) {
      const columns = distinct.map((name) => columnNamed(table, name).data);
      const seen = new Set<string>();
      for (const row of rows) {
        const key = columns
          .map((data) => (data.kind === 'number' ? data.values[row] : data.kind === 'dict' ? data.codes[row] : 0))
          .join(' ');
        if (seen.has(key)) drop[row] = 1;
        seen.add(key);
      }
    }
    if (condition !== undefined) {
      const truth = conditionOf(condition, table, new Figures([...figures], null));
      for (const row of rows) if (truth[row] === 1) drop[row] = 1;
    }
    return rows.filter((row) => drop[row] === 0);
  },
});
