// Inverted dropout. The mask is drawn from the named stream (seed, 'dropout', layer, epoch, step) exactly as
// src/core/rng/stream.ts draws it: hash of the path, then xoshiro128** (Blackman & Vigna 2018).
import { EPOCH, SEED_HIGH, SEED_LOW, STEP } from './control';
import { int, num, ptr } from './operands';

function mix(h: u32): u32 {
  h = (h ^ (h >>> 16)) * 0x85ebca6b;
  h = (h ^ (h >>> 13)) * 0xc2b2ae35;
  return h ^ (h >>> 16);
}

function feed(h: u32, code: u32): u32 {
  return ((h ^ code) * 0x01000193) ^ (h >>> 15);
}

/** Digits of a whole number, most significant first. */
function feedNumber(h: u32, value: u32): u32 {
  let unit: u32 = 1;
  while (value / unit >= 10) unit *= 10;
  for (; unit > 0; unit /= 10) h = feed(h, 48 + ((value / unit) % 10));
  return h;
}

function digits(value: u32): u32 {
  let count: u32 = 1;
  while (value >= 10) {
    value /= 10;
    count++;
  }
  return count;
}

const SLASH: u32 = 47;

/** Operands: x, y, mask, key, control, settings, n, keyLength, threshold, scale. */
export function dropout(args: usize): void {
  let x = ptr(args, 0);
  let y = ptr(args, 1);
  let mask = ptr(args, 2);
  const key = ptr(args, 3);
  const control = ptr(args, 4);
  const settings = ptr(args, 5);
  const length = <u32>int(args, 7);
  const threshold = <u32>int(args, 8);
  const scale = num(args, 9);
  const epoch = load<u32>(control + EPOCH);
  const step = load<u32>(control + STEP);

  let h = mix((<u32>load<f64>(settings + SEED_LOW)) ^ 0x9e3779b9) ^ mix(<u32>load<f64>(settings + SEED_HIGH));
  for (let i: u32 = 0; i < length; i++) h = feed(h, load<u32>(key + ((<usize>i) << 2)));
  h = feedNumber(h, epoch);
  h = feed(h, SLASH);
  h = feedNumber(h, step);
  h = mix(h ^ (length + digits(epoch) + 1 + digits(step)));

  h = mix(h + 0x9e3779b9);
  let a = h;
  h = mix(h + 0x9e3779b9);
  let b = h;
  h = mix(h + 0x9e3779b9);
  let c = h;
  let d = mix(h + 0x9e3779b9) | 1;
  for (let n = int(args, 6); n > 0; n--) {
    const draw = rotl<u32>(b * 5, 7) * 9;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotl<u32>(d, 11);
    const factor: f32 = draw >= threshold ? scale : 0;
    store<f32>(mask, factor);
    store<f32>(y, load<f32>(x) * factor);
    x += 4;
    y += 4;
    mask += 4;
  }
}
