// Batch normalization (Ioffe & Szegedy 2015) over the last axis, and layer normalization (Ba et al. 2016).
// Running statistics: moving = momentum * moving + (1 - momentum) * batch, with the biased batch variance, as Keras.
import { float } from '../../fields/field';
import { defineLayer, shapeError, weight } from '../layer';
import type { TensorInfo } from '../spec';

const demandNumbers = (layer: string, type: string, x: TensorInfo) => {
  if (x.dtype !== 'float32') throw shapeError(layer, type, x.shape, 'it needs numbers; put an embedding before it');
  return x;
};
const last = (x: TensorInfo) => [x.shape[x.shape.length - 1]];
const elements = (x: TensorInfo) => x.shape.reduce((a, b) => a * b, 1);

export const batchNorm = defineLayer({
  type: 'batchNorm',
  label: 'Batch normalization',
  summary: 'Centres and scales each channel over the batch; running statistics at prediction time.',
  group: 'normalization',
  arity: 'one',
  fields: {
    momentum: float('Momentum', 0.9, 0, 0.999),
    epsilon: float('Epsilon', 1e-3, 1e-7, 0.1, { log: true }),
  },
  infer: (_o, [x], layer) => demandNumbers(layer, 'batchNorm', x),
  weights: (_o, [x]) => [
    weight('gamma', last(x), 'ones'),
    weight('beta', last(x), 'zeros'),
    weight('movingMean', last(x), 'zeros', { trainable: false }),
    weight('movingVariance', last(x), 'ones', { trainable: false }),
  ],
  flops: (_o, [x]) => 4 * elements(x),
});

export const layerNorm = defineLayer({
  type: 'layerNorm',
  label: 'Layer normalization',
  summary: 'Centres and scales each row over its last axis.',
  group: 'normalization',
  arity: 'one',
  fields: { epsilon: float('Epsilon', 1e-3, 1e-7, 0.1, { log: true }) },
  infer: (_o, [x], layer) => demandNumbers(layer, 'layerNorm', x),
  weights: (_o, [x]) => [weight('gamma', last(x), 'ones'), weight('beta', last(x), 'zeros')],
  flops: (_o, [x]) => 8 * elements(x),
});
