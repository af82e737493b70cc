// Batch and layer normalization over the last axis.
import { kernel } from '../ir';
import type { Lowering } from '../lowering';

/** saved: mean, 1 / deviation and gamma / deviation of each channel. */
const batchNormOperands = {
  x: 'in',
  gamma: 'in',
  beta: 'in',
  y: 'out',
  saved: 'out',
  movingMean: 'inout',
  movingVariance: 'inout',
  n: 'int',
  channels: 'int',
  momentum: 'float',
  epsilon: 'float',
} as const;
const batchNormKernel = kernel('batchNorm', batchNormOperands);
const batchNormPredict = kernel('batchNormPredict', {
  x: 'in',
  gamma: 'in',
  beta: 'in',
  y: 'out',
  scratch: 'scratch',
  movingMean: 'in',
  movingVariance: 'in',
  n: 'int',
  channels: 'int',
  epsilon: 'float',
});
const batchNormGradientOperands = {
  x: 'in',
  dy: 'in',
  saved: 'in',
  dgamma: 'out',
  dbeta: 'out',
  dx: 'out',
  scratch: 'scratch',
  n: 'int',
  channels: 'int',
} as const;
const batchNormGradient = kernel('batchNormGradient', batchNormGradientOperands);

/** The same over the real steps alone; the others give 0. packed: the real steps in order. */
const maskedBatchNorm = kernel('maskedBatchNorm', { ...batchNormOperands, mask: 'in', packed: 'scratch' });
const maskedBatchNormGradient = kernel('maskedBatchNormGradient', {
  ...batchNormGradientOperands,
  mask: 'in',
  packed: 'scratch',
});

export const batchNorm: Lowering = (context) => {
  const { layer, training } = context;
  const [x] = context.inputs;
  const gamma = context.weight('gamma');
  const statistics = { movingMean: context.weight('movingMean'), movingVariance: context.weight('movingVariance') };
  const channels = gamma.size;
  const momentum = layer.options.momentum as number;
  const epsilon = layer.options.epsilon as number;
  const size = { n: x.size / channels, channels };
  const y = context.buffer('normal', x.size);
  const parts = { x, gamma, beta: context.weight('beta'), y, ...statistics, ...size, epsilon };
  if (!training) {
    context.emit(batchNormPredict, { ...parts, scratch: context.buffer('scale', channels) }, 3 * x.size);
    return { output: y };
  }
  const saved = context.buffer('saved', 3 * channels);
  const mask = context.mask(0);
  if (mask) {
    const packed = context.buffer('packed', x.size);
    context.emit(maskedBatchNorm, { ...parts, saved, momentum, mask, packed }, 7 * x.size);
  } else context.emit(batchNormKernel, { ...parts, saved, momentum }, 7 * x.size);
  return {
    output: y,
    backward: (dy) => {
      const wanted = context.wants(0);
      const gradients = { dgamma: context.gradient('gamma'), dbeta: context.gradient('beta') };
      const scratch = context.buffer('means', 2 * channels);
      const dx = wanted ? dy : undefined;
      const operands = { x, dy, saved, ...gradients, dx, scratch, ...size };
      if (mask) {
        const packed = context.buffer('packed', 2 * x.size);
        context.emit(maskedBatchNormGradient, { ...operands, mask, packed }, 9 * x.size);
      } else context.emit(batchNormGradient, operands, 9 * x.size);
      return [dx];
    },
  };
};

/** saved: mean and 1 / deviation of each row. */
const layerNormKernel = kernel('layerNorm', {
  x: 'in',
  gamma: 'in',
  beta: 'in',
  y: 'out',
  saved: 'out',
  n: 'int',
  columns: 'int',
  epsilon: 'float',
});
const layerNormGradient = kernel('layerNormGradient', {
  x: 'in',
  gamma: 'in',
  dy: 'in',
  saved: 'in',
  dgamma: 'out',
  dbeta: 'out',
  dx: 'out',
  n: 'int',
  columns: 'int',
});

export const layerNorm: Lowering = (context) => {
  const [x] = context.inputs;
  const gamma = context.weight('gamma');
  const columns = gamma.size;
  const size = { n: x.size / columns, columns };
  const y = context.buffer('normal', x.size);
  const saved = context.buffer('saved', 2 * size.n);
  const epsilon = context.layer.options.epsilon as number;
  context.emit(layerNormKernel, { x, gamma, beta: context.weight('beta'), y, saved, ...size, epsilon }, 8 * x.size);
  return {
    output: y,
    backward: (dy) => {
      const gradients = { dgamma: context.gradient('gamma'), dbeta: context.gradient('beta') };
      const dx = context.wants(0) ? dy : undefined;
      context.emit(layerNormGradient, { x, gamma, dy, saved, ...gradients, dx, ...size }, 14 * x.size);
      return [dx];
    },
  };
};
