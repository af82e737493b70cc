// Losses of finished outputs, in float64 with our own log and exp, so that a validation loss does not depend on the
// executor's arithmetic more than the outputs do. Training losses are computed inside each executor.
import { exp, log } from '$core/math/elementary';
import type { LossName } from './executor';

/** Loss of one row, of `units` outputs from `at` on. */
type RowLoss = (outputs: Float32Array, at: number, units: number, target: Float32Array, row: number) => number;

/** Mean over a row's outputs of a loss that looks at one output and its target. */
const each =
  (loss: (output: number, target: number) => number): RowLoss =>
  (outputs, at, units, target) => {
    let sum = 0;
    for (let i = at; i < at + units; i++) sum += loss(outputs[i], target[i]);
    return sum / units;
  };

const mse = each((output, target) => (output - target) * (output - target));

/** Quadratic up to an error of 1, linear beyond (Huber 1964). */
const huber = each((output, target) => {
  const error = Math.abs(output - target);
  return error <= 1 ? 0.5 * error * error : error - 0.5;
});

const sigmoidCrossEntropy = each((z, target) => Math.max(z, 0) - z * target + log(1 + exp(-Math.abs(z))));

const softmaxCrossEntropy: RowLoss = (outputs, at, units, target, row) => {
  let max = -Infinity;
  for (let i = 0; i < units; i++) max = Math.max(max, outputs[at + i]);
  let sum = 0;
  for (let i = 0; i < units; i++) sum += exp(outputs[at + i] - max);
  return log(sum) + max - outputs[at + target[row]];
};

/** Shares of the classes, or, of rows that were never mixed, a class index each. */
const softCrossEntropy: RowLoss = (outputs, at, units, target, row) => {
  if (target.length * units === outputs.length) return softmaxCrossEntropy(outputs, at, units, target, row);
  let max = -Infinity;
  for (let i = 0; i < units; i++) max = Math.max(max, outputs[at + i]);
  let sum = 0;
  for (let i = 0; i < units; i++) sum += exp(outputs[at + i] - max);
  let loss = 0;
  for (let i = 0; i < units; i++) loss += target[at + i] * (log(sum) + max - outputs[at + i]);
  return loss;
};

const rowLosses: Readonly<Record<LossName, RowLoss>> = {
  softmaxCrossEntropy,
  softCrossEntropy,
  sigmoidCrossEntropy,
  mse,
  huber,
};

/** Mean loss over rows; outputs: rows x units logits or scaled values. NaN for no rows. */
export function meanLoss(loss: LossName, outputs: Float32Array, target: Float32Array, rows: number): number {
  const units = outputs.length / rows;
  let sum = 0;
  for (let row = 0; row < rows; row++) sum += rowLosses[loss](outputs, row * units, units, target, row);
  return sum / rows;
}
