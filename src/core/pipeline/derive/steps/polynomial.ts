// Products of columns up to a degree: squares, cubes, and what two or three columns do together. scikit-learn's
// PolynomialFeatures without the constant, in its order; the columns themselves stay. Missing makes missing.
import { bool, int } from '../../../fields/field';
import { numberColumn, numbersIn, requireRoom, withColumns } from '../columns';
import { deriveStep } from '../derive';

interface State {
  readonly columns: readonly string[];
  readonly degree: number;
  readonly interactions: boolean;
}

export const polynomial = deriveStep({
  type: 'polynomial',
  label: 'Powers and products',
  help: 'Squares and products of columns, so that a simple model sees curves and interactions.',
  group: 'make',
  takes: 'numbers',
  fields: {
    degree: int('Degree', 2, 2, 4, { help: 'Most factors in a product.' }),
    interactions: bool('Products of different columns only', false),
  },
  fit: ({ columns, table }, { degree, interactions }): State => {
    requireRoom(termCount(columns.length, degree, interactions), table.rows);
    return { columns, degree, interactions };
  },
  apply: ({ columns, degree, interactions }, table) => {
    const source = columns.map((name) => numbersIn(table, name));
    const made = terms(columns.length, degree, interactions).map((factors) => {
      const values = source[factors[0]].slice();
      for (const factor of factors.slice(1)) {
        const other = source[factor];
        for (let i = 0; i < values.length; i++) values[i] *= other[i];
      }
      for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) values[i] = NaN;
      return numberColumn(nameOf(factors, columns), values);
    });
    return withColumns(table, made);
  },
});

/** Products of 2 to `degree` factors, as column numbers ascending. */
function terms(width: number, degree: number, interactions: boolean): number[][] {
  const out: number[][] = [];
  let shorter = Array.from({ length: width }, (_, i) => [i]);
  for (let d = 2; d <= degree; d++) {
    shorter = shorter.flatMap((term) => {
      const from = term[term.length - 1] + (interactions ? 1 : 0);
      return Array.from({ length: Math.max(0, width - from) }, (_, i) => [...term, from + i]);
    });
    out.push(...shorter);
  }
  return out;
}

/** How many there are, without making them: choose(width, d), or with repetition choose(width + d - 1, d). */
function termCount(width: number, degree: number, interactions: boolean): number {
  let sum = 0;
  for (let d = 2; d <= degree; d++) {
    let product = 1;
    const top = interactions ? width : width + d - 1;
    for (let i = 0; i < d; i++) product = (product * (top - i)) / (i + 1);
    sum += Math.max(0, Math.round(product));
  }
  return sum;
}

/** `a^2 b`. */
function nameOf(factors: readonly number[], columns: readonly string[]): string {
  const powers = new Map<number, number>();
  for (const factor of factors) powers.set(factor, (powers.get(factor) ?? 0) + 1);
  return [...powers].map(([i, power]) => (power === 1 ? columns[i] : `${columns[i]}^${power}`)).join(' ');
}
