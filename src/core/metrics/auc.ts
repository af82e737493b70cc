// Area under the ROC curve as the probability that a positive row scores above a negative one; ties count half
// (Hanley & McNeil 1982). With more than two classes: each against the rest, plain mean.
import { classification, type MetricDef, type Outcome } from './metric';
import { softmaxRow } from './probabilities';

/** AUC of `scores`, where positive(row) says which rows should score high; NaN when one side is empty. */
export function rankAuc(scores: ArrayLike<number>, positive: (row: number) => boolean): number {
  const sides: [number[], number[]] = [[], []];
  for (let row = 0; row < scores.length; row++) sides[positive(row) ? 1 : 0].push(scores[row]);
  const [negatives, positives] = sides.map((side) => Float64Array.from(side).sort());
  let below = 0;
  let notAbove = 0;
  let wins = 0;
  for (const score of positives) {
    while (below < negatives.length && negatives[below] < score) below++;
    while (notAbove < negatives.length && negatives[notAbove] <= score) notAbove++;
    wins += (below + notAbove) / 2;
  }
  return wins / (positives.length * negatives.length);
}

function macroAuc({ outputs, target, classes }: Outcome): number {
  const probabilities = new Float64Array(outputs.length);
  for (let at = 0; at < outputs.length; at += classes) {
    softmaxRow(outputs, at, classes, probabilities.subarray(at, at + classes));
  }
  let sum = 0;
  let defined = 0;
  for (let k = 0; k < classes; k++) {
    const scores = Float64Array.from(target, (_, row) => probabilities[row * classes + k]);
    const auc = rankAuc(scores, (row) => target[row] === k);
    if (Number.isNaN(auc)) continue;
    sum += auc;
    defined++;
  }
  return sum / defined;
}

export const auc: MetricDef = {
  name: 'auc',
  label: 'ROC AUC',
  direction: 'maximize',
  range: [0, 1],
  tasks: classification,
  unit: 'share',
  formula:
    'Share of pairs of a positive and a negative row in which the positive one scores higher, ties half. More than ' +
    'two classes: the mean over the classes that occur, each against the rest.',
  source: 'Hanley & McNeil (1982); scikit-learn: roc_auc_score, multi_class "ovr", average "macro"',
  compute: (outcome) =>
    outcome.task === 'binary' ? rankAuc(outcome.outputs, (row) => outcome.target[row] === 1) : macroAuc(outcome),
};
