// Linear regression with a squared penalty, for rankings and for quick accuracy: the normal equations by Cholesky
// (Hoerl & Kennard 1970). scikit-learn's Ridge, and RidgeClassifier with targets of -1 and 1.
import { columnGram, columnMeans, dense, minusRow, transposedTimes, type Dense } from '../math/dense';
import { cholesky, solveLower, solveLowerTransposed } from '../math/linalg';

export interface Ridge {
  /** targets x columns. */
  readonly coefficients: Dense;
  readonly intercepts: Float64Array;
}

/** `targets`: one array of x.rows numbers each. */
export function ridge(x: Dense, targets: readonly Float64Array[], alpha: number): Ridge {
  const { gram, products, means, centres } = normalEquations(x, targets);
  const d = x.columns;
  const l = gram.values.slice();
  for (let c = 0; c < d; c++) l[c * d + c] += alpha;
  if (!cholesky(l, d)) {
    // Rounding alone makes this happen: alpha is above 0. A little more of it holds.
    l.set(gram.values);
    let trace = 0;
    for (let c = 0; c < d; c++) trace += gram.values[c * d + c];
    for (let c = 0; c < d; c++) l[c * d + c] += alpha + 1e-10 * trace;
    cholesky(l, d);
  }
  const coefficients = dense(targets.length, d);
  const intercepts = targets.map((_, t) => {
    const b = Float64Array.from({ length: d }, (_, c) => products.values[c * targets.length + t]);
    solveLowerTransposed(l, d, solveLower(l, d, b));
    coefficients.values.set(b, t * d);
    return centres[t] - b.reduce((sum, value, c) => sum + value * means[c], 0);
  });
  return { coefficients, intercepts: Float64Array.from(intercepts) };
}

export function normalEquations(x: Dense, targets: readonly Float64Array[]) {
  const means = columnMeans(x);
  const centred = minusRow(x, means);
  const centres = targets.map((target) => target.reduce((sum, value) => sum + value, 0) / x.rows);
  const y = dense(x.rows, targets.length);
  targets.forEach((target, t) => target.forEach((value, r) => (y.values[r * targets.length + t] = value - centres[t])));
  return { gram: columnGram(centred), products: transposedTimes(centred, y), means, centres };
}

/** Targets of -1 and 1: one for two classes, else one per class. */
export function signedTargets(index: ArrayLike<number>, classes: number): Float64Array[] {
  const is = (k: number) => Float64Array.from(index, (c) => (c === k ? 1 : -1));
  return classes === 2 ? [is(1)] : Array.from({ length: classes }, (_, k) => is(k));
}
