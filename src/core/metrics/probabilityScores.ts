// Metrics of predicted probabilities: how well they rank, and how close they come.
import { classification, type MetricDef, type Outcome } from './metric';
import { classProbabilities } from './probabilities';
import { thresholdTable } from './thresholds';

/**
 * Average precision: sum over thresholds of (R_n - R_{n-1}) P_n, tied scores counted together. NaN without positives.
 * Source: scikit-learn, average_precision_score.
 */
export function averagePrecision(scores: ArrayLike<number>, positive: (row: number) => boolean): number {
  const actual = Uint8Array.from(scores, (_, row) => Number(positive(row)));
  const { positives, points } = thresholdTable(scores, actual);
  let area = 0;
  for (let i = 1; i < points.length; i++) {
    const { tp, fp } = points[i];
    area += ((tp - points[i - 1].tp) / positives) * (tp / (tp + fp));
  }
  return positives === 0 ? NaN : area;
}

export const prAuc: MetricDef = {
  name: 'prAuc',
  label: 'Average precision',
  direction: 'maximize',
  range: [0, 1],
  tasks: classification,
  unit: 'share',
  onDemand: true,
  formula:
    'Area under the precision-recall curve: the sum over thresholds of (R_n - R_{n-1}) P_n. More than two classes: the ' +
    'mean over the classes that occur, each against the rest.',
  source: 'scikit-learn: average_precision_score, average "macro"',
  compute(outcome) {
    const { task, outputs, target, classes } = outcome;
    if (task === 'binary') return averagePrecision(outputs, (row) => target[row] === 1);
    const probabilities = classProbabilities(outcome);
    const areas = Array.from({ length: classes }, (_, k) =>
      averagePrecision(
        Float64Array.from(target, (_, row) => probabilities[row * classes + k]),
        (row) => target[row] === k,
      ),
    ).filter((area) => !Number.isNaN(area));
    return areas.reduce((sum, area) => sum + area, 0) / areas.length;
  },
};

export const brier: MetricDef = {
  name: 'brier',
  label: 'Brier score',
  direction: 'minimize',
  range: [0, 2],
  tasks: classification,
  unit: 'none',
  onDemand: true,
  formula:
    'Two classes: the mean of (p - y)^2, p the probability of the second one. More: the mean over rows of the sum over ' +
    'classes of (p_k - y_k)^2.',
  source: 'Brier (1950); scikit-learn: brier_score_loss',
  compute(outcome) {
    const { task, target, classes } = outcome;
    const probabilities = classProbabilities(outcome);
    let sum = 0;
    for (let row = 0; row < target.length; row++) {
      for (let k = task === 'binary' ? 1 : 0; k < classes; k++) {
        const off = probabilities[row * classes + k] - (target[row] === k ? 1 : 0);
        sum += off * off;
      }
    }
    return sum / target.length;
  },
};

/** Of equal outputs the class with the higher index counts first, as in scikit-learn. */
function withinTop({ outputs, target, classes }: Outcome, row: number, top: number): boolean {
  const at = row * classes;
  let above = 0;
  for (let k = 0; k < classes; k++) {
    const difference = outputs[at + k] - outputs[at + target[row]];
    if (difference > 0 || (difference === 0 && k > target[row])) above++;
  }
  return above < top;
}

export const top3: MetricDef = {
  name: 'top3',
  label: 'Top-3 accuracy',
  direction: 'maximize',
  range: [0, 1],
  tasks: ['multiclass'],
  unit: 'share',
  onDemand: true,
  formula: 'Rows whose true class is among the three most probable ones, divided by all rows. Needs four classes.',
  source: 'scikit-learn: top_k_accuracy_score, k = 3',
  compute(outcome) {
    if (outcome.classes < 4) return NaN;
    let right = 0;
    for (let row = 0; row < outcome.target.length; row++) if (withinTop(outcome, row, 3)) right++;
    return right / outcome.target.length;
  },
};
