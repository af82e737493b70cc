// The 5 nearest training rows by Euclidean distance of the prepared features, equal weights (Fix & Hodges 1951; Cover &
// Hart 1967), as scikit-learn's KNeighborsClassifier and KNeighborsRegressor by brute force; ties go to the earlier row.
import type { BaselineDef } from './baseline';

const most = 5;
/** Rows looked through between two pauses, in products. */
const slice = 4_000_000;

export const nearest: BaselineDef = {
  name: 'nearest',
  label: '5 nearest rows',
  text: 'The classes, or the mean, of the 5 training rows that are most alike after preparation.',
  source: 'Fix & Hodges 1951; Cover & Hart 1967',
  tasks: ['binary', 'multiclass', 'regression'],
  *fit({ task, classes, train, target, validation }) {
    const units = task === 'regression' ? 1 : classes;
    const out = new Float64Array(validation.count * units);
    const k = Math.min(most, train.count);
    const every = Math.max(1, Math.floor(slice / Math.max(1, train.count * train.width)));
    for (let row = 0; row < validation.count; row++) {
      if (row % every === 0) yield;
      for (const near of neighbours(train.values, train.width, validation.values, row, k)) {
        if (task === 'regression') out[row] += target[near] / k;
        else out[row * units + target[near]] += 1 / k;
      }
    }
    return out;
  },
};

function neighbours(known: Float64Array, width: number, asked: Float64Array, row: number, k: number): Int32Array {
  const best = new Float64Array(k).fill(Infinity);
  const rows = new Int32Array(k);
  const count = known.length / Math.max(1, width);
  for (let i = 0; i < count; i++) {
    let distance = 0;
    for (let f = 0; f < width && distance < best[k - 1]; f++) {
      const d = known[i * width + f] - asked[row * width + f];
      distance += d * d;
    }
    if (!(distance < best[k - 1])) continue;
    let at = k - 1;
    for (; at > 0 && best[at - 1] > distance; at--) {
      best[at] = best[at - 1];
      rows[at] = rows[at - 1];
    }
    best[at] = distance;
    rows[at] = i;
  }
  return rows;
}
