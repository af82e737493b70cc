// Max and average pooling over NHWC images, four channels at a time; global pooling is a window as large as the image.
// Windows are cut at the border, so average pooling divides by the elements that are really there.
import { ptr } from './operands';
import { loadSome, splat, storeSome } from './vector';
import {
  addFloats,
  bytes,
  channelsOf,
  fillZero,
  GEOMETRY_WORDS,
  heightOf,
  kernelHeightOf,
  kernelWidthOf,
  outHeightOf,
  outWidthOf,
  padLeftOf,
  padTopOf,
  rowsOf,
  strideOf,
  widthOf,
} from './window';

/** Where the challenger takes the lead. NaN does, so that it is not lost on the way to the loss. */
function beats(challenger: v128, best: v128): v128 {
  return v128.or(f32x4.gt(challenger, best), f32x4.ne(challenger, challenger));
}

/** A 2 x 2 window inside the image, for whole fours of channels. `pixel` is its first. */
function largestOfFour(
  from: usize,
  step: usize,
  pitch: usize,
  pixel: i32,
  width: i32,
  channels: i32,
  to: usize,
  places: usize,
): void {
  const first = i32x4.splat(pixel);
  const second = i32x4.splat(pixel + 1);
  const third = i32x4.splat(pixel + width);
  const fourth = i32x4.splat(pixel + width + 1);
  for (; channels > 0; channels -= 4) {
    const a = v128.load(from),
      b = v128.load(from + step),
      c = v128.load(from + pitch),
      d = v128.load(from + pitch + step);
    const right = beats(b, a);
    const upper = v128.bitselect(b, a, right);
    const rightBelow = beats(d, c);
    const lower = v128.bitselect(d, c, rightBelow);
    const below = beats(lower, upper);
    v128.store(to, v128.bitselect(lower, upper, below));
    if (places) {
      const above = v128.bitselect(second, first, right);
      v128.store(places, v128.bitselect(v128.bitselect(fourth, third, rightBelow), above, below));
      places += 16;
    }
    from += 16;
    to += 16;
  }
}

/** One more pixel of a window: takes the lead in y and `places` where it beats what is there. */
export function contend(from: usize, pixel: i32, channels: i32, to: usize, places: usize): void {
  const here = i32x4.splat(pixel);
  for (; channels > 0; channels -= 4) {
    const part = min(4, channels);
    const v = loadSome(from, part);
    const best = loadSome(to, part);
    const better = beats(v, best);
    storeSome(to, v128.bitselect(v, best, better), part);
    if (places) {
      storeSome(places, v128.bitselect(here, loadSome(places, part), better), part);
      places += 16;
    }
    from += 16;
    to += 16;
  }
}

/** The first pixel of a window leads it. */
export function lead(from: usize, pixel: i32, channels: i32, to: usize, places: usize): void {
  const here = i32x4.splat(pixel);
  for (; channels > 0; channels -= 4) {
    const part = min(4, channels);
    storeSome(to, loadSome(from, part), part);
    if (places) {
      storeSome(places, here, part);
      places += 16;
    }
    from += 16;
    to += 16;
  }
}

/** Operands: geometry, x, y, winners (pixel numbers, or 0 when not wanted). */
export function maxPool(args: usize): void {
  const height = heightOf(args);
  const width = widthOf(args);
  const channels = channelsOf(args);
  const stride = strideOf(args);
  const step = bytes(channels);
  let image = ptr(args, GEOMETRY_WORDS);
  let to = ptr(args, GEOMETRY_WORDS + 1);
  let places = ptr(args, GEOMETRY_WORDS + 2);
  const keep = places != 0;
  for (let row = rowsOf(args); row > 0; row--) {
    for (let oy = 0, top = -padTopOf(args); oy < outHeightOf(args); oy++, top += stride) {
      const y0 = max(0, top);
      const y1 = min(height, top + kernelHeightOf(args));
      for (let ox = 0, left = -padLeftOf(args); ox < outWidthOf(args); ox++, left += stride) {
        const x0 = max(0, left);
        const x1 = min(width, left + kernelWidthOf(args));
        const first = y0 * width + x0;
        if (y1 - y0 == 2 && x1 - x0 == 2 && (channels & 3) == 0) {
          largestOfFour(image + <usize>first * step, step, <usize>width * step, first, width, channels, to, places);
        } else {
          lead(image + <usize>first * step, first, channels, to, places);
          for (let y = y0; y < y1; y++) {
            for (let pixel = y * width + x0; pixel < y * width + x1; pixel++) {
              if (pixel > first) contend(image + <usize>pixel * step, pixel, channels, to, places);
            }
          }
        }
        to += step;
        if (keep) places += step;
      }
    }
    image += bytes(height * width) * <usize>channels;
  }
}

/** Operands: geometry, dy, winners, dx. */
export function maxPoolGradient(args: usize): void {
  const height = heightOf(args);
  const width = widthOf(args);
  const channels = channelsOf(args);
  let dy = ptr(args, GEOMETRY_WORDS);
  let places = ptr(args, GEOMETRY_WORDS + 1);
  let dx = ptr(args, GEOMETRY_WORDS + 2);
  const step = bytes(channels);
  const imageFloats = height * width * channels;
  const stride = strideOf(args);
  const apart = stride >= kernelHeightOf(args) && stride >= kernelWidthOf(args);
  for (let row = rowsOf(args); row > 0; row--) {
    if (apart) {
      spread(args, dy, places, dx);
    } else {
      fillZero(dx, imageFloats);
      let from = dy;
      let place = places;
      for (let pixel = outHeightOf(args) * outWidthOf(args); pixel > 0; pixel--) {
        for (let c: usize = 0; c < step; c += 4) {
          const to = dx + <usize>load<u32>(place + c) * step + c;
          store<f32>(to, load<f32>(to) + load<f32>(from + c));
        }
        from += step;
        place += step;
      }
    }
    const outBytes = bytes(outHeightOf(args) * outWidthOf(args) * channels);
    dy += outBytes;
    places += outBytes;
    dx += bytes(imageFloats);
  }
}

/** Windows that do not overlap: every element of dx is written once, without a scatter. */
function spread(args: usize, dy: usize, places: usize, dx: usize): void {
  const height = heightOf(args);
  const width = widthOf(args);
  const channels = channelsOf(args);
  const stride = strideOf(args);
  const step = bytes(channels);
  if (stride > kernelWidthOf(args) || stride > kernelHeightOf(args)) {
    fillZero(dx, height * width * channels);
  } else {
    // What lies beyond the last window belongs to none.
    const bottom = min(height, outHeightOf(args) * stride - padTopOf(args));
    const right = min(width, outWidthOf(args) * stride - padLeftOf(args));
    for (let y = 0; y < bottom && right < width; y++) {
      fillZero(dx + bytes((y * width + right) * channels), (width - right) * channels);
    }
    fillZero(dx + bytes(bottom * width * channels), (height - bottom) * width * channels);
  }
  for (let oy = 0, top = -padTopOf(args); oy < outHeightOf(args); oy++, top += stride) {
    const y0 = max(0, top);
    const y1 = min(height, top + kernelHeightOf(args));
    for (let ox = 0, left = -padLeftOf(args); ox < outWidthOf(args); ox++, left += stride) {
      const x0 = max(0, left);
      const x1 = min(width, left + kernelWidthOf(args));
      let c = 0;
      for (; c + 4 <= channels; c += 4) {
        const g = v128.load(dy + bytes(c));
        const at = v128.load(places + bytes(c));
        if (y1 - y0 == 2 && x1 - x0 == 2) {
          const pixel = y0 * width + x0;
          const to = dx + <usize>pixel * step + bytes(c);
          const below = to + <usize>width * step;
          v128.store(to, v128.and(g, i32x4.eq(at, i32x4.splat(pixel))));
          v128.store(to + step, v128.and(g, i32x4.eq(at, i32x4.splat(pixel + 1))));
          v128.store(below, v128.and(g, i32x4.eq(at, i32x4.splat(pixel + width))));
          v128.store(below + step, v128.and(g, i32x4.eq(at, i32x4.splat(pixel + width + 1))));
          continue;
        }
        for (let y = y0; y < y1; y++) {
          let pixel = y * width + x0;
          let to = dx + <usize>pixel * step + bytes(c);
          for (let x = x0; x < x1; x++) {
            v128.store(to, v128.and(g, i32x4.eq(at, i32x4.splat(pixel))));
            to += step;
            pixel++;
          }
        }
      }
      for (; c < channels; c++) {
        const g = load<f32>(dy + bytes(c));
        const at = load<i32>(places + bytes(c));
        for (let y = y0; y < y1; y++) {
          for (let x = x0; x < x1; x++) {
            const pixel = y * width + x;
            store<f32>(dx + bytes(pixel * channels + c), pixel == at ? g : 0);
          }
        }
      }
      dy += step;
      places += step;
    }
  }
}

/** Operands: geometry, x, y. */
export function averagePool(args: usize): void {
  const height = heightOf(args);
  const width = widthOf(args);
  const channels = channelsOf(args);
  const stride = strideOf(args);
  const step = bytes(channels);
  let image = ptr(args, GEOMETRY_WORDS);
  let to = ptr(args, GEOMETRY_WORDS + 1);
  for (let row = rowsOf(args); row > 0; row--) {
    for (let oy = 0, top = -padTopOf(args); oy < outHeightOf(args); oy++, top += stride) {
      const y0 = max(0, top);
      const y1 = min(height, top + kernelHeightOf(args));
      for (let ox = 0, left = -padLeftOf(args); ox < outWidthOf(args); ox++, left += stride) {
        const x0 = max(0, left);
        const x1 = min(width, left + kernelWidthOf(args));
        const count = <f32>((y1 - y0) * (x1 - x0));
        fillZero(to, channels);
        for (let y = y0; y < y1; y++) {
          for (let pixel = y * width + x0; pixel < y * width + x1; pixel++) {
            addFloats(image + <usize>pixel * step, to, channels);
          }
        }
        divide(to, count, channels);
        to += step;
      }
    }
    image += bytes(height * width) * <usize>channels;
  }
}

function divide(at: usize, by: f32, n: i32): void {
  const divisor = splat(by);
  for (; n > 0; n -= 4) {
    const part = min(4, n);
    storeSome(at, f32x4.div(loadSome(at, part), divisor), part);
    at += 16;
  }
}

/** Operands: geometry, dy, dx. */
export function averagePoolGradient(args: usize): void {
  const height = heightOf(args);
  const width = widthOf(args);
  const channels = channelsOf(args);
  const stride = strideOf(args);
  const step = bytes(channels);
  let dy = ptr(args, GEOMETRY_WORDS);
  let dx = ptr(args, GEOMETRY_WORDS + 1);
  for (let row = rowsOf(args); row > 0; row--) {
    fillZero(dx, height * width * channels);
    for (let oy = 0, top = -padTopOf(args); oy < outHeightOf(args); oy++, top += stride) {
      const y0 = max(0, top);
      const y1 = min(height, top + kernelHeightOf(args));
      for (let ox = 0, left = -padLeftOf(args); ox < outWidthOf(args); ox++, left += stride) {
        const x0 = max(0, left);
        const x1 = min(width, left + kernelWidthOf(args));
        const count = <f32>((y1 - y0) * (x1 - x0));
        for (let y = y0; y < y1; y++) {
          let to = dx + <usize>(y * width + x0) * step;
          for (let x = x0; x < x1; x++) {
            addShare(dy, count, channels, to);
            to += step;
          }
        }
        dy += step;
      }
    }
    dx += bytes(height * width) * <usize>channels;
  }
}

/** to += from / count over n floats. */
function addShare(from: usize, count: f32, n: i32, to: usize): void {
  const divisor = splat(count);
  for (; n > 0; n -= 4) {
    const part = min(4, n);
    storeSome(to, f32x4.add(loadSome(to, part), f32x4.div(loadSome(from, part), divisor)), part);
    from += 16;
    to += 16;
  }
}
