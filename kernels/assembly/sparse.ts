// Products with a matrix that is mostly zeros: images of digits, one-hot categories. Terms with a zero factor are left
// out; as sums run in the same order and never hold -0, the bits are those of the dense product (for finite B).
import { loadPart, splat, storePart } from './vector';

/** Whether at most half of the groups of four floats, among n from a on, have something in them. */
export function mostlyZero(a: usize, n: i32): bool {
  const groups = n >> 2;
  let count = 0;
  for (let i = groups; i > 0; i--) {
    count += i32(v128.any_true(f32x4.ne(v128.load(a), splat(0))));
    a += 16;
  }
  return count * 2 <= groups;
}

/** 32 outputs of a row: `count` factors at `a` times rows of b, added to what c holds. */
function row32(count: i32, a: usize, b: usize, ldb: usize, c: usize): void {
  let s0 = v128.load(c);
  let s1 = v128.load(c, 16);
  let s2 = v128.load(c, 32);
  let s3 = v128.load(c, 48);
  let s4 = v128.load(c, 64);
  let s5 = v128.load(c, 80);
  let s6 = v128.load(c, 96);
  let s7 = v128.load(c, 112);
  for (; count > 0; count--) {
    const x = v128.load32_splat(a);
    s0 = f32x4.add(s0, f32x4.mul(x, v128.load(b)));
    s1 = f32x4.add(s1, f32x4.mul(x, v128.load(b, 16)));
    s2 = f32x4.add(s2, f32x4.mul(x, v128.load(b, 32)));
    s3 = f32x4.add(s3, f32x4.mul(x, v128.load(b, 48)));
    s4 = f32x4.add(s4, f32x4.mul(x, v128.load(b, 64)));
    s5 = f32x4.add(s5, f32x4.mul(x, v128.load(b, 80)));
    s6 = f32x4.add(s6, f32x4.mul(x, v128.load(b, 96)));
    s7 = f32x4.add(s7, f32x4.mul(x, v128.load(b, 112)));
    a += 4;
    b += ldb;
  }
  v128.store(c, s0);
  v128.store(c, s1, 16);
  v128.store(c, s2, 32);
  v128.store(c, s3, 48);
  v128.store(c, s4, 64);
  v128.store(c, s5, 80);
  v128.store(c, s6, 96);
  v128.store(c, s7, 112);
}

/** Fewer than 32 outputs of a row, four or one at a time. */
function rowRest(count: i32, a: usize, b: usize, ldb: usize, c: usize, n: i32): void {
  for (; n >= 4; n -= 4) {
    let sum = v128.load(c);
    let from = b;
    for (let p: usize = 0; p < (<usize>count) << 2; p += 4) {
      sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(a + p), v128.load(from)));
      from += ldb;
    }
    v128.store(c, sum);
    b += 16;
    c += 16;
  }
  for (; n > 0; n--) {
    let sum = load<f32>(c);
    let from = b;
    for (let p: usize = 0; p < (<usize>count) << 2; p += 4) {
      sum += load<f32>(a + p) * load<f32>(from);
      from += ldb;
    }
    store<f32>(c, sum);
    b += 4;
    c += 4;
  }
}

/** 1 if any of `count` (1 to 4) floats is not zero, else 0. */
function anyNonZero(a: usize, count: i32): usize {
  const v = count == 4 ? v128.load(a) : loadPart(a, count, 0);
  return <usize>v128.any_true(f32x4.ne(v, splat(0)));
}

/** Rows that are worked on together; their numbers must fit the list. */
const ROWS: i32 = 64;

/**
 * c = a b + bias (0: none), clamped at zero if asked. a: m x k. Four columns of a at a time against all rows that have
 * something in them, so that the four rows of b they meet stay in the first cache. list: room for 65 words.
 */
export function sparseRows(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  b: usize,
  c: usize,
  bias: usize,
  relu: bool,
  list: usize,
): void {
  const pitch = (<usize>k) << 2;
  const stride = (<usize>n) << 2;
  for (; m > 0; m -= ROWS) {
    const rows = min(m, ROWS);
    let row = c;
    for (let i = rows; i > 0; i--) {
      for (let j: usize = 0; j < stride; j += 4) store<f32>(row + j, bias ? load<f32>(bias + j) + 0 : 0);
      row += stride;
    }
    for (let p = 0; p < k; p += 4) {
      const at = (<usize>p) << 2;
      addColumns(rows, min(4, k - p), a + at, pitch, b + at * <usize>n, stride, c, list);
    }
    if (relu) clampAll(c, rows * n);
    a += <usize>rows * pitch;
    c += <usize>rows * stride;
  }
}

/** Adds to all rows of c what up to four columns of a contribute. */
function addColumns(
  rows: i32,
  count: i32,
  a: usize,
  pitch: usize,
  b: usize,
  stride: usize,
  c: usize,
  list: usize,
): void {
  // Without branches: whether a row has something in it is hard to predict.
  let end = list;
  for (let i = 0; i < rows; i++) {
    store<i32>(end, i);
    end += anyNonZero(a + <usize>i * pitch, count) << 2;
  }
  for (let at = list; at < end; at += 4) {
    const i = load<usize>(at);
    const from = a + i * pitch;
    const to = c + i * stride;
    let j: usize = 0;
    for (; j + 128 <= stride; j += 128) row32(count, from, b + j, stride, to + j);
    if (j < stride) rowRest(count, from, b + j, stride, to + j, (stride - j) >> 2);
  }
}

function clampAll(c: usize, n: i32): void {
  for (; n >= 4; n -= 4) {
    v128.store(c, f32x4.pmax(v128.load(c), splat(0)));
    c += 16;
  }
  if (n > 0) storePart(c, f32x4.pmax(loadPart(c, n, 0), splat(0)), n);
}

/** Four rows of a-transposed times 8 columns of b. list: (address of a row of b, four factors) entries. */
function column4x8(list: usize, end: usize, offset: usize, c: usize, stride: usize): void {
  let l0 = splat(0);
  let l1 = l0;
  let l2 = l0;
  let l3 = l0;
  let r0 = l0;
  let r1 = l0;
  let r2 = l0;
  let r3 = l0;
  for (; list < end; list += 20) {
    const from = load<usize>(list) + offset;
    const b0 = v128.load(from);
    const b1 = v128.load(from, 16);
    let x = v128.load32_splat(list, 4);
    l0 = f32x4.add(l0, f32x4.mul(x, b0));
    r0 = f32x4.add(r0, f32x4.mul(x, b1));
    x = v128.load32_splat(list, 8);
    l1 = f32x4.add(l1, f32x4.mul(x, b0));
    r1 = f32x4.add(r1, f32x4.mul(x, b1));
    x = v128.load32_splat(list, 12);
    l2 = f32x4.add(l2, f32x4.mul(x, b0));
    r2 = f32x4.add(r2, f32x4.mul(x, b1));
    x = v128.load32_splat(list, 16);
    l3 = f32x4.add(l3, f32x4.mul(x, b0));
    r3 = f32x4.add(r3, f32x4.mul(x, b1));
  }
  v128.store(c, l0);
  v128.store(c, r0, 16);
  v128.store(c + stride, l1);
  v128.store(c + stride, r1, 16);
  v128.store(c + 2 * stride, l2);
  v128.store(c + 2 * stride, r2, 16);
  v128.store(c + 3 * stride, l3);
  v128.store(c + 3 * stride, r3, 16);
}

/** c = a-transposed b; a: k x m, m a multiple of 4, n of 8. list: room for 5 (k + 1) words. */
export function sparseColumns(m: i32, n: i32, k: i32, a: usize, b: usize, c: usize, list: usize): void {
  const pitch = (<usize>m) << 2;
  const stride = (<usize>n) << 2;
  for (let i = 0; i < m; i += 4) {
    let from = a + ((<usize>i) << 2);
    let row = b;
    let end = list;
    for (let p = k; p > 0; p--) {
      const x = v128.load(from);
      store<usize>(end, row);
      v128.store(end, x, 4);
      end += 20 * <usize>v128.any_true(f32x4.ne(x, splat(0)));
      from += pitch;
      row += stride;
    }
    for (let offset: usize = 0; offset < stride; offset += 32) column4x8(list, end, offset, c + offset, stride);
    c += 4 * stride;
  }
}
