// Isolation forest (Liu, Ting & Zhou 2008, "Isolation Forest", ICDM), as scikit-learn's IsolationForest defines it: 100
// trees, each on 256 rows drawn without replacement, split at random until a row stands alone or the tree is
// ceil(log2(256)) deep; a row that is told apart after few splits is unusual. Scores lie in (0, 1): near 0.5 is ordinary.
import { log, pow } from '../math/elementary';
import { Stream } from '../rng/stream';
import type { Column } from '../table/types';
import { quantile, sortedPresent } from './describe';

const euler = 0.5772156649015329;
const trees = 100;
const sampleSize = 256;

/** A tree in flat arrays; a leaf has feature -1. Rows with value <= threshold go left. */
export interface IsolationTree {
  readonly feature: ArrayLike<number>;
  readonly threshold: ArrayLike<number>;
  readonly left: ArrayLike<number>;
  readonly right: ArrayLike<number>;
  /** Rows of the sample that reached the node. */
  readonly size: ArrayLike<number>;
}

/** Mean depth of an unsuccessful search in a binary search tree of n rows: c(n) of the paper, with c(1) = 0 and c(2) = 1. */
export function meanPath(n: number): number {
  if (n <= 1) return 0;
  if (n === 2) return 1;
  return 2 * (log(n - 1) + euler) - (2 * (n - 1)) / n;
}

/** Depth at which the tree leaves a row, with the mean depth that a leaf of several rows stands for. */
export function pathLength(tree: IsolationTree, at: (feature: number) => number): number {
  let node = 0;
  let depth = 0;
  while (tree.feature[node] >= 0) {
    node = at(tree.feature[node]) <= tree.threshold[node] ? tree.left[node] : tree.right[node];
    depth++;
  }
  return depth + meanPath(tree.size[node]);
}

/** 2^(-mean path / c(sample)) of the paper. `sample`: rows that each tree was grown on. */
export function scoreOf(meanDepth: number, sample: number): number {
  return pow(2, -meanDepth / meanPath(sample));
}

/** Grows one tree on `rows`. `columns`: complete numbers. */
export function growTree(columns: readonly Float64Array[], rows: Uint32Array, rng: Stream): IsolationTree {
  // ceil(log2 n)
  const deepest = 32 - Math.clz32(Math.max(1, rows.length - 1));
  const feature: number[] = [];
  const threshold: number[] = [];
  const left: number[] = [];
  const right: number[] = [];
  const size: number[] = [];
  const order = Uint32Array.from(columns, (_, i) => i);
  const grow = (from: number, to: number, depth: number): number => {
    const node = feature.push(-1) - 1;
    threshold.push(0);
    left.push(-1);
    right.push(-1);
    size.push(to - from);
    if (to - from <= 1 || depth >= deepest) return node;
    const split = drawSplit(columns, rows, from, to, order, rng);
    if (!split) return node;
    const middle = partition(columns[split.feature], rows, from, to, split.threshold);
    feature[node] = split.feature;
    threshold[node] = split.threshold;
    left[node] = grow(from, middle, depth + 1);
    right[node] = grow(middle, to, depth + 1);
    return node;
  };
  grow(0, rows.length, 0);
  return {
    feature: Int32Array.from(feature),
    threshold: Float64Array.from(threshold),
    left: Int32Array.from(left),
    right: Int32Array.from(right),
    size: Int32Array.from(size),
  };
}

/** A feature that varies, drawn among those that do, and a uniform threshold between its extremes; null where none does. */
function drawSplit(
  columns: readonly Float64Array[],
  rows: Uint32Array,
  from: number,
  to: number,
  order: Uint32Array,
  rng: Stream,
): { feature: number; threshold: number } | null {
  for (let left = order.length; left > 0; left--) {
    const pick = rng.below(left);
    const feature = order[pick];
    order[pick] = order[left - 1];
    order[left - 1] = feature;
    const values = columns[feature];
    let low = Infinity;
    let high = -Infinity;
    for (let i = from; i < to; i++) {
      const value = values[rows[i]];
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (!(high > low)) continue;
    const threshold = low + rng.uniform() * (high - low);
    return { feature, threshold: threshold < high ? threshold : low };
  }
  return null;
}

/** Brings the rows at or below the threshold to the front; where the others begin. */
function partition(values: Float64Array, rows: Uint32Array, from: number, to: number, threshold: number): number {
  let middle = from;
  for (let i = from; i < to; i++) {
    const row = rows[i];
    if (!(values[row] <= threshold)) continue;
    rows[i] = rows[middle];
    rows[middle++] = row;
  }
  return middle;
}

/** Numbers (dates and flags among them) with missing values at the column's median; constant and empty columns left out. */
export function isolationColumns(features: readonly Column[]): Float64Array[] {
  const kept: Float64Array[] = [];
  for (const { data } of features) {
    if (data.kind !== 'number') continue;
    const sorted = sortedPresent(data.values);
    if (sorted.length === 0 || sorted[0] === sorted[sorted.length - 1]) continue;
    const middle = quantile(sorted, 0.5);
    kept.push(sorted.length === data.values.length ? data.values : data.values.map((v) => (v === v ? v : middle)));
  }
  return kept;
}

/** The score of every row; null without two rows or a number that varies. The trees are the same for the same table. */
export function isolationScores(features: readonly Column[], rows: number): Float64Array | null {
  const work = isolate(features, rows);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** The same, yielding after each tree the share that is done. */
export function* isolate(features: readonly Column[], rows: number): Generator<number, Float64Array | null> {
  const columns = isolationColumns(features);
  if (columns.length === 0 || rows < 2) return null;
  const sample = Math.min(sampleSize, rows);
  const depths = new Float64Array(rows);
  for (let t = 0; t < trees; t++) {
    const rng = Stream.of(0, 'isolation', t);
    const tree = growTree(columns, drawRows(rows, sample, rng), rng);
    addDepths(tree, columns, depths);
    yield (t + 1) / trees;
  }
  return depths.map((sum) => scoreOf(sum / trees, sample));
}

/** `count` of `rows` rows without replacement: the front of a Fisher-Yates shuffle, kept sparsely. */
function drawRows(rows: number, count: number, rng: Stream): Uint32Array {
  const moved = new Map<number, number>();
  const drawn = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const j = i + rng.below(rows - i);
    drawn[i] = moved.get(j) ?? j;
    moved.set(j, moved.get(i) ?? i);
  }
  return drawn;
}

function addDepths(tree: IsolationTree, columns: readonly Float64Array[], depths: Float64Array): void {
  const { feature, threshold, left, right, size } = tree;
  const ends = Float64Array.from(size, meanPath);
  for (let row = 0; row < depths.length; row++) {
    let node = 0;
    let depth = 0;
    while (feature[node] >= 0) {
      node = columns[feature[node]][row] <= threshold[node] ? left[node] : right[node];
      depth++;
    }
    depths[row] += depth + ends[node];
  }
}
