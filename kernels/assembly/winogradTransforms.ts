// The transforms of Winograd's F(2 x 2, 3 x 3): inputs, kernels, outputs, and what their gradients need. A chunk of
// tiles lies in 16 planes, one for each element of the 4 x 4 transform. See winograd.ts.
import { bytes, fillZero } from './window';

/** Tiles of a chunk. */
export const CHUNK: i32 = 64;
export const PLANES: i32 = 16;

/** Bytes from plane to plane of a chunk. The odd cache line keeps 16 planes from meeting in one cache set. */
export function planeBytes(columns: i32): usize {
  return bytes(CHUNK * columns + 16);
}

export function upToEight(n: i32): i32 {
  return (n + 7) & ~7;
}

/** Row i of B'd is p + q or p - q; writes (B'd B) of that row, four planes from `to` on. */
function inputRow(t0: v128, t1: v128, t2: v128, t3: v128, to: usize, plane: usize): void {
  v128.store(to, f32x4.sub(t0, t2));
  v128.store(to + plane, f32x4.add(t1, t2));
  v128.store(to + 2 * plane, f32x4.sub(t2, t1));
  v128.store(to + 3 * plane, f32x4.sub(t1, t3));
}

/** B'dB of the 4 x 4 patch at `from`, for all channels. */
export function transformInput(from: usize, pitch: usize, channels: i32, to: usize, plane: usize): void {
  const step = bytes(channels);
  for (let c = channels; c > 0; c -= 4) {
    const second = from + pitch;
    const third = second + pitch;
    const p0 = v128.load(second),
      p1 = v128.load(second + step),
      p2 = v128.load(second + 2 * step),
      p3 = v128.load(second + 3 * step);
    const q0 = v128.load(third),
      q1 = v128.load(third + step),
      q2 = v128.load(third + 2 * step),
      q3 = v128.load(third + 3 * step);
    inputRow(f32x4.add(p0, q0), f32x4.add(p1, q1), f32x4.add(p2, q2), f32x4.add(p3, q3), to + 4 * plane, plane);
    inputRow(f32x4.sub(q0, p0), f32x4.sub(q1, p1), f32x4.sub(q2, p2), f32x4.sub(q3, p3), to + 8 * plane, plane);
    inputRow(
      f32x4.sub(v128.load(from), q0),
      f32x4.sub(v128.load(from + step), q1),
      f32x4.sub(v128.load(from + 2 * step), q2),
      f32x4.sub(v128.load(from + 3 * step), q3),
      to,
      plane,
    );
    const fourth = third + pitch;
    inputRow(
      f32x4.sub(p0, v128.load(fourth)),
      f32x4.sub(p1, v128.load(fourth + step)),
      f32x4.sub(p2, v128.load(fourth + 2 * step)),
      f32x4.sub(p3, v128.load(fourth + 3 * step)),
      to + 12 * plane,
      plane,
    );
    from += 16;
    to += 16;
  }
}

/** A'mA with bias and relu; of the 2 x 2 outputs at `to` only those inside are stored. */
export function transformOutput(
  from: usize,
  plane: usize,
  filters: i32,
  bias: usize,
  relu: bool,
  to: usize,
  pitch: usize,
  rows: i32,
  columns: i32,
): void {
  const step = bytes(filters);
  const floor = f32x4.splat(relu ? 0 : -Infinity);
  for (let f = filters; f > 0; f -= 4) {
    const shift = bias ? v128.load(bias) : f32x4.splat(0);
    let upper = shift;
    let lower = shift;
    let upperRight = shift;
    let lowerRight = shift;
    let at = from;
    for (let j = 0; j < 4; j++) {
      const m1 = v128.load(at + 4 * plane),
        m2 = v128.load(at + 8 * plane);
      const above = f32x4.add(v128.load(at), f32x4.add(m1, m2));
      const below = f32x4.sub(f32x4.sub(m1, m2), v128.load(at + 12 * plane));
      if (j < 3) {
        upper = f32x4.add(upper, above);
        lower = f32x4.add(lower, below);
      }
      if (j == 1) {
        upperRight = f32x4.add(upperRight, above);
        lowerRight = f32x4.add(lowerRight, below);
      } else if (j > 1) {
        upperRight = f32x4.sub(upperRight, above);
        lowerRight = f32x4.sub(lowerRight, below);
      }
      at += plane;
    }
    v128.store(to, f32x4.pmax(upper, floor));
    if (columns > 1) v128.store(to + step, f32x4.pmax(upperRight, floor));
    if (rows > 1) {
      v128.store(to + pitch, f32x4.pmax(lower, floor));
      if (columns > 1) v128.store(to + pitch + step, f32x4.pmax(lowerRight, floor));
    }
    from += 16;
    to += 16;
    if (bias) bias += 16;
  }
}

/** A dy A' of the 2 x 2 patch at `from`. */
export function transformGradient(from: usize, pitch: usize, filters: i32, to: usize, plane: usize): void {
  const step = bytes(filters);
  for (let f = filters; f > 0; f -= 4) {
    const a = v128.load(from),
      b = v128.load(from + step),
      c = v128.load(from + pitch),
      d = v128.load(from + pitch + step);
    gradientRow(a, b, to, plane);
    gradientRow(f32x4.add(a, c), f32x4.add(b, d), to + 4 * plane, plane);
    gradientRow(f32x4.sub(a, c), f32x4.sub(b, d), to + 8 * plane, plane);
    gradientRow(f32x4.neg(c), f32x4.neg(d), to + 12 * plane, plane);
    from += 16;
    to += 16;
  }
}

function gradientRow(a: v128, b: v128, to: usize, plane: usize): void {
  v128.store(to, a);
  v128.store(to + plane, f32x4.add(a, b));
  v128.store(to + 2 * plane, f32x4.sub(a, b));
  v128.store(to + 3 * plane, f32x4.neg(b));
}

/** Row i of G applied to taps a, b, c. */
function kernelPart(a: v128, b: v128, c: v128, i: i32): v128 {
  if (i == 0) return a;
  if (i == 3) return c;
  const outer = f32x4.add(a, c);
  return f32x4.mul(i == 1 ? f32x4.add(outer, b) : f32x4.sub(outer, b), f32x4.splat(0.5));
}

/**
 * GgG' of all kernels: 16 planes of panels of 8 filters, each inputs x 8. `turned` exchanges channels and filters and
 * turns the kernel by 180 degrees. w: 3 x 3 x channels x filters; four filters at a time.
 */
export function transformKernels(w: usize, channels: i32, filters: i32, turned: bool, to: usize): void {
  const inputs = turned ? filters : channels;
  const outputs = turned ? channels : filters;
  const plane = bytes(inputs * upToEight(outputs));
  const tap = bytes(channels * filters);
  const first = turned ? 8 * tap : 0;
  const move: usize = turned ? 0 - tap : tap;
  if (outputs & 7) fillZero(to, PLANES * inputs * upToEight(outputs));
  for (let c = 0; c < channels; c++) {
    for (let f = 0; f < filters; f += 4) {
      const from = w + bytes(c * filters + f) + first;
      const k = turned ? f : c;
      const out = turned ? c : f;
      const place = to + bytes((out >> 3) * 8 * inputs + k * 8 + (out & 7));
      for (let i = 0; i < 4; i++) {
        const left = kernelPart(v128.load(from), v128.load(from + 3 * move), v128.load(from + 6 * move), i);
        const middle = kernelPart(v128.load(from + move), v128.load(from + 4 * move), v128.load(from + 7 * move), i);
        const right = kernelPart(v128.load(from + 2 * move), v128.load(from + 5 * move), v128.load(from + 8 * move), i);
        for (let j = 0; j < 4; j++) {
          const value = kernelPart(left, middle, right, j);
          const at = place + <usize>(4 * i + j) * plane;
          if (!turned) {
            v128.store(at, value);
            continue;
          }
          v128.store32_lane(at, value, 0);
          v128.store32_lane(at, value, 1, 32);
          v128.store32_lane(at, value, 2, 64);
          v128.store32_lane(at, value, 3, 96);
        }
      }
    }
  }
}

/** G'pG: 4 x 4 sums to the 3 x 3 gradient, for every channel and filter. */
export function transformBack(sums: usize, channels: i32, filters: i32, columns: i32, dw: usize): void {
  const plane = bytes(channels * columns);
  const tap = bytes(channels * filters);
  const half = f32x4.splat(0.5);
  for (let c = 0; c < channels; c++) {
    for (let f = 0; f < filters; f += 4) {
      const from = sums + bytes(c * columns + f);
      const to = dw + bytes(c * filters + f);
      for (let i: usize = 0; i < 3; i++) {
        // Row i of G'p, for the four columns of p.
        const p0 = gradientPart(from, 4 * plane, i, half);
        const p1 = gradientPart(from + plane, 4 * plane, i, half);
        const p2 = gradientPart(from + 2 * plane, 4 * plane, i, half);
        const p3 = gradientPart(from + 3 * plane, 4 * plane, i, half);
        const middle = f32x4.mul(f32x4.add(p1, p2), half);
        const at = to + 3 * i * tap;
        v128.store(at, f32x4.add(p0, middle));
        v128.store(at + tap, f32x4.mul(f32x4.sub(p1, p2), half));
        v128.store(at + 2 * tap, f32x4.add(middle, p3));
      }
    }
  }
}

function gradientPart(from: usize, row: usize, i: usize, half: v128): v128 {
  const p1 = v128.load(from + row);
  const p2 = v128.load(from + 2 * row);
  if (i == 1) return f32x4.mul(f32x4.sub(p1, p2), half);
  const middle = f32x4.mul(f32x4.add(p1, p2), half);
  return i == 0 ? f32x4.add(v128.load(from), middle) : f32x4.add(middle, v128.load(from + 3 * row));
}
