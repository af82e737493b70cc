// The largest eigenvalues of a symmetric tridiagonal matrix by bisection on Sturm counts (Barth, Martin & Wilkinson 1967;
// LAPACK's dstebz). Four shifts are counted in one sweep: a processor divides for the next while it waits for the one before.

const safe = 2.2250738585072014e-308;
/** Halvings of an interval after which two neighbouring numbers are left, and some to spare. */
const mostHalvings = 200;

/** Descending, `count` of n. `off[i]` stands between diagonal i and i + 1. Within some units in the last place of the norm. */
export function largestValues(diagonal: Float64Array, off: Float64Array, count: number): Float64Array {
  const n = diagonal.length;
  const squares = Float64Array.from({ length: n }, (_, i) => (i > 0 ? off[i - 1] * off[i - 1] : 0));
  let [least, greatest, pivot] = [Infinity, -Infinity, 1];
  for (let i = 0; i < n; i++) {
    const radius = (i > 0 ? Math.abs(off[i - 1]) : 0) + (i + 1 < n ? Math.abs(off[i]) : 0);
    least = Math.min(least, diagonal[i] - radius);
    greatest = Math.max(greatest, diagonal[i] + radius);
    pivot = Math.max(pivot, squares[i]);
  }
  const margin = 2 * n * Number.EPSILON * Math.max(Math.abs(least), Math.abs(greatest)) + safe;
  const low = new Float64Array(count).fill(least - margin);
  const high = new Float64Array(count).fill(greatest + margin);
  const shifts = new Float64Array(4);
  const below = new Uint32Array(4);
  for (let first = 0; first < count; first += 4) {
    for (let halving = 0; halving < mostHalvings; halving++) {
      let open = false;
      for (let i = 0; i < 4; i++) {
        const j = Math.min(first + i, count - 1);
        shifts[i] = low[j] + (high[j] - low[j]) / 2;
        open ||= shifts[i] > low[j] && shifts[i] < high[j];
      }
      if (!open) break;
      countBelow(diagonal, squares, safe * pivot, shifts, below);
      for (let i = 0; i < 4; i++) narrow(low, high, first, shifts[i], n - below[i]);
    }
  }
  return Float64Array.from(low, (from, j) => from + (high[j] - from) / 2);
}

/** `above` eigenvalues are at least `shift`. */
function narrow(low: Float64Array, high: Float64Array, first: number, shift: number, above: number): void {
  for (let j = first; j < low.length; j++) {
    if (j < above) {
      if (shift > low[j]) low[j] = shift;
    } else if (shift < high[j]) high[j] = shift;
  }
}

/** How many eigenvalues lie below each of four shifts: the negative pivots of T - shift I. */
function countBelow(d: Float64Array, squares: Float64Array, pivot: number, x: Float64Array, into: Uint32Array): void {
  const x0 = x[0];
  const x1 = x[1];
  const x2 = x[2];
  const x3 = x[3];
  let q0 = 1;
  let q1 = 1;
  let q2 = 1;
  let q3 = 1;
  let c0 = 0;
  let c1 = 0;
  let c2 = 0;
  let c3 = 0;
  for (let i = 0; i < d.length; i++) {
    const own = d[i];
    const by = squares[i];
    q0 = own - x0 - by / q0;
    q1 = own - x1 - by / q1;
    q2 = own - x2 - by / q2;
    q3 = own - x3 - by / q3;
    if (q0 <= pivot) {
      c0++;
      if (q0 > -pivot) q0 = -pivot;
    }
    if (q1 <= pivot) {
      c1++;
      if (q1 > -pivot) q1 = -pivot;
    }
    if (q2 <= pivot) {
      c2++;
      if (q2 > -pivot) q2 = -pivot;
    }
    if (q3 <= pivot) {
      c3++;
      if (q3 > -pivot) q3 = -pivot;
    }
  }
  into[0] = c0;
  into[1] = c1;
  into[2] = c2;
  into[3] = c3;
}
