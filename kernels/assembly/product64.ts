// Products of matrices of float64 for preparation: C += A B^T, every entry summed in order of the inner index, one term
// after the other, so that the bits are those of plain loops. Both come packed by the host in panels of four rows,
// [panel][inner index][row], padded with zeros.

/** Bytes that `product64` needs at `scratch` for `k` terms. */
export function scratch64(k: i32): i32 {
  return k << 6;
}

/**
 * Panels `from` to `to` of A with `n` panels of B; c: row-major, 4 `n` numbers a row. With `symmetric`, panels right of the
 * diagonal are left out.
 */
export function product64(
  a: usize,
  b: usize,
  c: usize,
  from: i32,
  to: i32,
  n: i32,
  k: i32,
  symmetric: i32,
  scratch: usize,
): void {
  const panel = (<usize>k) << 5;
  const stride = (<usize>n) << 5;
  for (let i = from; i < to; i++) {
    const last = symmetric ? i + 1 : n;
    doubled(a + (<usize>i) * panel, scratch, k);
    const row = c + ((<usize>i) << 2) * stride;
    for (let j = 0; j < last; j++) tile(scratch, b + (<usize>j) * panel, row + ((<usize>j) << 5), stride, k);
  }
}

/** Every number of a panel twice: a plain load takes both, while one that doubles has its offset added apart by V8. */
function doubled(a: usize, to: usize, k: i32): void {
  for (; k > 0; k--) {
    v128.store(to, v128.load64_splat(a));
    v128.store(to, v128.load64_splat(a, 8), 16);
    v128.store(to, v128.load64_splat(a, 16), 32);
    v128.store(to, v128.load64_splat(a, 24), 48);
    a += 32;
    to += 64;
  }
}

function mulAdd(sum: v128, a: v128, b: v128): v128 {
  return f64x2.add(sum, f64x2.mul(a, b));
}

/**
 * 4 x 4 sums of `k` terms, at least one. Eight terms a round, with a way out after each: the addresses then move once for
 * eight, and V8, which puts all loads of a block first, does not run out of registers.
 */
function tile(a: usize, b: usize, c: usize, stride: usize, k: i32): void {
  const c1 = c + stride;
  const c2 = c1 + stride;
  const c3 = c2 + stride;
  let s00 = v128.load(c);
  let s01 = v128.load(c, 16);
  let s10 = v128.load(c1);
  let s11 = v128.load(c1, 16);
  let s20 = v128.load(c2);
  let s21 = v128.load(c2, 16);
  let s30 = v128.load(c3);
  let s31 = v128.load(c3, 16);
  let low: v128;
  let high: v128;
  let x: v128;
  for (;;) {
    low = v128.load(b);
    high = v128.load(b, 16);
    x = v128.load(a);
    s00 = mulAdd(s00, x, low);
    s01 = mulAdd(s01, x, high);
    x = v128.load(a, 16);
    s10 = mulAdd(s10, x, low);
    s11 = mulAdd(s11, x, high);
    x = v128.load(a, 32);
    s20 = mulAdd(s20, x, low);
    s21 = mulAdd(s21, x, high);
    x = v128.load(a, 48);
    s30 = mulAdd(s30, x, low);
    s31 = mulAdd(s31, x, high);
    if (--k <= 0) break;
    low = v128.load(b, 32);
    high = v128.load(b, 48);
    x = v128.load(a, 64);
    s00 = mulAdd(s00, x, low);
    s01 = mulAdd(s01, x, high);
    x = v128.load(a, 80);
    s10 = mulAdd(s10, x, low);
    s11 = mulAdd(s11, x, high);
    x = v128.load(a, 96);
    s20 = mulAdd(s20, x, low);
    s21 = mulAdd(s21, x, high);
    x = v128.load(a, 112);
    s30 = mulAdd(s30, x, low);
    s31 = mulAdd(s31, x, high);
    if (--k <= 0) break;
    low = v128.load(b, 64);
    high = v128.load(b, 80);
    x = v128.load(a, 128);
    s00 = mulAdd(s00, x, low);
    s01 = mulAdd(s01, x, high);
    x = v128.load(a, 144);
    s10 = mulAdd(s10, x, low);
    s11 = mulAdd(s11, x, high);
    x = v128.load(a, 160);
    s20 = mulAdd(s20, x, low);
    s21 = mulAdd(s21, x, high);
    x = v128.load(a, 176);
    s30 = mulAdd(s30, x, low);
    s31 = mulAdd(s31, x, high);
    if (--k <= 0) break;
    low = v128.load(b, 96);
    high = v128.load(b, 112);
    x = v128.load(a, 192);
    s00 = mulAdd(s00, x, low);
    s01 = mulAdd(s01, x, high);
    x = v128.load(a, 208);
    s10 = mulAdd(s10, x, low);
    s11 = mulAdd(s11, x, high);
    x = v128.load(a, 224);
    s20 = mulAdd(s20, x, low);
    s21 = mulAdd(s21, x, high);
    x = v128.load(a, 240);
    s30 = mulAdd(s30, x, low);
    s31 = mulAdd(s31, x, high);
    if (--k <= 0) break;
    low = v128.load(b, 128);
    high = v128.load(b, 144);
    x = v128.load(a, 256);
    s00 = mulAdd(s00, x, low);
    s01 = mulAdd(s01, x, high);
    x = v128.load(a, 272);
    s10 = mulAdd(s10, x, low);
    s11 = mulAdd(s11, x, high);
    x = v128.load(a, 288);
    s20 = mulAdd(s20, x, low);
    s21 = mulAdd(s21, x, high);
    x = v128.load(a, 304);
    s30 = mulAdd(s30, x, low);
    s31 = mulAdd(s31, x, high);
    if (--k <= 0) break;
    low = v128.load(b, 160);
    high = v128.load(b, 176);
    x = v128.load(a, 320);
    s00 = mulAdd(s00, x, low);
    s01 = mulAdd(s01, x, high);
    x = v128.load(a, 336);
    s10 = mulAdd(s10, x, low);
    s11 = mulAdd(s11, x, high);
    x = v128.load(a, 352);
    s20 = mulAdd(s20, x, low);
    s21 = mulAdd(s21, x, high);
    x = v128.load(a, 368);
    s30 = mulAdd(s30, x, low);
    s31 = mulAdd(s31, x, high);
    if (--k <= 0) break;
    low = v128.load(b, 192);
    high = v128.load(b, 208);
    x = v128.load(a, 384);
    s00 = mulAdd(s00, x, low);
    s01 = mulAdd(s01, x, high);
    x = v128.load(a, 400);
    s10 = mulAdd(s10, x, low);
    s11 = mulAdd(s11, x, high);
    x = v128.load(a, 416);
    s20 = mulAdd(s20, x, low);
    s21 = mulAdd(s21, x, high);
    x = v128.load(a, 432);
    s30 = mulAdd(s30, x, low);
    s31 = mulAdd(s31, x, high);
    if (--k <= 0) break;
    low = v128.load(b, 224);
    high = v128.load(b, 240);
    x = v128.load(a, 448);
    s00 = mulAdd(s00, x, low);
    s01 = mulAdd(s01, x, high);
    x = v128.load(a, 464);
    s10 = mulAdd(s10, x, low);
    s11 = mulAdd(s11, x, high);
    x = v128.load(a, 480);
    s20 = mulAdd(s20, x, low);
    s21 = mulAdd(s21, x, high);
    x = v128.load(a, 496);
    s30 = mulAdd(s30, x, low);
    s31 = mulAdd(s31, x, high);
    if (--k <= 0) break;
    a += 512;
    b += 256;
  }
  v128.store(c, s00);
  v128.store(c, s01, 16);
  v128.store(c1, s10);
  v128.store(c1, s11, 16);
  v128.store(c2, s20);
  v128.store(c2, s21, 16);
  v128.store(c3, s30);
  v128.store(c3, s31, 16);
}
