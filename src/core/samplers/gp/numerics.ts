// What the Gaussian process computes over and over. Plain loops here; a worker may put kernels in their place that give the
// same bits sooner (engine/simd/numerics.ts).
import { exp } from '../../math/elementary';
import * as linalg from '../../math/linalg';

export interface Numerics {
  /** Does `work`, of which all arrays from `array` are given back afterwards; some `bytes` of them are expected. */
  during<T>(bytes: number, work: () => T): T;
  /** Zeros, placed where work on them is quick. */
  array(length: number): Float64Array<ArrayBuffer>;
  dot(a: Float64Array, ai: number, b: Float64Array, bi: number, n: number): number;
  /** As in core/math/linalg.ts, except that what a failure leaves behind is open. */
  cholesky(a: Float64Array, n: number): boolean;
  solveLower(l: Float64Array, n: number, b: Float64Array): Float64Array;
  solveLowerTransposed(l: Float64Array, n: number, b: Float64Array): Float64Array;
  inverse(l: Float64Array, n: number, inverse: Float64Array, room: Float64Array): void;
  /** Solves L x = b in place for each of `count` rows of b. */
  solveRows(l: Float64Array, n: number, b: Float64Array, count: number): void;
  maternRows(to: Columns, q: Float64Array, scale: number, x: Rows, k: Float64Array, slopes?: Float64Array): void;
  maternPairs(of: Pairs, q: Float64Array, scale: number, k: Float64Array, slopes: Float64Array): void;
  maternGradient(of: Pairs, scale: number, at: Slopes, gradient: Float64Array): void;
}

/** Points by coordinate, `count` numbers each; `kinds`: 1 for choices, 0 for numbers. */
export interface Columns {
  readonly columns: Float64Array;
  readonly kinds: Float64Array;
  readonly count: number;
}
/** `rows` points, the first at `at`. */
export interface Rows {
  readonly x: Float64Array;
  readonly at: number;
  readonly rows: number;
}
/** Unscaled squared distances of all pairs i > j of n points: by i, then by coordinate, then by j. */
export interface Pairs {
  readonly pairs: Float64Array;
  readonly n: number;
  readonly dimensions: number;
}
/** The covariance's lower triangle (n x n) without the noise, its slopes by pair, the inverse's lower triangle, the
 *  inverse times the values, and room for n numbers. */
export interface Slopes {
  readonly k: Float64Array;
  readonly slopes: Float64Array;
  readonly inverse: Float64Array;
  readonly alpha: Float64Array;
  readonly shares: Float64Array;
}

export const plainNumerics: Numerics = {
  during: (_bytes, work) => work(),
  array: (length) => new Float64Array(length),
  dot: linalg.dot,
  cholesky: linalg.cholesky,
  solveLower: linalg.solveLower,
  solveLowerTransposed: linalg.solveLowerTransposed,
  inverse: linalg.inverseFromCholesky,
  solveRows: (l, n, b, count) => {
    const row = (i: number) => b.subarray(i * n, (i + 1) * n);
    let i = 0;
    for (; i + 1 < count; i += 2) linalg.solveLowerTwo(l, n, row(i), row(i + 1));
    if (i < count) linalg.solveLower(l, n, row(i));
  },
  maternRows,
  maternPairs,
  maternGradient,
};

/** Kernel of each row of x to all points, a row of k each; with `slopes`, also scale * dM/du. */
function maternRows(
  { columns, kinds, count }: Columns,
  q: Float64Array,
  scale: number,
  { x, at, rows }: Rows,
  k: Float64Array,
  slopes?: Float64Array,
): void {
  for (let row = 0, to = 0; row < rows; row++, to += count, at += q.length) {
    for (let i = to; i < to + count; i++) k[i] = 0;
    for (let d = 0, from = -to; d < q.length; d++, from += count) {
      const qd = q[d];
      const xd = x[at + d];
      if (kinds[d] !== 0) {
        for (let i = to; i < to + count; i++) if (columns[from + i] !== xd) k[i] += qd;
      } else {
        for (let i = to; i < to + count; i++) {
          const off = xd - columns[from + i];
          k[i] += qd * off * off;
        }
      }
    }
    for (let i = to; i < to + count; i++) {
      const u = k[i];
      const r = Math.sqrt(5 * u);
      const e = scale * exp(-r);
      k[i] = e * ((5 / 3) * u + r + 1);
      if (slopes) slopes[i] = (-5 / 6) * (r + 1) * e;
    }
  }
}

/** Kernel and slopes of all pairs; the scaled distances are summed in the four parts in which `dot` sums. */
function maternPairs(
  { pairs, n, dimensions }: Pairs,
  q: Float64Array,
  scale: number,
  k: Float64Array,
  slopes: Float64Array,
): void {
  const whole = dimensions & ~3;
  const parts = Array.from({ length: 4 }, () => new Float64Array(n));
  const [p0, p1, p2, p3] = parts;
  for (let i = 0, pair = 0, from = 0; i < n; i++) {
    for (const part of parts) part.fill(0, 0, i);
    for (let d = 0; d < dimensions; d++, from += i) {
      const qd = q[d];
      const part = parts[d < whole ? d & 3 : 0];
      for (let j = 0; j < i; j++) part[j] += pairs[from + j] * qd;
    }
    for (let j = 0; j < i; j++, pair++) {
      const u = p0[j] + p1[j] + (p2[j] + p3[j]);
      const r = Math.sqrt(5 * u);
      const e = scale * exp(-r);
      k[i * n + j] = e * ((5 / 3) * u + r + 1);
      slopes[pair] = (-5 / 6) * (r + 1) * e;
    }
  }
}

/** Half the trace of (inverse - alpha alpha^T) times the derivative of the covariance: by each q, the scale, the noise. */
function maternGradient(
  { pairs, n, dimensions }: Pairs,
  scale: number,
  { k, slopes, inverse, alpha, shares }: Slopes,
  gradient: Float64Array,
): void {
  gradient.fill(0);
  let byScale = 0;
  let byNoise = 0;
  for (let i = 0, pair = 0, from = 0; i < n; i++) {
    for (let j = 0; j < i; j++, pair++) {
      const share = inverse[i * n + j] - alpha[i] * alpha[j];
      shares[j] = share * slopes[pair];
      byScale += (share * k[i * n + j]) / scale;
    }
    for (let d = 0; d < dimensions; d++, from += i) {
      let sum = gradient[d];
      for (let j = 0; j < i; j++) sum += shares[j] * pairs[from + j];
      gradient[d] = sum;
    }
    const own = 0.5 * (inverse[i * n + i] - alpha[i] * alpha[i]);
    byScale += own;
    byNoise += own;
  }
  gradient[dimensions] = byScale;
  gradient[dimensions + 1] = byNoise;
}

let current = plainNumerics;

export const numerics = (): Numerics => current;

/** Has them done by `other`, which must give the bits of `plainNumerics`; faster is all it may be. */
export function numericsBy(other: Numerics): void {
  current = other;
}
