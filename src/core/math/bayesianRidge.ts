// Linear regression whose penalty follows from the data: evidence maximization (MacKay 1992, Bayesian Interpolation;
// Tipping 2001), as scikit-learn's BayesianRidge with its defaults.
import { columnGram, dense } from './dense';
import { symmetricEigen } from './symmetricEigen';

export interface LinearFit {
  /** One per column. */
  readonly weights: Float64Array;
  readonly intercept: number;
}

const mostRounds = 300;
const tolerance = 1e-3;
/** Both shapes and both rates of the priors on noise and weights. */
const prior = 1e-6;

/** `columns`: each of the length of `y`, none missing. */
export function bayesianRidge(columns: readonly Float64Array[], y: Float64Array): LinearFit {
  const n = y.length;
  const p = columns.length;
  const meanOf = (values: Float64Array) => values.reduce((sum, x) => sum + x, 0) / n;
  const means = columns.map(meanOf);
  const yMean = meanOf(y);
  const x = new Float64Array(n * p);
  columns.forEach((values, c) => {
    for (let r = 0; r < n; r++) x[r * p + c] = values[r] - means[c];
  });
  const centred = y.map((value) => value - yMean);
  const { values: raw, vectors } = symmetricEigen(columnGram(dense(n, p, x)).values, p);
  // At most as many differ from 0 as there are rows; rounding must not make one negative.
  const eigen = raw.map((value, i) => (i < n ? Math.max(0, value) : 0));
  const toY = new Float64Array(p);
  for (let r = 0; r < n; r++) for (let c = 0; c < p; c++) toY[c] += x[r * p + c] * centred[r];
  /** Of each eigenvector with X^T y. */
  const along = Float64Array.from({ length: p }, (_, i) => {
    let sum = 0;
    for (let c = 0; c < p; c++) sum += vectors[i * p + c] * toY[c];
    return i < n ? sum : 0;
  });
  let alpha = 1 / (centred.reduce((sum, value) => sum + value * value, 0) / n + Number.EPSILON);
  let lambda = 1;
  const solve = () => {
    const weights = new Float64Array(p);
    for (let i = 0; i < Math.min(n, p); i++) {
      const share = along[i] / (eigen[i] + lambda / alpha);
      for (let c = 0; c < p; c++) weights[c] += vectors[i * p + c] * share;
    }
    return weights;
  };
  let before: Float64Array | null = null;
  for (let round = 0; round < mostRounds; round++) {
    const weights = solve();
    let errors = 0;
    for (let r = 0; r < n; r++) {
      let error = centred[r];
      for (let c = 0; c < p; c++) error -= x[r * p + c] * weights[c];
      errors += error * error;
    }
    const known = eigen.reduce((sum, e) => sum + (alpha * e) / (lambda + alpha * e), 0);
    lambda = (known + 2 * prior) / (weights.reduce((sum, w) => sum + w * w, 0) + 2 * prior);
    alpha = (n - known + 2 * prior) / (errors + 2 * prior);
    const moved = before && weights.reduce((sum, w, c) => sum + Math.abs(before![c] - w), 0);
    if (moved !== null && moved < tolerance) break;
    before = weights;
  }
  const weights = solve();
  return { weights, intercept: yMean - weights.reduce((sum, w, c) => sum + w * means[c], 0) };
}
