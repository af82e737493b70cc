// Losses as Plan ops. Each adds the sum of the row losses to the control block and writes the gradient of the mean
// over the rows (and outputs). Target: a class index for each row, or a value for each output
// (of a soft cross-entropy, the share of the class).
// Class weights multiply the losses of cross-entropies in training; where left out, every weight is 1.
import type { LossName } from '../executor';
import { kernel, type KernelDef } from './ir';

/**
 * y: rows x units logits or values; dy: the same shape, left out when only the loss is wanted. classWeights: one for
 * each unit of a softmax, or for the targets 0 and 1 of a sigmoid.
 */
const signature = {
  y: 'in',
  target: 'in',
  dy: 'out',
  control: 'inout',
  rows: 'int',
  units: 'int',
  classWeights: 'in',
} as const;
export type LossSignature = typeof signature;

export const lossKernels: Readonly<Record<LossName, KernelDef<LossSignature>>> = {
  softmaxCrossEntropy: kernel('softmaxCrossEntropy', signature),
  softCrossEntropy: kernel('softCrossEntropy', signature),
  sigmoidCrossEntropy: kernel('sigmoidCrossEntropy', signature),
  mse: kernel('meanSquaredError', signature),
  huber: kernel('huber', signature),
};

/** How many class weights a loss takes; none for losses of values. */
export const classesOf = (loss: LossName | 'given', units: number): number =>
  loss === 'softmaxCrossEntropy' ? units : loss === 'sigmoidCrossEntropy' ? 2 : 0;

/** Rough operations per output element, for cost figures. */
export const lossFlops = 12;
