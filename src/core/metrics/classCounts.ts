// Metrics of predicted classes beyond accuracy and F1. Zero divided by zero counts as 0 and plain means run over
// the classes that occur among targets or predictions, both as in scikit-learn, except where a metric says otherwise.
import { classification, type MetricDef, type Outcome } from './metric';
import { predictedClasses } from './probabilities';

/** Per class: rows of it, rows predicted as it, and both. */
interface Counts {
  readonly rows: number;
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
  readonly right: Float64Array;
}

function countsOf(outcome: Outcome): Counts {
  const { classes, target } = outcome;
  const guesses = predictedClasses(outcome);
  const [actual, predicted, right] = [0, 1, 2].map(() => new Float64Array(classes));
  for (let row = 0; row < target.length; row++) {
    actual[target[row]]++;
    predicted[guesses[row]]++;
    if (guesses[row] === target[row]) right[target[row]]++;
  }
  return { rows: target.length, actual, predicted, right };
}

const ratio = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);

/** Two classes: of the second one; more: the plain mean over the classes that occur. */
function averaged(outcome: Outcome, of: (counts: Counts, k: number) => number): number {
  const counts = countsOf(outcome);
  if (outcome.task === 'binary') return of(counts, 1);
  let sum = 0;
  let present = 0;
  for (let k = 0; k < outcome.classes; k++) {
    if (counts.actual[k] + counts.predicted[k] === 0) continue;
    present++;
    sum += of(counts, k);
  }
  return sum / present;
}

const share = {
  direction: 'maximize',
  range: [0, 1],
  tasks: classification,
  unit: 'share',
  onDemand: true,
} as const;
const several = ' More than two classes: the plain mean over the classes that occur.';

const recallOf = ({ right, actual }: Counts, k: number) => ratio(right[k], actual[k]);

export const precision: MetricDef = {
  ...share,
  name: 'precision',
  label: 'Precision',
  formula: `TP / (TP + FP) of the second class.${several}`,
  source: 'scikit-learn: precision_score, average "binary" and "macro"',
  compute: (outcome) => averaged(outcome, ({ right, predicted }, k) => ratio(right[k], predicted[k])),
};

export const recall: MetricDef = {
  ...share,
  name: 'recall',
  label: 'Recall',
  formula: `TP / (TP + FN) of the second class.${several}`,
  source: 'scikit-learn: recall_score, average "binary" and "macro"',
  compute: (outcome) => averaged(outcome, recallOf),
};

export const specificity: MetricDef = {
  ...share,
  name: 'specificity',
  label: 'Specificity',
  formula: `TN / (TN + FP), the second class being the positive one.${several}`,
  source: 'scikit-learn: recall_score of the rows outside the class',
  compute: (outcome) =>
    averaged(outcome, ({ rows, actual, predicted, right }, k) =>
      ratio(rows - actual[k] - predicted[k] + right[k], rows - actual[k]),
    ),
};

const fBeta = (name: string, label: string, beta: number): MetricDef => ({
  ...share,
  name,
  label,
  formula: `(1 + b^2) P R / (b^2 P + R) with b = ${beta}, P precision, R recall, of the second class.${several}`,
  source: 'scikit-learn: fbeta_score, average "binary" and "macro"',
  compute: (outcome) =>
    averaged(outcome, ({ right, actual, predicted }, k) =>
      ratio((1 + beta * beta) * right[k], beta * beta * actual[k] + predicted[k]),
    ),
});

export const f05 = fBeta('f05', 'F0.5', 0.5);
export const f2 = fBeta('f2', 'F2', 2);

export const balancedAccuracy: MetricDef = {
  ...share,
  name: 'balancedAccuracy',
  label: 'Balanced accuracy',
  formula: 'The plain mean of the recall of every class that occurs among the targets.',
  source: 'scikit-learn: balanced_accuracy_score',
  compute(outcome) {
    const counts = countsOf(outcome);
    const classes = Array.from(counts.actual.keys()).filter((k) => counts.actual[k] > 0);
    return classes.reduce((sum, k) => sum + recallOf(counts, k), 0) / classes.length;
  },
};

const agreement = { ...share, range: [-1, 1], unit: 'none' } as const;
const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, i) => sum + x * b[i], 0);
const total = (a: Float64Array) => a.reduce((sum, x) => sum + x, 0);

export const mcc: MetricDef = {
  ...agreement,
  name: 'mcc',
  label: 'Matthews correlation',
  formula:
    '(c n - sum of t_k p_k) / sqrt((n^2 - sum of p_k^2) (n^2 - sum of t_k^2)): n rows, c right, t_k of class k, p_k predicted as k.',
  source: 'Gorodkin (2004); scikit-learn: matthews_corrcoef',
  compute(outcome) {
    const { rows, actual, predicted, right } = countsOf(outcome);
    const spread = (rows * rows - dot(predicted, predicted)) * (rows * rows - dot(actual, actual));
    return spread === 0 ? 0 : (total(right) * rows - dot(actual, predicted)) / Math.sqrt(spread);
  },
};

export const kappa: MetricDef = {
  ...agreement,
  name: 'kappa',
  label: "Cohen's kappa",
  formula: '(a - e) / (1 - e): a the accuracy, e the accuracy expected by chance from how often each class occurs.',
  source: 'Cohen (1960); scikit-learn: cohen_kappa_score',
  compute(outcome) {
    const { rows, actual, predicted, right } = countsOf(outcome);
    const chance = dot(actual, predicted) / (rows * rows);
    // One class everywhere: agreement beyond chance has no meaning.
    return chance === 1 ? NaN : (total(right) / rows - chance) / (1 - chance);
  },
};
