// Activation functions and their gradients over flat runs; softmax over rows. Codes as in src/engine/plan/activate.ts.
// gelu is the exact x Phi(x).
import { erf4, exp4, expm14, sigmoid4, tanh4 } from './math';
import { int, ptr } from './operands';
import { loadPart, maxLanes, splat, storePart, sumLanes } from './vector';

const RELU: i32 = 1;
const LEAKY: i32 = 2;
const ELU: i32 = 3;
const GELU: i32 = 4;
const SWISH: i32 = 5;
const TANH: i32 = 6;
const SIGMOID: i32 = 7;
const SOFTMAX: i32 = 8;

const LEAKY_SLOPE: f32 = 0.2;
const SQRT_HALF: f32 = 0.70710678118654752;
const INV_SQRT_2PI: f32 = 0.39894228040143268;

/** Standard normal distribution function. */
function phi4(x: v128): v128 {
  return f32x4.mul(splat(0.5), f32x4.add(splat(1), erf4(f32x4.mul(x, splat(SQRT_HALF)))));
}

function apply(x: v128, code: i32): v128 {
  const zero = splat(0);
  switch (code) {
    case RELU:
      return f32x4.pmax(x, zero);
    case LEAKY:
      return v128.bitselect(f32x4.mul(x, splat(LEAKY_SLOPE)), x, f32x4.lt(x, zero));
    case ELU:
      return v128.bitselect(expm14(x), x, f32x4.lt(x, zero));
    case GELU:
      return f32x4.mul(x, phi4(x));
    case SWISH:
      return f32x4.mul(x, sigmoid4(x));
    case TANH:
      return tanh4(x);
    default:
      return sigmoid4(x);
  }
}

/** f' from what was kept: the output, or the input for gelu and swish. */
function slope(seen: v128, code: i32): v128 {
  const zero = splat(0);
  const one = splat(1);
  switch (code) {
    case RELU:
      return v128.and(one, f32x4.gt(seen, zero));
    case LEAKY:
      return v128.bitselect(one, splat(LEAKY_SLOPE), f32x4.gt(seen, zero));
    case ELU:
      return v128.bitselect(one, f32x4.add(seen, one), f32x4.gt(seen, zero));
    case GELU: {
      const density = f32x4.mul(splat(INV_SQRT_2PI), exp4(f32x4.mul(f32x4.mul(seen, seen), splat(-0.5))));
      return f32x4.add(phi4(seen), f32x4.mul(seen, density));
    }
    case SWISH: {
      const s = sigmoid4(seen);
      return f32x4.add(s, f32x4.mul(f32x4.mul(seen, s), f32x4.sub(one, s)));
    }
    case TANH:
      return f32x4.sub(one, f32x4.mul(seen, seen));
    default:
      return f32x4.mul(seen, f32x4.sub(one, seen));
  }
}

/** y = f(x), x and y may be one. Operands: x, y, n, columns, code. */
export function activation(args: usize): void {
  let x = ptr(args, 0);
  let y = ptr(args, 1);
  let n = int(args, 2);
  const code = int(args, 4);
  if (code == SOFTMAX) {
    const columns = int(args, 3);
    for (; n > 0; n -= columns) {
      softmaxRow(x, y, columns);
      x += (<usize>columns) << 2;
      y += (<usize>columns) << 2;
    }
    return;
  }
  if (code == RELU) {
    for (; n >= 4; n -= 4) {
      v128.store(y, f32x4.pmax(v128.load(x), splat(0)));
      x += 16;
      y += 16;
    }
  }
  for (; n >= 4; n -= 4) {
    v128.store(y, apply(v128.load(x), code));
    x += 16;
    y += 16;
  }
  if (n > 0) storePart(y, apply(loadPart(x, n, 0), code), n);
}

/** y = exp(x - max) / sum; returns max + log(sum) in two parts through the caller's use of the sum. */
export function softmaxRow(x: usize, y: usize, columns: i32): void {
  const top = rowMax(x, columns);
  const inverse = splat(1 / expRow(x, y, columns, top));
  let i: usize = 0;
  const full = (<usize>(columns & ~3)) << 2;
  for (; i < full; i += 16) v128.store(y + i, f32x4.mul(v128.load(y + i), inverse));
  const left = columns & 3;
  if (left) storePart(y + i, f32x4.mul(loadPart(y + i, left, 0), inverse), left);
}

/** The largest of a row, in all lanes. */
export function rowMax(x: usize, columns: i32): v128 {
  const full = (<usize>(columns & ~3)) << 2;
  let best = splat(-Infinity);
  let i: usize = 0;
  for (; i < full; i += 16) best = f32x4.pmax(best, v128.load(x + i));
  const left = columns & 3;
  if (left) best = f32x4.pmax(best, loadPart(x + i, left, -Infinity));
  return maxLanes(best);
}

/** y = exp(x - top); returns the sum, in four lane sums added at the end. */
export function expRow(x: usize, y: usize, columns: i32, top: v128): f32 {
  const full = (<usize>(columns & ~3)) << 2;
  let sum = splat(0);
  let i: usize = 0;
  for (; i < full; i += 16) {
    const e = exp4(f32x4.sub(v128.load(x + i), top));
    v128.store(y + i, e);
    sum = f32x4.add(sum, e);
  }
  const left = columns & 3;
  if (left) {
    const e = exp4(f32x4.sub(loadPart(x + i, left, -Infinity), top));
    storePart(y + i, e, left);
    sum = f32x4.add(sum, e);
  }
  return sumLanes(sum);
}

function softmaxGradRow(y: usize, dy: usize, dx: usize, columns: i32): void {
  const full = (<usize>(columns & ~3)) << 2;
  const left = columns & 3;
  let dot = splat(0);
  let i: usize = 0;
  for (; i < full; i += 16) dot = f32x4.add(dot, f32x4.mul(v128.load(y + i), v128.load(dy + i)));
  if (left) dot = f32x4.add(dot, f32x4.mul(loadPart(y + i, left, 0), loadPart(dy + i, left, 0)));
  const total = splat(sumLanes(dot));
  for (i = 0; i < full; i += 16) {
    v128.store(dx + i, f32x4.mul(v128.load(y + i), f32x4.sub(v128.load(dy + i), total)));
  }
  if (left) {
    const part = f32x4.mul(loadPart(y + i, left, 0), f32x4.sub(loadPart(dy + i, left, 0), total));
    storePart(dx + i, part, left);
  }
}

/** dx = dy f'. Operands: seen, dy, dx, n, columns, code. */
export function activationGrad(args: usize): void {
  let seen = ptr(args, 0);
  let dy = ptr(args, 1);
  let dx = ptr(args, 2);
  let n = int(args, 3);
  const code = int(args, 5);
  if (code == SOFTMAX) {
    const columns = int(args, 4);
    const bytes = (<usize>columns) << 2;
    for (; n > 0; n -= columns) {
      softmaxGradRow(seen, dy, dx, columns);
      seen += bytes;
      dy += bytes;
      dx += bytes;
    }
    return;
  }
  if (code == RELU) {
    // A mask, not a factor: 0 times an infinite gradient would be NaN.
    const zero = splat(0);
    for (; n >= 4; n -= 4) {
      v128.store(dx, v128.and(v128.load(dy), f32x4.gt(v128.load(seen), zero)));
      seen += 16;
      dy += 16;
      dx += 16;
    }
    if (n > 0) storePart(dx, v128.and(loadPart(dy, n, 0), f32x4.gt(loadPart(seen, n, 0), zero)), n);
    return;
  }
  for (; n >= 4; n -= 4) {
    v128.store(dx, f32x4.mul(v128.load(dy), slope(v128.load(seen), code)));
    seen += 16;
    dy += 16;
    dx += 16;
  }
  if (n > 0) storePart(dx, f32x4.mul(loadPart(dy, n, 0), slope(loadPart(seen, n, 0), code)), n);
}
