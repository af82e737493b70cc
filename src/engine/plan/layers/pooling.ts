// Max and average pooling in one and two dimensions; global pooling is one window as large as the image.
import type { ResolvedLayer } from '$core/model/spec';
import { kernel } from '../ir';
import type { Lowering } from '../lowering';
import { geometryOf, geometrySignature, type Geometry } from './window';

/** winners: the pixel number of each largest element, for the backward pass; left out when predicting. */
const maxPool = kernel('maxPool', { ...geometrySignature, x: 'in', y: 'out', winners: 'out' });
const maxPoolGradient = kernel('maxPoolGradient', { ...geometrySignature, dy: 'in', winners: 'in', dx: 'out' });
const averagePool = kernel('averagePool', { ...geometrySignature, x: 'in', y: 'out' });
const averagePoolGradient = kernel('averagePoolGradient', { ...geometrySignature, dy: 'in', dx: 'out' });
// Over the real steps of a sequence; a window without any gives 0 and has the winner -1.
const maskedMaxPool = kernel('maskedMaxPool', { ...geometrySignature, x: 'in', mask: 'in', y: 'out', winners: 'out' });
const maskedMaxPoolGradient = kernel('maskedMaxPoolGradient', {
  ...geometrySignature,
  dy: 'in',
  winners: 'in',
  dx: 'out',
});
const maskedAveragePool = kernel('maskedAveragePool', { ...geometrySignature, x: 'in', mask: 'in', y: 'out' });
const maskedAveragePoolGradient = kernel('maskedAveragePoolGradient', {
  ...geometrySignature,
  dy: 'in',
  mask: 'in',
  dx: 'out',
});

type Shape = (rows: number, layer: ResolvedLayer) => Geometry;

const windows: Shape = (rows, layer) => geometryOf(rows, layer, layer.options.poolSize as number);

const whole: Shape = (rows, layer) => {
  const { shape } = layer.inputInfos[0];
  const [height, width, channels] = shape.length === 2 ? [1, ...shape] : shape;
  return {
    ...{ rows, height, width, channels, filters: channels },
    ...{ outHeight: 1, outWidth: 1, kernelHeight: height, kernelWidth: width, stride: 1, padTop: 0, padLeft: 0 },
  };
};

const maximum =
  (shape: Shape): Lowering =>
  (context) => {
    const { rows, layer, training } = context;
    const [x] = context.inputs;
    const g = shape(rows, layer);
    const size = rows * g.outHeight * g.outWidth * g.channels;
    const y = context.buffer('pooled', size);
    const winners = training ? context.buffer('winners', size) : undefined;
    const flops = size * g.kernelHeight * g.kernelWidth;
    const mask = context.mask(0);
    if (mask) context.emit(maskedMaxPool, { ...g, x, mask, y, winners }, flops);
    else context.emit(maxPool, { ...g, x, y, winners }, flops);
    return {
      output: y,
      backward: (dy) => {
        const dx = context.buffer('dx', x.size);
        context.emit(mask ? maskedMaxPoolGradient : maxPoolGradient, { ...g, dy, winners, dx }, size);
        return [dx];
      },
    };
  };

const average =
  (shape: Shape): Lowering =>
  (context) => {
    const { rows, layer } = context;
    const [x] = context.inputs;
    const g = shape(rows, layer);
    const size = rows * g.outHeight * g.outWidth * g.channels;
    const y = context.buffer('pooled', size);
    const flops = size * g.kernelHeight * g.kernelWidth;
    const mask = context.mask(0);
    if (mask) context.emit(maskedAveragePool, { ...g, x, mask, y }, flops);
    else context.emit(averagePool, { ...g, x, y }, flops);
    return {
      output: y,
      backward: (dy) => {
        const dx = context.buffer('dx', x.size);
        if (mask) context.emit(maskedAveragePoolGradient, { ...g, dy, mask, dx }, flops);
        else context.emit(averagePoolGradient, { ...g, dy, dx }, flops);
        return [dx];
      },
    };
  };

export const maxPool2d = maximum(windows);
export const maxPool1d = maxPool2d;
export const avgPool2d = average(windows);
export const avgPool1d = avgPool2d;
export const globalMaxPool = maximum(whole);
export const globalAvgPool = average(whole);
