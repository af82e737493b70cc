// Convolution over NHWC images, forward and both gradients, without im2col: in a zero-padded NHWC image the part of a
// patch that lies in one row is contiguous (kernel width x channels floats), so a convolution is a matrix product whose
// rows of A are pointers into the image, summed over the rows of the kernel. Georganas et al. 2018 describe the idea.
// Every output is a sum over (ky, kx, channel) in that order, whatever the batch: rows do not depend on batch mates.
// Weight gradients sum the pixels of an image in order, then the images in order.
import { gemm, gemmScratchBytes, TRANSPOSED_B } from './gemm';
import { int, ptr } from './operands';
import {
  addFloats,
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

/** Bytes of a 4 x 8 tile. */
export const TILE: usize = 128;

export function mulAdd(acc: v128, a: v128, b: v128): v128 {
  return f32x4.add(acc, f32x4.mul(a, b));
}

/**
 * Four pixels times eight filters. a0..a3: first float of each patch; the patch has `segments` rows of `run` floats,
 * `pitch` bytes apart. panel: 8 biases, then 8 filters for each float of the patch. to: tile with `stride` bytes
 * between pixels; pixels from `count` on are not stored. Inlined: a call costs as much as a small patch.
 */
@inline
function patchTile(
  a0: usize,
  a1: usize,
  a2: usize,
  a3: usize,
  segments: i32,
  run: i32,
  pitch: usize,
  panel: usize,
  to: usize,
  stride: usize,
  count: i32,
  relu: bool,
): void {
  let c00 = v128.load(panel),
    c01 = v128.load(panel, 16);
  let c10 = c00,
    c11 = c01,
    c20 = c00,
    c21 = c01,
    c30 = c00,
    c31 = c01;
  const back = pitch - bytes(run);
  panel += 32;
  for (; segments > 0; segments--) {
    for (let left = run; left > 0; left--) {
      const b0 = v128.load(panel),
        b1 = v128.load(panel, 16);
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
      panel += 32;
      a0 += 4;
      a1 += 4;
      a2 += 4;
      a3 += 4;
    }
    a0 += back;
    a1 += back;
    a2 += back;
    a3 += back;
  }
  if (relu) {
    const zero = f32x4.splat(0);
    c00 = f32x4.pmax(c00, zero);
    c01 = f32x4.pmax(c01, zero);
    c10 = f32x4.pmax(c10, zero);
    c11 = f32x4.pmax(c11, zero);
    c20 = f32x4.pmax(c20, zero);
    c21 = f32x4.pmax(c21, zero);
    c30 = f32x4.pmax(c30, zero);
    c31 = f32x4.pmax(c31, zero);
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

/** Copies `columns` floats of `count` tile rows to rows `stride` bytes apart, or adds them there. */
export function spill(tile: usize, count: i32, columns: i32, to: usize, stride: usize, add: bool): void {
  for (; count > 0; count--) {
    for (let j: usize = 0; j < bytes(columns); j += 4) {
      store<f32>(to + j, add ? load<f32>(to + j) + load<f32>(tile + j) : load<f32>(tile + j));
    }
    tile += 32;
    to += stride;
  }
}

/**
 * One image: every window of `segments` rows of `run` floats, `pitch` bytes apart, against all panels. Windows are
 * pixelStep bytes apart in a row and rowStep bytes from row to row. to: outHeight x outWidth x filters.
 */
function slide(
  image: usize,
  pitch: usize,
  pixelStep: usize,
  rowStep: usize,
  segments: i32,
  run: i32,
  outHeight: i32,
  outWidth: i32,
  filters: i32,
  panels: usize,
  tile: usize,
  to: usize,
  relu: bool,
): void {
  const panelBytes = bytes(8 * (segments * run + 1));
  const stride = bytes(filters);
  const total = outHeight * outWidth;
  const turn = rowStep - <usize>outWidth * pixelStep;
  for (let j = 0; j < filters; j += 8) {
    let a = image;
    let column = 0;
    let target = to + bytes(j);
    const columns = filters - j;
    for (let left = total; left > 0; left -= 4) {
      const a0 = a;
      let a1 = a0,
        a2 = a0,
        a3 = a0;
      a += pixelStep;
      if (++column == outWidth) {
        column = 0;
        a += turn;
      }
      if (left > 1) {
        a1 = a;
        a += pixelStep;
        if (++column == outWidth) {
          column = 0;
          a += turn;
        }
      }
      if (left > 2) {
        a2 = a;
        a += pixelStep;
        if (++column == outWidth) {
          column = 0;
          a += turn;
        }
      }
      if (left > 3) {
        a3 = a;
        a += pixelStep;
        if (++column == outWidth) {
          column = 0;
          a += turn;
        }
      }
      const whole = columns >= 8;
      patchTile(a0, a1, a2, a3, segments, run, pitch, panels, whole ? target : tile, whole ? stride : 32, left, relu);
      if (!whole) spill(tile, min(left, 4), columns, target, stride, false);
      target += 4 * stride;
    }
    panels += panelBytes;
  }
}

/** Lays w [k x filters] out in panels of 8 filters, each opened by 8 biases; missing filters and biases are zero. */
function packFilters(w: usize, bias: usize, k: i32, filters: i32, to: usize): void {
  const stride = bytes(filters);
  for (let j = 0; j < filters; j += 8) {
    const columns = min(8, filters - j);
    packRow(bias ? bias + bytes(j) : 0, columns, to);
    to += 32;
    let from = w + bytes(j);
    for (let p = 0; p < k; p++) {
      packRow(from, columns, to);
      from += stride;
      to += 32;
    }
  }
}

function packRow(from: usize, columns: i32, to: usize): void {
  if (from && columns == 8) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    return;
  }
  for (let x = 0; x < 8; x++) store<f32>(to + bytes(x), from && x < columns ? load<f32>(from + bytes(x)) : 0);
}

/** The same for the kernel turned by 180 degrees with channels and filters exchanged: what input gradients slide. */
function packTurned(w: usize, taps: i32, channels: i32, filters: i32, to: usize): void {
  for (let j = 0; j < channels; j += 8) {
    const columns = min(8, channels - j);
    packRow(0, 8, to);
    to += 32;
    for (let tap = taps - 1; tap >= 0; tap--) {
      const from = w + bytes((tap * channels + j) * filters);
      for (let f = 0; f < filters; f++) {
        for (let x = 0; x < 8; x++) {
          store<f32>(to + bytes(x), x < columns ? load<f32>(from + bytes(x * filters + f)) : 0);
        }
        to += 32;
      }
    }
  }
}

/** Floats of the panels of `filters` filters of k floats. */
function panelFloats(filters: i32, k: i32): i32 {
  return ((filters + 7) >> 3) * 8 * (k + 1);
}

/** y = w * x + bias, relu if asked. Operands: geometry, x, w, bias, y, scratch, relu. */
export function conv(args: usize): void {
  const channels = channelsOf(args);
  const filters = filtersOf(args);
  const segments = kernelHeightOf(args);
  const run = kernelWidthOf(args) * channels;
  const panels = ptr(args, GEOMETRY_WORDS + 4);
  const tile = panels + bytes(panelFloats(filters, segments * run));
  packFilters(ptr(args, GEOMETRY_WORDS + 1), ptr(args, GEOMETRY_WORDS + 2), segments * run, filters, panels);
  const stride = strideOf(args);
  slideAll(
    args,
    ptr(args, GEOMETRY_WORDS),
    heightOf(args),
    widthOf(args),
    channels,
    padTopOf(args),
    padLeftOf(args),
    stride,
    outHeightOf(args),
    outWidthOf(args),
    filters,
    panels,
    tile,
    ptr(args, GEOMETRY_WORDS + 3),
    int(args, GEOMETRY_WORDS + 5) != 0,
  );
}

/** dx for stride 1: the padded dz under the turned kernel. Operands: geometry, dz, w, dx, scratch. */
export function convInputGradient(args: usize): void {
  const channels = channelsOf(args);
  const filters = filtersOf(args);
  const kernelHeight = kernelHeightOf(args);
  const kernelWidth = kernelWidthOf(args);
  const panels = ptr(args, GEOMETRY_WORDS + 3);
  const taps = kernelHeight * kernelWidth;
  const tile = panels + bytes(panelFloats(channels, taps * filters));
  packTurned(ptr(args, GEOMETRY_WORDS + 1), taps, channels, filters, panels);
  slideAll(
    args,
    ptr(args, GEOMETRY_WORDS),
    outHeightOf(args),
    outWidthOf(args),
    filters,
    kernelHeight - 1 - padTopOf(args),
    kernelWidth - 1 - padLeftOf(args),
    1,
    heightOf(args),
    widthOf(args),
    channels,
    panels,
    tile,
    ptr(args, GEOMETRY_WORDS + 2),
    false,
  );
}

/** Pads image after image (unless the window never leaves it) and slides the panels over each. */
function slideAll(
  args: usize,
  x: usize,
  height: i32,
  width: i32,
  channels: i32,
  top: i32,
  left: i32,
  stride: i32,
  outHeight: i32,
  outWidth: i32,
  filters: i32,
  panels: usize,
  tile: usize,
  y: usize,
  relu: bool,
): void {
  const kernelHeight = kernelHeightOf(args);
  const kernelWidth = kernelWidthOf(args);
  const paddedHeight = (outHeight - 1) * stride + kernelHeight;
  const paddedWidth = (outWidth - 1) * stride + kernelWidth;
  const inside = top == 0 && left == 0 && paddedHeight <= height && paddedWidth <= width;
  const padded = tile + TILE;
  const pitch = bytes((inside ? width : paddedWidth) * channels);
  const step = bytes(stride * channels);
  if (!inside) fillZero(padded, paddedHeight * paddedWidth * channels);
  for (let row = rowsOf(args); row > 0; row--) {
    if (!inside) padImage(x, height, width, channels, padded, paddedHeight, paddedWidth, top, left);
    slide(
      inside ? x : padded,
      pitch,
      step,
      <usize>stride * pitch,
      kernelHeight,
      kernelWidth * channels,
      outHeight,
      outWidth,
      filters,
      panels,
      tile,
      y,
      relu,
    );
    x += bytes(height * width * channels);
    y += bytes(outHeight * outWidth * filters);
  }
}

/**
 * dx for any stride: the product of each row of dz with the kernel, added where its windows lie.
 * Operands: geometry, dz, w, dx, scratch.
 */
export function convInputGradientStrided(args: usize): void {
  const height = heightOf(args);
  const width = widthOf(args);
  const channels = channelsOf(args);
  const outHeight = outHeightOf(args);
  const outWidth = outWidthOf(args);
  const filters = filtersOf(args);
  const kernelHeight = kernelHeightOf(args);
  const stride = strideOf(args);
  const run = kernelWidthOf(args) * channels;
  const k = kernelHeight * run;
  const paddedHeight = (outHeight - 1) * stride + kernelHeight;
  const paddedWidth = (outWidth - 1) * stride + kernelWidthOf(args);
  const pitch = bytes(paddedWidth * channels);
  let dz = ptr(args, GEOMETRY_WORDS);
  const w = ptr(args, GEOMETRY_WORDS + 1);
  let dx = ptr(args, GEOMETRY_WORDS + 2);
  const scratch = ptr(args, GEOMETRY_WORDS + 3);
  const patches = scratch + <usize>gemmScratchBytes(filters);
  const padded = patches + bytes(outWidth * k);
  for (let row = rowsOf(args); row > 0; row--) {
    fillZero(padded, paddedHeight * paddedWidth * channels);
    for (let oy = 0; oy < outHeight; oy++) {
      const stride4 = bytes(filters);
      gemm(outWidth, k, filters, dz, stride4, 4, w, stride4, patches, bytes(k), 0, TRANSPOSED_B, scratch);
      dz += bytes(outWidth * filters);
      let patch = patches;
      for (let ox = 0; ox < outWidth; ox++) {
        let to = padded + <usize>(oy * stride) * pitch + bytes(ox * stride * channels);
        for (let ky = 0; ky < kernelHeight; ky++) {
          addFloats(patch, to, run);
          patch += bytes(run);
          to += pitch;
        }
      }
    }
    unpadImage(padded, paddedHeight, paddedWidth, padTopOf(args), padLeftOf(args), dx, height, width, channels);
    dx += bytes(height * width * channels);
  }
}
