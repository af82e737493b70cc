// Permutation importance (Breiman 2001; Fisher, Rudin & Dominici 2019): how much a forest's score on rows it was not
// grown on falls when one column is shuffled. Accuracy for classes, R squared for values.
import { dense, rowsOf, type Dense } from '../math/dense';
import type { Stream } from '../rng/stream';
import { growForest } from './forest';

/** `classes`: whether the targets are 0 and 1 per class. The mean fall of the score, by column. */
export function permutationImportance(
  x: Dense,
  targets: readonly Float64Array[],
  classes: boolean,
  trees: number,
  repeats: number,
  stream: Stream,
): Float64Array {
  const order = stream.split('held out').permutation(x.rows);
  const held = Math.max(1, Math.round(x.rows / 4));
  const test = order.slice(0, held).sort();
  const train = order.slice(held).sort();
  const part = (rows: Uint32Array) => targets.map((target) => Float64Array.from(rows, (row) => target[row]));
  const forest = growForest(rowsOf(x, train), part(train), trees, stream.split('forest'));
  const rows = rowsOf(x, test);
  const truth = part(test);
  const score = (matrix: Dense) => (classes ? accuracy : rSquared)(forest.predict(matrix), truth);
  const before = score(rows);
  return Float64Array.from({ length: x.columns }, (_, c) => {
    let fall = 0;
    for (let k = 0; k < repeats; k++) {
      const shuffled = stream.split('shuffle', c, k).permutation(held);
      const values = rows.values.slice();
      for (let r = 0; r < held; r++) values[r * x.columns + c] = rows.values[shuffled[r] * x.columns + c];
      fall += (before - score(dense(held, x.columns, values))) / repeats;
    }
    return fall;
  });
}

function accuracy(predicted: Float64Array, truth: readonly Float64Array[]): number {
  const rows = truth[0].length;
  const width = truth.length;
  let right = 0;
  for (let r = 0; r < rows; r++) {
    let best = 0;
    for (let k = 1; k < width; k++) if (predicted[r * width + k] > predicted[r * width + best]) best = k;
    right += truth[best][r];
  }
  return right / rows;
}

function rSquared(predicted: Float64Array, [truth]: readonly Float64Array[]): number {
  let mean = 0;
  for (const value of truth) mean += value / truth.length;
  let rest = 0;
  let all = 0;
  truth.forEach((value, r) => {
    rest += (value - predicted[r]) * (value - predicted[r]);
    all += (value - mean) * (value - mean);
  });
  return all > 0 ? 1 - rest / all : 0;
}
