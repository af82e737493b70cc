// Layers without weights: dropout, activation, and those that only move data.
import { activationFlops, type Activation } from '$core/model/activations';
import { activation as activationKernel, activationCode, activationGrad, needsInput } from '../activate';
import { kernel } from '../ir';
import type { Lowering } from '../lowering';
import { withoutPadding } from '../mask';

/**
 * y = x mask with mask = keep ? scale : 0. The mask of element i is drawn from the stream
 * (dropout seed, 'dropout', layer, epoch, step): kept when its i-th uint32 is at least `threshold`.
 */
const dropoutKernel = kernel('dropout', {
  x: 'in',
  y: 'out',
  mask: 'out',
  key: 'in',
  control: 'in',
  settings: 'in',
  n: 'int',
  keyLength: 'int',
  threshold: 'int',
  scale: 'float',
});

/** out = a b, element by element; in place allowed. */
const multiply = kernel('multiply', { a: 'in', b: 'in', out: 'out', n: 'int' });

export const dropout: Lowering = (context) => {
  const { inputs, layer, control, settings } = context;
  const [x] = inputs;
  const rate = layer.options.rate as number;
  if (!context.training || rate === 0) return { output: x, backward: (dy) => [dy] };
  const n = x.size;
  const y = context.buffer('y', n);
  const mask = context.buffer('mask', n);
  const text = `dropout/${layer.id}/`;
  const key = context.constant(
    'key',
    Int32Array.from(text, (c) => c.charCodeAt(0)),
  );
  const draw = { keyLength: text.length, threshold: Math.ceil(rate * 2 ** 32), scale: 1 / (1 - rate) };
  context.emit(dropoutKernel, { x, y, mask, key, control, settings, n, ...draw }, n);
  return {
    output: y,
    backward: (dy) => {
      context.emit(multiply, { a: dy, b: mask, out: dy, n }, n);
      return [dy];
    },
  };
};

export const activation: Lowering = (context) => {
  const { inputs, layer } = context;
  const [x] = inputs;
  const name = layer.options.activation as Activation;
  if (name === 'linear') return { output: x, backward: (dy) => [dy] };
  const columns = layer.output.shape[layer.output.shape.length - 1];
  // The input may be used elsewhere, so the function is not applied in place.
  const y = context.buffer('y', x.size);
  const code = activationCode[name];
  const flops = x.size * activationFlops(name);
  context.emit(activationKernel, { x, y, n: x.size, columns, code }, flops);
  const seen = needsInput(name) ? x : y;
  return {
    output: y,
    backward: (dy) => {
      context.emit(activationGrad, { seen, dy, dx: dy, n: x.size, columns, code }, flops);
      return [dy];
    },
  };
};

export const reshape: Lowering = ({ inputs }) => ({ output: inputs[0], backward: (dy) => [dy] });
export const flatten: Lowering = (context) => {
  const { x, clear } = withoutPadding(context);
  return { output: x, backward: (dy) => [clear(dy)] };
};
