// The confusion matrix, and the metrics read off it. Zero divided by zero counts as 0, as in scikit-learn.
import { classification, type MetricDef, type Outcome } from './metric';
import { predictedClasses } from './probabilities';

/** classes x classes counts: row = true class, column = predicted class. */
export function confusionMatrix(
  target: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
): Uint32Array<ArrayBuffer> {
  const counts = new Uint32Array(classes * classes);
  for (let row = 0; row < target.length; row++) counts[target[row] * classes + predicted[row]]++;
  return counts;
}

const matrixOf = (outcome: Outcome) => confusionMatrix(outcome.target, predictedClasses(outcome), outcome.classes);

/** 2 TP / (2 TP + FP + FN) of one class. */
function f1Of(counts: Uint32Array, classes: number, k: number): number {
  let actual = 0;
  let predicted = 0;
  for (let other = 0; other < classes; other++) {
    actual += counts[k * classes + other];
    predicted += counts[other * classes + k];
  }
  return actual + predicted === 0 ? 0 : (2 * counts[k * classes + k]) / (actual + predicted);
}

export const accuracy: MetricDef = {
  name: 'accuracy',
  label: 'Accuracy',
  direction: 'maximize',
  range: [0, 1],
  tasks: classification,
  unit: 'share',
  formula: 'Rows whose predicted class is the true one, divided by all rows.',
  source: 'scikit-learn: accuracy_score',
  compute(outcome) {
    const counts = matrixOf(outcome);
    let right = 0;
    for (let k = 0; k < outcome.classes; k++) right += counts[k * outcome.classes + k];
    return right / outcome.target.length;
  },
};

export const f1: MetricDef = {
  name: 'f1',
  label: 'F1',
  direction: 'maximize',
  range: [0, 1],
  tasks: classification,
  unit: 'share',
  formula:
    'Two classes: 2 TP / (2 TP + FP + FN) of the second class. More: the plain mean of that over the classes that ' +
    'occur among the targets or predictions.',
  source: 'scikit-learn: f1_score, average "binary" and "macro"',
  compute(outcome) {
    const { task, classes } = outcome;
    const counts = matrixOf(outcome);
    if (task === 'binary') return f1Of(counts, 2, 1);
    let sum = 0;
    let present = 0;
    for (let k = 0; k < classes; k++) {
      const occurs = counts.some((n, cell) => n > 0 && (cell % classes === k || Math.floor(cell / classes) === k));
      if (!occurs) continue;
      present++;
      sum += f1Of(counts, classes, k);
    }
    return sum / present;
  },
};
