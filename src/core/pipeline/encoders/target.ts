// The mean of the target in a category, drawn towards the mean of all rows (Micci-Barreca 2001). Training rows are
// cross-fitted: each gets the value fitted on the other folds, so that no row sees its own target. scikit-learn's
// TargetEncoder with smooth 'auto' (empirical Bayes) or a number of rows; folds are drawn with the lab's seed.
import { choice, float, int } from '../../fields/field';
import type { Stream } from '../../rng/stream';
import { encoder } from './encoder';

export const target = encoder({
  type: 'target',
  label: 'Mean of the target',
  help: 'The mean of the target in the category; training rows are cross-fitted, so that none sees its own target.',
  fields: {
    smoothing: choice('Draw to the mean', 'auto', [
      { value: 'auto', label: 'By the spread of the target' },
      { value: 'fixed', label: 'By a number of rows' },
    ]),
    weight: float('Rows', 10, 0, 10_000, { help: 'How many rows the mean of all counts for.' }),
    folds: int('Folds', 5, 2, 20),
  },
  fit: ({ codes, names, targets, classes, targetNames, stream }, { smoothing, weight, folds }) => {
    // Missing is a category of its own where training has any.
    const groups = codes.some((code) => code < 0) ? names.length + 1 : names.length;
    const group = codes.map((code) => (code < 0 ? names.length : code));
    const smooth = smoothing === 'auto' ? null : weight;
    const all = codes.map(() => 1);
    const whole = targets.map((y) => groupMeans(group, groups, y, all, smooth));
    const fold = drawFolds(stream, classes, codes.length, Math.min(folds, codes.length));
    return {
      categories: names,
      values: names.map((_, c) => whole.map(({ means }) => means[c])),
      unseen: whole.map(({ overall }) => overall),
      missing: whole.map(({ means, overall }) => (groups > names.length ? means[names.length] : overall)),
      labels: targetNames,
      training: crossFit(group, groups, targets, fold, smooth),
    };
  },
});

export interface GroupMeans {
  readonly means: Float64Array;
  readonly overall: number;
}

/** Mean of `y` by group over the rows with `use` 1, drawn to the overall mean; `smooth` null: by the variances. */
export function groupMeans(
  group: Int32Array,
  groups: number,
  y: Float64Array,
  use: ArrayLike<number>,
  smooth: number | null,
): GroupMeans {
  const sums = new Float64Array(groups);
  const counts = new Float64Array(groups);
  for (let i = 0; i < y.length; i++) {
    if (!use[i]) continue;
    sums[group[i]] += y[i];
    counts[group[i]]++;
  }
  const n = counts.reduce((a, b) => a + b, 0);
  const overall = n > 0 ? sums.reduce((a, b) => a + b, 0) / n : 0;
  if (smooth !== null) {
    const drawn = (sum: number, c: number) =>
      counts[c] + smooth > 0 ? (sum + smooth * overall) / (counts[c] + smooth) : overall;
    return { means: sums.map(drawn), overall };
  }
  const squares = new Float64Array(groups);
  let variance = 0;
  for (let i = 0; i < y.length; i++) {
    if (!use[i]) continue;
    const own = y[i] - sums[group[i]] / counts[group[i]];
    squares[group[i]] += own * own;
    variance += ((y[i] - overall) * (y[i] - overall)) / n;
  }
  const means = sums.map((sum, c) => {
    const trust = (variance * counts[c]) / (variance * counts[c] + squares[c] / counts[c]);
    return Number.isNaN(trust) ? overall : trust * (sum / counts[c]) + (1 - trust) * overall;
  });
  return { means, overall };
}

/** rows x targets: each row's value by the means of the other folds. */
export function crossFit(
  group: Int32Array,
  groups: number,
  targets: readonly Float64Array[],
  fold: Int32Array,
  smooth: number | null,
): Float64Array {
  const out = new Float64Array(group.length * targets.length);
  const folds = fold.reduce((most, f) => Math.max(most, f), 0) + 1;
  for (let f = 0; f < folds; f++) {
    const others = fold.map((one) => Number(one !== f));
    targets.forEach((y, t) => {
      const { means } = groupMeans(group, groups, y, others, smooth);
      fold.forEach((one, i) => {
        if (one === f) out[i * targets.length + t] = means[group[i]];
      });
    });
  }
  return out;
}

/** A fold for each row: dealt out in random order, class after class, so that every fold has its share of each. */
function drawFolds(stream: Stream, classes: Int32Array | null, rows: number, folds: number): Int32Array {
  const order = Array.from(stream.permutation(rows));
  if (classes) order.sort((a, b) => classes[a] - classes[b]);
  const fold = new Int32Array(rows);
  order.forEach((row, i) => (fold[row] = i % folds));
  return fold;
}
