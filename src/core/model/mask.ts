// Which steps of a sequence are padding, as plain data: executors work the mask out from the codes of each row.
import { padBefore, type Padding } from './layer';
import type { TensorInfo } from './spec';

/** Step i of a shorter sequence is real where any of the `size` steps from i x stride on is. */
export interface MaskWindow {
  readonly size: number;
  readonly stride: number;
  /** Steps that come out. */
  readonly steps: number;
}

/** Steps whose code in `input` is none of `padding`, seen through the windows of the layers since, in order. */
export interface StepMask {
  readonly input: string;
  readonly padding: readonly number[];
  readonly windows: readonly MaskWindow[];
}

export const maskKey = (mask: StepMask): string => JSON.stringify([mask.input, mask.windows]);

export type Masked = Pick<TensorInfo, 'mask'>;
const masked = (mask: StepMask | undefined): Masked => (mask ? { mask } : {});
const through = (mask: StepMask, window: MaskWindow): Masked => ({
  mask: { ...mask, windows: [...mask.windows, window] },
});

/**
 * Behind pooling: what counts of a window are the steps that the next one does not begin with, so that a text of n steps
 * has ceil(n / stride) of them as if it were alone.
 */
export function pooledMask(x: TensorInfo, steps: number, size: number, stride: number, padding: Padding): Masked {
  if (!x.mask) return {};
  const own = Math.min(stride, size - padBefore(x.shape[0], steps, size, stride, padding));
  return through(x.mask, { size: Math.max(1, own), stride, steps });
}

/** Behind a convolution: output i is as real as step i x stride, so that a text keeps its length. */
export function convolvedMask(x: TensorInfo, steps: number, stride: number): Masked {
  if (!x.mask || (stride === 1 && steps === x.shape[0])) return masked(x.mask);
  return through(x.mask, { size: 1, stride, steps });
}

/** Behind a merge: the mask that all inputs have; none where they differ. */
export function commonMask([first, ...others]: readonly TensorInfo[]): Masked {
  const { mask } = first;
  if (!mask || others.some((one) => !one.mask || maskKey(one.mask) !== maskKey(mask))) return {};
  return masked(mask);
}
