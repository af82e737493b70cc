// Weight and bias gradients of convolutions: tiles of the patch by filters, summed over the pixels of an image in
// order, then over the images in order.
import { TILE, mulAdd, spill } from './conv';
import { ptr } from './operands';
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
  widthOf,
} from './window';

/**
 * Four neighbouring floats of the patch times eight filters, summed over all windows of an image. a: first float under
 * the first window; b: dz with `pitchB` bytes between pixels. The tile is stored at `to`, or added to what is there.
 */
function gradientTile(
  a: usize,
  pixelStep: usize,
  turn: usize,
  outHeight: i32,
  outWidth: i32,
  b: usize,
  pitchB: usize,
  to: usize,
  stride: usize,
  count: i32,
  add: bool,
): void {
  let c00 = f32x4.splat(0);
  let c01 = c00,
    c10 = c00,
    c11 = c00,
    c20 = c00,
    c21 = c00,
    c30 = c00,
    c31 = c00;
  for (; outHeight > 0; outHeight--) {
    for (let left = outWidth; left > 0; left--) {
      const b0 = v128.load(b),
        b1 = v128.load(b, 16);
      let s = v128.load32_splat(a);
      c00 = mulAdd(c00, s, b0);
      c01 = mulAdd(c01, s, b1);
      s = v128.load32_splat(a, 4);
      c10 = mulAdd(c10, s, b0);
      c11 = mulAdd(c11, s, b1);
      s = v128.load32_splat(a, 8);
      c20 = mulAdd(c20, s, b0);
      c21 = mulAdd(c21, s, b1);
      s = v128.load32_splat(a, 12);
      c30 = mulAdd(c30, s, b0);
      c31 = mulAdd(c31, s, b1);
      a += pixelStep;
      b += pitchB;
    }
    a += turn;
  }
  if (add) {
    c00 = f32x4.add(c00, v128.load(to));
    c01 = f32x4.add(c01, v128.load(to, 16));
    if (count > 1) {
      c10 = f32x4.add(c10, v128.load(to + stride));
      c11 = f32x4.add(c11, v128.load(to + stride, 16));
    }
    if (count > 2) {
      c20 = f32x4.add(c20, v128.load(to + 2 * stride));
      c21 = f32x4.add(c21, v128.load(to + 2 * stride, 16));
    }
    if (count > 3) {
      c30 = f32x4.add(c30, v128.load(to + 3 * stride));
      c31 = f32x4.add(c31, v128.load(to + 3 * stride, 16));
    }
  }
  v128.store(to, c00);
  v128.store(to, c01, 16);
  if (count > 1) {
    v128.store(to + stride, c10);
    v128.store(to + stride, c11, 16);
  }
  if (count > 2) {
    v128.store(to + 2 * stride, c20);
    v128.store(to + 2 * stride, c21, 16);
  }
  if (count > 3) {
    v128.store(to + 3 * stride, c30);
    v128.store(to + 3 * stride, c31, 16);
  }
}

/** dw and, unless left out, db. Operands: geometry, x, dz, dw, db, scratch. */
export function convWeightGradient(args: usize): void {
  const height = heightOf(args);
  const width = widthOf(args);
  const channels = channelsOf(args);
  const outHeight = outHeightOf(args);
  const outWidth = outWidthOf(args);
  const filters = filtersOf(args);
  const kernelHeight = kernelHeightOf(args);
  const stride = strideOf(args);
  const run = kernelWidthOf(args) * channels;
  const pixels = outHeight * outWidth;
  const paddedHeight = (outHeight - 1) * stride + kernelHeight;
  const paddedWidth = (outWidth - 1) * stride + kernelWidthOf(args);
  const pitch = bytes(paddedWidth * channels);
  const pixelStep = bytes(stride * channels);
  const turn = <usize>stride * pitch - <usize>outWidth * pixelStep;
  let x = ptr(args, GEOMETRY_WORDS);
  let dz = ptr(args, GEOMETRY_WORDS + 1);
  const dw = ptr(args, GEOMETRY_WORDS + 2);
  const db = ptr(args, GEOMETRY_WORDS + 3);
  const tile = ptr(args, GEOMETRY_WORDS + 4);
  const padded = tile + TILE;
  // Columns beyond the last full eight are copied to a panel, so that reads stay inside.
  const panel = padded + bytes(paddedHeight * paddedWidth * channels + 4);
  const strideW = bytes(filters);
  const tail = filters & 7;
  if (db) biasGradient(dz, rowsOf(args), pixels, filters, tile, db);
  fillZero(padded, paddedHeight * paddedWidth * channels + 4);
  if (tail) fillZero(panel, pixels * 8);
  for (let row = rowsOf(args), add = false; row > 0; row--, add = true) {
    padImage(x, height, width, channels, padded, paddedHeight, paddedWidth, padTopOf(args), padLeftOf(args));
    if (tail) copyColumns(dz + bytes(filters - tail), strideW, tail, pixels, panel);
    for (let j = 0; j < filters; j += 8) {
      const columns = filters - j;
      const whole = columns >= 8;
      const b = whole ? dz + bytes(j) : panel;
      const pitchB: usize = whole ? strideW : 32;
      let to = dw + bytes(j);
      for (let ky = 0; ky < kernelHeight; ky++) {
        let a = padded + <usize>ky * pitch;
        for (let left = run; left > 0; left -= 4) {
          const count = min(left, 4);
          if (whole) {
            gradientTile(a, pixelStep, turn, outHeight, outWidth, b, pitchB, to, strideW, count, add);
          } else {
            gradientTile(a, pixelStep, turn, outHeight, outWidth, b, pitchB, tile, 32, count, false);
            spill(tile, count, columns, to, strideW, add);
          }
          a += 16;
          to += <usize>count * strideW;
        }
      }
    }
    x += bytes(height * width * channels);
    dz += bytes(pixels * filters);
  }
}

/** Copies `columns` (below 8) of `pixels` rows to rows of 8. */
function copyColumns(from: usize, stride: usize, columns: i32, pixels: i32, to: usize): void {
  for (; pixels > 0; pixels--) {
    for (let j: usize = 0; j < bytes(columns); j += 4) store<f32>(to + j, load<f32>(from + j));
    from += stride;
    to += 32;
  }
}

/** db: sums over the pixels of an image in order, then over images. tile: 8 floats. */
export function biasGradient(dz: usize, images: i32, pixels: i32, filters: i32, tile: usize, db: usize): void {
  for (let row = 0; row < images; row++) {
    for (let j = 0; j < filters; j += 8) {
      const columns = min(8, filters - j);
      if (columns == 8) sumTile(dz + bytes(j), bytes(filters), pixels, tile, db + bytes(j), 8, row > 0);
      else sumSome(dz + bytes(j), bytes(filters), pixels, db + bytes(j), columns, row > 0);
    }
    dz += bytes(pixels * filters);
  }
}

function sumSome(b: usize, pitch: usize, pixels: i32, to: usize, columns: i32, add: bool): void {
  for (let j: usize = 0; j < bytes(columns); j += 4) {
    let sum: f32 = 0;
    let from = b + j;
    for (let left = pixels; left > 0; left--) {
      sum += load<f32>(from);
      from += pitch;
    }
    store<f32>(to + j, add ? load<f32>(to + j) + sum : sum);
  }
}

/** Sum of eight columns over the pixels, stored at or added to `columns` floats at `to`. */
function sumTile(b: usize, pitch: usize, pixels: i32, tile: usize, to: usize, columns: i32, add: bool): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  for (; pixels > 0; pixels--) {
    s0 = f32x4.add(s0, v128.load(b));
    s1 = f32x4.add(s1, v128.load(b, 16));
    b += pitch;
  }
  v128.store(tile, s0);
  v128.store(tile, s1, 16);
  spill(tile, 1, columns, to, 0, add);
}
