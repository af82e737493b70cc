// Matrices of float64 in the panels that the product kernel takes: four rows of a factor side by side, what is missing of
// the last one 0; and products out of them.

/** Terms of the sums that are packed at once. */
export const innerBlock = 256;
/** Rows of the left matrix at once, so that what is packed stays in the cache. */
export const rowBlock = 256;
/** Bytes of a panel of one inner block with every number twice, which the kernel makes of the left matrix. */
export const scratchBytes = 64 * innerBlock;

/** Writes `count` terms from `from` on in panels of four rows, [panel][inner index][row], at a place of `out`. */
export type Pack = (from: number, count: number, out: Float64Array, at: number) => void;

export const panels = (rows: number) => Math.ceil(rows / 4);

/** `x`: rows x k, row-major; `centre`, of k entries, is taken off each row. */
export function packRows(x: Float64Array, rows: number, k: number, centre?: Float64Array): Pack {
  const off = centre ?? new Float64Array(k);
  return (from, count, out, at) => {
    let to = at;
    const whole = rows & ~3;
    for (let row = 0; row < whole; row += 4) {
      const [x0, x1, x2, x3] = [row * k, (row + 1) * k, (row + 2) * k, (row + 3) * k];
      for (let p = from; p < from + count; p++, to += 4) {
        const c = off[p];
        out[to] = x[x0 + p] - c;
        out[to + 1] = x[x1 + p] - c;
        out[to + 2] = x[x2 + p] - c;
        out[to + 3] = x[x3 + p] - c;
      }
    }
    if (whole === rows) return;
    for (let p = from; p < from + count; p++, to += 4)
      for (let i = 0; i < 4; i++) out[to + i] = whole + i < rows ? x[(whole + i) * k + p] - off[p] : 0;
  };
}

/** The columns of a matrix as the rows of the product. */
export function packColumns(x: Float64Array, columns: number, centre?: Float64Array): Pack {
  const off = centre ?? new Float64Array(columns);
  return (from, count, out, at) => {
    const whole = columns & ~3;
    for (let p = 0; p < count; p++) {
      const start = (from + p) * columns;
      let to = at + 4 * p;
      for (let c = 0; c < whole; c += 4, to += 4 * count) {
        out[to] = x[start + c] - off[c];
        out[to + 1] = x[start + c + 1] - off[c + 1];
        out[to + 2] = x[start + c + 2] - off[c + 2];
        out[to + 3] = x[start + c + 3] - off[c + 3];
      }
      if (whole < columns)
        for (let i = 0, c = whole; i < 4; i++, c++) out[to + i] = c < columns ? x[start + c] - off[c] : 0;
    }
  };
}

/** A product of m x n without its padding, `stride` numbers a row, into `out` from row `row` on. */
export function unpackRows(
  c: Float64Array,
  at: number,
  m: number,
  n: number,
  stride: number,
  out: Float64Array,
  row = 0,
) {
  for (let i = 0; i < m; i++) out.set(c.subarray(at + i * stride, at + i * stride + n), (row + i) * n);
}

/** A symmetric product of which the left of the diagonal is there. */
export function unpackSymmetric(c: Float64Array, at: number, n: number, stride: number): Float64Array {
  const out = new Float64Array(n * n);
  mirror({ values: c, at, stride }, n, { values: out, at: 0, stride: n });
  return out;
}

interface Rows {
  readonly values: Float64Array;
  /** Place of the first entry, and places from one row to the next. */
  readonly at: number;
  readonly stride: number;
}

/** Both triangles of a symmetric matrix of n rows from the lower one, in tiles that a cache holds. */
export function mirror(from: Rows, n: number, to: Rows): void {
  const [x, out] = [from.values, to.values];
  for (let i = 0; i < n; i++) {
    const row = from.at + i * from.stride;
    out.set(x.subarray(row, row + i + 1), to.at + i * to.stride);
  }
  const tile = 32;
  for (let i0 = 0; i0 < n; i0 += tile) {
    const i1 = Math.min(n, i0 + tile);
    for (let j0 = 0; j0 < i1; j0 += tile) {
      for (let j = j0; j < Math.min(i1, j0 + tile); j++) {
        const column = from.at + j;
        const row = to.at + j * to.stride;
        for (let i = Math.max(i0, j + 1); i < i1; i++) out[row + i] = x[column + i * from.stride];
      }
    }
  }
}
