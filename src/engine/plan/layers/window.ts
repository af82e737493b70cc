// The geometry that convolutions and pooling hand to their kernels: images are height x width x channels, sequences
// are images of height 1.
import { padBefore, type Padding } from '$core/model/layer';
import type { ResolvedLayer } from '$core/model/spec';

/** Operands that open every kernel with a sliding window (kernels/assembly/window.ts reads them by place). */
export const geometrySignature = {
  rows: 'int',
  height: 'int',
  width: 'int',
  channels: 'int',
  outHeight: 'int',
  outWidth: 'int',
  filters: 'int',
  kernelHeight: 'int',
  kernelWidth: 'int',
  stride: 'int',
  padTop: 'int',
  padLeft: 'int',
} as const;

export type Geometry = Readonly<Record<keyof typeof geometrySignature, number>>;

/** Geometry of a layer with `strides`, `padding` and a window of `size`, for inputs of rank 2 or 3. */
export function geometryOf(rows: number, layer: ResolvedLayer, size: number): Geometry {
  const input = layer.inputInfos[0].shape;
  const output = layer.output.shape;
  const flat = input.length === 2;
  const [height, width, channels] = flat ? [1, ...input] : input;
  const [outHeight, outWidth, filters] = flat ? [1, ...output] : output;
  const stride = layer.options.strides as number;
  const padding = layer.options.padding as Padding;
  const kernelHeight = flat ? 1 : size;
  return {
    rows,
    height,
    width,
    channels,
    outHeight,
    outWidth,
    filters,
    kernelHeight,
    kernelWidth: size,
    stride,
    padTop: padBefore(height, outHeight, kernelHeight, stride, padding),
    padLeft: padBefore(width, outWidth, size, stride, padding),
  };
}

export const pixelsOf = (g: Geometry) => g.outHeight * g.outWidth;
/** Floats under one window. */
export const patchOf = (g: Geometry) => g.kernelHeight * g.kernelWidth * g.channels;
/** Floats of an image with the border that the windows reach into. */
export const paddedSize = (g: Geometry) =>
  ((g.outHeight - 1) * g.stride + g.kernelHeight) * ((g.outWidth - 1) * g.stride + g.kernelWidth) * g.channels;
