// Eigenvalues and eigenvectors of large symmetric matrices: tridiagonal form, implicit QL steps (Golub & Van Loan,
// section 8.3; Bowdler, Martin, Reinsch & Wilkinson 1968), and for the first few of many, bisection and inverse iteration
// with orthogonalization inside clusters (Wilkinson & Reinsch 1971, tinvit; LAPACK's dstein). Only +, -, *, / and roots.
import { largestValues } from './bisection';
import { dot } from './linalg';
import { backFromTridiagonal, tridiagonalize, type Tridiagonal } from './tridiagonal';

export interface SymmetricEigen {
  /** Descending. */
  readonly values: Float64Array;
  /** One unit vector per row, in order of the values; the largest entry (the first of equals) is positive. */
  readonly vectors: Float64Array;
}

const maxSteps = 60;
/** Below this size, or for more than a third of the vectors, QL with all vectors is quicker. */
const manyFrom = 96;

/**
 * The `count` largest eigenvalues of the symmetric n x n matrix and their vectors. Its lower triangle is read; what stands
 * above the diagonal is overwritten.
 */
export function symmetricEigen(matrix: Float64Array, n: number, count = n): SymmetricEigen {
  const form = tridiagonalize(matrix, n);
  const few = n >= manyFrom && count * 3 <= n ? byInverseIteration(form, count) : null;
  const { values, vectors } = few ?? byQl(form, count);
  backFromTridiagonal(form, vectors, count);
  for (let j = 0; j < count; j++) orient(vectors.subarray(j * n, (j + 1) * n));
  return { values, vectors };
}

/** Turns the largest entry, the first of equals, positive. */
export function orient(vector: Float64Array): boolean {
  let largest = 0;
  for (const value of vector) if (Math.abs(value) > Math.abs(largest)) largest = value;
  if (largest >= 0) return false;
  for (let i = 0; i < vector.length; i++) vector[i] = -vector[i];
  return true;
}

function byQl({ n, diagonal, off }: Tridiagonal, count: number): SymmetricEigen {
  const rows = new Float64Array(n * n);
  for (let i = 0; i < n; i++) rows[i * n + i] = 1;
  const d = diagonal.slice();
  implicitQl(d, off.slice(), rows);
  const order = Uint32Array.from(d, (_, i) => i).sort((a, b) => d[b] - d[a] || a - b);
  const vectors = new Float64Array(count * n);
  for (let j = 0; j < count; j++) vectors.set(rows.subarray(order[j] * n, (order[j] + 1) * n), j * n);
  return { values: Float64Array.from({ length: count }, (_, j) => d[order[j]]), vectors };
}

/** Eigenvalues of the tridiagonal matrix in place of `d`; `rows` takes the rotations, one vector per row. */
function implicitQl(d: Float64Array, e: Float64Array, rows: Float64Array): void {
  const n = d.length;
  for (let l = 0; l < n; l++) {
    for (let step = 0; step < maxSteps; step++) {
      let m = l;
      for (; m + 1 < n; m++) {
        const size = Math.abs(d[m]) + Math.abs(d[m + 1]);
        if (Math.abs(e[m]) <= Number.EPSILON * size || e[m] === 0) break;
      }
      if (m === l) break;
      let g = (d[l + 1] - d[l]) / (2 * e[l]);
      let r = hypotenuse(g, 1);
      g = d[m] - d[l] + e[l] / (g + (g >= 0 ? r : -r));
      let s = 1;
      let c = 1;
      let p = 0;
      let i = m - 1;
      for (; i >= l; i--) {
        let f = s * e[i];
        const b = c * e[i];
        r = hypotenuse(f, g);
        e[i + 1] = r;
        if (r === 0) {
          d[i + 1] -= p;
          e[m] = 0;
          break;
        }
        s = f / r;
        c = g / r;
        g = d[i + 1] - p;
        r = (d[i] - g) * s + 2 * c * b;
        p = s * r;
        d[i + 1] = g + p;
        g = c * r - b;
        const low = i * n;
        const high = low + n;
        for (let k = 0; k < n; k++) {
          f = rows[high + k];
          rows[high + k] = s * rows[low + k] + c * f;
          rows[low + k] = c * rows[low + k] - s * f;
        }
      }
      if (r === 0 && i >= l) continue;
      d[l] -= p;
      e[l] = g;
      e[m] = 0;
    }
  }
}

/** Not Math.hypot, whose last bit is up to the browser. */
function hypotenuse(a: number, b: number): number {
  const x = Math.abs(a);
  const y = Math.abs(b);
  const large = x > y ? x : y;
  if (large === 0) return 0;
  const share = (x > y ? y : x) / large;
  return large * Math.sqrt(1 + share * share);
}

/** The first vectors one by one; null where one does not settle, so that QL does it. */
function byInverseIteration({ n, diagonal, off }: Tridiagonal, count: number): SymmetricEigen | null {
  const values = largestValues(diagonal, off, count);
  let norm = 0;
  for (let i = 0; i < n; i++)
    norm = Math.max(norm, Math.abs(diagonal[i]) + Math.abs(off[i]) + (i > 0 ? Math.abs(off[i - 1]) : 0));
  const vectors = new Float64Array(count * n);
  const solver = new Shifted(n, diagonal, off, norm);
  let cluster = 0;
  let shift = values[0];
  for (let j = 0; j < count; j++) {
    if (j > 0 && values[j - 1] - values[j] > 1e-3 * norm) cluster = j;
    // Equal shifts would give equal vectors: each is a little below the one before.
    shift = j > 0 && shift - values[j] < 10 * Number.EPSILON * norm ? shift - 10 * Number.EPSILON * norm : values[j];
    solver.factor(shift);
    const z = vectors.subarray(j * n, (j + 1) * n);
    for (let i = 0; i < n; i++) z[i] = 1 + ((i * 7919 + j * 104729) % 1009) / 1009;
    let settled = false;
    for (let step = 0; step < 8 && !settled; step++) {
      for (let k = cluster; k < j; k++) project(z, vectors, k * n);
      if (!unit(z)) return null;
      solver.solve(z);
      const growth = Math.sqrt(dot(z, 0, z, 0, n));
      for (let k = cluster; k < j; k++) project(z, vectors, k * n);
      if (!unit(z)) return null;
      settled = step > 0 && growth * norm * 1e-13 > 1 / n;
    }
    for (let k = cluster; k < j; k++) project(z, vectors, k * n);
    if (!settled || !unit(z) || residual(diagonal, off, z, values[j]) > 1e-12 * norm) return null;
  }
  // Neighbours in different clusters are orthogonal by themselves; where they are not, QL does it.
  for (let j = 1; j < count; j++)
    for (let k = 0; k < j; k++) if (Math.abs(dot(vectors, j * n, vectors, k * n, n)) > 1e-11) return null;
  return { values, vectors };
}

function project(z: Float64Array, vectors: Float64Array, at: number): void {
  const share = dot(z, 0, vectors, at, z.length);
  for (let i = 0; i < z.length; i++) z[i] -= share * vectors[at + i];
}

function unit(z: Float64Array): boolean {
  const length = Math.sqrt(dot(z, 0, z, 0, z.length));
  if (!(length > 0 && length < Infinity)) return false;
  for (let i = 0; i < z.length; i++) z[i] /= length;
  return true;
}

function residual(d: Float64Array, e: Float64Array, z: Float64Array, value: number): number {
  let worst = 0;
  for (let i = 0; i < z.length; i++) {
    const above = i > 0 ? e[i - 1] * z[i - 1] : 0;
    const below = i + 1 < z.length ? e[i] * z[i + 1] : 0;
    worst = Math.max(worst, Math.abs(above + below + (d[i] - value) * z[i]));
  }
  return worst;
}

/** T - shift I as P L U with partial pivoting, for solving. */
class Shifted {
  private readonly main: Float64Array;
  private readonly upper: Float64Array;
  private readonly second: Float64Array;
  private readonly factors: Float64Array;
  private readonly swapped: Uint8Array;

  constructor(
    private readonly n: number,
    private readonly d: Float64Array,
    private readonly e: Float64Array,
    private readonly norm: number,
  ) {
    this.main = new Float64Array(n);
    this.upper = new Float64Array(n);
    this.second = new Float64Array(n);
    this.factors = new Float64Array(n);
    this.swapped = new Uint8Array(n);
  }

  factor(shift: number): void {
    const { n, d, e, main, upper, second, factors, swapped } = this;
    const tiny = Number.EPSILON * (this.norm || 1);
    for (let i = 0; i < n; i++) main[i] = d[i] - shift;
    upper.set(e);
    second.fill(0);
    for (let i = 0; i + 1 < n; i++) {
      const below = e[i];
      swapped[i] = Number(Math.abs(below) > Math.abs(main[i]));
      if (swapped[i]) {
        const factor = main[i] / below;
        const right = upper[i];
        const next = upper[i + 1];
        main[i] = below;
        upper[i] = main[i + 1];
        second[i] = next;
        main[i + 1] = right - factor * upper[i];
        upper[i + 1] = -factor * next;
        factors[i] = factor;
      } else {
        if (main[i] === 0) main[i] = tiny;
        factors[i] = below / main[i];
        main[i + 1] -= factors[i] * upper[i];
      }
    }
    for (let i = 0; i < n; i++) if (Math.abs(main[i]) < tiny) main[i] = main[i] < 0 ? -tiny : tiny;
  }

  solve(z: Float64Array): void {
    const { n, main, upper, second, factors, swapped } = this;
    for (let i = 0; i + 1 < n; i++) {
      if (swapped[i]) {
        const own = z[i];
        z[i] = z[i + 1];
        z[i + 1] = own;
      }
      z[i + 1] -= factors[i] * z[i];
    }
    for (let i = n - 1; i >= 0; i--) {
      const right = i + 1 < n ? upper[i] * z[i + 1] : 0;
      const far = i + 2 < n ? second[i] * z[i + 2] : 0;
      z[i] = (z[i] - right - far) / main[i];
    }
  }
}
