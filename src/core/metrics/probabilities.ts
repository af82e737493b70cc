// From raw outputs to probabilities and decisions.
import { exp, sigmoid } from '../math/elementary';
import type { Outcome } from './metric';

/** Writes the softmax of `units` logits from `at` on into `out`; the largest is subtracted first. */
export function softmaxRow(logits: ArrayLike<number>, at: number, units: number, out: Float64Array): void {
  let largest = -Infinity;
  for (let k = 0; k < units; k++) largest = Math.max(largest, logits[at + k]);
  let sum = 0;
  for (let k = 0; k < units; k++) sum += out[k] = exp(logits[at + k] - largest);
  for (let k = 0; k < units; k++) out[k] /= sum;
}

/** Index of the first largest of `units` logits from `at` on. */
export function argmax(logits: ArrayLike<number>, at: number, units: number): number {
  let best = 0;
  for (let k = 1; k < units; k++) if (logits[at + k] > logits[at + best]) best = k;
  return best;
}

type Raw = Pick<Outcome, 'task' | 'outputs' | 'classes'>;

/** Class of each row: the largest logit; with one logit, class 1 when it is above 0. */
export function predictedClasses({ task, outputs, classes }: Raw): Float32Array {
  if (task === 'binary') return outputs.map((logit) => (logit > 0 ? 1 : 0));
  return Float32Array.from({ length: outputs.length / classes }, (_, row) => argmax(outputs, row * classes, classes));
}

/** rows x classes probabilities, two columns for binary; empty for regression. */
export function classProbabilities({ task, outputs, classes }: Raw): Float32Array {
  if (task === 'regression') return new Float32Array(0);
  if (task === 'binary') {
    const out = new Float32Array(2 * outputs.length);
    outputs.forEach((logit, row) => {
      out[2 * row] = sigmoid(-logit);
      out[2 * row + 1] = sigmoid(logit);
    });
    return out;
  }
  const out = new Float32Array(outputs.length);
  const row = new Float64Array(classes);
  for (let at = 0; at < outputs.length; at += classes) {
    softmaxRow(outputs, at, classes, row);
    out.set(row, at);
  }
  return out;
}

/** Values in the target's own unit. */
export const unscaled = (values: Float32Array, { mean, std }: Outcome['targetScale']): Float32Array =>
  values.map((value) => value * std + mean);
