// Float64 systems of positive definite matrices, n x n and row-major: the bits of core/math/linalg.ts. Every sum over k
// runs in four interleaved parts, two of them a vector, terms beyond the last whole block of four going to the first.
// Columns come before rows here, so that what a division has to wait for is another row's.

@inline
function rows(count: i32, stride: usize): usize {
  return (<usize>count) * stride;
}

/** First parts plus second plus (third plus fourth) of two sums. */
@inline
function total(first: v128, a: v128, b: v128, aRest: v128, bRest: v128): v128 {
  const rest = f64x2.add(
    v128.shuffle<f64>(aRest, bRest, 0, 2),
    v128.shuffle<f64>(aRest, bRest, 1, 3),
  );
  return f64x2.add(f64x2.add(first, v128.shuffle<f64>(a, b, 1, 3)), rest);
}

/** The same place of two rows. */
@inline
function both(x: usize, y: usize): v128 {
  return v128.load64_lane(y, v128.load64_splat(x), 1);
}

@inline
function keep(x: usize, y: usize, v: v128): void {
  v128.store64_lane(x, v, 0);
  v128.store64_lane(y, v, 1);
}

/** Places j and j + 1 of the rows x and y, j even, by the rows p and p + stride of L. */
@inline
function tile(p: usize, stride: usize, x: usize, y: usize, j: i32): void {
  const q = p + stride;
  const end = (<usize>(j & ~3)) << 3;
  let px = f64x2.splat(0);
  let pxRest = f64x2.splat(0);
  let py = f64x2.splat(0);
  let pyRest = f64x2.splat(0);
  let qx = f64x2.splat(0);
  let qxRest = f64x2.splat(0);
  let qy = f64x2.splat(0);
  let qyRest = f64x2.splat(0);
  let k: usize = 0;
  for (; k < end; k += 32) {
    let a = v128.load(p + k);
    let b = v128.load(q + k);
    let c = v128.load(x + k);
    let d = v128.load(y + k);
    px = f64x2.add(px, f64x2.mul(a, c));
    py = f64x2.add(py, f64x2.mul(a, d));
    qx = f64x2.add(qx, f64x2.mul(b, c));
    qy = f64x2.add(qy, f64x2.mul(b, d));
    a = v128.load(p + k, 16);
    b = v128.load(q + k, 16);
    c = v128.load(x + k, 16);
    d = v128.load(y + k, 16);
    pxRest = f64x2.add(pxRest, f64x2.mul(a, c));
    pyRest = f64x2.add(pyRest, f64x2.mul(a, d));
    qxRest = f64x2.add(qxRest, f64x2.mul(b, c));
    qyRest = f64x2.add(qyRest, f64x2.mul(b, d));
  }
  let first = v128.shuffle<f64>(px, py, 0, 2);
  let second = v128.shuffle<f64>(qx, qy, 0, 2);
  const place = (<usize>j) << 3;
  for (; k < place; k += 8) {
    const v = both(x + k, y + k);
    first = f64x2.add(first, f64x2.mul(v128.load64_splat(p + k), v));
    second = f64x2.add(second, f64x2.mul(v128.load64_splat(q + k), v));
  }
  x += place;
  y += place;
  let v = f64x2.sub(both(x, y), total(first, px, py, pxRest, pyRest));
  v = f64x2.div(v, v128.load64_splat(p + place));
  keep(x, y, v);
  second = f64x2.add(second, f64x2.mul(v128.load64_splat(q + place), v));
  v = f64x2.sub(both(x + 8, y + 8), total(second, qx, qy, qxRest, qyRest));
  keep(x + 8, y + 8, f64x2.div(v, v128.load64_splat(q + place, 8)));
}

/** Sum of a[k] b[k] over n terms. */
export function dot64(a: usize, b: usize, n: i32): f64 {
  const end = (<usize>(n & ~3)) << 3;
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  let k: usize = 0;
  for (; k < end; k += 32) {
    low = f64x2.add(low, f64x2.mul(v128.load(a + k), v128.load(b + k)));
    high = f64x2.add(high, f64x2.mul(v128.load(a + k, 16), v128.load(b + k, 16)));
  }
  let first = f64x2.extract_lane(low, 0);
  const last = (<usize>n) << 3;
  for (; k < last; k += 8) first += load<f64>(a + k) * load<f64>(b + k);
  return first + f64x2.extract_lane(low, 1) + (f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1));
}

/** Place j of row x by row p of L. */
@inline
function place(p: usize, x: usize, j: i32): void {
  const at = (<usize>j) << 3;
  store<f64>(x + at, (load<f64>(x + at) - dot64(p, x, j)) / load<f64>(p + at));
}

/** The diagonal entry of row j, of which the others are there; false when it is no root of a positive number. */
@inline
function diagonal(p: usize, j: i32): bool {
  const at = p + ((<usize>j) << 3);
  const rest = load<f64>(at) - dot64(p, p, j);
  if (!(rest > 0 && rest < Infinity)) return false;
  store<f64>(at, Math.sqrt(rest));
  return true;
}

/** Replaces the lower triangle of a symmetric matrix by L of L L^T; 0 when it is not positive definite. */
export function cholesky64(a: usize, n: i32): i32 {
  const stride = (<usize>n) << 3;
  for (let j = 0; j < n; j += 2) {
    const p = a + rows(j, stride);
    if (!diagonal(p, j)) return 0;
    if (j + 1 == n) return 1;
    place(p, p + stride, j);
    if (!diagonal(p + stride, j + 1)) return 0;
    let i = j + 2;
    let x = p + stride + stride;
    for (; i + 1 < n; i += 2, x += stride << 1) tile(p, stride, x, x + stride, j);
    if (i < n) {
      place(p, x, j);
      place(p + stride, x, j + 1);
    }
  }
  return 1;
}

/** Rows that are solved side by side, so that they stay in the cache. */
const together: i32 = 16;

/** Solves L x = b in place for each of `count` rows of b, n places each. */
export function solveRows64(l: usize, n: i32, b: usize, count: i32): void {
  const stride = (<usize>n) << 3;
  let row = 0;
  for (; row + 1 < count; row += together) {
    const pairs = min(count - row, together) >> 1;
    const from = b + rows(row, stride);
    let j = 0;
    for (; j + 1 < n; j += 2) {
      const p = l + rows(j, stride);
      for (let i = 0, x = from; i < pairs; i++, x += stride << 1) tile(p, stride, x, x + stride, j);
    }
    if (j == n) continue;
    const p = l + rows(j, stride);
    for (let i = 0, x = from; i < pairs << 1; i++, x += stride) place(p, x, j);
  }
  if (count & 1) solveLower64(l, n, b + rows(count - 1, stride));
}

/** Solves L x = b in place. */
export function solveLower64(l: usize, n: i32, b: usize): void {
  const stride = (<usize>n) << 3;
  let i = 0;
  for (; i + 3 < n; i += 4) quad(l + rows(i, stride), stride, b, i);
  for (; i < n; i++) place(l + rows(i, stride), b, i);
}

/** Places i to i + 3 of row x, i a multiple of 4, by the four rows of L from p on. */
@inline
function quad(p: usize, stride: usize, x: usize, i: i32): void {
  const q = p + stride;
  const r = q + stride;
  const s = r + stride;
  const end = (<usize>i) << 3;
  let p0 = f64x2.splat(0);
  let p1 = f64x2.splat(0);
  let q0 = f64x2.splat(0);
  let q1 = f64x2.splat(0);
  let r0 = f64x2.splat(0);
  let r1 = f64x2.splat(0);
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  for (let k: usize = 0; k < end; k += 32) {
    const low = v128.load(x + k);
    const high = v128.load(x + k, 16);
    p0 = f64x2.add(p0, f64x2.mul(low, v128.load(p + k)));
    q0 = f64x2.add(q0, f64x2.mul(low, v128.load(q + k)));
    r0 = f64x2.add(r0, f64x2.mul(low, v128.load(r + k)));
    s0 = f64x2.add(s0, f64x2.mul(low, v128.load(s + k)));
    p1 = f64x2.add(p1, f64x2.mul(high, v128.load(p + k, 16)));
    q1 = f64x2.add(q1, f64x2.mul(high, v128.load(q + k, 16)));
    r1 = f64x2.add(r1, f64x2.mul(high, v128.load(r + k, 16)));
    s1 = f64x2.add(s1, f64x2.mul(high, v128.load(s + k, 16)));
  }
  x += end;
  const a = (load<f64>(x) - sum(f64x2.extract_lane(p0, 0), p0, p1)) / load<f64>(p + end);
  store<f64>(x, a);
  let first = f64x2.extract_lane(q0, 0) + load<f64>(q + end) * a;
  const b = (load<f64>(x, 8) - sum(first, q0, q1)) / load<f64>(q + end, 8);
  store<f64>(x, b, 8);
  first = f64x2.extract_lane(r0, 0) + load<f64>(r + end) * a + load<f64>(r + end, 8) * b;
  const c = (load<f64>(x, 16) - sum(first, r0, r1)) / load<f64>(r + end, 16);
  store<f64>(x, c, 16);
  first = f64x2.extract_lane(s0, 0) + load<f64>(s + end) * a + load<f64>(s + end, 8) * b + load<f64>(s + end, 16) * c;
  store<f64>(x, (load<f64>(x, 24) - sum(first, s0, s1)) / load<f64>(s + end, 24), 24);
}

@inline
function sum(first: f64, low: v128, high: v128): f64 {
  return first + f64x2.extract_lane(low, 1) + (f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1));
}

/** Solves L^T x = b in place. */
export function solveTransposed64(l: usize, n: i32, b: usize): void {
  const stride = (<usize>n) << 3;
  let i = n - 1;
  for (; i >= 3; i -= 4) {
    const p = l + rows(i, stride);
    const q = p - stride;
    const r = q - stride;
    const s = r - stride;
    const at = (<usize>(i - 3)) << 3;
    const x = load<f64>(b + at, 24) / load<f64>(p + at, 24);
    const y = (load<f64>(b + at, 16) - x * load<f64>(p + at, 16)) / load<f64>(q + at, 16);
    const z = (load<f64>(b + at, 8) - x * load<f64>(p + at, 8) - y * load<f64>(q + at, 8)) / load<f64>(r + at, 8);
    const last = load<f64>(b + at) - x * load<f64>(p + at) - y * load<f64>(q + at) - z * load<f64>(r + at);
    const w = last / load<f64>(s + at);
    store<f64>(b + at, w);
    store<f64>(b + at, z, 8);
    store<f64>(b + at, y, 16);
    store<f64>(b + at, x, 24);
    const xs = f64x2.splat(x);
    const ys = f64x2.splat(y);
    const zs = f64x2.splat(z);
    const ws = f64x2.splat(w);
    const even = (<usize>((i - 3) & ~1)) << 3;
    let k: usize = 0;
    for (; k < even; k += 16) {
      let v = v128.load(b + k);
      v = f64x2.sub(v, f64x2.mul(xs, v128.load(p + k)));
      v = f64x2.sub(v, f64x2.mul(ys, v128.load(q + k)));
      v = f64x2.sub(v, f64x2.mul(zs, v128.load(r + k)));
      v = f64x2.sub(v, f64x2.mul(ws, v128.load(s + k)));
      v128.store(b + k, v);
    }
    if (k < at) {
      const v = load<f64>(b + k) - x * load<f64>(p + k) - y * load<f64>(q + k) - z * load<f64>(r + k);
      store<f64>(b + k, v - w * load<f64>(s + k));
    }
  }
  for (; i >= 0; i--) {
    const p = l + rows(i, stride);
    const x = load<f64>(b + ((<usize>i) << 3)) / load<f64>(p + ((<usize>i) << 3));
    store<f64>(b + ((<usize>i) << 3), x);
    for (let k: usize = 0; k < (<usize>i) << 3; k += 8) store<f64>(b + k, load<f64>(b + k) - x * load<f64>(p + k));
  }
}

/** The lower triangle of the inverse of L L^T; row i of `u` becomes column i of the inverse of L. */
export function inverse64(l: usize, n: i32, inverse: usize, u: usize): void {
  const stride = (<usize>n) << 3;
  const across = stride + 8;
  for (let i = 0; i < n; i++) {
    const z = u + rows(i, across);
    store<f64>(z, 1);
    for (let k = 1; k < n - i; k++) store<f64>(z + ((<usize>k) << 3), -0.0);
  }
  // Eight rows side by side: where one waits for its division, the next goes on.
  for (let from = 0; from < n; from += 8) {
    const to = min(from + 8, n);
    for (let k = 0; k < n - from; k += 4) {
      for (let i = from; i < to; i++) {
        const left = n - i;
        const corner = l + rows(i, across);
        const x = u + rows(i, across);
        if (k + 3 < left) quad(corner + rows(k, stride), stride, x, k);
        else for (let m = k; m < left; m++) place(corner + rows(m, stride), x, m);
      }
    }
  }
  for (let i = 0; i < n; i++) {
    const x = u + rows(i, across);
    let y = u + ((<usize>i) << 3);
    let to = inverse + rows(i, stride);
    let j = 0;
    for (; j + 3 <= i; j += 4, y += stride << 2, to += 32) quadProduct(x, y, stride, n - i, to);
    for (; j <= i; j++, y += stride, to += 8) store<f64>(to, dot64(x, y, n - i));
  }
}

/** The products of row x with four rows from y on, over n terms. */
@inline
function quadProduct(x: usize, p: usize, stride: usize, n: i32, to: usize): void {
  const q = p + stride;
  const r = q + stride;
  const s = r + stride;
  const end = (<usize>(n & ~3)) << 3;
  let p0 = f64x2.splat(0);
  let p1 = f64x2.splat(0);
  let q0 = f64x2.splat(0);
  let q1 = f64x2.splat(0);
  let r0 = f64x2.splat(0);
  let r1 = f64x2.splat(0);
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let k: usize = 0;
  for (; k < end; k += 32) {
    const low = v128.load(x + k);
    const high = v128.load(x + k, 16);
    p0 = f64x2.add(p0, f64x2.mul(low, v128.load(p + k)));
    q0 = f64x2.add(q0, f64x2.mul(low, v128.load(q + k)));
    r0 = f64x2.add(r0, f64x2.mul(low, v128.load(r + k)));
    s0 = f64x2.add(s0, f64x2.mul(low, v128.load(s + k)));
    p1 = f64x2.add(p1, f64x2.mul(high, v128.load(p + k, 16)));
    q1 = f64x2.add(q1, f64x2.mul(high, v128.load(q + k, 16)));
    r1 = f64x2.add(r1, f64x2.mul(high, v128.load(r + k, 16)));
    s1 = f64x2.add(s1, f64x2.mul(high, v128.load(s + k, 16)));
  }
  let pq = v128.shuffle<f64>(p0, q0, 0, 2);
  let rs = v128.shuffle<f64>(r0, s0, 0, 2);
  for (const last = (<usize>n) << 3; k < last; k += 8) {
    const v = v128.load64_splat(x + k);
    pq = f64x2.add(pq, f64x2.mul(v, both(p + k, q + k)));
    rs = f64x2.add(rs, f64x2.mul(v, both(r + k, s + k)));
  }
  v128.store(to, total(pq, p0, q0, p1, q1));
  v128.store(to, total(rs, r0, s0, r1, s1), 16);
}
