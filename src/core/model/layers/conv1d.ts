import { bool, choice, int } from '../../fields/field';
import { activationField, activationFlops, initializerFor } from '../activations';
import { defineLayer, float32, needRank, weight, windowed } from '../layer';
import { convolvedMask } from '../mask';

export const conv1d = defineLayer({
  type: 'conv1d',
  label: 'Convolution 1-D',
  summary: 'Filters slide along the steps of a sequence.',
  group: 'convolution',
  arity: 'one',
  fields: {
    filters: int('Filters', 16, 1, 1024, { log: true }),
    kernelSize: int('Kernel size', 3, 1, 31),
    strides: int('Stride', 1, 1, 8),
    padding: choice('Padding', 'same', ['same', 'valid']),
    activation: activationField('relu'),
    useBias: bool('Bias', true),
  },
  infer: (o, [x], layer) => {
    const shape = needRank(layer, 'conv1d', x, 2);
    const steps = windowed(layer, 'conv1d', shape, shape[0], o.kernelSize, o.strides, o.padding);
    return float32([steps, o.filters], convolvedMask(x, steps, o.strides));
  },
  weights: (o, [x]) => {
    const fan = { fanIn: o.kernelSize * x.shape[1], fanOut: o.kernelSize * o.filters };
    const shape = [o.kernelSize, x.shape[1], o.filters];
    const kernel = weight('kernel', shape, initializerFor(o.activation), { ...fan, decay: true });
    return o.useBias ? [kernel, weight('bias', [o.filters], 'zeros')] : [kernel];
  },
  flops: (o, [x], { shape: [steps, c] }) =>
    steps * c * (2 * o.kernelSize * x.shape[1] + Number(o.useBias) + activationFlops(o.activation)),
});
