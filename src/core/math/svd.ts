// Thin singular value decompositions: one-sided Jacobi after a QR decomposition (Golub & Van Loan, sections 5.2 and
// 8.6.3; Demmel & Veselic 1992) where the smaller side is small, eigenvectors of the smaller Gram matrix where it is not.
import { columnGram, dense, firstRows, minusRow, timesTransposed, transpose, type Dense } from './dense';
import { dot } from './linalg';
import { orient, symmetricEigen } from './symmetricEigen';

export interface Svd {
  /** Descending. */
  readonly singular: Float64Array;
  /** One left vector per row: count x rows of the matrix. */
  readonly left: Dense;
  /** One right vector per row: count x columns of the matrix. */
  readonly right: Dense;
}

/** Beyond this smaller side the eigenvectors of the Gram matrix are quicker, and precise to the root of epsilon. */
const jacobiUpTo = 160;
const maxSweeps = 40;

/** The `count` largest singular values of A and their vectors; signs are those of `flipByRight`. */
export function thinSvd(a: Dense, count = Math.min(a.rows, a.columns)): Svd {
  if (a.rows < a.columns) return flipByRight(swap(tall(transpose(a), count)));
  return flipByRight(tall(a, count));
}

export interface RightSvd extends Pick<Svd, 'singular' | 'right'> {
  /** Sum of the squares of each column, its centre taken off, where the Gram matrix was taken. */
  readonly squares?: Float64Array;
}

/**
 * Singular values and right vectors alone, the same as `thinSvd` gives: where the Gram matrix is taken, half of the work.
 * `centre` is taken off each row of A first.
 */
export function rightSvd(a: Dense, count = Math.min(a.rows, a.columns), centre?: Float64Array): RightSvd {
  if (a.rows < a.columns || a.columns <= jacobiUpTo) return thinSvd(centre ? minusRow(a, centre) : a, count);
  return rightByGram(a, count, centre);
}

const swap = ({ singular, left, right }: Svd): Svd => ({ singular, left: right, right: left });

/** Makes the largest entry of each right vector, the first of equals, positive: scikit-learn's svd_flip by v. */
export function flipByRight(svd: Svd): Svd {
  for (let j = 0; j < svd.singular.length; j++) {
    const turned = orient(svd.right.values.subarray(j * svd.right.columns, (j + 1) * svd.right.columns));
    const row = svd.left.values.subarray(j * svd.left.columns, (j + 1) * svd.left.columns);
    if (turned) for (let i = 0; i < row.length; i++) row[i] = -row[i];
  }
  return svd;
}

function tall(a: Dense, count: number): Svd {
  if (a.columns > jacobiUpTo) return byGram(a, count);
  const { q, r } = qr(a);
  const { singular, left, right } = jacobi(r);
  const all = { singular, left: timesTransposed(left, q), right };
  return {
    singular: all.singular.slice(0, count),
    left: firstRows(all.left, count),
    right: firstRows(all.right, count),
  };
}

function byGram(a: Dense, count: number): Svd {
  const { singular, right } = rightByGram(a, count);
  const left = timesTransposed(right, a);
  for (let j = 0; j < count; j++) {
    const row = left.values.subarray(j * a.rows, (j + 1) * a.rows);
    for (let i = 0; i < row.length; i++) row[i] = singular[j] > 0 ? row[i] / singular[j] : 0;
  }
  return { singular, left, right };
}

/** Vectors come with their largest entry positive. */
function rightByGram(a: Dense, count: number, centre?: Float64Array): Required<RightSvd> {
  const n = a.columns;
  const gram = columnGram(a, centre).values;
  const { values, vectors } = symmetricEigen(gram, n, count);
  const singular = values.map((value) => Math.sqrt(Math.max(0, value)));
  const squares = Float64Array.from({ length: n }, (_, c) => gram[c * n + c]);
  return { singular, right: dense(count, n, vectors), squares };
}

/** A = Q R for rows >= columns: Q rows x columns with orthonormal columns, R upper triangular. Householder. */
export function qr(a: Dense): { q: Dense; r: Dense } {
  const { rows: m, columns: n } = a;
  // Row j of `w` is column j of A, later the reflection j from place j on.
  const w = transpose(a).values;
  const scales = new Float64Array(n);
  const r = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    const own = j * m;
    for (let i = 0; i < j; i++) r[i * n + j] = w[own + i];
    const length = Math.sqrt(dot(w, own + j, w, own + j, m - j));
    if (length === 0) continue;
    const head = w[own + j];
    const first = head >= 0 ? head + length : head - length;
    r[j * n + j] = head >= 0 ? -length : length;
    for (let i = j + 1; i < m; i++) w[own + i] /= first;
    w[own + j] = 1;
    scales[j] = Math.abs(first) / length;
    for (let k = j + 1; k < n; k++) reflect(w, own + j, scales[j], w, k * m + j, m - j);
  }
  const q = new Float64Array(n * m);
  for (let j = 0; j < n; j++) {
    q[j * m + j] = 1;
    for (let i = Math.min(j, n - 1); i >= 0; i--) {
      if (scales[i] !== 0) reflect(w, i * m + i, scales[i], q, j * m + i, m - i);
    }
  }
  return { q: transpose(dense(n, m, q)), r: dense(n, n, r) };
}

function reflect(v: Float64Array, vi: number, scale: number, x: Float64Array, xi: number, n: number): void {
  const share = scale * dot(v, vi, x, xi, n);
  for (let i = 0; i < n; i++) x[xi + i] -= share * v[vi + i];
}

/** A square matrix by rotations of its columns until they are orthogonal. */
function jacobi(a: Dense): Svd {
  const n = a.columns;
  const w = transpose(a).values;
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  let size = 0;
  for (const value of w) size += value * value;
  // Columns that are zero but for rounding are left alone.
  const nothing = size * Number.EPSILON * Number.EPSILON * 1e-4;
  for (let sweep = 0, rotated = true; rotated && sweep < maxSweeps; sweep++) {
    rotated = false;
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) {
        const pp = dot(w, p * n, w, p * n, n);
        const qq = dot(w, q * n, w, q * n, n);
        const pq = dot(w, p * n, w, q * n, n);
        if (Math.abs(pq) <= 1e-15 * Math.sqrt(pp * qq) || pp + qq <= nothing) continue;
        rotated = true;
        const zeta = (qq - pp) / (2 * pq);
        const t = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
        const c = 1 / Math.sqrt(1 + t * t);
        rotate(w, p * n, q * n, n, c, c * t);
        rotate(v, p * n, q * n, n, c, c * t);
      }
    }
  }
  const lengths = Float64Array.from({ length: n }, (_, j) => Math.sqrt(dot(w, j * n, w, j * n, n)));
  const order = Uint32Array.from(lengths, (_, j) => j).sort((i, j) => lengths[j] - lengths[i] || i - j);
  const left = new Float64Array(n * n);
  const right = new Float64Array(n * n);
  order.forEach((from, to) => {
    right.set(v.subarray(from * n, (from + 1) * n), to * n);
    const length = lengths[from];
    for (let i = 0; i < n; i++) left[to * n + i] = length > 0 ? w[from * n + i] / length : 0;
  });
  return { singular: Float64Array.from(order, (j) => lengths[j]), left: dense(n, n, left), right: dense(n, n, right) };
}

function rotate(x: Float64Array, p: number, q: number, n: number, c: number, s: number): void {
  for (let i = 0; i < n; i++) {
    const a = x[p + i];
    const b = x[q + i];
    x[p + i] = c * a - s * b;
    x[q + i] = s * a + c * b;
  }
}
