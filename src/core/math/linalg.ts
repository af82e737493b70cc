// Linear algebra of positive definite systems (Golub & Van Loan, Matrix Computations, 4th ed., sections 3.1 and 4.2).
// Matrices are n x n and row-major; of a triangular one only its triangle is read. Sums in a fixed order: the same bits
// everywhere.

/** Sum of a[ai + k] b[bi + k] over n terms, in four interleaved parts. */
export function dot(a: Float64Array, ai: number, b: Float64Array, bi: number, n: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let k = 0;
  for (; k + 3 < n; k += 4) {
    s0 += a[ai + k] * b[bi + k];
    s1 += a[ai + k + 1] * b[bi + k + 1];
    s2 += a[ai + k + 2] * b[bi + k + 2];
    s3 += a[ai + k + 3] * b[bi + k + 3];
  }
  for (; k < n; k++) s0 += a[ai + k] * b[bi + k];
  return s0 + s1 + (s2 + s3);
}

/** What `twoDots` found. */
let first = 0;
let second = 0;

/** Two of these sums at once, of a with b from `bi` and from `bj`: the same bits, fewer reads. */
function twoDots(a: Float64Array, ai: number, b: Float64Array, bi: number, bj: number, n: number): void {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let t0 = 0;
  let t1 = 0;
  let t2 = 0;
  let t3 = 0;
  let k = 0;
  for (; k + 3 < n; k += 4) {
    const a0 = a[ai + k];
    const a1 = a[ai + k + 1];
    const a2 = a[ai + k + 2];
    const a3 = a[ai + k + 3];
    s0 += a0 * b[bi + k];
    s1 += a1 * b[bi + k + 1];
    s2 += a2 * b[bi + k + 2];
    s3 += a3 * b[bi + k + 3];
    t0 += a0 * b[bj + k];
    t1 += a1 * b[bj + k + 1];
    t2 += a2 * b[bj + k + 2];
    t3 += a3 * b[bj + k + 3];
  }
  for (; k < n; k++) {
    s0 += a[ai + k] * b[bi + k];
    t0 += a[ai + k] * b[bj + k];
  }
  first = s0 + s1 + (s2 + s3);
  second = t0 + t1 + (t2 + t3);
}

/** Replaces the lower triangle of a symmetric matrix by L of L L^T; false when it is not positive definite. */
export function cholesky(a: Float64Array, n: number): boolean {
  // Two rows at a time, as far as they do not depend on each other.
  for (let i = 0; i < n; i += 2) {
    const next = (i + 1) * n;
    if (i + 1 < n) {
      for (let j = 0; j < i; j++) {
        twoDots(a, j * n, a, i * n, next, j);
        const diagonal = a[j * n + j];
        a[i * n + j] = (a[i * n + j] - first) / diagonal;
        a[next + j] = (a[next + j] - second) / diagonal;
      }
      if (!choleskyEnd(a, n, i, i) || !choleskyEnd(a, n, i + 1, i)) return false;
    } else if (!choleskyEnd(a, n, i, 0)) return false;
  }
  return true;
}

/** Row i from column `from` on. */
function choleskyEnd(a: Float64Array, n: number, i: number, from: number): boolean {
  for (let j = from; j < i; j++) a[i * n + j] = (a[i * n + j] - dot(a, i * n, a, j * n, j)) / a[j * n + j];
  const rest = a[i * n + i] - dot(a, i * n, a, i * n, i);
  if (!(rest > 0 && rest < Infinity)) return false;
  a[i * n + i] = Math.sqrt(rest);
  return true;
}

/** Solves L x = b in place. */
export function solveLower(l: Float64Array, n: number, b: Float64Array): Float64Array {
  for (let i = 0; i < n; i++) b[i] = (b[i] - dot(l, i * n, b, 0, i)) / l[i * n + i];
  return b;
}

/** Solves L x = b and L x = c in place; the bits of `solveLower`. */
export function solveLowerTwo(l: Float64Array, n: number, b: Float64Array, c: Float64Array): void {
  for (let i = 0, row = 0; i < n; i++, row += n) {
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    let t0 = 0;
    let t1 = 0;
    let t2 = 0;
    let t3 = 0;
    let k = 0;
    for (; k + 3 < i; k += 4) {
      const l0 = l[row + k];
      const l1 = l[row + k + 1];
      const l2 = l[row + k + 2];
      const l3 = l[row + k + 3];
      s0 += l0 * b[k];
      s1 += l1 * b[k + 1];
      s2 += l2 * b[k + 2];
      s3 += l3 * b[k + 3];
      t0 += l0 * c[k];
      t1 += l1 * c[k + 1];
      t2 += l2 * c[k + 2];
      t3 += l3 * c[k + 3];
    }
    for (; k < i; k++) {
      s0 += l[row + k] * b[k];
      t0 += l[row + k] * c[k];
    }
    b[i] = (b[i] - (s0 + s1 + (s2 + s3))) / l[row + i];
    c[i] = (c[i] - (t0 + t1 + (t2 + t3))) / l[row + i];
  }
}

/** Solves L^T x = b in place. */
export function solveLowerTransposed(l: Float64Array, n: number, b: Float64Array): Float64Array {
  for (let i = n - 1; i >= 0; i--) {
    const x = b[i] / l[i * n + i];
    b[i] = x;
    for (let j = 0; j < i; j++) b[j] -= x * l[i * n + j];
  }
  return b;
}

/** The inverse of L L^T, its lower triangle. */
export function inverseFromCholesky(l: Float64Array, n: number): Float64Array {
  // Row i of u is column i of the inverse of L.
  const u = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    u[i * n + i] = 1 / l[i * n + i];
    for (let k = i + 1; k < n; k++) u[i * n + k] = -dot(l, k * n + i, u, i * n + i, k - i) / l[k * n + k];
  }
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    let j = 0;
    for (; j < i; j += 2) {
      twoDots(u, i * n + i, u, j * n + i, (j + 1) * n + i, n - i);
      inverse[i * n + j] = first;
      inverse[i * n + j + 1] = second;
    }
    if (j === i) inverse[i * n + i] = dot(u, i * n + i, u, i * n + i, n - i);
  }
  return inverse;
}
