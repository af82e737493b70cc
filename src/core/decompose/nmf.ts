// Non-negative factors: X = W H by coordinate descent on the squared error (Cichocki & Phan 2009), started from the
// singular vectors with zeros filled by the mean (NNDSVDa: Boutsidis & Gallopoulos 2008). As scikit-learn's NMF.
import { columnGram, dense, firstRows, rowGram, timesTransposed, times, transpose, type Dense } from '../math/dense';
import { randomizedSvd } from '../math/randomizedSvd';
import { thinSvd } from '../math/svd';
import type { Stream } from '../rng/stream';
import { exactUpTo } from './pca';

export interface Nmf {
  /** rows x components. */
  readonly w: Dense;
  /** components x columns. */
  readonly h: Dense;
  readonly rounds: number;
}

const least = 1e-6;

/** `x`: 0 or more everywhere and not all 0; `count` at most min(rows, columns). */
export function nmf(x: Dense, count: number, stream: Stream, maxRounds = 200, tolerance = 1e-4): Nmf {
  const { w, ht } = nndsvda(x, count, stream);
  const xt = transpose(x);
  let first = 0;
  let rounds = 0;
  while (rounds < maxRounds) {
    rounds++;
    let violation = descend(w, columnGram(ht), times(x, ht));
    violation += descend(ht, columnGram(w), times(xt, w));
    if (rounds === 1) first = violation;
    if (first === 0 || violation / first <= tolerance) break;
  }
  return { w, h: transpose(ht), rounds };
}

/** W for new rows and given H (components x columns), each row on its own, started at 0; below 0 counts as 0. */
export function nmfWeights(x: Dense, h: Dense, maxRounds = 200, tolerance = 1e-4): Dense {
  const count = h.rows;
  const gram = rowGram(h);
  const products = timesTransposed(
    dense(
      x.rows,
      x.columns,
      x.values.map((value) => Math.max(0, value)),
    ),
    h,
  );
  const out = dense(x.rows, count);
  for (let r = 0; r < x.rows; r++) {
    const row = dense(1, count, out.values.subarray(r * count, (r + 1) * count));
    const own = dense(1, count, products.values.subarray(r * count, (r + 1) * count));
    let first = 0;
    for (let round = 0; round < maxRounds; round++) {
      const violation = descend(row, gram, own);
      if (round === 0) first = violation;
      if (first === 0 || violation / first <= tolerance) break;
    }
  }
  return out;
}

/** One pass over all coordinates of W (rows x components) for Gram H H^T and products X H^T; gives the violation. */
function descend(w: Dense, gram: Dense, products: Dense): number {
  const { rows, columns: k } = w;
  let violation = 0;
  for (let t = 0; t < k; t++) {
    const hessian = gram.values[t * k + t];
    for (let i = 0; i < rows; i++) {
      const at = i * k;
      let gradient = -products.values[at + t];
      for (let r = 0; r < k; r++) gradient += gram.values[t * k + r] * w.values[at + r];
      const own = w.values[at + t];
      violation += Math.abs(own === 0 ? Math.min(0, gradient) : gradient);
      if (hessian !== 0) w.values[at + t] = Math.max(own - gradient / hessian, 0);
    }
  }
  return violation;
}

function nndsvda(x: Dense, count: number, stream: Stream): { w: Dense; ht: Dense } {
  const sketched = Math.min(x.rows, x.columns) > exactUpTo;
  const { singular, left, right } = sketched ? randomizedSvd(x, count, stream) : thinSvd(x, count);
  const u = firstRows(left, count);
  const v = firstRows(right, count);
  const wt = dense(count, x.rows);
  const h = dense(count, x.columns);
  for (let j = 0; j < count; j++) {
    const [a, b] = [part(u, j), part(v, j)];
    const scale = Math.sqrt(singular[j]);
    if (j === 0) {
      a.forEach((value, i) => (wt.values[i] = scale * Math.abs(value)));
      b.forEach((value, i) => (h.values[i] = scale * Math.abs(value)));
      continue;
    }
    const plus = norm(a, 1) * norm(b, 1);
    const minus = norm(a, -1) * norm(b, -1);
    const sign = plus > minus ? 1 : -1;
    const size = Math.max(plus, minus);
    if (size === 0) continue;
    const by = Math.sqrt(singular[j] * size);
    a.forEach((value, i) => (wt.values[j * x.rows + i] = (by * Math.max(0, sign * value)) / norm(a, sign)));
    b.forEach((value, i) => (h.values[j * x.columns + i] = (by * Math.max(0, sign * value)) / norm(b, sign)));
  }
  const mean = x.values.reduce((sum, value) => sum + value, 0) / x.values.length;
  for (const { values } of [wt, h]) for (let i = 0; i < values.length; i++) if (values[i] < least) values[i] = mean;
  return { w: transpose(wt), ht: transpose(h) };
}

const part = (a: Dense, j: number) => a.values.subarray(j * a.columns, (j + 1) * a.columns);

function norm(a: Float64Array, sign: number): number {
  let sum = 0;
  for (const value of a) if (sign * value > 0) sum += value * value;
  return Math.sqrt(sum);
}
