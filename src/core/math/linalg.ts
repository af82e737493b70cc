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

/** Replaces the lower triangle of a symmetric matrix by L of L L^T; false when it is not positive definite. */
export function cholesky(a: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const rest = a[i * n + j] - dot(a, i * n, a, j * n, j);
      if (j < i) a[i * n + j] = rest / a[j * n + j];
      else if (rest > 0 && rest < Infinity) a[i * n + i] = Math.sqrt(rest);
      else return false;
    }
  }
  return true;
}

/** Solves L x = b in place. */
export function solveLower(l: Float64Array, n: number, b: Float64Array): Float64Array {
  for (let i = 0; i < n; i++) b[i] = (b[i] - dot(l, i * n, b, 0, i)) / l[i * n + i];
  return b;
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
    for (let j = 0; j <= i; j++) inverse[i * n + j] = dot(u, i * n + i, u, j * n + i, n - i);
  }
  return inverse;
}
