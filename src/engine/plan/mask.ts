// Padding that counts for nothing: masks of real steps, and tensors with zeros in the place of padding.
import { kernel, type Ref } from './ir';
import type { LowerContext } from './lowering';

/** real: 0 where the code is one of `padding`, else 1. */
export const maskCodes = kernel('maskCodes', { codes: 'in', padding: 'in', real: 'out', n: 'int', count: 'int' });

/** real: 1 where any of the `size` steps from stride x its number on is. */
export const maskWindows = kernel('maskWindows', {
  mask: 'in',
  real: 'out',
  rows: 'int',
  steps: 'int',
  outSteps: 'int',
  size: 'int',
  stride: 'int',
});

/** y = x on real steps, 0 on the others, whatever stands there; in place allowed. */
const maskSteps = kernel('maskSteps', { x: 'in', mask: 'in', y: 'out', steps: 'int', channels: 'int' });

/** x with zeros for padding; into `y`, else in place. */
export function emitMaskSteps(context: LowerContext, x: Ref, mask: Ref, y: Ref = x): Ref {
  context.emit(maskSteps, { x, mask, y, steps: mask.size, channels: x.size / mask.size }, 0);
  return y;
}

/** Input 0 as layers that mix steps must see it, and what its gradient becomes. */
export function withoutPadding(context: LowerContext): { readonly x: Ref; clear(dx: Ref): Ref } {
  const [x] = context.inputs;
  const mask = context.mask(0);
  if (!mask) return { x, clear: (dx) => dx };
  const seen = emitMaskSteps(context, x, mask, context.buffer('seen', x.size));
  return { x: seen, clear: (dx) => emitMaskSteps(context, dx, mask) };
}
