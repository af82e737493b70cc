// exp, expm1, log, log1p, tanh, erf and the logistic function on four floats, from +, -, *, / and bit operations
// alone: the same bits in every engine. Measured against float64 over all relevant floats (docs/engine.md has the
// table): at most 2 ULP, the logistic function 3.
// pmin and pmax (one instruction on x64) keep a NaN in their first argument.
// Polynomials: Cephes expf and logf (S. Moshier), tanhf and erff by N. Juffa.
import { splat } from './vector';

function horner(acc: v128, x: v128, coefficient: f32): v128 {
  return f32x4.add(f32x4.mul(acc, x), f32x4.splat(coefficient));
}

/** 2 to the power of whole n in [-300, 300], in two factors so that subnormals and infinity come out right. */
function scaleBy(y: v128, n: v128): v128 {
  const half = i32x4.shr_s(n, 1);
  const rest = i32x4.sub(n, half);
  const bias = i32x4.splat(127);
  const first = i32x4.shl(i32x4.add(half, bias), 23);
  const second = i32x4.shl(i32x4.add(rest, bias), 23);
  return f32x4.mul(f32x4.mul(y, first), second);
}

/** exp(r) - 1 on [-ln2/2, ln2/2]. */
function expTail(r: v128): v128 {
  let p = f32x4.splat(1.98756915e-4);
  p = horner(p, r, 1.3981999507e-3);
  p = horner(p, r, 8.3334519073e-3);
  p = horner(p, r, 4.1665795894e-2);
  p = horner(p, r, 1.6666665459e-1);
  p = horner(p, r, 5.0000001201e-1);
  return f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r);
}

/** Nearest whole number to x / ln 2, for x clamped to where exp is neither 0 nor infinite. */
function exponentOf(x: v128): v128 {
  return f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504088896341)));
}

function reduced(x: v128, n: v128): v128 {
  const high = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  return f32x4.add(high, f32x4.mul(n, f32x4.splat(2.1219444e-4)));
}

export function exp4(x: v128): v128 {
  x = f32x4.pmax(f32x4.pmin(x, splat(90)), splat(-106));
  const n = exponentOf(x);
  const y = f32x4.add(expTail(reduced(x, n)), splat(1));
  return scaleBy(y, i32x4.trunc_sat_f32x4_s(n));
}

export function expm14(x: v128): v128 {
  x = f32x4.pmax(f32x4.pmin(x, splat(90)), splat(-106));
  const n = exponentOf(x);
  const tail = expTail(reduced(x, n));
  const whole = i32x4.trunc_sat_f32x4_s(n);
  const power = scaleBy(splat(1), whole);
  const near = f32x4.add(f32x4.mul(tail, power), f32x4.sub(power, splat(1)));
  const far = f32x4.sub(scaleBy(f32x4.add(tail, splat(1)), whole), splat(1));
  return v128.bitselect(near, far, f32x4.lt(f32x4.abs(n), splat(20)));
}

/** Natural logarithm of positive normal numbers. */
export function log4(x: v128): v128 {
  let e = i32x4.sub(i32x4.shr_s(x, 23), i32x4.splat(126));
  let m = v128.or(v128.and(x, i32x4.splat(0x007fffff)), i32x4.splat(0x3f000000));
  const small = f32x4.lt(m, splat(0.707106781186547524));
  e = i32x4.add(e, small);
  m = f32x4.sub(f32x4.add(m, v128.and(m, small)), splat(1));
  const z = f32x4.mul(m, m);
  let p = splat(7.0376836292e-2);
  p = horner(p, m, -1.151461031e-1);
  p = horner(p, m, 1.167699874e-1);
  p = horner(p, m, -1.2420140846e-1);
  p = horner(p, m, 1.4249322787e-1);
  p = horner(p, m, -1.6668057665e-1);
  p = horner(p, m, 2.0000714765e-1);
  p = horner(p, m, -2.4999993993e-1);
  p = horner(p, m, 3.3333331174e-1);
  const n = f32x4.convert_i32x4_s(e);
  let y = f32x4.mul(f32x4.mul(p, m), z);
  y = f32x4.sub(y, f32x4.mul(n, splat(2.1219444e-4)));
  y = f32x4.sub(y, f32x4.mul(z, splat(0.5)));
  return f32x4.add(f32x4.add(m, y), f32x4.mul(n, splat(0.693359375)));
}

/** log(1 + x) for x in [0, 1], with the rounding of 1 + x put right. */
export function log1p4(x: v128): v128 {
  const u = f32x4.add(splat(1), x);
  const lost = f32x4.sub(x, f32x4.sub(u, splat(1)));
  return f32x4.add(log4(u), f32x4.div(lost, u));
}

export function tanh4(x: v128): v128 {
  const s = f32x4.mul(x, x);
  let near = splat(1.57394409e-2);
  near = horner(near, s, -5.2302558e-2);
  near = horner(near, s, 1.3315247e-1);
  near = horner(near, s, -3.33327681e-1);
  near = f32x4.add(f32x4.mul(f32x4.mul(near, s), x), x);
  const t = f32x4.abs(x);
  const e = exp4(f32x4.add(t, t));
  const far = f32x4.sub(splat(1), f32x4.div(splat(2), f32x4.add(splat(1), e)));
  const y = v128.bitselect(far, near, f32x4.gt(t, splat(0.55)));
  return v128.bitselect(x, y, i32x4.splat(i32.MIN_VALUE));
}

export function sigmoid4(x: v128): v128 {
  const one = splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

export function erf4(x: v128): v128 {
  const t = f32x4.abs(x);
  const s = f32x4.mul(x, x);
  let near = splat(-5.96761703e-4);
  near = horner(near, s, 4.99119423e-3);
  near = horner(near, s, -2.67681349e-2);
  near = horner(near, s, 1.12819925e-1);
  near = horner(near, s, -3.76125336e-1);
  near = horner(near, s, 1.28379166e-1);
  near = f32x4.add(f32x4.mul(near, x), x);
  const clamped = f32x4.pmin(t, splat(4));
  let far = horner(splat(-1.7285347e-5), clamped, 3.83197126e-4);
  far = f32x4.add(f32x4.mul(far, f32x4.mul(clamped, clamped)), horner(splat(-3.88396438e-3), clamped, 2.42546219e-2));
  far = horner(far, clamped, -1.06777877e-1);
  far = horner(far, clamped, -6.34846687e-1);
  far = horner(far, clamped, -1.28717512e-1);
  far = f32x4.sub(f32x4.mul(far, clamped), clamped);
  far = f32x4.sub(splat(1), exp4(far));
  far = v128.bitselect(x, far, i32x4.splat(i32.MIN_VALUE));
  return v128.bitselect(far, near, f32x4.gt(t, splat(0.927734375)));
}
