// Depthwise convolution over NHWC images, forward and both gradients. With several filters per channel the channels
// of the padded image are repeated, so that all that follows works on one filter per channel, four at a time.
import { ptr } from './operands';
import { loadSome, splat, storeSome } from './vector';
import {
  bytes,
  channelsOf,
  fillZero,
  filtersOf,
  GEOMETRY_WORDS,
  heightOf,
  kernelHeightOf,
  kernelWidthOf,
  outHeightOf,
  outWidthOf,
  padImage,
  padLeftOf,
  padTopOf,
  rowsOf,
  strideOf,
  unpadImage,
  widthOf,
} from './window';

function paddedHeightOf(args: usize): i32 {
  return (outHeightOf(args) - 1) * strideOf(args) + kernelHeightOf(args);
}

function paddedWidthOf(args: usize): i32 {
  return (outWidthOf(args) - 1) * strideOf(args) + kernelWidthOf(args);
}

/** Writes each of n floats `times` times. */
function repeatFloats(from: usize, n: i32, times: i32, to: usize): void {
  for (; n > 0; n--) {
    const value = load<f32>(from);
    for (let i = times; i > 0; i--) {
      store<f32>(to, value);
      to += 4;
    }
    from += 4;
  }
}

/** Sums of `times` neighbours each, in order. */
function sumNeighbours(from: usize, n: i32, times: i32, to: usize): void {
  for (; n > 0; n--) {
    let sum: f32 = 0;
    for (let i = times; i > 0; i--) {
      sum += load<f32>(from);
      from += 4;
    }
    store<f32>(to, sum);
    to += 4;
  }
}

/** The padded image at `padded`, channels repeated; `spread` holds an unpadded image when they are. */
function prepare(args: usize, x: usize, padded: usize, spread: usize): void {
  const pixels = heightOf(args) * widthOf(args);
  const channels = channelsOf(args);
  const filters = filtersOf(args);
  let from = x;
  if (filters != channels) {
    repeatFloats(x, pixels * channels, filters / channels, spread);
    from = spread;
  }
  const height = paddedHeightOf(args);
  const width = paddedWidthOf(args);
  padImage(from, heightOf(args), widthOf(args), filters, padded, height, width, padTopOf(args), padLeftOf(args));
}

/** y = w * x + bias. Operands: geometry, x, w, bias, y, padded, spread. */
export function depthwise(args: usize): void {
  const filters = filtersOf(args);
  let x = ptr(args, GEOMETRY_WORDS);
  let y = ptr(args, GEOMETRY_WORDS + 3);
  const padded = ptr(args, GEOMETRY_WORDS + 4);
  fillZero(padded, paddedHeightOf(args) * paddedWidthOf(args) * filters);
  for (let row = rowsOf(args); row > 0; row--) {
    prepare(args, x, padded, ptr(args, GEOMETRY_WORDS + 5));
    slide(
      args,
      padded,
      paddedWidthOf(args),
      strideOf(args),
      outHeightOf(args),
      outWidthOf(args),
      ptr(args, GEOMETRY_WORDS + 1),
      false,
      ptr(args, GEOMETRY_WORDS + 2),
      y,
    );
    x += bytes(heightOf(args) * widthOf(args) * channelsOf(args));
    y += bytes(outHeightOf(args) * outWidthOf(args) * filters);
  }
}

/** Slides the kernel, or the kernel turned by 180 degrees, over one padded image. */
function slide(
  args: usize,
  padded: usize,
  paddedWidth: i32,
  stride: i32,
  outHeight: i32,
  outWidth: i32,
  w: usize,
  turned: bool,
  bias: usize,
  y: usize,
): void {
  const filters = filtersOf(args);
  const step = bytes(filters);
  const kernelHeight = kernelHeightOf(args);
  const kernelWidth = kernelWidthOf(args);
  const pitch = <usize>paddedWidth * step;
  const tapStep: usize = turned ? 0 - step : step;
  if (turned) w += <usize>(kernelHeight * kernelWidth - 1) * step;
  for (; outHeight > 0; outHeight--) {
    for (let c = 0; c < filters; c += 4) {
      const at = bytes(c);
      const part = min(4, filters - c);
      const first = bias ? loadSome(bias + at, part) : splat(0);
      const move = <usize>stride * step;
      outputLine(
        padded + at,
        pitch,
        step,
        move,
        kernelHeight,
        kernelWidth,
        w + at,
        tapStep,
        first,
        y + at,
        outWidth,
        part,
      );
    }
    padded += <usize>stride * pitch;
    y += <usize>outWidth * step;
  }
}

/** One line of outputs in up to four channels; sums run over the taps in order. */
function outputLine(
  line: usize,
  pitch: usize,
  step: usize,
  move: usize,
  kernelHeight: i32,
  kernelWidth: i32,
  w: usize,
  tapStep: usize,
  first: v128,
  y: usize,
  left: i32,
  part: i32,
): void {
  if (part == 4) {
    for (; left >= 4; left -= 4) {
      let s0 = first,
        s1 = first,
        s2 = first,
        s3 = first;
      let tap = w;
      for (let ky = 0; ky < kernelHeight; ky++) {
        let from = line + <usize>ky * pitch;
        for (let kx = kernelWidth; kx > 0; kx--) {
          const k = v128.load(tap);
          s0 = f32x4.add(s0, f32x4.mul(v128.load(from), k));
          s1 = f32x4.add(s1, f32x4.mul(v128.load(from + move), k));
          s2 = f32x4.add(s2, f32x4.mul(v128.load(from + 2 * move), k));
          s3 = f32x4.add(s3, f32x4.mul(v128.load(from + 3 * move), k));
          from += step;
          tap += tapStep;
        }
      }
      v128.store(y, s0);
      v128.store(y + step, s1);
      v128.store(y + 2 * step, s2);
      v128.store(y + 3 * step, s3);
      y += 4 * step;
      line += 4 * move;
    }
  }
  for (; left > 0; left--) {
    let sum = first;
    let tap = w;
    for (let ky = 0; ky < kernelHeight; ky++) {
      let from = line + <usize>ky * pitch;
      for (let kx = kernelWidth; kx > 0; kx--) {
        sum = f32x4.add(sum, f32x4.mul(loadSome(from, part), loadSome(tap, part)));
        from += step;
        tap += tapStep;
      }
    }
    storeSome(y, sum, part);
    y += step;
    line += move;
  }
}

/** to += a b over n floats. */
function addProducts(a: usize, b: usize, n: i32, to: usize): void {
  for (; n >= 4; n -= 4) {
    v128.store(to, f32x4.add(v128.load(to), f32x4.mul(v128.load(a), v128.load(b))));
    a += 16;
    b += 16;
    to += 16;
  }
  if (n > 0) addTo(to, f32x4.mul(loadSome(a, n), loadSome(b, n)), n);
}

/**
 * dx. Stride 1: the padded dz under the turned kernel; else windows in order, added where they lie.
 * Operands: geometry, dz, w, dx, padded, spread.
 */
export function depthwiseInputGradient(args: usize): void {
  const filters = filtersOf(args);
  const height = heightOf(args);
  const width = widthOf(args);
  const values = height * width * channelsOf(args);
  const repeated = filters != channelsOf(args);
  let dz = ptr(args, GEOMETRY_WORDS);
  let dx = ptr(args, GEOMETRY_WORDS + 2);
  const padded = ptr(args, GEOMETRY_WORDS + 3);
  const spread = ptr(args, GEOMETRY_WORDS + 4);
  const direct = strideOf(args) == 1;
  const sideHeight = height + kernelHeightOf(args) - 1;
  const sideWidth = width + kernelWidthOf(args) - 1;
  if (direct) fillZero(padded, sideHeight * sideWidth * filters);
  for (let row = rowsOf(args); row > 0; row--) {
    const to = repeated ? spread : dx;
    if (direct) {
      const top = kernelHeightOf(args) - 1 - padTopOf(args);
      const left = kernelWidthOf(args) - 1 - padLeftOf(args);
      padImage(dz, outHeightOf(args), outWidthOf(args), filters, padded, sideHeight, sideWidth, top, left);
      slide(args, padded, sideWidth, 1, height, width, ptr(args, GEOMETRY_WORDS + 1), true, 0, to);
    } else {
      scatter(args, dz, padded, to);
    }
    if (repeated) sumNeighbours(spread, values, filters / channelsOf(args), dx);
    dz += bytes(outHeightOf(args) * outWidthOf(args) * filters);
    dx += bytes(values);
  }
}

function scatter(args: usize, dz: usize, padded: usize, to: usize): void {
  const filters = filtersOf(args);
  const stride = strideOf(args);
  const step = bytes(filters);
  const pitch = <usize>paddedWidthOf(args) * step;
  const run = <usize>kernelWidthOf(args) * step;
  fillZero(padded, paddedHeightOf(args) * paddedWidthOf(args) * filters);
  for (let oy = 0; oy < outHeightOf(args); oy++) {
    for (let ox = 0; ox < outWidthOf(args); ox++) {
      let at = padded + <usize>(oy * stride) * pitch + <usize>(ox * stride) * step;
      let taps = ptr(args, GEOMETRY_WORDS + 1);
      for (let ky = kernelHeightOf(args); ky > 0; ky--) {
        for (let x: usize = 0; x < run; x += step) addProducts(dz, taps + x, filters, at + x);
        taps += run;
        at += pitch;
      }
      dz += step;
    }
  }
  const height = paddedHeightOf(args);
  const width = paddedWidthOf(args);
  unpadImage(padded, height, width, padTopOf(args), padLeftOf(args), to, heightOf(args), widthOf(args), filters);
}

/**
 * dw and, unless left out, db: lines of an image in order, then images; within a line even and odd columns apart.
 * Operands: geometry, x, dz, dw, db, padded, spread.
 */
export function depthwiseWeightGradient(args: usize): void {
  const filters = filtersOf(args);
  const step = bytes(filters);
  const outWidth = outWidthOf(args);
  const stride = strideOf(args);
  const pitch = <usize>paddedWidthOf(args) * step;
  const taps = kernelHeightOf(args) * kernelWidthOf(args);
  let x = ptr(args, GEOMETRY_WORDS);
  let dz = ptr(args, GEOMETRY_WORDS + 1);
  const dw = ptr(args, GEOMETRY_WORDS + 2);
  const db = ptr(args, GEOMETRY_WORDS + 3);
  const padded = ptr(args, GEOMETRY_WORDS + 4);
  fillZero(padded, paddedHeightOf(args) * paddedWidthOf(args) * filters);
  fillZero(dw, taps * filters);
  if (db) fillZero(db, filters);
  for (let row = rowsOf(args); row > 0; row--) {
    prepare(args, x, padded, ptr(args, GEOMETRY_WORDS + 5));
    let line = padded;
    for (let oy = outHeightOf(args); oy > 0; oy--) {
      for (let c = 0; c < filters; c += 4) {
        const part = min(4, filters - c);
        let to = dw + bytes(c);
        for (let ky = 0; ky < kernelHeightOf(args); ky++) {
          let from = line + <usize>ky * pitch + bytes(c);
          for (let kx = kernelWidthOf(args); kx > 0; kx--) {
            addTo(to, lineSum(from, <usize>stride * step, dz + bytes(c), step, outWidth, part), part);
            from += step;
            to += step;
          }
        }
        if (db) addTo(db + bytes(c), plainSum(dz + bytes(c), step, outWidth, part), part);
      }
      line += <usize>stride * pitch;
      dz += <usize>outWidth * step;
    }
    x += bytes(heightOf(args) * widthOf(args) * channelsOf(args));
  }
}

function addTo(to: usize, v: v128, part: i32): void {
  storeSome(to, f32x4.add(loadSome(to, part), v), part);
}

/** Sum over a line of x under one tap times dz. */
function lineSum(from: usize, move: usize, dz: usize, step: usize, left: i32, part: i32): v128 {
  let even = splat(0);
  let odd = even;
  if (part == 4) {
    for (; left >= 2; left -= 2) {
      even = f32x4.add(even, f32x4.mul(v128.load(from), v128.load(dz)));
      odd = f32x4.add(odd, f32x4.mul(v128.load(from + move), v128.load(dz + step)));
      from += 2 * move;
      dz += 2 * step;
    }
  }
  for (; left > 0; left--) {
    even = f32x4.add(even, f32x4.mul(loadSome(from, part), loadSome(dz, part)));
    from += move;
    dz += step;
  }
  return f32x4.add(even, odd);
}

function plainSum(dz: usize, step: usize, left: i32, part: i32): v128 {
  let sum = splat(0);
  for (; left > 0; left--) {
    sum = f32x4.add(sum, loadSome(dz, part));
    dz += step;
  }
  return sum;
}
