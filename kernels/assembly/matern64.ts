// The Matern 5/2 kernel of the Gaussian process in float64: the bits of core/samplers/gp.

/** e to the x, below 1 ULP: the operations of core/math/elementary.ts on two numbers from -700 to 700. */
@inline
function quickExp(x: v128): v128 {
  const half = v128.bitselect(f64x2.splat(-0.5), f64x2.splat(0.5), f64x2.lt(x, f64x2.splat(0)));
  const whole = f64x2.trunc(f64x2.add(f64x2.mul(f64x2.splat(1.442695040888963387), x), half));
  const k = v128.and(whole, f64x2.gt(f64x2.abs(x), f64x2.splat(0.34657359027997264)));
  const hi = f64x2.sub(x, f64x2.mul(k, f64x2.splat(6.9314718036912381649e-1)));
  const lo = f64x2.mul(k, f64x2.splat(1.90821492927058770002e-10));
  const r = f64x2.sub(hi, lo);
  const t = f64x2.mul(r, r);
  let c = f64x2.add(f64x2.splat(-1.6533902205465251539e-6), f64x2.mul(t, f64x2.splat(4.13813679705723846039e-8)));
  c = f64x2.add(f64x2.splat(6.61375632143793436117e-5), f64x2.mul(t, c));
  c = f64x2.add(f64x2.splat(-2.77777777770155933842e-3), f64x2.mul(t, c));
  c = f64x2.add(f64x2.splat(1.66666666666666019037e-1), f64x2.mul(t, c));
  c = f64x2.sub(r, f64x2.mul(t, c));
  const ratio = f64x2.div(f64x2.mul(r, c), f64x2.sub(f64x2.splat(2), c));
  const y = f64x2.sub(f64x2.splat(1), f64x2.sub(f64x2.sub(lo, ratio), hi));
  const power = i64x2.add(i64x2.extend_low_i32x4_s(i32x4.trunc_sat_f64x2_s_zero(k)), i64x2.splat(1023));
  return f64x2.mul(y, i64x2.shl(power, 52));
}

/** e to the x for any x from -Infinity to 0, or none. */
function slowExp(x: f64): f64 {
  if (x != x) return x;
  if (x < -745.13321910194110842) return 0;
  if (x >= -700) return f64x2.extract_lane(quickExp(f64x2.splat(x)), 0);
  // The same at a power that is in reach, and the rest of the power in two steps, as in core/math/elementary.ts.
  const k = Math.trunc(1.442695040888963387 * x - 0.5);
  const hi = x - k * 6.9314718036912381649e-1;
  const lo = k * 1.90821492927058770002e-10;
  const r = hi - lo;
  const t = r * r;
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 +
            t * (6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))));
  let y = 1 - (lo - (r * c) / (2 - c) - hi);
  let power = <i64>k;
  if (power < -1022) {
    y *= 2.2250738585072014e-308;
    power += 1022;
  }
  return y * reinterpret<f64>((power + 1023) << 52);
}

@inline
function exp(x: v128): v128 {
  if (i64x2.all_true(f64x2.ge(x, f64x2.splat(-700)))) return quickExp(x);
  return f64x2.replace_lane(
    f64x2.splat(slowExp(f64x2.extract_lane(x, 0))),
    1,
    slowExp(f64x2.extract_lane(x, 1)),
  );
}

/** Where a pair of places ends beyond the array, both stand for the first one. */
@inline
function pair(at: usize, one: bool): v128 {
  return one ? v128.load64_splat(at) : v128.load(at);
}

@inline
function put(at: usize, v: v128, one: bool): void {
  if (one) v128.store64_lane(at, v, 0);
  else v128.store(at, v);
}

/** From scaled squared distances u: scale times the kernel into `k`, and with `slopes` also times its slope. */
@inline
function matern(u: v128, scale: v128, k: usize, slopes: usize, one: bool): void {
  const r = f64x2.sqrt(f64x2.mul(f64x2.splat(5), u));
  const e = f64x2.mul(scale, exp(f64x2.neg(r)));
  const third: f64 = 5.0 / 3.0;
  const sum = f64x2.add(f64x2.add(f64x2.mul(f64x2.splat(third), u), r), f64x2.splat(1));
  put(k, f64x2.mul(e, sum), one);
  if (!slopes) return;
  const sixth: f64 = -5.0 / 6.0;
  put(slopes, f64x2.mul(f64x2.mul(f64x2.splat(sixth), f64x2.add(r, f64x2.splat(1))), e), one);
}

/**
 * For each of `rows` points of `dimensions` coordinates at x: the kernel to `count` points into its row of `k`, and with
 * `slopes` its slopes. `columns`: the points by coordinate, `count` each; `kinds`: 1 for choices, 0 for numbers.
 */
export function maternRows64(
  columns: usize,
  count: i32,
  dimensions: i32,
  kinds: usize,
  q: usize,
  scale: f64,
  x: usize,
  rows: i32,
  k: usize,
  slopes: usize,
): void {
  const stride = (<usize>count) << 3;
  const width = (<usize>dimensions) << 3;
  const scales = f64x2.splat(scale);
  for (; rows > 0; rows--, x += width, k += stride, slopes += slopes ? stride : 0) {
    let i: usize = 0;
    for (; i + 24 < stride; i += 32) {
      let a = f64x2.splat(0);
      let b = f64x2.splat(0);
      for (let d: usize = 0, at = columns + i; d < width; d += 8, at += stride) {
        const qd = v128.load64_splat(q + d);
        const xd = v128.load64_splat(x + d);
        if (load<f64>(kinds + d) != 0) {
          a = f64x2.add(a, v128.and(qd, f64x2.ne(xd, v128.load(at))));
          b = f64x2.add(b, v128.and(qd, f64x2.ne(xd, v128.load(at, 16))));
        } else {
          const off = f64x2.sub(xd, v128.load(at));
          const other = f64x2.sub(xd, v128.load(at, 16));
          a = f64x2.add(a, f64x2.mul(f64x2.mul(qd, off), off));
          b = f64x2.add(b, f64x2.mul(f64x2.mul(qd, other), other));
        }
      }
      matern(a, scales, k + i, slopes ? slopes + i : 0, false);
      matern(b, scales, k + i + 16, slopes ? slopes + i + 16 : 0, false);
    }
    for (; i < stride; i += 16) {
      const one = i + 8 == stride;
      let a = f64x2.splat(0);
      for (let d: usize = 0, at = columns + i; d < width; d += 8, at += stride) {
        const qd = v128.load64_splat(q + d);
        const off = f64x2.sub(v128.load64_splat(x + d), pair(at, one));
        if (load<f64>(kinds + d) != 0) a = f64x2.add(a, v128.and(qd, f64x2.ne(off, f64x2.splat(0))));
        else a = f64x2.add(a, f64x2.mul(f64x2.mul(qd, off), off));
      }
      matern(a, scales, k + i, slopes ? slopes + i : 0, one);
    }
  }
}

/**
 * The kernel of all pairs i > j into the lower triangle of `k` (n x n), its slopes row by row. `pairs`: unscaled squared
 * distances by i, then by coordinate, then by j. Distances are summed in four interleaved parts.
 */
export function maternPairs64(
  pairs: usize,
  n: i32,
  dimensions: i32,
  q: usize,
  scale: f64,
  k: usize,
  slopes: usize,
): void {
  const whole = dimensions & ~3;
  const scales = f64x2.splat(scale);
  for (let i = 1; i < n; i++) {
    const stride = (<usize>i) << 3;
    pairs += (<usize>(i - 1)) * (<usize>dimensions) << 3;
    const row = k + ((<usize>i) * (<usize>n) << 3);
    for (let j: usize = 0; j < stride; j += 16) {
      const one = j + 8 == stride;
      let p0 = f64x2.splat(0);
      let p1 = f64x2.splat(0);
      let p2 = f64x2.splat(0);
      let p3 = f64x2.splat(0);
      let at = pairs + j;
      let d = 0;
      let qd = q;
      for (; d < whole; d += 4, qd += 32) {
        p0 = f64x2.add(p0, f64x2.mul(pair(at, one), v128.load64_splat(qd)));
        at += stride;
        p1 = f64x2.add(p1, f64x2.mul(pair(at, one), v128.load64_splat(qd, 8)));
        at += stride;
        p2 = f64x2.add(p2, f64x2.mul(pair(at, one), v128.load64_splat(qd, 16)));
        at += stride;
        p3 = f64x2.add(p3, f64x2.mul(pair(at, one), v128.load64_splat(qd, 24)));
        at += stride;
      }
      for (; d < dimensions; d++, qd += 8, at += stride) {
        p0 = f64x2.add(p0, f64x2.mul(pair(at, one), v128.load64_splat(qd)));
      }
      matern(f64x2.add(f64x2.add(p0, p1), f64x2.add(p2, p3)), scales, row + j, slopes + j, one);
    }
    slopes += stride;
  }
}

/**
 * Of half the trace of (inverse - alpha alpha^T) times the derivative of the covariance: by each q into `gradient`, then
 * by the scale and by the noise. Every sum in order of the pairs. `shares` is room for n numbers.
 */
export function maternGradient64(
  pairs: usize,
  n: i32,
  dimensions: i32,
  scale: f64,
  k: usize,
  slopes: usize,
  inverse: usize,
  alpha: usize,
  shares: usize,
  gradient: usize,
): void {
  const line = (<usize>n) << 3;
  for (let d = 0; d < dimensions; d++) store<f64>(gradient + ((<usize>d) << 3), 0);
  const scales = f64x2.splat(scale);
  let byScale: f64 = 0;
  let byNoise: f64 = 0;
  for (let i = 0; i < n; i++, k += line, inverse += line) {
    const stride = (<usize>i) << 3;
    const own = load<f64>(alpha + stride);
    for (let j: usize = 0; j < stride; j += 16) {
      const one = j + 8 == stride;
      const share = f64x2.sub(pair(inverse + j, one), f64x2.mul(f64x2.splat(own), pair(alpha + j, one)));
      put(shares + j, f64x2.mul(share, pair(slopes + j, one)), one);
      const part = f64x2.div(f64x2.mul(share, pair(k + j, one)), scales);
      byScale += f64x2.extract_lane(part, 0);
      if (!one) byScale += f64x2.extract_lane(part, 1);
    }
    slopes += stride;
    let d = 0;
    for (; d + 3 < dimensions; d += 4, pairs += stride << 2) four(pairs, stride, shares, gradient + ((<usize>d) << 3));
    for (; d < dimensions; d++, pairs += stride) {
      let sum = load<f64>(gradient + ((<usize>d) << 3));
      for (let j: usize = 0; j < stride; j += 8) sum += load<f64>(shares + j) * load<f64>(pairs + j);
      store<f64>(gradient + ((<usize>d) << 3), sum);
    }
    const half = 0.5 * (load<f64>(inverse + stride) - own * own);
    byScale += half;
    byNoise += half;
  }
  store<f64>(gradient + ((<usize>dimensions) << 3), byScale);
  store<f64>(gradient + ((<usize>dimensions) << 3), byNoise, 8);
}

/** Adds to four sums the products of the shares with four rows of pairs. */
@inline
function four(p: usize, stride: usize, shares: usize, to: usize): void {
  const q = p + stride;
  const r = q + stride;
  const s = r + stride;
  let pq = v128.load(to);
  let rs = v128.load(to, 16);
  let j: usize = 0;
  for (; j + 8 < stride; j += 16) {
    const share = v128.load(shares + j);
    const a = f64x2.mul(share, v128.load(p + j));
    const b = f64x2.mul(share, v128.load(q + j));
    const c = f64x2.mul(share, v128.load(r + j));
    const d = f64x2.mul(share, v128.load(s + j));
    pq = f64x2.add(pq, v128.shuffle<f64>(a, b, 0, 2));
    rs = f64x2.add(rs, v128.shuffle<f64>(c, d, 0, 2));
    pq = f64x2.add(pq, v128.shuffle<f64>(a, b, 1, 3));
    rs = f64x2.add(rs, v128.shuffle<f64>(c, d, 1, 3));
  }
  if (j < stride) {
    const share = v128.load64_splat(shares + j);
    pq = f64x2.add(pq, f64x2.mul(share, v128.load64_lane(q + j, v128.load64_splat(p + j), 1)));
    rs = f64x2.add(rs, f64x2.mul(share, v128.load64_lane(s + j, v128.load64_splat(r + j), 1)));
  }
  v128.store(to, pq);
  v128.store(to, rs, 16);
}
