// A symmetric float64 matrix to tridiagonal form, and vectors back. In one pass the reflection of the step before is
// applied and the product with the next one summed, every sum in order of the rows: the bits of plain loops.

/**
 * For the entries of A from row and column `from` on: A[i][j] -= v[i] p[j] + p[i] v[j], then y[j] += w[i] A[i][j].
 * `stride`: places of a row, even. Of an odd `from`, the column before takes part as well and means nothing any more.
 */
export function reflect64(a: usize, n: i32, from: i32, stride: i32, v: usize, p: usize, w: usize, y: usize): void {
  const start = (<usize>(from & ~1)) << 3;
  const bytes = (<usize>stride) << 3;
  let at = (<usize>from) << 3;
  let i = from;
  a += (<usize>from) * bytes;
  for (; i + 3 < n; i += 4, a += bytes << 2, at += 32) four(a, start, bytes, v, p, y, v + at, p + at, w + at);
  for (; i < n; i++, a += bytes, at += 8) one(a, start, bytes, v, p, y, v + at, p + at, w + at);
}

function one(
  a: usize,
  start: usize,
  stride: usize,
  v: usize,
  p: usize,
  y: usize,
  vi: usize,
  pi: usize,
  wi: usize,
): void {
  const v0 = v128.load64_splat(vi);
  const p0 = v128.load64_splat(pi);
  const w0 = v128.load64_splat(wi);
  for (let j = start; j < stride; j += 16) {
    const off = f64x2.add(f64x2.mul(v0, v128.load(p + j)), f64x2.mul(p0, v128.load(v + j)));
    const x = f64x2.sub(v128.load(a + j), off);
    v128.store(a + j, x);
    v128.store(y + j, f64x2.add(v128.load(y + j), f64x2.mul(w0, x)));
  }
}

function four(
  a: usize,
  start: usize,
  stride: usize,
  v: usize,
  p: usize,
  y: usize,
  vi: usize,
  pi: usize,
  wi: usize,
): void {
  const b = a + stride;
  const c = b + stride;
  const d = c + stride;
  const v0 = v128.load64_splat(vi);
  const v1 = v128.load64_splat(vi, 8);
  const v2 = v128.load64_splat(vi, 16);
  const v3 = v128.load64_splat(vi, 24);
  const p0 = v128.load64_splat(pi);
  const p1 = v128.load64_splat(pi, 8);
  const p2 = v128.load64_splat(pi, 16);
  const p3 = v128.load64_splat(pi, 24);
  const w0 = v128.load64_splat(wi);
  const w1 = v128.load64_splat(wi, 8);
  const w2 = v128.load64_splat(wi, 16);
  const w3 = v128.load64_splat(wi, 24);
  for (let j = start; j < stride; j += 16) {
    const pj = v128.load(p + j);
    const vj = v128.load(v + j);
    let sum = v128.load(y + j);
    let x = f64x2.sub(v128.load(a + j), f64x2.add(f64x2.mul(v0, pj), f64x2.mul(p0, vj)));
    v128.store(a + j, x);
    sum = f64x2.add(sum, f64x2.mul(w0, x));
    x = f64x2.sub(v128.load(b + j), f64x2.add(f64x2.mul(v1, pj), f64x2.mul(p1, vj)));
    v128.store(b + j, x);
    sum = f64x2.add(sum, f64x2.mul(w1, x));
    x = f64x2.sub(v128.load(c + j), f64x2.add(f64x2.mul(v2, pj), f64x2.mul(p2, vj)));
    v128.store(c + j, x);
    sum = f64x2.add(sum, f64x2.mul(w2, x));
    x = f64x2.sub(v128.load(d + j), f64x2.add(f64x2.mul(v3, pj), f64x2.mul(p3, vj)));
    v128.store(d + j, x);
    sum = f64x2.add(sum, f64x2.mul(w3, x));
    v128.store(y + j, sum);
  }
}

/**
 * Applies the reflections of n places in the rows of `r`, the last first, to each of the `count` vectors at `z`: the one
 * of row k acts from place k + 1 on, and not at all where its scale is 0. Sums in four interleaved parts.
 */
export function reflectBack64(r: usize, n: i32, scales: usize, z: usize, count: i32): void {
  const stride = (<usize>n) << 3;
  for (let k = n - 3; k >= 0; k--) {
    const scale = load<f64>(scales + ((<usize>k) << 3));
    if (scale == 0) continue;
    const skip = (<usize>(k + 1)) << 3;
    const v = r + (<usize>k) * stride + skip;
    for (let j = 0; j < count; j++) back(v, z + (<usize>j) * stride + skip, stride - skip, scale);
  }
}

function back(v: usize, x: usize, bytes: usize, scale: f64): void {
  const quads = bytes & ~31;
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  let i: usize = 0;
  for (; i < quads; i += 32) {
    low = f64x2.add(low, f64x2.mul(v128.load(v + i), v128.load(x + i)));
    high = f64x2.add(high, f64x2.mul(v128.load(v + i, 16), v128.load(x + i, 16)));
  }
  let first = f64x2.extract_lane(low, 0);
  for (; i < bytes; i += 8) first += load<f64>(v + i) * load<f64>(x + i);
  const rest = f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1);
  const share = scale * (first + f64x2.extract_lane(low, 1) + rest);
  const shares = f64x2.splat(share);
  for (i = 0; i < quads; i += 32) {
    v128.store(x + i, f64x2.sub(v128.load(x + i), f64x2.mul(shares, v128.load(v + i))));
    v128.store(x + i, f64x2.sub(v128.load(x + i, 16), f64x2.mul(shares, v128.load(v + i, 16))), 16);
  }
  for (; i < bytes; i += 8) store<f64>(x + i, load<f64>(x + i) - share * load<f64>(v + i));
}
