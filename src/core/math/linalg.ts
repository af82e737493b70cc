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
  // Two rows at a time, as far as they do not depend on each other: one read of a row above serves both.
  for (let i = 0; i < n; i += 2) {
    const last = i + 1 === n;
    if (!last) choleskyPair(a, n, i);
    if (!choleskyEnd(a, n, i, last ? 0 : i) || (!last && !choleskyEnd(a, n, i + 1, i))) return false;
  }
  return true;
}

/** Rows i and i + 1 up to column i. */
function choleskyPair(a: Float64Array, n: number, i: number): void {
  const x = i * n;
  const y = x + n;
  for (let j = 0, row = 0; j < i; j++, row += n) {
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    let t0 = 0;
    let t1 = 0;
    let t2 = 0;
    let t3 = 0;
    let k = 0;
    for (; k + 3 < j; k += 4) {
      const a0 = a[row + k];
      const a1 = a[row + k + 1];
      const a2 = a[row + k + 2];
      const a3 = a[row + k + 3];
      s0 += a0 * a[x + k];
      s1 += a1 * a[x + k + 1];
      s2 += a2 * a[x + k + 2];
      s3 += a3 * a[x + k + 3];
      t0 += a0 * a[y + k];
      t1 += a1 * a[y + k + 1];
      t2 += a2 * a[y + k + 2];
      t3 += a3 * a[y + k + 3];
    }
    for (; k < j; k++) {
      s0 += a[row + k] * a[x + k];
      t0 += a[row + k] * a[y + k];
    }
    const diagonal = a[row + j];
    a[x + j] = (a[x + j] - (s0 + s1 + (s2 + s3))) / diagonal;
    a[y + j] = (a[y + j] - (t0 + t1 + (t2 + t3))) / diagonal;
  }
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
  // Two rows at a time: one read of b serves both.
  let i = 0;
  for (let x = 0; i + 1 < n; i += 2, x += 2 * n) {
    const y = x + n;
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
      const b0 = b[k];
      const b1 = b[k + 1];
      const b2 = b[k + 2];
      const b3 = b[k + 3];
      s0 += l[x + k] * b0;
      s1 += l[x + k + 1] * b1;
      s2 += l[x + k + 2] * b2;
      s3 += l[x + k + 3] * b3;
      t0 += l[y + k] * b0;
      t1 += l[y + k + 1] * b1;
      t2 += l[y + k + 2] * b2;
      t3 += l[y + k + 3] * b3;
    }
    // i is even, so at most two terms are left of the first row, and three of the second.
    for (; k < i; k++) {
      s0 += l[x + k] * b[k];
      t0 += l[y + k] * b[k];
    }
    b[i] = (b[i] - (s0 + s1 + (s2 + s3))) / l[x + i];
    t0 += l[y + i] * b[i];
    b[i + 1] = (b[i + 1] - (t0 + t1 + (t2 + t3))) / l[y + i + 1];
  }
  if (i < n) b[i] = (b[i] - dot(l, i * n, b, 0, i)) / l[i * n + i];
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

/** The inverse of L L^T, its lower triangle; into `inverse`, with `u` as room, where they are given (n x n each). */
export function inverseFromCholesky(
  l: Float64Array,
  n: number,
  inverse: Float64Array = new Float64Array(n * n),
  u: Float64Array = new Float64Array(n * n),
): Float64Array {
  // Row i of u is column i of the inverse of L.
  for (let i = 0; i < n; i++) {
    u[i * n + i] = 1 / l[i * n + i];
    inverseRow(l, n, u, i);
  }
  for (let i = 0; i < n; i++) {
    const x = i * n + i;
    const count = n - i;
    let j = 0;
    for (let y = i, to = i * n; j < i; j += 2, y += 2 * n, to += 2) {
      const z = y + n;
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      let t0 = 0;
      let t1 = 0;
      let t2 = 0;
      let t3 = 0;
      let k = 0;
      for (; k + 3 < count; k += 4) {
        const u0 = u[x + k];
        const u1 = u[x + k + 1];
        const u2 = u[x + k + 2];
        const u3 = u[x + k + 3];
        s0 += u0 * u[y + k];
        s1 += u1 * u[y + k + 1];
        s2 += u2 * u[y + k + 2];
        s3 += u3 * u[y + k + 3];
        t0 += u0 * u[z + k];
        t1 += u1 * u[z + k + 1];
        t2 += u2 * u[z + k + 2];
        t3 += u3 * u[z + k + 3];
      }
      for (; k < count; k++) {
        s0 += u[x + k] * u[y + k];
        t0 += u[x + k] * u[z + k];
      }
      inverse[to] = s0 + s1 + (s2 + s3);
      inverse[to + 1] = t0 + t1 + (t2 + t3);
    }
    if (j === i) inverse[i * n + i] = dot(u, x, u, x, count);
  }
  return inverse;
}

/** Row i of u beyond its diagonal, two places at a time: one read of u serves both. */
function inverseRow(l: Float64Array, n: number, u: Float64Array, i: number): void {
  const z = i * n + i;
  let k = i + 1;
  for (; k + 1 < n; k += 2) {
    const x = k * n + i;
    const y = x + n;
    const count = k - i;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    let t0 = 0;
    let t1 = 0;
    let t2 = 0;
    let t3 = 0;
    let m = 0;
    for (; m + 3 < count; m += 4) {
      const u0 = u[z + m];
      const u1 = u[z + m + 1];
      const u2 = u[z + m + 2];
      const u3 = u[z + m + 3];
      s0 += l[x + m] * u0;
      s1 += l[x + m + 1] * u1;
      s2 += l[x + m + 2] * u2;
      s3 += l[x + m + 3] * u3;
      t0 += l[y + m] * u0;
      t1 += l[y + m + 1] * u1;
      t2 += l[y + m + 2] * u2;
      t3 += l[y + m + 3] * u3;
    }
    const left = m;
    for (; m < count; m++) s0 += l[x + m] * u[z + m];
    u[z + count] = -(s0 + s1 + (s2 + s3)) / l[x + count];
    // The second sum has one term more: with it the last four may make a whole block.
    m = left;
    if (m + 3 === count) {
      t0 += l[y + m] * u[z + m];
      t1 += l[y + m + 1] * u[z + m + 1];
      t2 += l[y + m + 2] * u[z + m + 2];
      t3 += l[y + m + 3] * u[z + m + 3];
    } else for (; m <= count; m++) t0 += l[y + m] * u[z + m];
    u[z + count + 1] = -(t0 + t1 + (t2 + t3)) / l[y + count + 1];
  }
  if (k < n) u[i * n + k] = -dot(l, k * n + i, u, z, k - i) / l[k * n + k];
}
