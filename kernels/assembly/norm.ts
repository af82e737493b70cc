// Batch normalization (Ioffe & Szegedy 2015) over the last axis, four channels at a time.
// Mean and variance in one pass over memory: exact two-pass figures of blocks of rows that stay in cache, merged by
// the rule of Chan, Golub & LeVeque 1983. Sums have a fixed order: four interleaved rows, then blocks in order.
import { copyFloats } from './move';
import { int, num, ptr } from './operands';
import { loadSome, splat, storeSome } from './vector';
import { bytes, fillZero } from './window';

/** Rows of a block. */
const BLOCK: i32 = 64;

function addFour(a: v128, b: v128, c: v128, d: v128): v128 {
  return f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
}

/** Sum of `rows` rows in four channels. */
function blockSum(x: usize, step: usize, rows: i32, part: i32): v128 {
  let s0 = splat(0);
  let s1 = s0,
    s2 = s0,
    s3 = s0;
  if (part == 4) {
    for (; rows >= 4; rows -= 4) {
      s0 = f32x4.add(s0, v128.load(x));
      s1 = f32x4.add(s1, v128.load(x + step));
      s2 = f32x4.add(s2, v128.load(x + 2 * step));
      s3 = f32x4.add(s3, v128.load(x + 3 * step));
      x += 4 * step;
    }
  }
  for (; rows > 0; rows--) {
    s0 = f32x4.add(s0, loadSome(x, part));
    x += step;
  }
  return addFour(s0, s1, s2, s3);
}

function square(x: v128, mean: v128): v128 {
  const d = f32x4.sub(x, mean);
  return f32x4.mul(d, d);
}

/** Sum of squared distances from `mean`. */
function blockSquares(x: usize, step: usize, rows: i32, mean: v128, part: i32): v128 {
  let s0 = splat(0);
  let s1 = s0,
    s2 = s0,
    s3 = s0;
  if (part == 4) {
    for (; rows >= 4; rows -= 4) {
      s0 = f32x4.add(s0, square(v128.load(x), mean));
      s1 = f32x4.add(s1, square(v128.load(x + step), mean));
      s2 = f32x4.add(s2, square(v128.load(x + 2 * step), mean));
      s3 = f32x4.add(s3, square(v128.load(x + 3 * step), mean));
      x += 4 * step;
    }
  }
  for (; rows > 0; rows--) {
    s0 = f32x4.add(s0, square(loadSome(x, part), mean));
    x += step;
  }
  return addFour(s0, s1, s2, s3);
}

/** Writes the means of n rows to `mean` and the sums of squared distances from them to `squares`. */
function moments(x: usize, n: i32, channels: i32, mean: usize, squares: usize): void {
  const step = bytes(channels);
  for (let done = 0; done < n; done += BLOCK) {
    const rows = min(BLOCK, n - done);
    const all = <f32>(done + rows);
    const inverse = splat(1 / <f32>rows);
    const weight = splat(<f32>rows / all);
    const product = splat((<f32>done * <f32>rows) / all);
    for (let c = 0; c < channels; c += 4) {
      const part = min(4, channels - c);
      const at = bytes(c);
      const here = f32x4.mul(blockSum(x + at, step, rows, part), inverse);
      const spread = blockSquares(x + at, step, rows, here, part);
      if (done == 0) {
        storeSome(mean + at, here, part);
        storeSome(squares + at, spread, part);
        continue;
      }
      const before = loadSome(mean + at, part);
      const delta = f32x4.sub(here, before);
      storeSome(mean + at, f32x4.add(before, f32x4.mul(delta, weight)), part);
      const merged = f32x4.add(spread, f32x4.mul(f32x4.mul(delta, delta), product));
      storeSome(squares + at, f32x4.add(loadSome(squares + at, part), merged), part);
    }
    x += <usize>rows * step;
  }
}

function move(moving: usize, now: v128, momentum: f32, part: i32): void {
  const kept = f32x4.mul(splat(momentum), loadSome(moving, part));
  storeSome(moving, f32x4.add(kept, f32x4.mul(splat(1 - momentum), now)), part);
}

/** y = (x - mean) scale + beta over n rows. */
function normalize(x: usize, mean: usize, scale: usize, beta: usize, y: usize, n: i32, channels: i32): void {
  for (; n > 0; n--) {
    let c = 0;
    for (; c + 4 <= channels; c += 4) {
      const at = bytes(c);
      const centred = f32x4.sub(v128.load(x + at), v128.load(mean + at));
      v128.store(y + at, f32x4.add(f32x4.mul(centred, v128.load(scale + at)), v128.load(beta + at)));
    }
    for (; c < channels; c++) {
      const at = bytes(c);
      store<f32>(y + at, (load<f32>(x + at) - load<f32>(mean + at)) * load<f32>(scale + at) + load<f32>(beta + at));
    }
    x += bytes(channels);
    y += bytes(channels);
  }
}

/**
 * Training: normalizes by the batch and moves the running statistics. saved: mean, 1 / deviation and gamma / deviation
 * of each channel. Operands: x, gamma, beta, y, saved, movingMean, movingVariance, n, channels, momentum, epsilon.
 */
export function batchNorm(args: usize): void {
  const n = int(args, 7);
  const channels = int(args, 8);
  const mean = ptr(args, 4);
  measure(args, ptr(args, 0), n);
  normalize(ptr(args, 0), mean, mean + 2 * bytes(channels), ptr(args, 2), ptr(args, 3), n, channels);
}

/**
 * The same over the real steps alone; the others give 0. Without any, the running statistics stay.
 * Operands: those of batchNorm, mask, packed.
 */
export function maskedBatchNorm(args: usize): void {
  let x = ptr(args, 0);
  const beta = ptr(args, 2);
  let y = ptr(args, 3);
  const mean = ptr(args, 4);
  const channels = int(args, 8);
  let mask = ptr(args, 11);
  const step = bytes(channels);
  const real = pack(x, mask, int(args, 7), channels, ptr(args, 12));
  if (real > 0) measure(args, ptr(args, 12), real);
  else fillZero(mean, 3 * channels);
  for (let n = int(args, 7); n > 0; n--) {
    if (load<i32>(mask)) normalize(x, mean, mean + 2 * step, beta, y, 1, channels);
    else fillZero(y, channels);
    mask += 4;
    x += step;
    y += step;
  }
}

/** Copies the real ones of n steps to `to`, in order; their number. */
function pack(x: usize, mask: usize, n: i32, channels: i32, to: usize): i32 {
  let real = 0;
  for (; n > 0; n--) {
    if (load<i32>(mask)) {
      copyFloats(x, to, channels);
      to += bytes(channels);
      real++;
    }
    mask += 4;
    x += bytes(channels);
  }
  return real;
}

/** Fills `saved` from n rows and moves the running statistics. args: operands of batchNorm. */
function measure(args: usize, x: usize, n: i32): void {
  const gamma = ptr(args, 1);
  const mean = ptr(args, 4);
  const channels = int(args, 8);
  const inverse = mean + bytes(channels);
  const scale = inverse + bytes(channels);
  moments(x, n, channels, mean, inverse);
  for (let c = 0; c < channels; c += 4) {
    const part = min(4, channels - c);
    const at = bytes(c);
    const variance = f32x4.div(loadSome(inverse + at, part), splat(<f32>n));
    move(ptr(args, 5) + at, loadSome(mean + at, part), num(args, 9), part);
    move(ptr(args, 6) + at, variance, num(args, 9), part);
    const deviation = f32x4.sqrt(f32x4.add(variance, splat(num(args, 10))));
    const reciprocal = f32x4.div(splat(1), deviation);
    storeSome(inverse + at, reciprocal, part);
    storeSome(scale + at, f32x4.mul(loadSome(gamma + at, part), reciprocal), part);
  }
}

/**
 * Prediction: normalizes by the running statistics.
 * Operands: x, gamma, beta, y, scratch, movingMean, movingVariance, n, channels, epsilon.
 */
export function batchNormPredict(args: usize): void {
  const scale = ptr(args, 4);
  const n = int(args, 7);
  const channels = int(args, 8);
  for (let c = 0; c < channels; c += 4) {
    const part = min(4, channels - c);
    const at = bytes(c);
    const deviation = f32x4.sqrt(f32x4.add(loadSome(ptr(args, 6) + at, part), splat(num(args, 9))));
    storeSome(scale + at, f32x4.div(loadSome(ptr(args, 1) + at, part), deviation), part);
  }
  normalize(ptr(args, 0), ptr(args, 5), scale, ptr(args, 2), ptr(args, 3), n, channels);
}

/**
 * dx = scale (dy - mean(dy) - xhat mean(dy xhat)), in place of dy allowed; dx may be left out.
 * Operands: x, dy, saved, dgamma, dbeta, dx, scratch, n, channels.
 */
export function batchNormGradient(args: usize): void {
  const n = int(args, 7);
  weightGradients(args, ptr(args, 0), ptr(args, 1), n);
  if (ptr(args, 5)) inputGradient(args, ptr(args, 0), ptr(args, 1), ptr(args, 5), n);
}

/** Operands: those of batchNormGradient, mask, packed (twice the size of x). */
export function maskedBatchNormGradient(args: usize): void {
  let x = ptr(args, 0);
  let dy = ptr(args, 1);
  let dx = ptr(args, 5);
  const n = int(args, 7);
  const channels = int(args, 8);
  const step = bytes(channels);
  let mask = ptr(args, 9);
  const packed = ptr(args, 10);
  const packedGradient = packed + <usize>n * step;
  const real = pack(x, mask, n, channels, packed);
  pack(dy, mask, n, channels, packedGradient);
  if (real > 0) weightGradients(args, packed, packedGradient, real);
  else {
    fillZero(ptr(args, 3), channels);
    fillZero(ptr(args, 4), channels);
  }
  if (!dx) return;
  for (let left = n; left > 0; left--) {
    if (load<i32>(mask)) inputGradient(args, x, dy, dx, 1);
    else fillZero(dx, channels);
    mask += 4;
    x += step;
    dy += step;
    dx += step;
  }
}

/** Fills dgamma and dbeta from n rows, and in `scratch` what the gradient of the input needs. */
function weightGradients(args: usize, x: usize, dy: usize, n: i32): void {
  const mean = ptr(args, 2);
  const dgamma = ptr(args, 3);
  const dbeta = ptr(args, 4);
  const slope = ptr(args, 6);
  const channels = int(args, 8);
  const inverse = mean + bytes(channels);
  gradientSums(x, dy, mean, n, channels, dgamma, dbeta);
  const share = splat(1 / <f32>n);
  const shift = slope + bytes(channels);
  for (let c = 0; c < channels; c += 4) {
    const part = min(4, channels - c);
    const at = bytes(c);
    const reciprocal = loadSome(inverse + at, part);
    const g = f32x4.mul(loadSome(dgamma + at, part), reciprocal);
    storeSome(dgamma + at, g, part);
    storeSome(slope + at, f32x4.mul(f32x4.mul(g, reciprocal), share), part);
    storeSome(shift + at, f32x4.mul(loadSome(dbeta + at, part), share), part);
  }
}

/** dx of n rows. */
function inputGradient(args: usize, x: usize, dy: usize, dx: usize, n: i32): void {
  const mean = ptr(args, 2);
  const slope = ptr(args, 6);
  const channels = int(args, 8);
  const step = bytes(channels);
  const scale = mean + 2 * step;
  const shift = slope + step;
  for (let row = 0; row < n; row++) {
    let c = 0;
    for (; c + 4 <= channels; c += 4) {
      const at = bytes(c);
      const centred = f32x4.sub(v128.load(x + at), v128.load(mean + at));
      const part = f32x4.sub(v128.load(dy + at), v128.load(shift + at));
      const rest = f32x4.sub(part, f32x4.mul(centred, v128.load(slope + at)));
      v128.store(dx + at, f32x4.mul(rest, v128.load(scale + at)));
    }
    for (; c < channels; c++) {
      const at = bytes(c);
      const part = load<f32>(dy + at) - load<f32>(shift + at);
      const rest = part - (load<f32>(x + at) - load<f32>(mean + at)) * load<f32>(slope + at);
      store<f32>(dx + at, rest * load<f32>(scale + at));
    }
    x += step;
    dy += step;
    dx += step;
  }
}

/** dbeta = sum dy, dgamma = sum dy (x - mean), both blockwise. */
function gradientSums(x: usize, dy: usize, mean: usize, n: i32, channels: i32, dgamma: usize, dbeta: usize): void {
  const step = bytes(channels);
  for (let done = 0; done < n; done += BLOCK) {
    const rows = min(BLOCK, n - done);
    for (let c = 0; c < channels; c += 4) {
      const part = min(4, channels - c);
      const at = bytes(c);
      const m = loadSome(mean + at, part);
      let b0 = splat(0);
      let b1 = b0,
        g0 = b0,
        g1 = b0;
      let px = x + at;
      let py = dy + at;
      let left = rows;
      if (part == 4) {
        for (; left >= 2; left -= 2) {
          let d = v128.load(py);
          b0 = f32x4.add(b0, d);
          g0 = f32x4.add(g0, f32x4.mul(d, f32x4.sub(v128.load(px), m)));
          d = v128.load(py + step);
          b1 = f32x4.add(b1, d);
          g1 = f32x4.add(g1, f32x4.mul(d, f32x4.sub(v128.load(px + step), m)));
          px += 2 * step;
          py += 2 * step;
        }
      }
      for (; left > 0; left--) {
        const d = loadSome(py, part);
        b0 = f32x4.add(b0, d);
        g0 = f32x4.add(g0, f32x4.mul(d, f32x4.sub(loadSome(px, part), m)));
        px += step;
        py += step;
      }
      const beta = f32x4.add(b0, b1);
      const gamma = f32x4.add(g0, g1);
      const first = done == 0;
      storeSome(dbeta + at, first ? beta : f32x4.add(loadSome(dbeta + at, part), beta), part);
      storeSome(dgamma + at, first ? gamma : f32x4.add(loadSome(dgamma + at, part), gamma), part);
    }
    x += <usize>rows * step;
    dy += <usize>rows * step;
  }
}
