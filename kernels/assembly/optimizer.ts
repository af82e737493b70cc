// Penalties, clipping and update rules over all trainable weights at once; docs/methods/optimizers.md has the rules.
// Weight blocks are padded to whole cache lines with zeros, so there are no tails; padding stays zero under every rule.
// Slots are flushed to zero below 2^-100 (see vector.ts), far below anything that can move a weight.
// The rules raise the flag BAD_GRADIENT when a gradient is infinite or not a number.
import {
  BAD_GRADIENT,
  BETA1,
  BETA2,
  CLIP_NORM,
  EPSILON,
  GRADIENT_SCALE,
  L1,
  L2,
  LEARNING_RATE,
  MOMENTUM,
  RHO,
  ROOT_SCALE,
  STEP_SIZE,
  WEIGHT_DECAY,
} from './control';
import { int, ptr } from './operands';
import { flush, splat, TINY } from './vector';

/** 2^-50: what is smaller has a square that would be flushed anyway. */
const TINY_ROOT: f32 = 8.881784197001252e-16;

/** All ones where x is infinite or not a number. */
function notFinite(x: v128): v128 {
  return f32x4.ne(f32x4.mul(x, splat(0)), splat(0));
}

/** x squared, 0 for |x| below 2^-50, whose square would be flushed anyway. */
function square(x: v128): v128 {
  const seen = v128.andnot(x, f32x4.lt(f32x4.abs(x), splat(TINY_ROOT)));
  return f32x4.mul(seen, seen);
}

function setting(settings: usize, at: usize): v128 {
  return splat(<f32>load<f64>(settings + at));
}

/** 1 - setting, rounded once. */
function complement(settings: usize, at: usize): v128 {
  return splat(<f32>(1 - load<f64>(settings + at)));
}

function flag(control: usize, bad: v128): void {
  if (v128.any_true(bad)) store<u32>(control + BAD_GRADIENT, 1);
}

/** Operands: w, g, settings, n. */
export function penalize(args: usize): void {
  let w = ptr(args, 0);
  let g = ptr(args, 1);
  const settings = ptr(args, 2);
  const l1 = load<f64>(settings + L1);
  const l2 = load<f64>(settings + L2);
  if (l1 == 0 && l2 == 0) return;
  const one = splat(<f32>l1);
  const two = splat(<f32>(2 * l2));
  const zero = splat(0);
  for (let n = int(args, 3); n > 0; n -= 4) {
    const x = v128.load(w);
    let d = v128.load(g);
    if (l1 != 0) {
      d = f32x4.add(d, v128.and(one, f32x4.gt(x, zero)));
      d = f32x4.sub(d, v128.and(one, f32x4.lt(x, zero)));
    }
    if (l2 != 0) d = f32x4.add(d, f32x4.mul(two, x));
    v128.store(g, d);
    w += 16;
    g += 16;
  }
}

/** Sets the factor that brings the global norm within its limit. Operands: g, control, settings, n. */
export function clip(args: usize): void {
  let g = ptr(args, 0);
  const control = ptr(args, 1);
  const limit = load<f64>(ptr(args, 2) + CLIP_NORM);
  if (limit == 0) {
    store<f32>(control + GRADIENT_SCALE, 1);
    return;
  }
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (let n = int(args, 3); n > 0; n -= 4) {
    const v = v128.load(g);
    const first = f64x2.promote_low_f32x4(v);
    const second = f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3));
    low = f64x2.add(low, f64x2.mul(first, first));
    high = f64x2.add(high, f64x2.mul(second, second));
    g += 16;
  }
  const sum = f64x2.add(low, high);
  const norm = Math.sqrt(f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1));
  store<f32>(control + GRADIENT_SCALE, <f32>(limit / max(norm, limit)));
}

/** Operands: w, g, control, settings, n. */
export function sgd(args: usize): void {
  let w = ptr(args, 0);
  let g = ptr(args, 1);
  const control = ptr(args, 2);
  const rate = v128.load32_splat(control + LEARNING_RATE);
  const scale = v128.load32_splat(control + GRADIENT_SCALE);
  let bad = splat(0);
  for (let n = int(args, 4); n > 0; n -= 4) {
    const d = f32x4.mul(v128.load(g), scale);
    bad = v128.or(bad, notFinite(d));
    v128.store(w, f32x4.sub(v128.load(w), f32x4.mul(rate, d)));
    w += 16;
    g += 16;
  }
  flag(control, bad);
}

function heavyBall(args: usize, ahead: bool): void {
  let w = ptr(args, 0);
  let g = ptr(args, 1);
  let slot = ptr(args, 2);
  const control = ptr(args, 3);
  const momentum = setting(ptr(args, 4), MOMENTUM);
  const rate = v128.load32_splat(control + LEARNING_RATE);
  const scale = v128.load32_splat(control + GRADIENT_SCALE);
  let bad = splat(0);
  for (let n = int(args, 5); n > 0; n -= 4) {
    const d = f32x4.mul(v128.load(g), scale);
    bad = v128.or(bad, notFinite(d));
    const v = flush(f32x4.add(f32x4.mul(momentum, v128.load(slot)), d));
    v128.store(slot, v);
    const step = ahead ? f32x4.add(d, f32x4.mul(momentum, v)) : v;
    v128.store(w, f32x4.sub(v128.load(w), f32x4.mul(rate, step)));
    w += 16;
    g += 16;
    slot += 16;
  }
  flag(control, bad);
}

/** Operands: w, g, slot, control, settings, n. */
export function momentum(args: usize): void {
  heavyBall(args, false);
}

/** Operands: w, g, slot, control, settings, n. */
export function nesterov(args: usize): void {
  heavyBall(args, true);
}

/** Operands: w, g, slot, control, settings, n. */
export function rmsprop(args: usize): void {
  let w = ptr(args, 0);
  let g = ptr(args, 1);
  let slot = ptr(args, 2);
  const control = ptr(args, 3);
  const settings = ptr(args, 4);
  const rho = setting(settings, RHO);
  const fresh = complement(settings, RHO);
  const epsilon = setting(settings, EPSILON);
  const rate = v128.load32_splat(control + LEARNING_RATE);
  const scale = v128.load32_splat(control + GRADIENT_SCALE);
  let bad = splat(0);
  for (let n = int(args, 5); n > 0; n -= 4) {
    const d = f32x4.mul(v128.load(g), scale);
    bad = v128.or(bad, notFinite(d));
    const s = flush(f32x4.add(f32x4.mul(rho, v128.load(slot)), f32x4.mul(fresh, square(d))));
    v128.store(slot, s);
    const step = f32x4.div(f32x4.mul(rate, d), f32x4.add(f32x4.sqrt(s), epsilon));
    v128.store(w, f32x4.sub(v128.load(w), step));
    w += 16;
    g += 16;
    slot += 16;
  }
  flag(control, bad);
}

/** Adam on n weights; returns all ones where a gradient is not finite. `shrink`: factor on the weights first. */
function moments(args: usize, from: usize, n: i32, shrink: v128): v128 {
  const at = from << 2;
  let w = ptr(args, 0) + at;
  let g = ptr(args, 1) + at;
  let m = ptr(args, 2) + at;
  let v = ptr(args, 3) + at;
  const control = ptr(args, 4);
  const settings = ptr(args, 5);
  const beta1 = setting(settings, BETA1);
  const beta2 = setting(settings, BETA2);
  const fresh1 = complement(settings, BETA1);
  const fresh2 = complement(settings, BETA2);
  const epsilon = setting(settings, EPSILON);
  const stepSize = v128.load32_splat(control + STEP_SIZE);
  const rootScale = v128.load32_splat(control + ROOT_SCALE);
  const scale = v128.load32_splat(control + GRADIENT_SCALE);
  // As whole numbers the sizes of floats have the order of their values, infinity and then NaN above all.
  let largest = i32x4.splat(0);
  for (; n > 0; n -= 4) {
    const d = f32x4.mul(v128.load(g), scale);
    const size = f32x4.abs(d);
    largest = i32x4.max_s(largest, size);
    const first = flush(f32x4.add(f32x4.mul(beta1, v128.load(m)), f32x4.mul(fresh1, d)));
    const seen = v128.andnot(d, f32x4.lt(size, splat(TINY_ROOT)));
    const sum = f32x4.add(f32x4.mul(beta2, v128.load(v)), f32x4.mul(fresh2, f32x4.mul(seen, seen)));
    // Never negative: a flush without the sign.
    const second = v128.andnot(sum, f32x4.lt(sum, splat(TINY)));
    v128.store(m, first);
    v128.store(v, second);
    const root = f32x4.add(f32x4.mul(f32x4.sqrt(second), rootScale), epsilon);
    const step = f32x4.mul(stepSize, f32x4.div(first, root));
    v128.store(w, f32x4.sub(f32x4.mul(v128.load(w), shrink), step));
    w += 16;
    g += 16;
    m += 16;
    v += 16;
  }
  return i32x4.ge_s(largest, i32x4.splat(0x7f800000));
}

/** Operands: w, g, m, v, control, settings, n. */
export function adam(args: usize): void {
  flag(ptr(args, 4), moments(args, 0, int(args, 6), splat(1)));
}

/** Operands: w, g, m, v, control, settings, n, decayed. */
export function adamw(args: usize): void {
  const control = ptr(args, 4);
  const decayed = int(args, 7);
  const decay = load<f64>(ptr(args, 5) + WEIGHT_DECAY);
  const shrink = splat(<f32>(1 - <f64>load<f32>(control + LEARNING_RATE) * decay));
  flag(control, moments(args, 0, decayed, shrink));
  flag(control, moments(args, <usize>decayed, int(args, 6) - decayed, splat(1)));
}
