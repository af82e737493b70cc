// Four floats at a time, and the last one to three of a run. Tails go through the same vector code as the rest, so an
// element's bits do not depend on where it stands.

export function splat(x: f32): v128 {
  return f32x4.splat(x);
}

/** 2^-100. */
export const TINY: f32 = 7.888609052210118e-31;

/**
 * Numbers below 2^-100 become zero. Sums that decay would otherwise stay subnormal for ever (0.9 times the smallest
 * float rounds to itself), and subnormal arithmetic is many times slower on most processors. NaN stays.
 */
export function flush(x: v128): v128 {
  return v128.andnot(x, f32x4.lt(f32x4.abs(x), splat(TINY)));
}

/** The first `count` (1 to 3) floats at `from`; other lanes are `fill`. */
export function loadPart(from: usize, count: i32, fill: f32): v128 {
  let v: v128;
  if (count == 1) v = v128.load32_zero(from);
  else {
    v = v128.load64_zero(from);
    if (count > 2) v = v128.load_lane<f32>(from, v, 2, 8);
  }
  const here = i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
  return v128.bitselect(v, f32x4.splat(fill), here);
}

/** Stores the first `count` (1 to 3) lanes. */
export function storePart(to: usize, v: v128, count: i32): void {
  store<f32>(to, f32x4.extract_lane(v, 0));
  if (count > 1) store<f32>(to, f32x4.extract_lane(v, 1), 4);
  if (count > 2) store<f32>(to, f32x4.extract_lane(v, 2), 8);
}

/** The first `count` (1 to 4) floats at `from`; other lanes are 0. */
export function loadSome(from: usize, count: i32): v128 {
  if (count == 4) return v128.load(from);
  if (count == 1) return v128.load32_zero(from);
  const pair = v128.load64_zero(from);
  return count == 2 ? pair : v128.load32_lane(from, pair, 2, 8);
}

/** Stores the first `count` (1 to 4) lanes. */
export function storeSome(to: usize, v: v128, count: i32): void {
  if (count == 4) {
    v128.store(to, v);
  } else if (count == 1) {
    v128.store32_lane(to, v, 0);
  } else {
    v128.store64_lane(to, v, 0);
    if (count == 3) v128.store32_lane(to, v, 2, 8);
  }
}

/** (lane 0 + lane 1) + (lane 2 + lane 3). */
export function sumLanes(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

/** The largest lane in all lanes. A NaN may get lost: callers meet it again in their sums. */
export function maxLanes(v: v128): v128 {
  v = f32x4.pmax(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1));
  return f32x4.pmax(v, v128.shuffle<f32>(v, v, 1, 0, 3, 2));
}
