// Activations as Plan ops, for the activation layer and for layers that end with one.
import type { Activation } from '$core/model/activations';
import { activationFlops } from '$core/model/activations';
import { kernel, type Ref } from './ir';
import type { LowerContext } from './lowering';

/** Numbers by which kernels know the functions (kernels/assembly/activation.ts). */
export const activationCode: Readonly<Record<Activation, number>> = {
  linear: 0,
  relu: 1,
  leakyRelu: 2,
  elu: 3,
  gelu: 4,
  swish: 5,
  tanh: 6,
  sigmoid: 7,
  softmax: 8,
};

/** y = f(x) over n elements; x and y may be the same buffer. softmax: over runs of `columns`. */
export const activation = kernel('activation', { x: 'in', y: 'out', n: 'int', columns: 'int', code: 'int' });

/**
 * dx = dy f', in place allowed. `seen` is what the derivative is computed from: the input for gelu and swish, the
 * output for the others (see `needsInput`).
 */
export const activationGrad = kernel('activationGrad', {
  seen: 'in',
  dy: 'in',
  dx: 'out',
  n: 'int',
  columns: 'int',
  code: 'int',
});

/** Whether the derivative needs x; for the others y is enough, so x need not be kept. */
export const needsInput = (name: Activation) => name === 'gelu' || name === 'swish';

export interface Activated {
  readonly output: Ref;
  /** Turns dy (overwritten) into the gradient before the activation. */
  backward(dy: Ref): Ref;
}

/**
 * Emits y = f(z), in place of z where that is possible. z must belong to the caller and have `columns` as its last
 * axis. `done`: the kernel before has already applied it (relu fused into a product).
 */
export function activate(context: LowerContext, z: Ref, name: Activation, columns: number, done = false): Activated {
  if (name === 'linear') return { output: z, backward: (dy) => dy };
  const code = activationCode[name];
  const output = needsInput(name) && context.training ? context.buffer('activated', z.size) : z;
  const n = z.size;
  const flops = n * activationFlops(name);
  if (!done) context.emit(activation, { x: z, y: output, n, columns, code }, flops);
  return {
    output,
    backward: (dy) => {
      context.emit(activationGrad, { seen: needsInput(name) ? z : output, dy, dx: dy, n, columns, code }, flops);
      return dy;
    },
  };
}
