// Dense matrices, row-major in Float64Arrays, and their products. Every entry of a product is summed in order of the
// inner index, one term after the other, whatever the blocking: the same bits everywhere.

export interface Dense {
  readonly rows: number;
  readonly columns: number;
  /** rows x columns, row-major. */
  readonly values: Float64Array;
}

export const dense = (
  rows: number,
  columns: number,
  values: Float64Array = new Float64Array(rows * columns),
): Dense => ({
  rows,
  columns,
  values,
});

export function transpose({ rows, columns, values }: Dense): Dense {
  const out = new Float64Array(rows * columns);
  const tile = 32;
  for (let r0 = 0; r0 < rows; r0 += tile) {
    const r1 = Math.min(rows, r0 + tile);
    for (let c0 = 0; c0 < columns; c0 += tile) {
      const c1 = Math.min(columns, c0 + tile);
      for (let r = r0; r < r1; r++) for (let c = c0; c < c1; c++) out[c * rows + r] = values[r * columns + c];
    }
  }
  return dense(columns, rows, out);
}

/**
 * A B^T for A (m x k) and B (n x k), both row-major: m x n. `symmetric`: A is B, so only one triangle is computed.
 * `centre`, of k entries, is taken off each row of A first, and of B where `symmetric`.
 */
export type ProductMaker = (
  a: Float64Array,
  m: number,
  b: Float64Array,
  n: number,
  k: number,
  symmetric: boolean,
  centre?: Float64Array,
) => Float64Array;

/** How products are made; others must give the same bits as `plainProducts`. See `productsBy`. */
export interface Products {
  readonly product: ProductMaker;
  /** A^T A, with `centre` taken off each row of A first. */
  columnGram(a: Dense, centre?: Float64Array): Float64Array;
}

export const plainProducts: Products = {
  product: (a, m, b, n, k, symmetric, centre) => {
    const left = centre ? minusRow(dense(m, k, a), centre).values : a;
    return plainProduct(left, m, symmetric ? left : b, n, k, symmetric);
  },
  columnGram: (a, centre) => {
    const { rows, columns, values } = transpose(centre ? minusRow(a, centre) : a);
    return plainProduct(values, rows, values, rows, columns, true);
  },
};

let make = plainProducts;

/** Has products made by `products`, which must give the bits of `plainProducts`; faster is all it may be. */
export function productsBy(products: Products): void {
  make = products;
}

const innerBlock = 256;
const columnBlock = 64;

/** A product without a centre, in tiles of 4 x 4 sums over blocks of the inner index. */
export function plainProduct(
  a: Float64Array,
  m: number,
  b: Float64Array,
  n: number,
  k: number,
  symmetric: boolean,
): Float64Array {
  const out = new Float64Array(m * n);
  for (let k0 = 0; k0 < k; k0 += innerBlock) {
    const k1 = Math.min(k, k0 + innerBlock);
    for (let j0 = 0; j0 < n; j0 += columnBlock) {
      const j1 = Math.min(n, j0 + columnBlock);
      for (let i = symmetric ? j0 : 0; i < m; i += 4) {
        if (i + 3 >= m) {
          edge(a, i, m, b, j0, j1, n, k, k0, k1, out);
          continue;
        }
        let j = j0;
        for (; j + 3 < j1; j += 4) tile(a, i, b, j, n, k, k0, k1, out);
        edge(a, i, i + 4, b, j, j1, n, k, k0, k1, out);
      }
    }
  }
  if (symmetric) for (let i = 0; i < m; i++) for (let j = i + 1; j < n; j++) out[i * n + j] = out[j * n + i];
  return out;
}

function edge(
  a: Float64Array,
  i0: number,
  i1: number,
  b: Float64Array,
  j0: number,
  j1: number,
  n: number,
  k: number,
  k0: number,
  k1: number,
  out: Float64Array,
): void {
  for (let i = i0; i < i1; i++) {
    for (let j = j0; j < j1; j++) {
      let sum = out[i * n + j];
      for (let p = k0; p < k1; p++) sum += a[i * k + p] * b[j * k + p];
      out[i * n + j] = sum;
    }
  }
}

function tile(
  a: Float64Array,
  i: number,
  b: Float64Array,
  j: number,
  n: number,
  k: number,
  k0: number,
  k1: number,
  out: Float64Array,
): void {
  const o0 = i * n + j;
  const o1 = o0 + n;
  const o2 = o1 + n;
  const o3 = o2 + n;
  let [s00, s01, s02, s03] = [out[o0], out[o0 + 1], out[o0 + 2], out[o0 + 3]];
  let [s10, s11, s12, s13] = [out[o1], out[o1 + 1], out[o1 + 2], out[o1 + 3]];
  let [s20, s21, s22, s23] = [out[o2], out[o2 + 1], out[o2 + 2], out[o2 + 3]];
  let [s30, s31, s32, s33] = [out[o3], out[o3 + 1], out[o3 + 2], out[o3 + 3]];
  const a0 = i * k;
  const b0 = j * k;
  for (let p = k0; p < k1; p++) {
    const x0 = a[a0 + p];
    const x1 = a[a0 + k + p];
    const x2 = a[a0 + 2 * k + p];
    const x3 = a[a0 + 3 * k + p];
    const y0 = b[b0 + p];
    const y1 = b[b0 + k + p];
    const y2 = b[b0 + 2 * k + p];
    const y3 = b[b0 + 3 * k + p];
    s00 += x0 * y0;
    s01 += x0 * y1;
    s02 += x0 * y2;
    s03 += x0 * y3;
    s10 += x1 * y0;
    s11 += x1 * y1;
    s12 += x1 * y2;
    s13 += x1 * y3;
    s20 += x2 * y0;
    s21 += x2 * y1;
    s22 += x2 * y2;
    s23 += x2 * y3;
    s30 += x3 * y0;
    s31 += x3 * y1;
    s32 += x3 * y2;
    s33 += x3 * y3;
  }
  out[o0] = s00;
  out[o0 + 1] = s01;
  out[o0 + 2] = s02;
  out[o0 + 3] = s03;
  out[o1] = s10;
  out[o1 + 1] = s11;
  out[o1 + 2] = s12;
  out[o1 + 3] = s13;
  out[o2] = s20;
  out[o2 + 1] = s21;
  out[o2 + 2] = s22;
  out[o2 + 3] = s23;
  out[o3] = s30;
  out[o3 + 1] = s31;
  out[o3 + 2] = s32;
  out[o3 + 3] = s33;
}

/** A B^T, with `centre` taken off each row of A first. */
export const timesTransposed = (a: Dense, b: Dense, centre?: Float64Array): Dense =>
  dense(a.rows, b.rows, make.product(a.values, a.rows, b.values, b.rows, a.columns, false, centre));

/** A B. */
export const times = (a: Dense, b: Dense): Dense => timesTransposed(a, transpose(b));

/** A^T B. */
export const transposedTimes = (a: Dense, b: Dense): Dense => timesTransposed(transpose(a), transpose(b));

/** A A^T: rows x rows, symmetric. */
export const rowGram = (a: Dense): Dense =>
  dense(a.rows, a.rows, make.product(a.values, a.rows, a.values, a.rows, a.columns, true));

/** A^T A, with `centre` taken off each row of A first: columns x columns, symmetric. */
export const columnGram = (a: Dense, centre?: Float64Array): Dense =>
  dense(a.columns, a.columns, make.columnGram(a, centre));

/** Mean of each column; 0 where there is no row. */
export function columnMeans({ rows, columns, values }: Dense): Float64Array {
  const means = new Float64Array(columns);
  let r = 0;
  for (; r + 7 < rows; r += 8) {
    const [a, b] = [r * columns, (r + 4) * columns];
    const [a1, a2, a3] = [a + columns, a + 2 * columns, a + 3 * columns];
    const [b1, b2, b3] = [b + columns, b + 2 * columns, b + 3 * columns];
    for (let c = 0; c < columns; c++) {
      const half = means[c] + values[a + c] + values[a1 + c] + values[a2 + c] + values[a3 + c];
      means[c] = half + values[b + c] + values[b1 + c] + values[b2 + c] + values[b3 + c];
    }
  }
  for (let at = r * columns; r < rows; r++) for (let c = 0; c < columns; c++) means[c] += values[at++];
  if (rows > 0) for (let c = 0; c < columns; c++) means[c] /= rows;
  return means;
}

/** The matrix with `centre` taken off each row. */
export function minusRow({ rows, columns, values }: Dense, centre: ArrayLike<number>): Dense {
  const out = new Float64Array(values.length);
  for (let r = 0, at = 0; r < rows; r++) for (let c = 0; c < columns; c++, at++) out[at] = values[at] - centre[c];
  return dense(rows, columns, out);
}

/** Variance of each column around its mean, divided by rows - `ddof`. */
export function columnVariances(x: Dense, ddof = 0, means = columnMeans(x)): Float64Array {
  const out = new Float64Array(x.columns);
  for (let r = 0, at = 0; r < x.rows; r++) {
    for (let c = 0; c < x.columns; c++) {
      const off = x.values[at++] - means[c];
      out[c] += off * off;
    }
  }
  for (let c = 0; c < x.columns; c++) out[c] /= x.rows - ddof;
  return out;
}

/** Columns by number, in that order. */
export function columnsOf({ rows, columns, values }: Dense, kept: ArrayLike<number>): Dense {
  const out = new Float64Array(rows * kept.length);
  for (let r = 0, at = 0; r < rows; r++)
    for (let c = 0; c < kept.length; c++) out[at++] = values[r * columns + kept[c]];
  return dense(rows, kept.length, out);
}

/** Rows by number, in that order. */
export function rowsOf({ columns, values }: Dense, kept: ArrayLike<number>): Dense {
  const out = new Float64Array(kept.length * columns);
  for (let r = 0; r < kept.length; r++)
    out.set(values.subarray(kept[r] * columns, (kept[r] + 1) * columns), r * columns);
  return dense(kept.length, columns, out);
}

/** The first `count` rows, in the same memory. */
export const firstRows = (a: Dense, count: number): Dense =>
  dense(count, a.columns, a.values.subarray(0, count * a.columns));

export const columnOf = ({ rows, columns, values }: Dense, c: number): Float64Array =>
  Float64Array.from({ length: rows }, (_, r) => values[r * columns + c]);
