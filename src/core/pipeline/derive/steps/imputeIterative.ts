// Missing numbers foretold from the other columns, round after round: scikit-learn's IterativeImputer with BayesianRidge
// (van Buuren & Groothuis-Oudshoorn, mice, J. Stat. Softw. 45, 2011, with point estimates in place of draws). Gaps start
// at the column's mean; columns with fewest gaps come first; rounds end when no value moves by more than a share of the
// largest value. Later rows go through the same rounds with the models that training fitted.
import { TablabError } from '../../../errors/error';
import { float, int } from '../../../fields/field';
import { bayesianRidge } from '../../../math/bayesianRidge';
import { numberColumn, numbersIn, withColumns } from '../columns';
import { deriveStep } from '../derive';

/** Columns that one step may fill: each is foretold from all others. */
const mostColumns = 60;

interface Model {
  readonly column: number;
  /** By column, 0 at its own. */
  readonly weights: readonly number[];
  readonly intercept: number;
}
interface State {
  readonly columns: readonly string[];
  readonly means: readonly number[];
  /** In order of use, round after round. */
  readonly models: readonly Model[];
}

export const imputeIterative = deriveStep({
  type: 'imputeIterative',
  label: 'Fill gaps by foretelling',
  help: 'A missing number is foretold from the other columns by a linear model, again and again until the values settle.',
  group: 'clean',
  takes: 'numbers',
  fields: {
    rounds: int('Rounds at most', 10, 1, 100),
    tolerance: float('Settled at', 0.001, 1e-9, 1, {
      log: true,
      help: 'Largest change in a round, over the largest value.',
    }),
  },
  fit: ({ table, columns, train }, { rounds, tolerance }): State => {
    if (columns.length > mostColumns)
      throw new TablabError('derive-option', {
        what: `${columns.length} columns are foretold from each other, and ${mostColumns} are the most`,
      });
    const source = columns.map((name) => {
      const values = numbersIn(table, name);
      return Float64Array.from(train, (row) => values[row]);
    });
    const means = source.map((values, c) => {
      const present = values.filter((value) => !Number.isNaN(value));
      if (present.length === 0) throw new TablabError('derive-all-missing', { column: columns[c] });
      return present.reduce((sum, value) => sum + value, 0) / present.length;
    });
    const gaps = source.map((values) => rowsWhere(values, Number.isNaN));
    const models: Model[] = [];
    if (columns.length > 1 && gaps.some((rows) => rows.length > 0)) {
      const limit = tolerance * source.reduce((most, values) => largest(values, most), 0);
      const order = source.map((_, c) => c).sort((a, b) => gaps[a].length - gaps[b].length);
      const now = started(source, means);
      for (let round = 0; round < rounds; round++) {
        const before = now.map((values) => values.slice());
        for (const column of order) {
          const model = fitModel(source, now, column);
          models.push(model);
          foretell(now, gaps[column], model);
        }
        const moved = now.reduce(
          (most, values, c) => values.reduce((m, x, i) => Math.max(m, Math.abs(x - before[c][i])), most),
          0,
        );
        if (moved < limit) break;
      }
    }
    return { columns, means, models };
  },
  apply: ({ columns, means, models }, table) => {
    const source = columns.map((name) => numbersIn(table, name));
    const gaps = source.map((values) => rowsWhere(values, Number.isNaN));
    const now = started(source, means);
    for (const model of models) foretell(now, gaps[model.column], model);
    return withColumns(
      table,
      columns.map((name, c) => {
        const column = table.columns.find((one) => one.name === name)!;
        return { ...numberColumn(name, now[c]), type: column.type };
      }),
    );
  },
});

const started = (source: readonly Float64Array[], means: readonly number[]) =>
  source.map((values, c) => values.map((value) => (Number.isNaN(value) ? means[c] : value)));

const largest = (values: Float64Array, most: number) =>
  values.reduce((so, value) => (Number.isNaN(value) ? so : Math.max(so, Math.abs(value))), most);

function rowsWhere(values: Float64Array, is: (value: number) => boolean): Uint32Array {
  const rows: number[] = [];
  values.forEach((value, row) => {
    if (is(value)) rows.push(row);
  });
  return Uint32Array.from(rows);
}

/** On the rows that have the column, from the others as they are now. */
function fitModel(source: readonly Float64Array[], now: readonly Float64Array[], column: number): Model {
  const rows = rowsWhere(source[column], (value) => !Number.isNaN(value));
  const at = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]);
  const { weights, intercept } = bayesianRidge(now.filter((_, c) => c !== column).map(at), at(source[column]));
  return { column, weights: [...weights.subarray(0, column), 0, ...weights.subarray(column)], intercept };
}

function foretell(now: readonly Float64Array[], rows: Uint32Array, { column, weights, intercept }: Model): void {
  for (const row of rows) {
    let value = intercept;
    weights.forEach((weight, c) => (value += weight * now[c][row]));
    now[column][row] = value;
  }
}
