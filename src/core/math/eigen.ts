// Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations (Golub & Van Loan, Matrix Computations,
// 4th ed., section 8.5): only +, -, *, / and square roots in a fixed order, so the same bits everywhere.

export interface Eigen {
  /** Ascending. */
  readonly values: Float64Array;
  /** n x n, row-major; column j belongs to value j. Unit length, the largest entry (the first of equals) positive. */
  readonly vectors: Float64Array;
}

/** Share of the diagonal below which an entry is taken as zero. */
const negligible = 1e-18;
/** Rotations converge quadratically; matrices of some hundred rows need about ten sweeps. */
const maxSweeps = 60;

/** Decomposes the symmetric n x n matrix `matrix` (row-major; only its upper triangle is read). */
export function eigenSymmetric(matrix: ArrayLike<number>, n: number): Eigen {
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = i; j < n; j++) a[i * n + j] = a[j * n + i] = matrix[i * n + j];
  }
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  for (let sweep = 0; sweep < maxSweeps && rotateAll(a, v, n); sweep++);
  return sorted(a, v, n);
}

/** One sweep; false when every off-diagonal entry was already negligible. */
function rotateAll(a: Float64Array, v: Float64Array, n: number): boolean {
  let rotated = false;
  for (let p = 0; p < n - 1; p++) {
    for (let q = p + 1; q < n; q++) {
      const apq = a[p * n + q];
      const app = a[p * n + p];
      const aqq = a[q * n + q];
      if (Math.abs(apq) <= negligible * Math.sqrt(Math.abs(app * aqq))) {
        a[p * n + q] = a[q * n + p] = 0;
        continue;
      }
      rotated = true;
      const theta = (aqq - app) / (2 * apq);
      const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
      const c = 1 / Math.sqrt(t * t + 1);
      const s = t * c;
      a[p * n + p] = app - t * apq;
      a[q * n + q] = aqq + t * apq;
      a[p * n + q] = a[q * n + p] = 0;
      for (let k = 0; k < n; k++) {
        if (k !== p && k !== q) {
          const akp = a[k * n + p];
          const akq = a[k * n + q];
          a[k * n + p] = a[p * n + k] = c * akp - s * akq;
          a[k * n + q] = a[q * n + k] = s * akp + c * akq;
        }
        const vkp = v[k * n + p];
        const vkq = v[k * n + q];
        v[k * n + p] = c * vkp - s * vkq;
        v[k * n + q] = s * vkp + c * vkq;
      }
    }
  }
  return rotated;
}

function sorted(a: Float64Array, v: Float64Array, n: number): Eigen {
  const order = Array.from({ length: n }, (_, j) => j).sort((i, j) => a[i * n + i] - a[j * n + j] || i - j);
  const vectors = new Float64Array(n * n);
  order.forEach((from, to) => {
    let largest = 0;
    for (let k = 0; k < n; k++) if (Math.abs(v[k * n + from]) > Math.abs(largest)) largest = v[k * n + from];
    for (let k = 0; k < n; k++) vectors[k * n + to] = largest < 0 ? -v[k * n + from] : v[k * n + from];
  });
  return { values: Float64Array.from(order, (j) => a[j * n + j]), vectors };
}
