// Products with a matrix that is mostly zeros: images of digits, one-hot categories. Terms with a zero factor are left
// out; as sums run in the same order and never hold -0, the bits are those of the dense product (for finite B).
import { loadPart, splat, storePart } from './vector';

/**
 * Whether at most half of the groups of four floats, among n from a on, seem to have something in them: every fifth is
 * looked at (images have widths of no such multiple). It decides about time alone, never about a bit.
 */
export function mostlyZero(a: usize, n: i32): bool {
  const groups = (n + 16) / 20;
  let count = 0;
  for (let i = groups; i > 0; i--) {
    count += i32(v128.any_true(f32x4.ne(v128.load(a), splat(0))));
    a += 80;
  }
  return count * 2 <= groups;
}

/** Entries of a list: the offset of a row of b in bytes, and the factor it meets; after the last one, END. */
const ENTRY: usize = 8;
const END: u32 = 0xffffffff;

/** Lists what is not zero among the k floats at `a`, in order; `pitch`: bytes of a row of b. Returns the list's end. */
function listRow(a: usize, k: i32, pitch: usize, list: usize, groups: usize): usize {
  // Without branches, because they are hard to predict: first the groups of four with something in them.
  let end = groups;
  const full = (<usize>(k & ~3)) << 2;
  for (let at: usize = 0; at < full; at += 16) {
    store<usize>(end, at);
    end += <usize>v128.any_true(f32x4.ne(v128.load(a + at), splat(0))) << 2;
  }
  for (; groups < end; groups += 4) {
    const at = load<usize>(groups);
    const from = a + at;
    const row = (at >> 2) * pitch;
    for (let i: usize = 0; i < 4; i++) {
      const x = load<f32>(from + (i << 2));
      store<u32>(list, <u32>(row + i * pitch));
      store<f32>(list, x, 4);
      list += <usize>i32(x != 0) << 3;
    }
  }
  for (let p = <usize>(k & ~3); p < <usize>k; p++) {
    const x = load<f32>(a + (p << 2));
    store<u32>(list, <u32>(p * pitch));
    store<f32>(list, x, 4);
    list += <usize>i32(x != 0) << 3;
  }
  store<u32>(list, END);
  return list + ENTRY;
}

/** Adds to 32 outputs of a row at c what the entries before row offset `limit` contribute. Returns the next entry. */
function row32(list: usize, limit: u32, b: usize, c: usize): usize {
  let s0 = v128.load(c);
  let s1 = v128.load(c, 16);
  let s2 = v128.load(c, 32);
  let s3 = v128.load(c, 48);
  let s4 = v128.load(c, 64);
  let s5 = v128.load(c, 80);
  let s6 = v128.load(c, 96);
  let s7 = v128.load(c, 112);
  let offset = load<u32>(list);
  while (offset < limit) {
    const from = b + <usize>offset;
    const x = v128.load32_splat(list, 4);
    s0 = f32x4.add(s0, f32x4.mul(x, v128.load(from)));
    s1 = f32x4.add(s1, f32x4.mul(x, v128.load(from, 16)));
    s2 = f32x4.add(s2, f32x4.mul(x, v128.load(from, 32)));
    s3 = f32x4.add(s3, f32x4.mul(x, v128.load(from, 48)));
    s4 = f32x4.add(s4, f32x4.mul(x, v128.load(from, 64)));
    s5 = f32x4.add(s5, f32x4.mul(x, v128.load(from, 80)));
    s6 = f32x4.add(s6, f32x4.mul(x, v128.load(from, 96)));
    s7 = f32x4.add(s7, f32x4.mul(x, v128.load(from, 112)));
    list += ENTRY;
    offset = load<u32>(list);
  }
  v128.store(c, s0);
  v128.store(c, s1, 16);
  v128.store(c, s2, 32);
  v128.store(c, s3, 48);
  v128.store(c, s4, 64);
  v128.store(c, s5, 80);
  v128.store(c, s6, 96);
  v128.store(c, s7, 112);
  return list;
}

/** The same for n < 32 outputs, four or one at a time. */
function rowRest(list: usize, limit: u32, b: usize, c: usize, n: i32): usize {
  let next = list;
  for (; n >= 4; n -= 4) {
    let sum = v128.load(c);
    for (next = list; load<u32>(next) < limit; next += ENTRY) {
      sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(next, 4), v128.load(b + <usize>load<u32>(next))));
    }
    v128.store(c, sum);
    b += 16;
    c += 16;
  }
  for (; n > 0; n--) {
    let sum = load<f32>(c);
    for (next = list; load<u32>(next) < limit; next += ENTRY) {
      sum += load<f32>(next, 4) * load<f32>(b + <usize>load<u32>(next));
    }
    store<f32>(c, sum);
    b += 4;
    c += 4;
  }
  return next;
}

/** Rows whose lists are kept at a time, and rows of b that are worked on at a time: 32 columns of them fit a first cache. */
const ROWS: i32 = 64;
const DEPTH: usize = 128;

/**
 * c = a b + bias (0: none), clamped at zero if asked; a: m x k. What is not zero in a is listed once; then b is passed
 * in blocks that stay in the first cache while all rows meet them. room: sparseSize(m, k) words, enough for lists of
 * half of a (src/engine/plan/kernels.ts). Returns false, with c undefined, when there is more in it.
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
  room: usize,
): bool {
  const pitch = (<usize>k) << 2;
  const stride = (<usize>n) << 2;
  const lists = room + ((<usize>ROWS) << 2);
  const groups = lists;
  const entries = groups + pitch;
  const most = entries + <usize>min((m * k + 1) / 2 + k, ROWS * k) * ENTRY;
  for (; m > 0; m -= ROWS) {
    const rows = min(m, ROWS);
    let list = entries;
    let row = c;
    for (let i = 0; i < rows; i++) {
      for (let j: usize = 0; j < stride; j += 4) store<f32>(row + j, bias ? load<f32>(bias + j) + 0 : 0);
      row += stride;
      store<usize>(room + ((<usize>i) << 2), list);
      if (list + <usize>k * ENTRY > most) return false;
      list = listRow(a + <usize>i * pitch, k, stride, list, groups);
    }
    for (let p: usize = 0; p < <usize>k; p += DEPTH) {
      const limit = <u32>((p + DEPTH) * stride);
      for (let j: usize = 0; j < stride; j += 128) {
        const width = min(128, stride - j);
        const last = j + 128 >= stride;
        for (let i: usize = 0; i < <usize>rows; i++) {
          const at = room + (i << 2);
          const from = load<usize>(at);
          const to = c + i * stride + j;
          const next = width == 128 ? row32(from, limit, b + j, to) : rowRest(from, limit, b + j, to, <i32>(width >> 2));
          if (last) store<usize>(at, next);
        }
      }
    }
    if (relu) clampAll(c, rows * n);
    a += <usize>rows * pitch;
    c += <usize>rows * stride;
  }
  return true;
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
