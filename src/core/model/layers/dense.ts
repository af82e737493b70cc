import { bool, int } from '../../fields/field';
import { activationField, activationFlops, initializerFor } from '../activations';
import { defineLayer, float32, needRank, weight } from '../layer';

export const dense = defineLayer({
  type: 'dense',
  label: 'Dense',
  summary: 'Every unit sees every input: activation(x W + b).',
  group: 'core',
  arity: 'one',
  fields: {
    units: int('Units', 32, 1, 8192, { log: true }),
    activation: activationField('relu'),
    useBias: bool('Bias', true),
  },
  infer: (o, [x], layer) => (needRank(layer, 'dense', x, 1), float32([o.units])),
  weights: (o, [x]) => {
    const fan = { fanIn: x.shape[0], fanOut: o.units };
    const kernel = weight('kernel', [x.shape[0], o.units], initializerFor(o.activation), { ...fan, decay: true });
    return o.useBias ? [kernel, weight('bias', [o.units], 'zeros')] : [kernel];
  },
  flops: (o, [x]) => 2 * x.shape[0] * o.units + o.units * (Number(o.useBias) + activationFlops(o.activation)),
});
