// Linear and logistic regression with an L1 penalty by coordinate descent (Friedman, Hastie & Tibshirani 2010, J. Stat.
// Softw. 33); the logistic one by Newton steps with a line search. The intercept bears no penalty.
import { columnMeans, minusRow, transpose, type Dense } from '../math/dense';
import { dot } from '../math/linalg';
import { log1p } from '../math/precise';
import { exp, sigmoid } from '../math/elementary';

const tolerance = 1e-9;
const maxSweeps = 2000;

const shrunk = (x: number, by: number) => (x > by ? x - by : x < -by ? x + by : 0);

/** Minimizes |y - X b - b0|^2 / (2 n) + alpha |b|_1, as scikit-learn's Lasso; gives b. */
export function lasso(x: Dense, y: Float64Array, alpha: number): Float64Array {
  const n = x.rows;
  const columns = transpose(minusRow(x, columnMeans(x))).values;
  let mean = 0;
  for (const value of y) mean += value / n;
  const rest = y.map((value) => value - mean);
  const size = Math.sqrt(dot(rest, 0, rest, 0, n)) || 1;
  const squares = Float64Array.from({ length: x.columns }, (_, c) => dot(columns, c * n, columns, c * n, n));
  const b = new Float64Array(x.columns);
  for (let sweep = 0; sweep < maxSweeps; sweep++) {
    let moved = 0;
    for (let c = 0; c < x.columns; c++) {
      if (squares[c] === 0) continue;
      const next = shrunk(dot(columns, c * n, rest, 0, n) + squares[c] * b[c], n * alpha) / squares[c];
      const step = next - b[c];
      if (step === 0) continue;
      for (let r = 0; r < n; r++) rest[r] -= step * columns[c * n + r];
      b[c] = next;
      moved = Math.max(moved, Math.abs(step) * Math.sqrt(squares[c]));
    }
    if (moved <= tolerance * size) break;
  }
  return b;
}

/** Minimizes C sum log(1 + exp(-y (X b + b0))) + |b|_1 for y of -1 and 1: scikit-learn's objective; gives b. */
export function logisticLasso(x: Dense, y: ArrayLike<number>, c: number): Float64Array {
  const { rows: n, columns: d } = x;
  const columns = transpose(x).values;
  let b = new Float64Array(d);
  let margins = new Float64Array(n);
  const cost = (m: Float64Array, w: Float64Array) => {
    let sum = 0;
    for (let r = 0; r < n; r++) sum += softplus(-y[r] * m[r]);
    return c * sum + w.reduce((all, one) => all + Math.abs(one), 0);
  };
  let value = cost(margins, b);
  for (let round = 0; round < 200; round++) {
    const p = margins.map(sigmoid);
    const weight = p.map((one) => c * Math.max(one * (1 - one), 1e-10));
    // Residual of the weighted least squares problem, and its solution by sweeps over the coordinates.
    const gradient = p.map((one, r) => c * (one - (y[r] > 0 ? 1 : 0)));
    const step = new Float64Array(n);
    const next = b.slice();
    const curvature = Float64Array.from({ length: d }, (_, j) => {
      let sum = 0;
      for (let r = 0; r < n; r++) sum += weight[r] * columns[j * n + r] * columns[j * n + r];
      return sum;
    });
    const weights = weight.reduce((sum, one) => sum + one, 0);
    for (let sweep = 0; sweep < maxSweeps; sweep++) {
      let slope = 0;
      for (let r = 0; r < n; r++) slope += gradient[r] + weight[r] * step[r];
      const move0 = -slope / weights;
      for (let r = 0; r < n; r++) step[r] += move0;
      let moved = Math.abs(move0) * Math.sqrt(weights);
      for (let j = 0; j < d; j++) {
        if (!(curvature[j] > 0)) continue;
        let s = 0;
        for (let r = 0; r < n; r++) s += columns[j * n + r] * (gradient[r] + weight[r] * step[r]);
        const to = shrunk(curvature[j] * next[j] - s, 1) / curvature[j];
        const move = to - next[j];
        if (move === 0) continue;
        next[j] = to;
        for (let r = 0; r < n; r++) step[r] += move * columns[j * n + r];
        moved = Math.max(moved, Math.abs(move) * Math.sqrt(curvature[j]));
      }
      if (moved <= 1e-10) break;
    }
    let t = 1;
    let found = false;
    for (let attempt = 0; attempt < 30 && !found; attempt++, t /= 2) {
      const w = b.map((one, j) => one + t * (next[j] - one));
      const m = margins.map((one, r) => one + t * step[r]);
      const there = cost(m, w);
      if (there > value) continue;
      const gained = value - there;
      b = w;
      margins = m;
      value = there;
      found = gained > 1e-15 * Math.max(1, value);
      if (!found) return b;
    }
    if (!found) return b;
  }
  return b;
}

const softplus = (x: number) => (x > 0 ? x + log1p(exp(-x)) : log1p(exp(x)));
