// What convolutions and pooling share: the geometry words that open their operands, and moving one image between its
// dense place and a zero-padded copy. Images are height x width x channels; sequences are images of height 1.
import { copyFloats } from './move';
import { int } from './operands';

/** Words 0 to 11 of every kernel that slides a window; src/engine/plan/layers/window.ts names them. */
export const GEOMETRY_WORDS: i32 = 12;
export function rowsOf(args: usize): i32 {
  return int(args, 0);
}
export function heightOf(args: usize): i32 {
  return int(args, 1);
}
export function widthOf(args: usize): i32 {
  return int(args, 2);
}
export function channelsOf(args: usize): i32 {
  return int(args, 3);
}
export function outHeightOf(args: usize): i32 {
  return int(args, 4);
}
export function outWidthOf(args: usize): i32 {
  return int(args, 5);
}
export function filtersOf(args: usize): i32 {
  return int(args, 6);
}
export function kernelHeightOf(args: usize): i32 {
  return int(args, 7);
}
export function kernelWidthOf(args: usize): i32 {
  return int(args, 8);
}
export function strideOf(args: usize): i32 {
  return int(args, 9);
}
export function padTopOf(args: usize): i32 {
  return int(args, 10);
}
export function padLeftOf(args: usize): i32 {
  return int(args, 11);
}

export function bytes(floats: i32): usize {
  return (<usize>floats) << 2;
}

export function fillZero(to: usize, floats: i32): void {
  const zero = f32x4.splat(0);
  for (; floats >= 4; floats -= 4) {
    v128.store(to, zero);
    to += 16;
  }
  for (; floats > 0; floats--) {
    store<f32>(to, 0);
    to += 4;
  }
}

/** to += from over n floats. */
export function addFloats(from: usize, to: usize, n: i32): void {
  for (; n >= 4; n -= 4) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
    from += 16;
    to += 16;
  }
  for (; n > 0; n--) {
    store<f32>(to, load<f32>(to) + load<f32>(from));
    from += 4;
    to += 4;
  }
}

/**
 * Copies what fits of an image into the middle of a padded one whose border is already zero; both are rows of
 * `channels` wide pixels. top and left: pixels of the border before the image.
 */
export function padImage(
  from: usize,
  height: i32,
  width: i32,
  channels: i32,
  to: usize,
  paddedHeight: i32,
  paddedWidth: i32,
  top: i32,
  left: i32,
): void {
  const run = min(width, paddedWidth - left) * channels;
  to += bytes((top * paddedWidth + left) * channels);
  for (let y = min(height, paddedHeight - top); y > 0; y--) {
    copyFloats(from, to, run);
    from += bytes(width * channels);
    to += bytes(paddedWidth * channels);
  }
}

/** The inverse; what the padded image does not cover becomes zero. */
export function unpadImage(
  from: usize,
  paddedHeight: i32,
  paddedWidth: i32,
  top: i32,
  left: i32,
  to: usize,
  height: i32,
  width: i32,
  channels: i32,
): void {
  const columns = min(width, paddedWidth - left);
  const rows = min(height, paddedHeight - top);
  from += bytes((top * paddedWidth + left) * channels);
  for (let y = 0; y < height; y++) {
    const covered = y < rows ? columns : 0;
    copyFloats(from, to, covered * channels);
    fillZero(to + bytes(covered * channels), (width - covered) * channels);
    from += bytes(paddedWidth * channels);
    to += bytes(width * channels);
  }
}
