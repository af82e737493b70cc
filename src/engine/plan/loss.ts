// Losses as Plan ops. Each adds the sum of the row losses to the control block and writes the gradient of the mean
// over the rows (and outputs). Target: a class index for each row, or a value for each output.
import type { LossName } from '../executor';
import { kernel, type KernelDef } from './ir';

/** y: rows x units logits or values; dy: the same shape, left out when only the loss is wanted. */
const signature = { y: 'in', target: 'in', dy: 'out', control: 'inout', rows: 'int', units: 'int' } as const;
export type LossSignature = typeof signature;

export const lossKernels: Readonly<Record<LossName, KernelDef<LossSignature>>> = {
  softmaxCrossEntropy: kernel('softmaxCrossEntropy', signature),
  sigmoidCrossEntropy: kernel('sigmoidCrossEntropy', signature),
  mse: kernel('meanSquaredError', signature),
  huber: kernel('huber', signature),
};

/** Rough operations per output element, for cost figures. */
export const lossFlops = 12;
