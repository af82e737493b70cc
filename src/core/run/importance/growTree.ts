// Grows a regression tree on a bootstrap sample: least squares (CART, Breiman et al. 1984), every parameter tried at
// every node, no pruning, as scikit-learn's RandomForestRegressor does by default. Numbers are cut halfway between two
// values; a choice is split off from the others. Equal splits are decided by lot, else a small node would always
// credit the first parameter.
import type { Stream } from '../../rng/stream';
import type { Axis, RegressionTree } from './regressionTree';

/** Splits must gain more than rounding: relative to the node's own sum of squares. */
const least = 1e-12;

export interface Sample {
  /** By axis, then row. */
  readonly columns: readonly Float64Array[];
  readonly y: Float64Array;
  /** Rows in ascending order, by axis; null for choices. */
  readonly sorted: readonly (Int32Array | null)[];
}

export function sampleOf(columns: readonly Float64Array[], y: Float64Array, axes: readonly Axis[]): Sample {
  const rows = Int32Array.from(y, (_, i) => i);
  const sorted = columns.map((column, f) =>
    'choices' in axes[f] ? null : rows.slice().sort((a, b) => column[a] - column[b]),
  );
  return { columns, y, sorted };
}

/** `draws` rows with replacement. */
export function growTree(sample: Sample, axes: readonly Axis[], draws: number, rng: Stream): RegressionTree {
  const { columns, y } = sample;
  const n = y.length;
  const count = new Float64Array(n);
  for (let i = 0; i < draws; i++) count[rng.below(n)]++;
  const drawn = rowsWith(count, null);
  const orders = sample.sorted.map((order) => (order ? rowsWith(count, order) : drawn.slice()));
  /** Of each row, its value and its square as often as it was drawn. */
  const sumOf = y.map((value, i) => count[i] * value);
  const squareOf = y.map((value, i) => sumOf[i] * value);
  const left = new Uint8Array(n);
  const spare = new Int32Array(drawn.length);
  const tree = { feature: [], threshold: [], choice: [], left: [], right: [], value: [] } as {
    [K in keyof RegressionTree]: number[];
  };
  const features = new Uint32Array(axes.length);
  const byChoice = axes.map((axis) => ('choices' in axis ? new Float64Array(2 * axis.choices) : null));

  /** The best split of rows start to end (in every order): by parameter, threshold or choice, and its score. */
  const split = (start: number, end: number, weight: number, sum: number, squares: number) => {
    const parent = (sum * sum) / weight;
    const margin = least * Math.max(squares, Number.MIN_VALUE);
    let best = { f: -1, threshold: 0, choice: -1, score: parent + margin };
    for (let i = 0; i < features.length; i++) features[i] = i;
    for (const f of rng.shuffle(features)) {
      const order = orders[f];
      const column = columns[f];
      const sums = byChoice[f];
      if (sums) {
        sums.fill(0);
        for (let i = start; i < end; i++) {
          const row = order[i];
          sums[2 * column[row]] += count[row];
          sums[2 * column[row] + 1] += sumOf[row];
        }
        for (let c = 0; 2 * c < sums.length; c++) {
          const w = sums[2 * c];
          const s = sums[2 * c + 1];
          if (w === 0 || w === weight) continue;
          const score = (s * s) / w + ((sum - s) * (sum - s)) / (weight - w);
          if (score > best.score + margin) best = { f, threshold: 0, choice: c, score };
        }
        continue;
      }
      let w = 0;
      let s = 0;
      let bar = best.score + margin;
      let at = -1;
      let row = order[start];
      let value = column[row];
      for (let i = start; i + 1 < end; i++) {
        w += count[row];
        s += sumOf[row];
        row = order[i + 1];
        const before = value;
        value = column[row];
        if (value === before) continue;
        const score = (s * s) / w + ((sum - s) * (sum - s)) / (weight - w);
        if (score > bar) [bar, at] = [score, i];
      }
      if (at < 0) continue;
      const from = column[order[at]];
      best = { f, threshold: from + (column[order[at + 1]] - from) / 2, choice: -1, score: bar };
    }
    return best.f < 0 ? null : best;
  };

  const grow = (start: number, end: number): number => {
    const node = tree.feature.length;
    let weight = 0;
    let sum = 0;
    let squares = 0;
    for (let i = start; i < end; i++) {
      const row = orders[0][i];
      weight += count[row];
      sum += sumOf[row];
      squares += squareOf[row];
    }
    const found = weight > 1 ? split(start, end, weight, sum, squares) : null;
    tree.feature.push(found?.f ?? -1);
    tree.threshold.push(found?.threshold ?? 0);
    tree.choice.push(found?.choice ?? -1);
    tree.left.push(-1);
    tree.right.push(-1);
    tree.value.push(sum / weight);
    if (!found) return node;
    const column = columns[found.f];
    let size = 0;
    for (let i = start; i < end; i++) {
      const row = orders[0][i];
      const goes = found.choice < 0 ? column[row] <= found.threshold : column[row] === found.choice;
      left[row] = goes ? 1 : 0;
      size += left[row];
    }
    for (const order of orders) partition(order, start, end, left, spare);
    tree.left[node] = grow(start, start + size);
    tree.right[node] = grow(start + size, end);
    return node;
  };
  grow(0, drawn.length);
  return tree;
}

/** The rows that were drawn, in this order; without one in their own. */
function rowsWith(count: Float64Array, order: Int32Array | null): Int32Array {
  const rows = new Int32Array(count.length);
  let to = 0;
  for (let i = 0; i < count.length; i++) {
    const row = order ? order[i] : i;
    if (count[row] > 0) rows[to++] = row;
  }
  return rows.subarray(0, to);
}

/** Moves the rows marked left to the front, both parts keeping their order. */
function partition(order: Int32Array, start: number, end: number, left: Uint8Array, spare: Int32Array): void {
  let at = start;
  let right = 0;
  for (let i = start; i < end; i++) {
    if (left[order[i]]) order[at++] = order[i];
    else spare[right++] = order[i];
  }
  order.set(spare.subarray(0, right), at);
}
