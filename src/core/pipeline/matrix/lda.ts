// Linear discriminants: directions in which class means lie far apart against the spread within classes (Fisher 1936;
// Hastie, Tibshirani & Friedman, Elements of Statistical Learning, section 4.3.3). scikit-learn's
// LinearDiscriminantAnalysis with the svd solver. Its signs are whatever LAPACK gives; here the largest weight is positive.
import { applyLinear, numbered, type LinearState } from '../../decompose/linear';
import { columnMeans, columnVariances, dense, firstRows, minusRow, rowsOf, times, transpose } from '../../math/dense';
import { orient } from '../../math/symmetricEigen';
import { thinSvd } from '../../math/svd';
import { componentsField, matrixStep, requireClasses } from './step';

type State = LinearState & { readonly ratio: readonly number[] };

const tolerance = 1e-4;

export const lda = matrixStep({
  type: 'lda',
  label: 'Linear discriminants (LDA)',
  help: 'New numbers in which the classes lie farthest apart: at most one fewer than there are classes.',
  group: 'reduce',
  fields: {
    components: componentsField('At most this many; one fewer than there are classes is the most there can be.'),
  },
  fit: (x, { components }, context): State => {
    const { index } = requireClasses(context);
    const present = [...new Set(index)].sort((a, b) => a - b);
    if (present.length < 2 || x.rows <= present.length)
      throw context.fail('matrix-rows', { needed: Math.max(2, present.length) + 1, rows: x.rows });
    const groups = present.map((k) => Uint32Array.from(index.keys()).filter((row) => index[row] === k));
    const means = groups.map((rows) => columnMeans(rowsOf(x, rows)));
    const priors = groups.map((rows) => rows.length / x.rows);
    const middle = new Float64Array(x.columns);
    means.forEach((mean, k) => mean.forEach((m, c) => (middle[c] += priors[k] * m)));

    const within = dense(x.rows, x.columns);
    let at = 0;
    groups.forEach((rows, k) => {
      const part = minusRow(rowsOf(x, rows), means[k]);
      within.values.set(part.values, at);
      at += part.values.length;
    });
    const spread = columnVariances(within).map((variance) => Math.sqrt(variance) || 1);
    const share = Math.sqrt(1 / x.rows);
    const scaled = within.values.map((value, i) => (share * value) / spread[i % x.columns]);
    const inner = thinSvd(dense(x.rows, x.columns, scaled));
    const rank = inner.singular.filter((s) => s > tolerance).length;
    if (rank === 0) throw context.fail('matrix-constant');
    // Rows are the directions that bring the spread within classes to 1.
    const whitening = firstRows(inner.right, rank);
    for (let j = 0, i = 0; j < rank; j++)
      for (let c = 0; c < x.columns; c++, i++) whitening.values[i] /= spread[c] * inner.singular[j];

    const weight = priors.map((prior) => Math.sqrt((x.rows * prior) / (present.length - 1)));
    const between = dense(present.length, x.columns);
    means.forEach((mean, k) =>
      mean.forEach((m, c) => (between.values[k * x.columns + c] = weight[k] * (m - middle[c]))),
    );
    const outer = thinSvd(times(between, transpose(whitening)));
    const found = outer.singular.filter((s) => s > tolerance * outer.singular[0]).length;
    if (found === 0 || !(outer.singular[0] > 1e-12)) throw context.fail('matrix-constant');
    const count = Math.min(components, present.length - 1, x.columns, found);
    const weights = times(firstRows(outer.right, count), whitening);
    for (let j = 0; j < count; j++) orient(weights.values.subarray(j * x.columns, (j + 1) * x.columns));
    const all = outer.singular.reduce((sum, s) => sum + s * s, 0);
    return {
      components: count,
      width: x.columns,
      mean: Array.from(middle),
      weights: Array.from(weights.values),
      ratio: Array.from(outer.singular.subarray(0, count), (s) => (s * s) / all),
    };
  },
  apply: applyLinear,
  names: ({ components }) => numbered('LD', components),
});
