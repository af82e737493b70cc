// Layers without weights: dropout, activation, and those that only move data.
import { float, int } from '../../fields/field';
import { activationField, activationFlops } from '../activations';
import { defineLayer, float32, needRank, shapeError } from '../layer';
import { commonMask } from '../mask';
import { sizeOf, type TensorInfo } from '../spec';

const demandNumbers = (layer: string, type: string, x: TensorInfo) => {
  if (x.dtype !== 'float32') throw shapeError(layer, type, x.shape, 'it needs numbers; put an embedding before it');
  return x;
};

export const dropout = defineLayer({
  type: 'dropout',
  label: 'Dropout',
  summary: 'Silences a random share of the inputs while training and scales the rest up (inverted dropout).',
  group: 'regularization',
  arity: 'one',
  fields: { rate: float('Rate', 0.2, 0, 0.9) },
  infer: (_o, [x], layer) => demandNumbers(layer, 'dropout', x),
  weights: () => [],
  flops: (_o, [x]) => sizeOf(x.shape),
});

export const activation = defineLayer({
  type: 'activation',
  label: 'Activation',
  summary: 'Applies an activation function to each element (softmax: over the last axis).',
  group: 'core',
  arity: 'one',
  fields: { activation: activationField('relu') },
  infer: (_o, [x], layer) => demandNumbers(layer, 'activation', x),
  weights: () => [],
  flops: (o, [x]) => sizeOf(x.shape) * activationFlops(o.activation),
});

export const flatten = defineLayer({
  type: 'flatten',
  label: 'Flatten',
  summary: 'Lays the input out as one flat row.',
  group: 'shape',
  arity: 'one',
  fields: {},
  infer: (_o, [x], layer) => float32([sizeOf(demandNumbers(layer, 'flatten', x).shape)]),
  weights: () => [],
  flops: () => 0,
});

export const reshape = defineLayer({
  type: 'reshape',
  label: 'Reshape to sequence',
  summary: 'Cuts a flat row into steps of the given number of channels, for 1-D convolutions.',
  group: 'shape',
  arity: 'one',
  fields: { channels: int('Channels', 1, 1, 1024) },
  infer: (o, [x], layer) => {
    const [size] = needRank(layer, 'reshape', x, 1);
    if (size % o.channels !== 0)
      throw shapeError(layer, 'reshape', x.shape, `${size} is not a multiple of ${o.channels} channels`);
    return float32([size / o.channels, o.channels]);
  },
  weights: () => [],
  flops: () => 0,
});

export const add = defineLayer({
  type: 'add',
  label: 'Add',
  summary: 'Sums inputs of the same shape: a residual connection.',
  group: 'merge',
  arity: 'many',
  fields: {},
  infer: (_o, inputs, layer) => {
    for (const x of inputs) {
      demandNumbers(layer, 'add', x);
      if (x.shape.join() !== inputs[0].shape.join()) {
        throw shapeError(
          layer,
          'add',
          x.shape,
          `its inputs differ in shape (the first is ${inputs[0].shape.join(' x ')})`,
        );
      }
    }
    return float32(inputs[0].shape, commonMask(inputs));
  },
  weights: () => [],
  flops: (_o, inputs) => (inputs.length - 1) * sizeOf(inputs[0].shape),
});

export const concat = defineLayer({
  type: 'concat',
  label: 'Concatenate',
  summary: 'Joins inputs along the last axis.',
  group: 'merge',
  arity: 'many',
  fields: {},
  infer: (_o, inputs, layer) => {
    const lead = inputs[0].shape.slice(0, -1);
    for (const x of inputs) {
      demandNumbers(layer, 'concat', x);
      if (x.shape.length !== inputs[0].shape.length || x.shape.slice(0, -1).join() !== lead.join()) {
        throw shapeError(layer, 'concat', x.shape, 'its inputs may differ in the last axis only');
      }
    }
    const width = inputs.reduce((sum, x) => sum + x.shape[x.shape.length - 1], 0);
    return float32([...lead, width], commonMask(inputs));
  },
  weights: () => [],
  flops: () => 0,
});
