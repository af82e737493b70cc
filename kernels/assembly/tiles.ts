// The register tiles of the matrix product: a few rows by 4 or 8 columns, accumulated over k in order. On x64 and
// ARM64 a 5 x 8 tile keeps 10 accumulators, two columns vectors, a factor and a product in the 16 vector registers
// that engines have; 12 accumulators spill.
// Arguments: k; A at a with row stride rs and step cs along k; B at b with step bs; C at c with row stride cls; bias or
// 0; flags. Strides are in bytes.
import { splat } from './vector';

/** Start from what C holds instead of bias or zero. */
export const ACCUMULATE: i32 = 1;
/** Clamp below at zero in the end. */
export const RELU: i32 = 2;

/**
 * Clamps stored rows of one or two vectors. Apart from the tile: arithmetic on the sums after its loop makes V8
 * schedule all loads of the loop first and spill.
 */
function clampRows(c: usize, cls: usize, rows: i32, vectors: i32): void {
  for (; rows > 0; rows--) {
    v128.store(c, f32x4.pmax(v128.load(c), splat(0)));
    if (vectors > 1) v128.store(c, f32x4.pmax(v128.load(c, 16), splat(0)), 16);
    c += cls;
  }
}

/** Zeros or four biases, with -0 turned into 0: then no sum is ever -0, and leaving out zero terms changes no bit. */
function startOf(bias: usize): v128 {
  return bias ? f32x4.add(v128.load(bias), splat(0)) : splat(0);
}

function mulAdd(sum: v128, a: v128, b: v128): v128 {
  return f32x4.add(sum, f32x4.mul(a, b));
}

/** 5 x 8 outputs. */
export function tile5x8(
  k: i32,
  a: usize,
  rs: usize,
  cs: usize,
  b: usize,
  bs: usize,
  c: usize,
  cls: usize,
  bias: usize,
  flags: i32,
): void {
  let a0 = a;
  let a1 = a + 1 * rs;
  let a2 = a + 2 * rs;
  let a3 = a + 3 * rs;
  let a4 = a + 4 * rs;
  let l0 = startOf(bias);
  let r0 = startOf(bias ? bias + 16 : 0);
  let l1 = l0;
  let r1 = r0;
  let l2 = l0;
  let r2 = r0;
  let l3 = l0;
  let r3 = r0;
  let l4 = l0;
  let r4 = r0;
  const c1 = c + 1 * cls;
  const c2 = c + 2 * cls;
  const c3 = c + 3 * cls;
  const c4 = c + 4 * cls;
  if (flags & ACCUMULATE) {
    l0 = v128.load(c);
    r0 = v128.load(c, 16);
    l1 = v128.load(c1);
    r1 = v128.load(c1, 16);
    l2 = v128.load(c2);
    r2 = v128.load(c2, 16);
    l3 = v128.load(c3);
    r3 = v128.load(c3, 16);
    l4 = v128.load(c4);
    r4 = v128.load(c4, 16);
  }
  for (; k > 0; k--) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let s = v128.load32_splat(a0);
    l0 = mulAdd(l0, s, b0);
    r0 = mulAdd(r0, s, b1);
    s = v128.load32_splat(a1);
    l1 = mulAdd(l1, s, b0);
    r1 = mulAdd(r1, s, b1);
    s = v128.load32_splat(a2);
    l2 = mulAdd(l2, s, b0);
    r2 = mulAdd(r2, s, b1);
    s = v128.load32_splat(a3);
    l3 = mulAdd(l3, s, b0);
    r3 = mulAdd(r3, s, b1);
    s = v128.load32_splat(a4);
    l4 = mulAdd(l4, s, b0);
    r4 = mulAdd(r4, s, b1);
    b += bs;
    a0 += cs;
    a1 += cs;
    a2 += cs;
    a3 += cs;
    a4 += cs;
  }
  v128.store(c, l0);
  v128.store(c, r0, 16);
  v128.store(c1, l1);
  v128.store(c1, r1, 16);
  v128.store(c2, l2);
  v128.store(c2, r2, 16);
  v128.store(c3, l3);
  v128.store(c3, r3, 16);
  v128.store(c4, l4);
  v128.store(c4, r4, 16);
  if (flags & RELU) clampRows(c, cls, 5, 2);
}

/** 4 x 8 outputs. Rows beyond `rows` repeat row 0, and so does what they store. */
export function tile4x8(
  k: i32,
  a: usize,
  rs: usize,
  cs: usize,
  b: usize,
  bs: usize,
  c: usize,
  cls: usize,
  bias: usize,
  flags: i32,
  rows: i32,
): void {
  let a0 = a;
  let a1 = rows > 1 ? a + 1 * rs : a;
  let a2 = rows > 2 ? a + 2 * rs : a;
  let a3 = rows > 3 ? a + 3 * rs : a;
  let l0 = startOf(bias);
  let r0 = startOf(bias ? bias + 16 : 0);
  let l1 = l0;
  let r1 = r0;
  let l2 = l0;
  let r2 = r0;
  let l3 = l0;
  let r3 = r0;
  const c1 = rows > 1 ? c + 1 * cls : c;
  const c2 = rows > 2 ? c + 2 * cls : c;
  const c3 = rows > 3 ? c + 3 * cls : c;
  if (flags & ACCUMULATE) {
    l0 = v128.load(c);
    r0 = v128.load(c, 16);
    l1 = v128.load(c1);
    r1 = v128.load(c1, 16);
    l2 = v128.load(c2);
    r2 = v128.load(c2, 16);
    l3 = v128.load(c3);
    r3 = v128.load(c3, 16);
  }
  for (; k > 0; k--) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let s = v128.load32_splat(a0);
    l0 = mulAdd(l0, s, b0);
    r0 = mulAdd(r0, s, b1);
    s = v128.load32_splat(a1);
    l1 = mulAdd(l1, s, b0);
    r1 = mulAdd(r1, s, b1);
    s = v128.load32_splat(a2);
    l2 = mulAdd(l2, s, b0);
    r2 = mulAdd(r2, s, b1);
    s = v128.load32_splat(a3);
    l3 = mulAdd(l3, s, b0);
    r3 = mulAdd(r3, s, b1);
    b += bs;
    a0 += cs;
    a1 += cs;
    a2 += cs;
    a3 += cs;
  }
  v128.store(c, l0);
  v128.store(c, r0, 16);
  v128.store(c1, l1);
  v128.store(c1, r1, 16);
  v128.store(c2, l2);
  v128.store(c2, r2, 16);
  v128.store(c3, l3);
  v128.store(c3, r3, 16);
  if (flags & RELU) clampRows(c, cls, min(rows, 4), 2);
}

/** 8 x 4 outputs. Rows beyond `rows` repeat row 0, and so does what they store. */
export function tile8x4(
  k: i32,
  a: usize,
  rs: usize,
  cs: usize,
  b: usize,
  bs: usize,
  c: usize,
  cls: usize,
  bias: usize,
  flags: i32,
  rows: i32,
): void {
  let a0 = a;
  let a1 = rows > 1 ? a + 1 * rs : a;
  let a2 = rows > 2 ? a + 2 * rs : a;
  let a3 = rows > 3 ? a + 3 * rs : a;
  let a4 = rows > 4 ? a + 4 * rs : a;
  let a5 = rows > 5 ? a + 5 * rs : a;
  let a6 = rows > 6 ? a + 6 * rs : a;
  let a7 = rows > 7 ? a + 7 * rs : a;
  let l0 = startOf(bias);
  let l1 = l0;
  let l2 = l0;
  let l3 = l0;
  let l4 = l0;
  let l5 = l0;
  let l6 = l0;
  let l7 = l0;
  const c1 = rows > 1 ? c + 1 * cls : c;
  const c2 = rows > 2 ? c + 2 * cls : c;
  const c3 = rows > 3 ? c + 3 * cls : c;
  const c4 = rows > 4 ? c + 4 * cls : c;
  const c5 = rows > 5 ? c + 5 * cls : c;
  const c6 = rows > 6 ? c + 6 * cls : c;
  const c7 = rows > 7 ? c + 7 * cls : c;
  if (flags & ACCUMULATE) {
    l0 = v128.load(c);
    l1 = v128.load(c1);
    l2 = v128.load(c2);
    l3 = v128.load(c3);
    l4 = v128.load(c4);
    l5 = v128.load(c5);
    l6 = v128.load(c6);
    l7 = v128.load(c7);
  }
  for (; k > 0; k--) {
    const b0 = v128.load(b);
    let s = v128.load32_splat(a0);
    l0 = mulAdd(l0, s, b0);
    s = v128.load32_splat(a1);
    l1 = mulAdd(l1, s, b0);
    s = v128.load32_splat(a2);
    l2 = mulAdd(l2, s, b0);
    s = v128.load32_splat(a3);
    l3 = mulAdd(l3, s, b0);
    s = v128.load32_splat(a4);
    l4 = mulAdd(l4, s, b0);
    s = v128.load32_splat(a5);
    l5 = mulAdd(l5, s, b0);
    s = v128.load32_splat(a6);
    l6 = mulAdd(l6, s, b0);
    s = v128.load32_splat(a7);
    l7 = mulAdd(l7, s, b0);
    b += bs;
    a0 += cs;
    a1 += cs;
    a2 += cs;
    a3 += cs;
    a4 += cs;
    a5 += cs;
    a6 += cs;
    a7 += cs;
  }
  v128.store(c, l0);
  v128.store(c1, l1);
  v128.store(c2, l2);
  v128.store(c3, l3);
  v128.store(c4, l4);
  v128.store(c5, l5);
  v128.store(c6, l6);
  v128.store(c7, l7);
  if (flags & RELU) clampRows(c, cls, min(rows, 8), 1);
}
