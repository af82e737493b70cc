// The convolution op that conv2d, conv1d and the pointwise half of separableConv2d emit: y = w * x + bias (relu fused),
// its input gradient and its weight gradient.
import { kernel, type Ref } from '../ir';
import { panelSize } from '../kernels';
import type { LowerContext } from '../lowering';
import { geometrySignature, paddedSize, patchOf, pixelsOf, type Geometry } from './window';

const forward = {
  ...geometrySignature,
  x: 'in',
  w: 'in',
  bias: 'in',
  y: 'out',
  scratch: 'scratch',
  relu: 'int',
} as const;
const conv = kernel('conv', forward);
const inputGradient = { ...geometrySignature, dz: 'in', w: 'in', dx: 'out', scratch: 'scratch' } as const;
/** Slides the turned kernel over dz: stride 1. */
const convInputGradient = kernel('convInputGradient', inputGradient);
/** Adds the patches of dz w where they came from, whatever the stride. */
const convInputGradientStrided = kernel('convInputGradientStrided', inputGradient);
const weightGradient = {
  ...geometrySignature,
  x: 'in',
  dz: 'in',
  dw: 'out',
  db: 'out',
  scratch: 'scratch',
} as const;
const convWeightGradient = kernel('convWeightGradient', weightGradient);
/** The same by Winograd's F(2 x 2, 3 x 3), where `suitsWinograd`. */
const convWinograd = kernel('convWinograd', forward);
const convWinogradInputGradient = kernel('convWinogradInputGradient', inputGradient);
const convWinogradWeightGradient = kernel('convWinogradWeightGradient', weightGradient);

/** Rows of 8 filters, each opened by a row of biases. */
const panels = (filters: number, k: number) => 8 * Math.ceil(filters / 8) * (k + 1);
const tile = 32;

/** 3 x 3 of stride 1 with enough channels to pay for the transforms (measured). */
const suitsWinograd = (g: Geometry) =>
  g.kernelHeight === 3 &&
  g.kernelWidth === 3 &&
  g.stride === 1 &&
  g.channels % 4 === 0 &&
  g.filters % 4 === 0 &&
  g.channels >= 8 &&
  g.filters >= 8;

/** Kernel panels or sums, two sets of 16 planes of 64 tiles, and the images with their borders. */
function winogradScratch(inputs: number, outputs: number, height: number, width: number): number {
  const eights = (n: number) => 8 * Math.ceil(n / 8);
  const even = (n: number) => 2 * Math.ceil(n / 2);
  const planes = (columns: number) => 16 * (64 * columns + 16);
  const images = (even(height) + 2) * (even(width) + 2) * inputs + even(height) * even(width) * outputs;
  return 16 * inputs * eights(outputs) + planes(inputs) + planes(eights(outputs)) + images;
}

/** Operations of a Winograd pass: the products of all planes and the transforms before and after. */
const winogradFlops = (g: Geometry) =>
  g.rows *
  Math.ceil(g.outHeight / 2) *
  Math.ceil(g.outWidth / 2) *
  (32 * g.channels * g.filters + 32 * g.channels + 24 * g.filters);

const flopsOf = (g: Geometry) =>
  suitsWinograd(g) ? winogradFlops(g) : 2 * g.rows * pixelsOf(g) * g.filters * patchOf(g);

export interface Convolution {
  readonly geometry: Geometry;
  readonly x: Ref;
  readonly w: Ref;
  readonly bias: Ref | undefined;
}

/** Emits z = w * x + bias and returns z. */
export function emitConv(context: LowerContext, { geometry: g, x, w, bias }: Convolution, relu: boolean): Ref {
  const y = context.buffer('z', g.rows * pixelsOf(g) * g.filters);
  const winograd = suitsWinograd(g);
  const size = winograd
    ? winogradScratch(g.channels, g.filters, g.outHeight, g.outWidth)
    : panels(g.filters, patchOf(g)) + tile + paddedSize(g);
  const scratch = context.buffer('scratch', size);
  const flops = flopsOf(g) + (bias ? y.size : 0);
  context.emit(winograd ? convWinograd : conv, { ...g, x, w, bias, y, scratch, relu: Number(relu) }, flops);
  return y;
}

/** Emits dw and db. */
export function emitConvWeightGradient(
  context: LowerContext,
  { geometry: g, x, bias }: Convolution,
  dz: Ref,
  dw: Ref,
): void {
  const columns = g.filters % 8 === 0 ? 0 : 8 * pixelsOf(g);
  const winograd = suitsWinograd(g);
  const size = winograd
    ? winogradScratch(g.channels, g.filters, g.outHeight, g.outWidth)
    : tile + paddedSize(g) + 4 + columns;
  const scratch = context.buffer('scratch', size);
  const db = bias && context.gradient('bias');
  const op = winograd ? convWinogradWeightGradient : convWeightGradient;
  context.emit(op, { ...g, x, dz, dw, db, scratch }, flopsOf(g) + (db ? dz.size : 0));
}

/** Emits dx and returns it. */
export function emitConvInputGradient(context: LowerContext, { geometry: g, x, w }: Convolution, dz: Ref): Ref {
  const dx = context.buffer('dx', x.size);
  const k = g.kernelHeight * g.kernelWidth;
  if (suitsWinograd(g)) {
    const scratch = context.buffer('scratch', winogradScratch(g.filters, g.channels, g.height, g.width));
    context.emit(convWinogradInputGradient, { ...g, dz, w, dx, scratch }, flopsOf(g));
  } else if (g.stride === 1) {
    const padded = (g.height + g.kernelHeight - 1) * (g.width + g.kernelWidth - 1) * g.filters;
    const scratch = context.buffer('scratch', panels(g.channels, k * g.filters) + tile + padded);
    context.emit(convInputGradient, { ...g, dz, w, dx, scratch }, flopsOf(g));
  } else {
    const scratch = context.buffer('scratch', panelSize(g.filters) + g.outWidth * patchOf(g) + paddedSize(g));
    context.emit(convInputGradientStrided, { ...g, dz, w, dx, scratch }, flopsOf(g));
  }
  return dx;
}
