// Steps of sequences that are padding: finding them, clearing them, and pooling over the others. Masks are int32, not 0
// where a step is real. A sequence is an image of height 1.
import { copyFloats } from './move';
import { int, ptr } from './operands';
import { contend, lead } from './pool';
import { loadSome, splat, storeSome } from './vector';
import {
  addFloats,
  bytes,
  channelsOf,
  fillZero,
  GEOMETRY_WORDS,
  kernelWidthOf,
  outWidthOf,
  padLeftOf,
  rowsOf,
  strideOf,
  widthOf,
} from './window';

/** Operands: codes, padding, real, n, count. */
export function maskCodes(args: usize): void {
  let codes = ptr(args, 0);
  const padding = ptr(args, 1);
  let to = ptr(args, 2);
  const count = int(args, 4);
  for (let n = int(args, 3); n > 0; n--) {
    const code = load<i32>(codes);
    let real: i32 = 1;
    for (let i = 0; i < count; i++) if (load<i32>(padding + bytes(i)) == code) real = 0;
    store<i32>(to, real);
    codes += 4;
    to += 4;
  }
}

/** Operands: mask, real, rows, steps, outSteps, size, stride. */
export function maskWindows(args: usize): void {
  let mask = ptr(args, 0);
  let to = ptr(args, 1);
  const steps = int(args, 3);
  const size = int(args, 5);
  const stride = int(args, 6);
  for (let row = int(args, 2); row > 0; row--) {
    let left = 0;
    for (let o = int(args, 4); o > 0; o--) {
      let real: i32 = 0;
      for (let i = left; i < min(steps, left + size); i++) real |= load<i32>(mask + bytes(i));
      store<i32>(to, real);
      left += stride;
      to += 4;
    }
    mask += bytes(steps);
  }
}

/** Operands: x, mask, y, steps, channels. */
export function maskSteps(args: usize): void {
  let x = ptr(args, 0);
  let mask = ptr(args, 1);
  let y = ptr(args, 2);
  const channels = int(args, 4);
  for (let n = int(args, 3); n > 0; n--) {
    if (!load<i32>(mask)) fillZero(y, channels);
    else if (x != y) copyFloats(x, y, channels);
    mask += 4;
    x += bytes(channels);
    y += bytes(channels);
  }
}

/** Operands: geometry, x, mask, y, winners (step numbers, -1 where none is real; or 0 when not wanted). */
export function maskedMaxPool(args: usize): void {
  const width = widthOf(args);
  const channels = channelsOf(args);
  const step = bytes(channels);
  let x = ptr(args, GEOMETRY_WORDS);
  let mask = ptr(args, GEOMETRY_WORDS + 1);
  let to = ptr(args, GEOMETRY_WORDS + 2);
  let places = ptr(args, GEOMETRY_WORDS + 3);
  const keep = places != 0;
  for (let row = rowsOf(args); row > 0; row--) {
    for (let o = 0, left = -padLeftOf(args); o < outWidthOf(args); o++, left += strideOf(args)) {
      let first = true;
      for (let i = max(0, left); i < min(width, left + kernelWidthOf(args)); i++) {
        if (!load<i32>(mask + bytes(i))) continue;
        const at = x + <usize>i * step;
        if (first) lead(at, i, channels, to, places);
        else contend(at, i, channels, to, places);
        first = false;
      }
      if (first) {
        fillZero(to, channels);
        if (keep) memory.fill(places, 0xff, step);
      }
      to += step;
      if (keep) places += step;
    }
    x += <usize>width * step;
    mask += bytes(width);
  }
}

/** Operands: geometry, dy, winners, dx. */
export function maskedMaxPoolGradient(args: usize): void {
  const width = widthOf(args);
  const channels = channelsOf(args);
  const step = bytes(channels);
  let dy = ptr(args, GEOMETRY_WORDS);
  let places = ptr(args, GEOMETRY_WORDS + 1);
  let dx = ptr(args, GEOMETRY_WORDS + 2);
  for (let row = rowsOf(args); row > 0; row--) {
    fillZero(dx, width * channels);
    for (let o = outWidthOf(args); o > 0; o--) {
      for (let c: usize = 0; c < step; c += 4) {
        const place = load<i32>(places + c);
        if (place < 0) continue;
        const to = dx + <usize>place * step + c;
        store<f32>(to, load<f32>(to) + load<f32>(dy + c));
      }
      dy += step;
      places += step;
    }
    dx += <usize>width * step;
  }
}

/** Real steps under a window. */
function realSteps(mask: usize, from: i32, to: i32): i32 {
  let count = 0;
  for (let i = from; i < to; i++) if (load<i32>(mask + bytes(i))) count++;
  return count;
}

/** to = (accumulate ? to : 0) + from / count. */
function share(from: usize, count: i32, accumulate: bool, channels: i32, to: usize): void {
  const divisor = splat(<f32>count);
  for (; channels > 0; channels -= 4) {
    const part = min(4, channels);
    const v = f32x4.div(loadSome(from, part), divisor);
    storeSome(to, accumulate ? f32x4.add(loadSome(to, part), v) : v, part);
    from += 16;
    to += 16;
  }
}

/** Operands: geometry, x, mask, y. */
export function maskedAveragePool(args: usize): void {
  const width = widthOf(args);
  const channels = channelsOf(args);
  const step = bytes(channels);
  let x = ptr(args, GEOMETRY_WORDS);
  let mask = ptr(args, GEOMETRY_WORDS + 1);
  let to = ptr(args, GEOMETRY_WORDS + 2);
  for (let row = rowsOf(args); row > 0; row--) {
    for (let o = 0, left = -padLeftOf(args); o < outWidthOf(args); o++, left += strideOf(args)) {
      const from = max(0, left);
      const end = min(width, left + kernelWidthOf(args));
      const count = realSteps(mask, from, end);
      fillZero(to, channels);
      for (let i = from; i < end; i++) if (load<i32>(mask + bytes(i))) addFloats(x + <usize>i * step, to, channels);
      if (count > 0) share(to, count, false, channels, to);
      to += step;
    }
    x += <usize>width * step;
    mask += bytes(width);
  }
}

/** Operands: geometry, dy, mask, dx. */
export function maskedAveragePoolGradient(args: usize): void {
  const width = widthOf(args);
  const channels = channelsOf(args);
  const step = bytes(channels);
  let dy = ptr(args, GEOMETRY_WORDS);
  let mask = ptr(args, GEOMETRY_WORDS + 1);
  let dx = ptr(args, GEOMETRY_WORDS + 2);
  for (let row = rowsOf(args); row > 0; row--) {
    fillZero(dx, width * channels);
    for (let o = 0, left = -padLeftOf(args); o < outWidthOf(args); o++, left += strideOf(args)) {
      const from = max(0, left);
      const end = min(width, left + kernelWidthOf(args));
      const count = realSteps(mask, from, end);
      for (let i = from; i < end; i++) {
        if (load<i32>(mask + bytes(i))) share(dy, count, true, channels, dx + <usize>i * step);
      }
      dy += step;
    }
    mask += bytes(width);
    dx += <usize>width * step;
  }
}
