// Extremely randomized trees (Geurts, Ernst & Wehenkel 2006): at each node a random cut of each of sqrt(columns) columns,
// the best by the squared error of the targets; for columns of 0 and 1 per class that is the Gini impurity. No bootstrap,
// grown until pure. Importance is the mean decrease of impurity, normalized, as scikit-learn's feature_importances_.
import type { Dense } from '../math/dense';
import type { Stream } from '../rng/stream';

interface Tree {
  readonly column: number[];
  readonly cut: number[];
  readonly left: number[];
  readonly right: number[];
  /** Targets' means by node, one after the other. */
  readonly value: number[];
}

export interface Forest {
  /** By column; sums to 1, or all 0 where nothing could be split. */
  readonly importance: Float64Array;
  /** rows x targets: the trees' mean. */
  predict(x: Dense): Float64Array;
}

/** `targets`: one array of x.rows numbers each, values or 0 and 1 per class. */
export function growForest(x: Dense, targets: readonly Float64Array[], trees: number, stream: Stream): Forest {
  const importance = new Float64Array(x.columns);
  const grown = Array.from({ length: trees }, (_, t) => grow(x, targets, stream.split(t), importance));
  const total = importance.reduce((sum, one) => sum + one, 0);
  if (total > 0) for (let c = 0; c < x.columns; c++) importance[c] /= total;
  const width = targets.length;
  const predict = (rows: Dense) => {
    const out = new Float64Array(rows.rows * width);
    for (const { column, cut, left, right, value } of grown) {
      for (let r = 0; r < rows.rows; r++) {
        let node = 0;
        while (column[node] >= 0)
          node = rows.values[r * rows.columns + column[node]] <= cut[node] ? left[node] : right[node];
        for (let k = 0; k < width; k++) out[r * width + k] += value[node * width + k] / trees;
      }
    }
    return out;
  };
  return { importance, predict };
}

function grow(x: Dense, targets: readonly Float64Array[], stream: Stream, importance: Float64Array): Tree {
  const tree: Tree = { column: [], cut: [], left: [], right: [], value: [] };
  const rows = Uint32Array.from({ length: x.rows }, (_, r) => r);
  const width = targets.length;
  const tried = Math.max(1, Math.floor(Math.sqrt(x.columns)));
  const order = Uint32Array.from({ length: x.columns }, (_, c) => c);
  const sums = new Float64Array(width);

  /** Sum of squares around the means, all targets together; leaves the sums in `sums`. */
  const spread = (from: number, to: number) => {
    let squares = 0;
    sums.fill(0);
    for (let i = from; i < to; i++) {
      for (let k = 0; k < width; k++) {
        const value = targets[k][rows[i]];
        sums[k] += value;
        squares += value * value;
      }
    }
    for (let k = 0; k < width; k++) squares -= (sums[k] * sums[k]) / (to - from);
    return squares;
  };
  const left = new Float64Array(width);
  const gainOf = (from: number, to: number, column: number, cut: number) => {
    let count = 0;
    left.fill(0);
    for (let i = from; i < to; i++) {
      if (x.values[rows[i] * x.columns + column] > cut) continue;
      count++;
      for (let k = 0; k < width; k++) left[k] += targets[k][rows[i]];
    }
    if (count === 0 || count === to - from) return -1;
    let gain = 0;
    for (let k = 0; k < width; k++) {
      const right = sums[k] - left[k];
      gain += (left[k] * left[k]) / count + (right * right) / (to - from - count) - (sums[k] * sums[k]) / (to - from);
    }
    return gain;
  };
  const node = (from: number, to: number): number => {
    const at = tree.column.length;
    const whole = spread(from, to);
    tree.column.push(-1);
    tree.cut.push(0);
    tree.left.push(-1);
    tree.right.push(-1);
    for (let k = 0; k < width; k++) tree.value.push(sums[k] / (to - from));
    if (to - from < 2 || whole <= 1e-12 * (to - from)) return at;
    let best = { column: -1, cut: 0, gain: 0 };
    // Columns that are constant here do not count among those tried.
    for (let i = 0, seen = 0; i < x.columns && seen < tried; i++) {
      const j = i + stream.below(x.columns - i);
      [order[i], order[j]] = [order[j], order[i]];
      const column = order[i];
      let low = Infinity;
      let high = -Infinity;
      for (let r = from; r < to; r++) {
        const value = x.values[rows[r] * x.columns + column];
        if (value < low) low = value;
        if (value > high) high = value;
      }
      if (!(high > low)) continue;
      seen++;
      const cut = low + stream.uniform() * (high - low);
      const gain = gainOf(from, to, column, cut);
      if (gain > best.gain) best = { column, cut, gain };
    }
    if (best.column < 0) return at;
    importance[best.column] += best.gain / x.rows;
    tree.column[at] = best.column;
    tree.cut[at] = best.cut;
    let middle = from;
    for (let i = from; i < to; i++) {
      if (x.values[rows[i] * x.columns + best.column] > best.cut) continue;
      [rows[i], rows[middle]] = [rows[middle], rows[i]];
      middle++;
    }
    tree.left[at] = node(from, middle);
    tree.right[at] = node(middle, to);
    return at;
  };
  node(0, x.rows);
  return tree;
}
