// Grows a regression tree on a bootstrap sample: least squares (CART, Breiman et al. 1984), every parameter tried at
// every node, no pruning, as scikit-learn's RandomForestRegressor does by default. Numbers are cut halfway between two
// values; a choice is split off from the others, each being one column. The columns are tried in an order by lot, so
// that equal splits are: else a small node would always credit the first.
import type { Stream } from '../../rng/stream';
import type { Axis, RegressionTree } from './regressionTree';

/** As Optuna sets it. */
const maxDepth = 64;
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
  const numbers = sample.sorted.flatMap((order) => (order ? [rowsWith(count, order)] : []));
  /** Choices are counted in any order. */
  const distinct = numbers.length > 0 ? numbers : [rowsWith(count, null)];
  const some = distinct[0];
  let next = 0;
  const orders = sample.sorted.map((order) => (order ? numbers[next++] : some));
  /** Of each row, its value and its square as often as it was drawn. */
  const sumOf = y.map((value, i) => count[i] * value);
  const squareOf = y.map((value, i) => sumOf[i] * value);
  const left = new Uint8Array(n);
  const spare = new Int32Array(some.length);
  const tree = { feature: [], threshold: [], choice: [], left: [], right: [], value: [] } as {
    [K in keyof RegressionTree]: number[];
  };
  const columnsTried = axes.flatMap((axis, f) =>
    'choices' in axis ? Array.from({ length: axis.choices }, (_, choice) => ({ f, choice })) : [{ f, choice: -1 }],
  );
  const turns = new Uint32Array(columnsTried.length);
  const byChoice = axes.map((axis) => ('choices' in axis ? new Float64Array(2 * axis.choices) : null));
  const counted = new Uint8Array(axes.length);

  /** The best split of rows start to end (in every order): by parameter, threshold or choice, and its score. */
  const split = (start: number, end: number, weight: number, sum: number, squares: number) => {
    const parent = (sum * sum) / weight;
    const margin = least * Math.max(squares, Number.MIN_VALUE);
    let best = { f: -1, threshold: 0, choice: -1, score: parent + margin };
    for (let i = 0; i < turns.length; i++) turns[i] = i;
    counted.fill(0);
    for (const turn of rng.shuffle(turns)) {
      const { f, choice } = columnsTried[turn];
      const order = orders[f];
      const column = columns[f];
      const sums = byChoice[f];
      if (sums) {
        if (!counted[f]) {
          sums.fill(0);
          for (let i = start; i < end; i++) {
            const row = order[i];
            sums[2 * column[row]] += count[row];
            sums[2 * column[row] + 1] += sumOf[row];
          }
          counted[f] = 1;
        }
        const w = sums[2 * choice];
        const s = sums[2 * choice + 1];
        if (w === 0 || w === weight) continue;
        const score = (s * s) / w + ((sum - s) * (sum - s)) / (weight - w);
        if (score > best.score + margin) best = { f, threshold: 0, choice, score };
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

  const grow = (start: number, end: number, depth: number): number => {
    const node = tree.feature.length;
    let weight = 0;
    let sum = 0;
    let squares = 0;
    for (let i = start; i < end; i++) {
      const row = some[i];
      weight += count[row];
      sum += sumOf[row];
      squares += squareOf[row];
    }
    const found = end - start > 1 && depth < maxDepth ? split(start, end, weight, sum, squares) : null;
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
      const row = some[i];
      const goes = found.choice < 0 ? column[row] <= found.threshold : column[row] === found.choice;
      left[row] = goes ? 1 : 0;
      size += left[row];
    }
    // Two rows end in two leaves, for which one order will do.
    if (end - start === 2) partition(some, start, end, left, spare);
    else for (const order of distinct) partition(order, start, end, left, spare);
    tree.left[node] = grow(start, start + size, depth + 1);
    tree.right[node] = grow(start + size, end, depth + 1);
    return node;
  };
  grow(0, some.length, 0);
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
  // Written to both sides without asking: which side it is cannot be foretold.
  for (let i = start; i < end; i++) {
    const row = order[i];
    const goes = left[row];
    order[at] = row;
    spare[right] = row;
    at += goes;
    right += 1 - goes;
  }
  for (let i = 0; i < right; i++) order[at + i] = spare[i];
}
