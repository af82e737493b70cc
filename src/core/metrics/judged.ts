// Metrics of kept predictions: raw outputs that give the same decisions and probabilities back.
import { log } from '../math/elementary';
import type { Predictions } from '../run/types';
import type { Task } from '../table/types';
import type { Outcome } from './metric';

/** Smaller probabilities count as this one: their logarithm stays finite in float32. */
const smallest = 2 ** -126;

/** classes: number of classes, 0 for regression, whose values stay in the target's unit. */
export function outcomeOfPredictions(
  { actual, predicted, probabilities }: Pick<Predictions, 'actual' | 'predicted' | 'probabilities'>,
  task: Task,
  classes: number,
): Outcome {
  const targetScale = { mean: 0, std: 1 };
  if (task === 'regression') return { task, outputs: predicted, target: actual, classes: 0, targetScale };
  const logs = probabilities.map((p) => log(Math.max(p, smallest)));
  const outputs =
    task === 'multiclass' ? logs : Float32Array.from(actual, (_, row) => logs[2 * row + 1] - logs[2 * row]);
  return { task, outputs, target: actual, classes, targetScale };
}
