// depthwiseConv2d, and separableConv2d: a depthwise convolution followed by a 1 x 1 convolution.
import type { Activation } from '$core/model/activations';
import { activate } from '../activate';
import { kernel, type Ref } from '../ir';
import type { Lowering, LowerContext } from '../lowering';
import { emitConv, emitConvInputGradient, emitConvWeightGradient } from './convolution';
import { geometryOf, geometrySignature, pixelsOf, type Geometry } from './window';

/** padded: the image with its border, channels repeated; spread: one image with repeated channels, if they are. */
const scratch = { padded: 'scratch', spread: 'scratch' } as const;
const depthwise = kernel('depthwise', { ...geometrySignature, x: 'in', w: 'in', bias: 'in', y: 'out', ...scratch });
const depthwiseInputGradient = kernel('depthwiseInputGradient', {
  ...geometrySignature,
  dz: 'in',
  w: 'in',
  dx: 'out',
  ...scratch,
});
const depthwiseWeightGradient = kernel('depthwiseWeightGradient', {
  ...geometrySignature,
  x: 'in',
  dz: 'in',
  dw: 'out',
  db: 'out',
  ...scratch,
});

interface Depthwise {
  readonly output: Ref;
  backward(dz: Ref, dw: Ref, db: Ref | undefined): Ref | undefined;
}

function emitDepthwise(context: LowerContext, g: Geometry, w: Ref, bias: Ref | undefined): Depthwise {
  const [x] = context.inputs;
  const side = (out: number, size: number) => (out - 1) * g.stride + size;
  const padded = side(g.outHeight, g.kernelHeight) * side(g.outWidth, g.kernelWidth) * g.filters;
  const paddedGradient =
    g.stride > 1 ? padded : (g.height + g.kernelHeight - 1) * (g.width + g.kernelWidth - 1) * g.filters;
  const room = (size = padded) => ({
    padded: context.buffer('padded', size),
    spread: g.filters === g.channels ? undefined : context.buffer('spread', g.height * g.width * g.filters),
  });
  const y = context.buffer('z', g.rows * pixelsOf(g) * g.filters);
  const flops = 2 * y.size * g.kernelHeight * g.kernelWidth;
  context.emit(depthwise, { ...g, x, w, bias, y, ...room() }, flops + (bias ? y.size : 0));
  return {
    output: y,
    backward: (dz, dw, db) => {
      context.emit(depthwiseWeightGradient, { ...g, x, dz, dw, db, ...room() }, flops + (db ? y.size : 0));
      if (!context.wants(0)) return undefined;
      const dx = context.buffer('dx', x.size);
      context.emit(depthwiseInputGradient, { ...g, dz, w, dx, ...room(paddedGradient) }, flops);
      return dx;
    },
  };
}

export const depthwiseConv2d: Lowering = (context) => {
  const { rows, layer } = context;
  const { kernelSize, activation, useBias } = layer.options;
  const g = geometryOf(rows, layer, kernelSize as number);
  const bias = useBias ? context.weight('bias') : undefined;
  const op = emitDepthwise(context, g, context.weight('depthwiseKernel'), bias);
  const activated = activate(context, op.output, activation as Activation, g.filters);
  return {
    output: activated.output,
    backward: (dy) => {
      const dz = activated.backward(dy);
      return [op.backward(dz, context.gradient('depthwiseKernel'), bias && context.gradient('bias'))];
    },
  };
};

export const separableConv2d: Lowering = (context) => {
  const { rows, layer } = context;
  const { kernelSize, activation, useBias } = layer.options;
  const outer = geometryOf(rows, layer, kernelSize as number);
  const deep = emitDepthwise(
    context,
    { ...outer, filters: outer.channels },
    context.weight('depthwiseKernel'),
    undefined,
  );
  const { outHeight: height, outWidth: width } = outer;
  const pointwise = {
    geometry: { ...outer, height, width, kernelHeight: 1, kernelWidth: 1, stride: 1, padTop: 0, padLeft: 0 },
    x: deep.output,
    w: context.weight('pointwiseKernel'),
    bias: useBias ? context.weight('bias') : undefined,
  };
  const fused = activation === 'relu';
  const z = emitConv(context, pointwise, fused);
  const activated = activate(context, z, activation as Activation, outer.filters, fused);
  return {
    output: activated.output,
    backward: (dy) => {
      const dz = activated.backward(dy);
      emitConvWeightGradient(context, pointwise, dz, context.gradient('pointwiseKernel'));
      const between = emitConvInputGradient(context, pointwise, dz);
      return [deep.backward(between, context.gradient('depthwiseKernel'), undefined)];
    },
  };
};
