// conv2d and conv1d: y = f(w * x + b); a sequence is an image of height 1.
import type { Activation } from '$core/model/activations';
import { activate } from '../activate';
import type { Lowering } from '../lowering';
import { withoutPadding } from '../mask';
import { emitConv, emitConvInputGradient, emitConvWeightGradient } from './convolution';
import { geometryOf } from './window';

const convolution: Lowering = (context) => {
  const { layer, rows } = context;
  const { kernelSize, activation, useBias, filters } = layer.options;
  const { x, clear } = withoutPadding(context);
  const op = {
    geometry: geometryOf(rows, layer, kernelSize as number),
    x,
    w: context.weight('kernel'),
    bias: useBias ? context.weight('bias') : undefined,
  };
  const fused = activation === 'relu';
  const z = emitConv(context, op, fused);
  const activated = activate(context, z, activation as Activation, filters as number, fused);
  return {
    output: activated.output,
    backward: (dy) => {
      const dz = activated.backward(dy);
      emitConvWeightGradient(context, op, dz, context.gradient('kernel'));
      return [context.wants(0) ? clear(emitConvInputGradient(context, op, dz)) : undefined];
    },
  };
};

export const conv2d = convolution;
export const conv1d = convolution;
