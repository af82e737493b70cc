// 3 x 3 convolution of stride 1 by Winograd's minimal filtering F(2 x 2, 3 x 3): 16 products where the direct way needs
// 36 (Lavin & Gray 2016, "Fast Algorithms for Convolutional Neural Networks"). Channels and filters must be multiples
// of 4. Tiles of 2 x 2 outputs are taken in chunks; each chunk is transformed to 16 planes, multiplied plane by plane,
// and transformed back. A tile's numbers depend on its own image alone, whatever chunk it falls in.
// The weight gradient is the transpose: G' [sum over tiles (B'dB)(A dy A')] G, tiles in order.
import { biasGradient } from './convWeights';
import { int, ptr } from './operands';
import {
  bytes,
  channelsOf,
  fillZero,
  filtersOf,
  GEOMETRY_WORDS,
  heightOf,
  outHeightOf,
  outWidthOf,
  padImage,
  padLeftOf,
  padTopOf,
  rowsOf,
  widthOf,
} from './window';
import {
  CHUNK,
  PLANES,
  planeBytes,
  upToEight,
  transformInput,
  transformOutput,
  transformGradient,
  transformKernels,
  transformBack,
} from './winogradTransforms';

function mulAdd(acc: v128, a: v128, b: v128): v128 {
  return f32x4.add(acc, f32x4.mul(a, b));
}

/** c[rows x 8 of ..] = a[rows x k] panel[k x 8]; rows in fours, strides in bytes. */
function panelProduct(rows: i32, k: i32, a: usize, panel: usize, c: usize, stride: usize): void {
  const step = bytes(k);
  for (; rows > 0; rows -= 4) {
    let a0 = a,
      a1 = a + step,
      a2 = a1 + step,
      a3 = a2 + step;
    let b = panel;
    let c00 = f32x4.splat(0);
    let c01 = c00,
      c10 = c00,
      c11 = c00,
      c20 = c00,
      c21 = c00,
      c30 = c00,
      c31 = c00;
    for (let left = k; left > 0; left--) {
      const b0 = v128.load(b),
        b1 = v128.load(b, 16);
      let s = v128.load32_splat(a0);
      c00 = mulAdd(c00, s, b0);
      c01 = mulAdd(c01, s, b1);
      s = v128.load32_splat(a1);
      c10 = mulAdd(c10, s, b0);
      c11 = mulAdd(c11, s, b1);
      s = v128.load32_splat(a2);
      c20 = mulAdd(c20, s, b0);
      c21 = mulAdd(c21, s, b1);
      s = v128.load32_splat(a3);
      c30 = mulAdd(c30, s, b0);
      c31 = mulAdd(c31, s, b1);
      b += 32;
      a0 += 4;
      a1 += 4;
      a2 += 4;
      a3 += 4;
    }
    v128.store(c, c00);
    v128.store(c, c01, 16);
    c += stride;
    v128.store(c, c10);
    v128.store(c, c11, 16);
    c += stride;
    v128.store(c, c20);
    v128.store(c, c21, 16);
    c += stride;
    v128.store(c, c30);
    v128.store(c, c31, 16);
    c += stride;
    a += 4 * step;
  }
}

/** c[channels x filters] += a' b over `rows` rows: a rows x channels, b rows x filters (in eights). */
function addOuterProducts(rows: i32, channels: i32, filters: i32, a: usize, b: usize, c: usize): void {
  const stepA = bytes(channels);
  const stepB = bytes(filters);
  for (let i = 0; i < channels; i += 4) {
    for (let j = 0; j < filters; j += 8) {
      let pa = a + bytes(i);
      let pb = b + bytes(j);
      let to = c + bytes(i * filters + j);
      let c00 = v128.load(to),
        c01 = v128.load(to, 16);
      to += stepB;
      let c10 = v128.load(to),
        c11 = v128.load(to, 16);
      to += stepB;
      let c20 = v128.load(to),
        c21 = v128.load(to, 16);
      to += stepB;
      let c30 = v128.load(to),
        c31 = v128.load(to, 16);
      for (let left = rows; left > 0; left--) {
        const b0 = v128.load(pb),
          b1 = v128.load(pb, 16);
        let s = v128.load32_splat(pa);
        c00 = mulAdd(c00, s, b0);
        c01 = mulAdd(c01, s, b1);
        s = v128.load32_splat(pa, 4);
        c10 = mulAdd(c10, s, b0);
        c11 = mulAdd(c11, s, b1);
        s = v128.load32_splat(pa, 8);
        c20 = mulAdd(c20, s, b0);
        c21 = mulAdd(c21, s, b1);
        s = v128.load32_splat(pa, 12);
        c30 = mulAdd(c30, s, b0);
        c31 = mulAdd(c31, s, b1);
        pa += stepA;
        pb += stepB;
      }
      v128.store(to, c30);
      v128.store(to, c31, 16);
      to -= stepB;
      v128.store(to, c20);
      v128.store(to, c21, 16);
      to -= stepB;
      v128.store(to, c10);
      v128.store(to, c11, 16);
      to -= stepB;
      v128.store(to, c00);
      v128.store(to, c01, 16);
    }
  }
}

/** y = w * x + bias, relu if asked. Operands: geometry, x, w, bias, y, scratch, relu. */
export function convWinograd(args: usize): void {
  const scratch = ptr(args, GEOMETRY_WORDS + 4);
  transformKernels(ptr(args, GEOMETRY_WORDS + 1), channelsOf(args), filtersOf(args), false, scratch);
  filterImages(
    rowsOf(args),
    ptr(args, GEOMETRY_WORDS),
    heightOf(args),
    widthOf(args),
    channelsOf(args),
    padTopOf(args),
    padLeftOf(args),
    outHeightOf(args),
    outWidthOf(args),
    filtersOf(args),
    ptr(args, GEOMETRY_WORDS + 2),
    int(args, GEOMETRY_WORDS + 5) != 0,
    ptr(args, GEOMETRY_WORDS + 3),
    scratch,
  );
}

/** Operands: geometry, dz, w, dx, scratch. */
export function convWinogradInputGradient(args: usize): void {
  const scratch = ptr(args, GEOMETRY_WORDS + 3);
  transformKernels(ptr(args, GEOMETRY_WORDS + 1), channelsOf(args), filtersOf(args), true, scratch);
  filterImages(
    rowsOf(args),
    ptr(args, GEOMETRY_WORDS),
    outHeightOf(args),
    outWidthOf(args),
    filtersOf(args),
    2 - padTopOf(args),
    2 - padLeftOf(args),
    heightOf(args),
    widthOf(args),
    channelsOf(args),
    0,
    false,
    ptr(args, GEOMETRY_WORDS + 2),
    scratch,
  );
}

/** Scratch: kernel panels (already there), input planes, product planes, one padded image. */
function filterImages(
  images: i32,
  x: usize,
  height: i32,
  width: i32,
  channels: i32,
  top: i32,
  left: i32,
  outHeight: i32,
  outWidth: i32,
  filters: i32,
  bias: usize,
  relu: bool,
  y: usize,
  scratch: usize,
): void {
  const across = (outWidth + 1) >> 1;
  const tiles = ((outHeight + 1) >> 1) * across;
  const columns = upToEight(filters);
  const inputs = scratch + bytes(PLANES * channels * columns);
  const planeIn = planeBytes(channels);
  const products = inputs + <usize>PLANES * planeIn;
  const planeOut = planeBytes(columns);
  const padded = products + <usize>PLANES * planeOut;
  const paddedHeight = ((outHeight + 1) & ~1) + 2;
  const paddedWidth = 2 * across + 2;
  const pitch = bytes(paddedWidth * channels);
  const pitchOut = bytes(outWidth * filters);
  fillZero(padded, paddedHeight * paddedWidth * channels);
  let current = -1;
  for (let first = 0; first < images * tiles; first += CHUNK) {
    const count = min(CHUNK, images * tiles - first);
    for (let t = 0; t < count; t++) {
      const image = (first + t) / tiles;
      const tile = (first + t) % tiles;
      if (image != current) {
        const from = x + bytes(image * height * width * channels);
        padImage(from, height, width, channels, padded, paddedHeight, paddedWidth, top, left);
        current = image;
      }
      const from = padded + <usize>(2 * (tile / across)) * pitch + bytes(2 * (tile % across) * channels);
      transformInput(from, pitch, channels, inputs + bytes(t * channels), planeIn);
    }
    for (let p: usize = 0; p < 16; p++) {
      for (let j = 0; j < columns; j += 8) {
        const panel = scratch + bytes((<i32>p * columns + j) * channels);
        panelProduct(count, channels, inputs + p * planeIn, panel, products + p * planeOut + bytes(j), bytes(columns));
      }
    }
    for (let t = 0; t < count; t++) {
      const image = (first + t) / tiles;
      const tile = (first + t) % tiles;
      const oy = 2 * (tile / across);
      const ox = 2 * (tile % across);
      const to = y + bytes(((image * outHeight + oy) * outWidth + ox) * filters);
      const from = products + bytes(t * columns);
      transformOutput(from, planeOut, filters, bias, relu, to, pitchOut, outHeight - oy, outWidth - ox);
    }
  }
}

/** dw and, unless left out, db. Operands: geometry, x, dz, dw, db, scratch. */
export function convWinogradWeightGradient(args: usize): void {
  const images = rowsOf(args);
  const height = heightOf(args);
  const width = widthOf(args);
  const channels = channelsOf(args);
  const outHeight = outHeightOf(args);
  const outWidth = outWidthOf(args);
  const filters = filtersOf(args);
  const x = ptr(args, GEOMETRY_WORDS);
  const dz = ptr(args, GEOMETRY_WORDS + 1);
  const sums = ptr(args, GEOMETRY_WORDS + 4);
  const db = ptr(args, GEOMETRY_WORDS + 3);
  const across = (outWidth + 1) >> 1;
  const down = (outHeight + 1) >> 1;
  const tiles = down * across;
  const columns = upToEight(filters);
  const inputs = sums + bytes(PLANES * channels * columns);
  const planeIn = planeBytes(channels);
  const gradients = inputs + <usize>PLANES * planeIn;
  const planeOut = planeBytes(columns);
  const padded = gradients + <usize>PLANES * planeOut;
  const paddedHeight = 2 * down + 2;
  const paddedWidth = 2 * across + 2;
  const pitch = bytes(paddedWidth * channels);
  const paddedFloats = paddedHeight * paddedWidth * channels;
  // dz as an image of even sides.
  const even = padded + bytes(paddedFloats);
  const pitchOut = bytes(2 * across * filters);
  if (db) biasGradient(dz, images, outHeight * outWidth, filters, inputs, db);
  fillZero(sums, PLANES * channels * columns);
  fillZero(padded, paddedFloats + 4 * tiles * filters);
  fillZero(gradients, PLANES * (CHUNK * columns + 16));
  let current = -1;
  for (let first = 0; first < images * tiles; first += CHUNK) {
    const count = min(CHUNK, images * tiles - first);
    for (let t = 0; t < count; t++) {
      const image = (first + t) / tiles;
      const tile = (first + t) % tiles;
      if (image != current) {
        const from = x + bytes(image * height * width * channels);
        const fromZ = dz + bytes(image * outHeight * outWidth * filters);
        padImage(from, height, width, channels, padded, paddedHeight, paddedWidth, padTopOf(args), padLeftOf(args));
        padImage(fromZ, outHeight, outWidth, filters, even, 2 * down, 2 * across, 0, 0);
        current = image;
      }
      const oy = 2 * (tile / across);
      const ox = 2 * (tile % across);
      const from = padded + <usize>oy * pitch + bytes(ox * channels);
      transformInput(from, pitch, channels, inputs + bytes(t * channels), planeIn);
      const fromZ = even + <usize>oy * pitchOut + bytes(ox * filters);
      transformGradient(fromZ, pitchOut, filters, gradients + bytes(t * columns), planeOut);
    }
    for (let p: usize = 0; p < 16; p++) {
      const to = sums + p * bytes(channels * columns);
      addOuterProducts(count, channels, columns, inputs + p * planeIn, gradients + p * planeOut, to);
    }
  }
  transformBack(sums, channels, filters, columns, ptr(args, GEOMETRY_WORDS + 2));
}
