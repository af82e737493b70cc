// The largest eigenvalues' vectors of a large symmetric matrix that is known by its products, by Lanczos steps with full
// orthogonalization and thick restarts (Wu & Simon 2000, SIAM J. Matrix Anal. Appl. 22). Only +, -, *, / and roots.
import { dot } from './linalg';
import { symmetricEigen } from './symmetricEigen';

/** Vectors held at once, and kept at a restart. */
const [held, kept] = [60, 15];
const mostRestarts = 20;
/** Of the residual's length to the matrix's size, which is taken to be about 1. */
const tolerance = 1e-7;

/**
 * `count` unit vectors of n places, one after the other, orthogonal to `known` (an eigenvector, of any length). `apply`
 * writes A x to y. Where the steps end first, the best so far.
 */
export function topVectors(
  apply: (x: Float64Array, y: Float64Array) => void,
  n: number,
  count: number,
  start: Float64Array,
  known: Float64Array,
): Float64Array {
  const away = known.slice();
  unit(away);
  const most = Math.min(held, n - 1);
  const v = new Float64Array((most + 1) * n);
  const row = (i: number) => v.subarray(i * n, (i + 1) * n);
  const h = new Float64Array(most * most);
  row(0).set(start);
  clear(row(0), v, 0, n, away);
  unit(row(0));
  let size = 0;
  for (let restart = 0; ; restart++) {
    let length = 0;
    let m = size;
    while (m < most) {
      const next = row(m + 1);
      apply(row(m), next);
      for (let i = 0; i <= m; i++) h[i * most + m] = h[m * most + i] = dot(v, i * n, next, 0, n);
      clear(next, v, m + 1, n, away);
      m++;
      length = unit(next);
      if (length < 1e-14) break;
    }
    const small = Float64Array.from({ length: m * m }, (_, i) => h[Math.floor(i / m) * most + (i % m)]);
    const { values, vectors } = symmetricEigen(small, m);
    const settled = Array.from({ length: Math.min(count, m) }, (_, k) => length * Math.abs(vectors[k * m + m - 1]));
    const done = length < 1e-14 || settled.every((residual) => residual <= tolerance) || restart === mostRestarts;
    size = Math.min(done ? count : kept, m);
    const mixed = new Float64Array(size * n);
    for (let k = 0; k < size; k++) {
      for (let i = 0; i < m; i++) {
        const share = vectors[k * m + i];
        for (let r = 0; r < n; r++) mixed[k * n + r] += share * v[i * n + r];
      }
    }
    if (done) return mixed;
    const rest = row(m).slice();
    v.set(mixed);
    row(size).set(rest);
    h.fill(0);
    for (let k = 0; k < size; k++) h[k * most + k] = values[k];
  }
}

/** Takes the directions of `away` and the first `count` rows off, twice, so that rounding leaves nothing of them. */
function clear(x: Float64Array, v: Float64Array, count: number, n: number, away: Float64Array): void {
  for (let round = 0; round < 2; round++) {
    takeOff(x, away, 0);
    for (let i = 0; i < count; i++) takeOff(x, v, i * n);
  }
}

function takeOff(x: Float64Array, v: Float64Array, at: number): void {
  const share = dot(x, 0, v, at, x.length);
  for (let i = 0; i < x.length; i++) x[i] -= share * v[at + i];
}

/** Its length before; a vector of none stays. */
function unit(x: Float64Array): number {
  const length = Math.sqrt(dot(x, 0, x, 0, x.length));
  if (length > 0) for (let i = 0; i < x.length; i++) x[i] /= length;
  return length;
}
