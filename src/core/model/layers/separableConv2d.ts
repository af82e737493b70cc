import { bool, choice, int } from '../../fields/field';
import { activationField, activationFlops, initializerFor } from '../activations';
import { defineLayer, float32, needRank, weight, windowed } from '../layer';

export const separableConv2d = defineLayer({
  type: 'separableConv2d',
  label: 'Separable convolution 2-D',
  summary: 'A depthwise convolution followed by a 1 x 1 convolution that mixes the channels.',
  group: 'convolution',
  arity: 'one',
  fields: {
    filters: int('Filters', 16, 1, 1024, { log: true }),
    kernelSize: int('Kernel size', 3, 1, 15),
    strides: int('Stride', 1, 1, 8),
    padding: choice('Padding', 'same', ['same', 'valid']),
    activation: activationField('relu'),
    useBias: bool('Bias', true),
  },
  infer: (o, [x], layer) => {
    const shape = needRank(layer, 'separableConv2d', x, 3);
    const out = (size: number) => windowed(layer, 'separableConv2d', shape, size, o.kernelSize, o.strides, o.padding);
    return float32([out(shape[0]), out(shape[1]), o.filters]);
  },
  weights: (o, [x]) => {
    const area = o.kernelSize * o.kernelSize;
    const channels = x.shape[2];
    const kernels = [
      weight('depthwiseKernel', [o.kernelSize, o.kernelSize, channels, 1], 'glorotUniform', {
        fanIn: area * channels,
        fanOut: area,
        decay: true,
      }),
      weight('pointwiseKernel', [1, 1, channels, o.filters], initializerFor(o.activation), {
        fanIn: channels,
        fanOut: o.filters,
        decay: true,
      }),
    ];
    return o.useBias ? [...kernels, weight('bias', [o.filters], 'zeros')] : kernels;
  },
  flops: (o, [x], { shape: [h, w, c] }) =>
    h *
    w *
    (2 * x.shape[2] * o.kernelSize * o.kernelSize +
      c * (2 * x.shape[2] + Number(o.useBias) + activationFlops(o.activation))),
});
