// Principal components of a kernel: bent directions (Schoelkopf, Smola & Mueller 1998). scikit-learn's KernelPCA: the
// largest entry of each eigenvector over the training rows is positive. The fitted step keeps those rows.
import { numbered, rows } from '../../decompose/linear';
import { choice, float, int } from '../../fields/field';
import { columnMeans, dense, times, timesTransposed, transpose, type Dense } from '../../math/dense';
import { exp } from '../../math/elementary';
import { symmetricEigen } from '../../math/symmetricEigen';
import { componentsField, matrixStep, requireComponents, type MatrixState } from './step';

interface Kernel {
  readonly kernel: 'rbf' | 'poly' | 'cosine';
  readonly gamma: number;
  readonly degree: number;
  readonly coefficient: number;
}
type State = MatrixState & {
  readonly components: number;
  readonly width: number;
  readonly rows: readonly number[];
  readonly means: readonly number[];
  readonly mean: number;
  readonly alphas: readonly number[];
  readonly eigenvalues: readonly number[];
};

/** All pairs of training rows are held in memory, and the rows in the fitted step. */
export const mostRows = 2000;

export const kernelPca = matrixStep({
  type: 'kernelPca',
  label: 'Kernel PCA',
  help: `Principal components along bent directions. Compares all pairs of rows: at most ${mostRows} training rows.`,
  group: 'reduce',
  fields: {
    components: componentsField('How many.'),
    kernel: choice('Kernel', 'rbf', [
      { value: 'rbf', label: 'Radial (RBF)' },
      { value: 'poly', label: 'Polynomial' },
      { value: 'cosine', label: 'Cosine' },
    ]),
    gamma: float('Gamma', 0, 0, 1000, {
      help: '0: one over the number of columns.',
      when: { kernel: ['rbf', 'poly'] },
    }),
    degree: int('Degree', 3, 1, 10, { when: { kernel: ['poly'] } }),
    coefficient: float('Constant', 1, -100, 100, { when: { kernel: ['poly'] } }),
  },
  fit: (x, options, context): State => {
    const { components } = options;
    if (x.rows > mostRows) throw context.fail('matrix-too-many-rows', { rows: x.rows, most: mostRows });
    requireComponents(components, x.rows, x, context);
    const k = kernelOf(x, x, options);
    const means = columnMeans(k);
    const mean = means.reduce((sum, m) => sum + m, 0) / x.rows;
    const { values, vectors } = symmetricEigen(centred(k, means, mean).values, x.rows, components);
    const rank = values.filter((value) => value > 1e-12 * values[0] && value > 1e-14).length;
    if (rank === 0) throw context.fail('matrix-constant');
    if (rank < components) throw context.fail('matrix-singular', { rank, wanted: components });
    return {
      components,
      width: x.columns,
      rows: Array.from(x.values),
      means: Array.from(means),
      mean,
      alphas: Array.from(vectors, (value, i) => value / Math.sqrt(values[Math.floor(i / x.rows)])),
      eigenvalues: Array.from(values),
    };
  },
  apply: ({ components, width, rows: kept, means, mean, alphas }: State, x, options) => {
    const k = kernelOf(x, rows(kept, means.length, width), options);
    return timesTransposed(centred(k, means, mean), rows(alphas, components, means.length));
  },
  names: ({ components }) => numbered('KPC', components),
});

/** Takes off the mean of each row and column of the training kernel, and puts the mean of all back. */
function centred(k: Dense, means: ArrayLike<number>, mean: number): Dense {
  const out = new Float64Array(k.values.length);
  for (let r = 0; r < k.rows; r++) {
    let own = 0;
    for (let c = 0; c < k.columns; c++) own += k.values[r * k.columns + c];
    own /= k.columns;
    for (let c = 0; c < k.columns; c++) out[r * k.columns + c] = k.values[r * k.columns + c] - own - means[c] + mean;
  }
  return dense(k.rows, k.columns, out);
}

function kernelOf(a: Dense, b: Dense, { kernel, gamma: asked, degree, coefficient }: Kernel): Dense {
  const gamma = asked || 1 / a.columns;
  const k = kernel === 'cosine' ? timesTransposed(unitRows(a), unitRows(b)) : times(a, transpose(b));
  if (kernel === 'cosine') return k;
  if (kernel === 'poly') {
    const out = k.values.map((value) => {
      const base = gamma * value + coefficient;
      let power = 1;
      for (let i = 0; i < degree; i++) power *= base;
      return power;
    });
    return dense(k.rows, k.columns, out);
  }
  const [as, bs] = [squares(a), squares(b)];
  const out = k.values.map((value, i) => {
    const distance = as[Math.floor(i / k.columns)] + bs[i % k.columns] - 2 * value;
    return exp(-gamma * Math.max(0, distance));
  });
  return dense(k.rows, k.columns, out);
}

function squares({ rows: n, columns, values }: Dense): Float64Array {
  const out = new Float64Array(n);
  for (let r = 0, at = 0; r < n; r++) for (let c = 0; c < columns; c++, at++) out[r] += values[at] * values[at];
  return out;
}

function unitRows(a: Dense): Dense {
  const lengths = squares(a).map((square) => Math.sqrt(square) || 1);
  return dense(
    a.rows,
    a.columns,
    a.values.map((value, i) => value / lengths[Math.floor(i / a.columns)]),
  );
}
