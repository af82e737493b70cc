// Max and average pooling over 1-D and 2-D windows, and their global forms. Average pooling with "same" padding
// divides by the number of real elements under the window, as TensorFlow does.
import { choice, int, type Values } from '../../fields/field';
import { defineLayer, float32, needRank, windowed, type LayerDef } from '../layer';
import { pooledMask } from '../mask';

const fields = {
  poolSize: int('Pool size', 2, 1, 15),
  strides: int('Stride', 2, 1, 15),
  padding: choice('Padding', 'valid', ['valid', 'same']),
};

function pool(type: string, label: string, dimensions: 1 | 2): LayerDef {
  const infer = (o: Values<typeof fields>, x: { shape: readonly number[] }, layer: string) =>
    x.shape.map((size, axis) =>
      axis < dimensions ? windowed(layer, type, x.shape, size, o.poolSize, o.strides, o.padding) : size,
    );
  return defineLayer({
    type,
    label,
    summary: 'Shrinks the input by keeping one value per window.',
    group: 'pooling',
    arity: 'one',
    fields,
    infer: (o, [x], layer) => {
      needRank(layer, type, x, dimensions + 1);
      const shape = infer(o, x, layer);
      return float32(shape, pooledMask(x, shape[0], o.poolSize, o.strides, o.padding));
    },
    weights: () => [],
    flops: (o, _inputs, output) => output.shape.reduce((a, b) => a * b, 1) * o.poolSize ** dimensions,
  });
}

function globalPool(type: string, label: string): LayerDef {
  return defineLayer({
    type,
    label,
    summary: 'One value per channel over the whole input.',
    group: 'pooling',
    arity: 'one',
    fields: {},
    infer: (_o, [x], layer) => (needRank(layer, type, x, x.shape.length === 2 ? 2 : 3), float32(x.shape.slice(-1))),
    weights: () => [],
    flops: (_o, [x]) => x.shape.reduce((a, b) => a * b, 1),
  });
}

export const maxPool1d = pool('maxPool1d', 'Max pooling 1-D', 1);
export const avgPool1d = pool('avgPool1d', 'Average pooling 1-D', 1);
export const maxPool2d = pool('maxPool2d', 'Max pooling 2-D', 2);
export const avgPool2d = pool('avgPool2d', 'Average pooling 2-D', 2);
export const globalAvgPool = globalPool('globalAvgPool', 'Global average pooling');
export const globalMaxPool = globalPool('globalMaxPool', 'Global max pooling');
