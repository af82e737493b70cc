// Matrix products. Every element is a sum over p = 0, 1, .. k-1 in that order with one rounding per multiply and per
// add, whatever the tile it falls in, so results depend neither on the batch size nor on how the work is cut.
// Outputs are computed in register tiles (Goto & van de Geijn 2008); columns beyond the last full 8 go through a
// zero-padded panel and a small tile buffer.
import { int, ptr } from './operands';
import { mostlyZero, sparseColumns, sparseRows } from './sparse';
import { ACCUMULATE, RELU, tile4x8, tile5x8, tile8x4 } from './tiles';

/** Flag of `gemm` besides ACCUMULATE and RELU: B is stored as n x k. */
export const TRANSPOSED_B: i32 = 4;
const TRANSPOSED_A: i32 = 8;
/** A may be mostly zeros; only without ACCUMULATE and TRANSPOSED_B. */
const SPARSE_A: i32 = 16;

/** Bytes `gemm` needs at `scratch`: a panel of 8 columns of k, a tile of 8 x 8, 8 bias values. */
export function gemmScratchBytes(k: i32): i32 {
  return k * 32 + 256 + 32;
}

/** All rows of one panel of 8 columns: fives and fours without a rest, from 12 rows on. */
function wide(
  m: i32,
  k: i32,
  a: usize,
  rs: usize,
  cs: usize,
  b: usize,
  bs: usize,
  c: usize,
  ldc: usize,
  bias: usize,
  flags: i32,
): void {
  let fours = (5 - (m % 5)) % 5;
  if (fours * 4 > m) fours = 0;
  for (; m >= 5 && m > fours * 4; m -= 5) {
    tile5x8(k, a, rs, cs, b, bs, c, ldc, bias, flags);
    a += 5 * rs;
    c += 5 * ldc;
  }
  for (; m > 0; m -= 4) {
    tile4x8(k, a, rs, cs, b, bs, c, ldc, bias, flags, m);
    a += 4 * rs;
    c += 4 * ldc;
  }
}

/** Copies `columns` (1..8) columns of B, from b on, to a k x 8 panel padded with zeros. */
function packPanel(k: i32, columns: i32, b: usize, ldb: usize, panel: usize): void {
  if (columns == 8) {
    for (; k > 0; k--) {
      v128.store(panel, v128.load(b));
      v128.store(panel, v128.load(b, 16), 16);
      b += ldb;
      panel += 32;
    }
    return;
  }
  const zero = f32x4.splat(0);
  for (; k > 0; k--) {
    v128.store(panel, zero);
    v128.store(panel, zero, 16);
    for (let j = 0; j < columns; j++) store<f32>(panel + ((<usize>j) << 2), load<f32>(b + ((<usize>j) << 2)));
    b += ldb;
    panel += 32;
  }
}

/** The same for B stored as n x k: `columns` rows of B become columns of the panel, by 4 x 4 transposes. */
function packTransposed(k: i32, columns: i32, b: usize, ldb: usize, panel: usize): void {
  for (let half: usize = 0; half < 2; half++) {
    const left = columns - ((<i32>half) << 2);
    let to = panel + half * 16;
    if (left <= 0) {
      const zero = f32x4.splat(0);
      for (let p = 0; p < k; p++, to += 32) v128.store(to, zero);
      return;
    }
    // Missing rows repeat row 0: their columns are computed and thrown away.
    let r0 = b + half * 4 * ldb;
    let r1 = left > 1 ? r0 + ldb : r0;
    let r2 = left > 2 ? r0 + 2 * ldb : r0;
    let r3 = left > 3 ? r0 + 3 * ldb : r0;
    let p = k;
    for (; p >= 4; p -= 4) {
      const x0 = v128.load(r0),
        x1 = v128.load(r1),
        x2 = v128.load(r2),
        x3 = v128.load(r3);
      const lo01 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5),
        hi01 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
      const lo23 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5),
        hi23 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7);
      v128.store(to, v128.shuffle<f32>(lo01, lo23, 0, 1, 4, 5));
      v128.store(to, v128.shuffle<f32>(lo01, lo23, 2, 3, 6, 7), 32);
      v128.store(to, v128.shuffle<f32>(hi01, hi23, 0, 1, 4, 5), 64);
      v128.store(to, v128.shuffle<f32>(hi01, hi23, 2, 3, 6, 7), 96);
      r0 += 16;
      r1 += 16;
      r2 += 16;
      r3 += 16;
      to += 128;
    }
    for (; p > 0; p--) {
      store<f32>(to, load<f32>(r0));
      store<f32>(to, load<f32>(r1), 4);
      store<f32>(to, load<f32>(r2), 8);
      store<f32>(to, load<f32>(r3), 12);
      r0 += 4;
      r1 += 4;
      r2 += 4;
      r3 += 4;
      to += 32;
    }
  }
}

/** Bytes of a B strip beyond which copying it to a panel beats reading it with its stride. */
const PACK_ABOVE: i32 = 16384;

/**
 * C[m x n] = A B, plus bias[n], plus what C holds, as asked. A: element (i, p) at a + i rs + p cs (bytes), so either
 * orientation. B: k x n with row stride ldb bytes, or n x k when TRANSPOSED_B. C: row stride ldc bytes.
 * scratch: gemmScratchBytes(k) bytes.
 */
export function gemm(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  rs: usize,
  cs: usize,
  b: usize,
  ldb: usize,
  c: usize,
  ldc: usize,
  bias: usize,
  flags: i32,
  scratch: usize,
): void {
  const transposed = (flags & TRANSPOSED_B) != 0;
  for (let j = 0; j < n; j += 8) {
    const columns = min(8, n - j);
    const offset = (<usize>j) << 2;
    let panel = b + offset;
    let step = ldb;
    if (transposed) {
      panel = scratch;
      step = 32;
      packTransposed(k, columns, b + <usize>j * ldb, ldb, panel);
    } else if (columns < 8 || (m > 5 && k * <i32>ldb > PACK_ABOVE)) {
      panel = scratch;
      step = 32;
      packPanel(k, columns, b + offset, ldb, panel);
    }
    const biasHere = bias ? bias + offset : 0;
    if (columns == 8) wide(m, k, a, rs, cs, panel, step, c + offset, ldc, biasHere, flags);
    else edge(m, columns, k, a, rs, cs, panel, c + offset, ldc, biasHere, flags, scratch + ((<usize>k) << 5));
  }
}

/** The last panel, of fewer than 8 columns: through a tile buffer of 8 x 8 and 8 bias values at `buffer`. */
function edge(
  m: i32,
  columns: i32,
  k: i32,
  a: usize,
  rs: usize,
  cs: usize,
  panel: usize,
  c: usize,
  ldc: usize,
  bias: usize,
  flags: i32,
  buffer: usize,
): void {
  const biasBuffer = buffer + 256;
  if (bias) {
    copyTile(1, columns, bias, 0, biasBuffer, 0);
    bias = biasBuffer;
  }
  const narrow = columns <= 4;
  const height = narrow ? 8 : 5;
  for (; m > 0; m -= height) {
    const rows = min(height, m);
    if (flags & ACCUMULATE) copyTile(rows, columns, c, ldc, buffer, 32);
    if (narrow) tile8x4(k, a, rs, cs, panel, 32, buffer, 32, bias, flags, rows);
    else wide(rows, k, a, rs, cs, panel, 32, buffer, 32, bias, flags);
    copyTile(rows, columns, buffer, 32, c, ldc);
    a += <usize>height * rs;
    c += <usize>height * ldc;
  }
}

function copyTile(rows: i32, columns: i32, from: usize, fromStride: usize, to: usize, toStride: usize): void {
  for (let i = 0; i < rows; i++) {
    let j: usize = 0;
    if (columns >= 4) {
      v128.store(to, v128.load(from));
      j = 16;
    }
    for (; j < (<usize>columns) << 2; j += 4) store<f32>(to + j, load<f32>(from + j));
    from += fromStride;
    to += toStride;
  }
}

/** matmul: c = a b, operands as in src/engine/plan/kernels.ts. */
export function matmul(args: usize): void {
  const m = int(args, 5),
    n = int(args, 6),
    k = int(args, 7);
  const flags = int(args, 8);
  const a = ptr(args, 0);
  const scratch = ptr(args, 4);
  if (flags & SPARSE_A && mostlyZero(a, m * k)) {
    if ((flags & TRANSPOSED_A) == 0) {
      const relu = (flags & RELU) != 0;
      if (sparseRows(m, n, k, a, ptr(args, 1), ptr(args, 3), ptr(args, 2), relu, scratch)) return;
    } else if ((m & 3) == 0 && (n & 7) == 0) {
      sparseColumns(m, n, k, a, ptr(args, 1), ptr(args, 3), scratch);
      return;
    }
  }
  const transposedA = (flags & TRANSPOSED_A) != 0;
  const rs: usize = transposedA ? 4 : (<usize>k) << 2;
  const cs: usize = transposedA ? (<usize>m) << 2 : 4;
  const ldb = (<usize>((flags & TRANSPOSED_B) != 0 ? k : n)) << 2;
  gemm(m, n, k, a, rs, cs, ptr(args, 1), ldb, ptr(args, 3), (<usize>n) << 2, ptr(args, 2), flags, scratch);
}
