// A symmetric matrix to tridiagonal form by Householder reflections, and back (Golub & Van Loan, Matrix Computations,
// 4th ed., section 8.3.1). Only the lower triangle is read; the reflections take the place of what is above the diagonal.
import { dot } from './linalg';

export interface Tridiagonal {
  readonly n: number;
  readonly diagonal: Float64Array;
  /** Entry i stands between diagonal i and i + 1; the last is 0. */
  readonly off: Float64Array;
  /** n x n, the matrix that was given. Reflection k acts on entries k + 1 to n - 1; it stands in row k from place k + 1. */
  readonly reflections: Float64Array;
  readonly scales: Float64Array;
}

/** A symmetric matrix that reflections change from the front on. */
export interface Reflected {
  /** Column `k` from row k + 1 on to the same places of `into`; returns the entry on the diagonal. */
  column(k: number, into: Float64Array): number;
  /** Rows and columns from `start` on become H A H for H = I - scale v v^T. */
  reflect(start: number, v: Float64Array, scale: number): void;
  release?(): void;
}

/** How symmetric matrices are reduced; others must give the same bits as `plainReduction`. See `reduceBy`. */
export interface Reduction {
  hold(matrix: Float64Array, n: number): Reflected;
  /** `count` vectors of the tridiagonal matrix's space, one per row, back in that of the matrix, in place. */
  back(form: Tridiagonal, vectors: Float64Array, count: number): void;
}

export const plainReduction: Reduction = { hold: plainReflected, back: plainBack };

let reduction = plainReduction;

/** Has matrices reduced by `by`, with the bits of `plainReduction`; faster is all it may be. */
export function reduceBy(by: Reduction): void {
  reduction = by;
}

/** Overwrites what stands above the diagonal of `matrix`. */
export function tridiagonalize(matrix: Float64Array, n: number, by = reduction): Tridiagonal {
  const a = by.hold(matrix, n);
  try {
    return reflectAll(a, n, matrix);
  } finally {
    a.release?.();
  }
}

/** `count` vectors of the tridiagonal matrix's space, one per row, back in that of the matrix, in place. */
export const backFromTridiagonal = (form: Tridiagonal, vectors: Float64Array, count: number): void =>
  reduction.back(form, vectors, count);

function reflectAll(a: Reflected, n: number, reflections: Float64Array): Tridiagonal {
  const diagonal = new Float64Array(n);
  const off = new Float64Array(n);
  const scales = new Float64Array(n);
  for (let k = 0; k + 2 < n; k++) {
    const v = reflections.subarray(k * n, (k + 1) * n);
    diagonal[k] = a.column(k, v);
    let largest = 0;
    for (let i = k + 1; i < n; i++) largest = Math.max(largest, Math.abs(v[i]));
    let rest = 0;
    for (let i = k + 2; i < n; i++) {
      const share = v[i] / (largest || 1);
      rest += share * share;
    }
    if (rest === 0) {
      off[k] = v[k + 1];
      continue;
    }
    const head = v[k + 1] / largest;
    const length = Math.sqrt(head * head + rest);
    // v = x + sign(x1) |x| e1, scaled so that its first entry is 1.
    const first = head >= 0 ? head + length : head - length;
    off[k] = (head >= 0 ? -length : length) * largest;
    for (let i = k + 2; i < n; i++) v[i] = v[i] / largest / first;
    v[k + 1] = 1;
    const scale = (first * first) / length / Math.abs(first);
    scales[k] = scale;
    a.reflect(k + 1, v, scale);
  }
  const last = new Float64Array(n);
  for (let k = Math.max(0, n - 2); k < n; k++) {
    diagonal[k] = a.column(k, last);
    if (k + 1 < n) off[k] = last[k + 1];
  }
  return { n, diagonal, off, reflections, scales };
}

/** The lower triangle alone, by plain loops: every entry of A v is summed in order of the columns. */
function plainReflected(matrix: Float64Array, n: number): Reflected {
  const a = matrix.slice();
  const p = new Float64Array(n);
  return {
    column(k, into) {
      for (let i = k + 1; i < n; i++) into[i] = a[i * n + k];
      return a[k * n + k];
    },
    reflect: (start, v, scale) => update(a, n, start, v, scale, p),
  };
}

/** A becomes H A H for H = I - scale v v^T, on the lower triangle from `start`. */
function update(a: Float64Array, n: number, start: number, v: Float64Array, scale: number, p: Float64Array): void {
  p.fill(0, start);
  for (let i = start; i < n; i++) {
    const row = i * n;
    const vi = v[i];
    let sum = 0;
    for (let j = start; j < i; j++) {
      const value = a[row + j];
      sum += value * v[j];
      p[j] += value * vi;
    }
    p[i] += sum + a[row + i] * vi;
  }
  halfStep(p, v, scale, start, n);
  for (let i = start; i < n; i++) {
    const row = i * n;
    const vi = v[i];
    const pi = p[i];
    for (let j = start; j <= i; j++) a[row + j] -= vi * p[j] + pi * v[j];
  }
}

/** From p = A v to what makes H A H = A - v p^T - p v^T, in place from `start`. */
export function halfStep(p: Float64Array, v: Float64Array, scale: number, start: number, n: number): void {
  for (let i = start; i < n; i++) p[i] *= scale;
  const half = (scale / 2) * dot(p, start, v, start, n - start);
  for (let i = start; i < n; i++) p[i] -= half * v[i];
}

function plainBack({ n, reflections, scales }: Tridiagonal, z: Float64Array, count: number): void {
  for (let k = n - 3; k >= 0; k--) {
    if (scales[k] === 0) continue;
    const row = k * n;
    for (let at = 0; at < count * n; at += n) {
      const share = scales[k] * dot(reflections, row + k + 1, z, at + k + 1, n - k - 1);
      for (let i = k + 1; i < n; i++) z[at + i] -= share * reflections[row + i];
    }
  }
}
