import { bool, choice, int } from '../../fields/field';
import { activationField, activationFlops, initializerFor } from '../activations';
import { defineLayer, float32, needRank, weight, windowed } from '../layer';

export const conv2d = defineLayer({
  type: 'conv2d',
  label: 'Convolution 2-D',
  summary: 'Square filters slide over the image: activation(x * K + b).',
  group: 'convolution',
  arity: 'one',
  fields: {
    filters: int('Filters', 8, 1, 1024, { log: true }),
    kernelSize: int('Kernel size', 3, 1, 15),
    strides: int('Stride', 1, 1, 8),
    padding: choice('Padding', 'same', ['same', 'valid']),
    activation: activationField('relu'),
    useBias: bool('Bias', true),
  },
  infer: (o, [x], layer) => {
    const shape = needRank(layer, 'conv2d', x, 3);
    const out = (size: number) => windowed(layer, 'conv2d', shape, size, o.kernelSize, o.strides, o.padding);
    return float32([out(shape[0]), out(shape[1]), o.filters]);
  },
  weights: (o, [x]) => {
    const area = o.kernelSize * o.kernelSize;
    const fan = { fanIn: area * x.shape[2], fanOut: area * o.filters };
    const shape = [o.kernelSize, o.kernelSize, x.shape[2], o.filters];
    const kernel = weight('kernel', shape, initializerFor(o.activation), { ...fan, decay: true });
    return o.useBias ? [kernel, weight('bias', [o.filters], 'zeros')] : [kernel];
  },
  flops: (o, [x], { shape: [h, w, c] }) =>
    h * w * c * (2 * o.kernelSize * o.kernelSize * x.shape[2] + Number(o.useBias) + activationFlops(o.activation)),
});
