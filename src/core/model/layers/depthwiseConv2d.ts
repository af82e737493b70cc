import { bool, choice, int } from '../../fields/field';
import { activationField, activationFlops, initializerFor } from '../activations';
import { defineLayer, float32, needRank, weight, windowed } from '../layer';

export const depthwiseConv2d = defineLayer({
  type: 'depthwiseConv2d',
  label: 'Depthwise convolution 2-D',
  summary: 'Each channel gets its own filters; channels do not mix.',
  group: 'convolution',
  arity: 'one',
  fields: {
    kernelSize: int('Kernel size', 3, 1, 15),
    strides: int('Stride', 1, 1, 8),
    padding: choice('Padding', 'same', ['same', 'valid']),
    depthMultiplier: int('Filters per channel', 1, 1, 16),
    activation: activationField('linear'),
    useBias: bool('Bias', true),
  },
  infer: (o, [x], layer) => {
    const shape = needRank(layer, 'depthwiseConv2d', x, 3);
    const out = (size: number) => windowed(layer, 'depthwiseConv2d', shape, size, o.kernelSize, o.strides, o.padding);
    return float32([out(shape[0]), out(shape[1]), shape[2] * o.depthMultiplier]);
  },
  weights: (o, [x]) => {
    const area = o.kernelSize * o.kernelSize;
    const channels = x.shape[2];
    const fan = { fanIn: area * channels, fanOut: area * o.depthMultiplier };
    const shape = [o.kernelSize, o.kernelSize, channels, o.depthMultiplier];
    const kernel = weight('depthwiseKernel', shape, initializerFor(o.activation), { ...fan, decay: true });
    return o.useBias ? [kernel, weight('bias', [channels * o.depthMultiplier], 'zeros')] : [kernel];
  },
  flops: (o, _inputs, { shape: [h, w, c] }) =>
    h * w * c * (2 * o.kernelSize * o.kernelSize + Number(o.useBias) + activationFlops(o.activation)),
});
