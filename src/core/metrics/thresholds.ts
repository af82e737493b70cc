// What a threshold on the second class's probability trades: the ROC and precision-recall curves, counts at one threshold,
// and the threshold of lowest cost. Conventions of scikit-learn's roc_curve and precision_recall_curve.

/** One point per distinct score, falling: rows that score at least `threshold` are called positive. */
export interface ThresholdPoint {
  readonly threshold: number;
  /** True and false positives. */
  readonly tp: number;
  readonly fp: number;
}

export interface ThresholdTable {
  readonly positives: number;
  readonly negatives: number;
  /** The first has threshold Infinity: nothing is called positive. */
  readonly points: readonly ThresholdPoint[];
}

/** scores: probability of the second class by row; actual: 1 for that class, else 0. */
export function thresholdTable(scores: ArrayLike<number>, actual: ArrayLike<number>): ThresholdTable {
  const order = Array.from(scores, (_, row) => row).sort((a, b) => scores[b] - scores[a]);
  const points: ThresholdPoint[] = [{ threshold: Infinity, tp: 0, fp: 0 }];
  let tp = 0;
  for (let i = 0; i < order.length;) {
    const threshold = scores[order[i]];
    while (i < order.length && scores[order[i]] === threshold) tp += actual[order[i++]];
    points.push({ threshold, tp, fp: i - tp });
  }
  return { positives: tp, negatives: order.length - tp, points };
}

const share = (part: number, whole: number) => (whole === 0 ? NaN : part / whole);

/** False positive rate and recall, both rising from 0 to 1. NaN where a class has no rows. */
export const rocPoints = ({ positives, negatives, points }: ThresholdTable) => ({
  x: points.map(({ fp }) => share(fp, negatives)),
  y: points.map(({ tp }) => share(tp, positives)),
});

/** Recall and precision, recall rising; without any row called positive the precision is 1. */
export const precisionRecallPoints = ({ positives, points }: ThresholdTable) => ({
  x: points.map(({ tp }) => share(tp, positives)),
  y: points.map(({ tp, fp }) => (tp + fp === 0 ? 1 : tp / (tp + fp))),
});

/** The last point whose threshold is not below the given one. */
export function pointAt({ points }: ThresholdTable, threshold: number): ThresholdPoint {
  let found = points[0];
  for (const point of points) if (point.threshold >= threshold) found = point;
  return found;
}

/**
 * Threshold of the lowest cost fp * falsePositive + fn * falseNegative (costs 0 or more); of equals the highest. It lies
 * in the middle between two scores, so that rounding it changes no row; above all scores it is 1, or Infinity where a
 * row scores 1.
 */
export function cheapest(table: ThresholdTable, falsePositive: number, falseNegative: number): number {
  const costOf = ({ tp, fp }: ThresholdPoint) => fp * falsePositive + (table.positives - tp) * falseNegative;
  const { points } = table;
  let best = 0;
  for (let i = 1; i < points.length; i++) if (costOf(points[i]) < costOf(points[best])) best = i;
  if (best === 0) return points.length > 1 && points[1].threshold >= 1 ? Infinity : 1;
  return (points[best].threshold + (points[best + 1]?.threshold ?? 0)) / 2;
}
