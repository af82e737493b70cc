// A regression tree over a box of numbers and choices, and the exact variances of its one-parameter marginals:
// Hutter, Hoos & Leyton-Brown 2014, "An efficient approach for assessing hyperparameter importance", section 4.
// The measure is that of Optuna 5.0.0 (_FanovaTree): uniform between the bounds of a number, and of a choice uniform
// over the cube of its one-hot columns, the corners that stand for no choice included.
import { hotVariance, noChoice, type HotLeaf } from './hotVariance';

/** A number between two bounds, or one of `choices` values given by their index. */
export type Axis = { readonly low: number; readonly high: number } | { readonly choices: number };

/** Nodes by number, 0 the root. `feature` is negative at a leaf. */
export interface RegressionTree {
  readonly feature: ArrayLike<number>;
  /** Numbers: values up to it go left. */
  readonly threshold: ArrayLike<number>;
  /** Choices: the one that goes left; -1 where the split is of a number. */
  readonly choice: ArrayLike<number>;
  readonly left: ArrayLike<number>;
  readonly right: ArrayLike<number>;
  /** Mean of a leaf. */
  readonly value: ArrayLike<number>;
}

interface Slices {
  /** Borders of the slices of a number, ascending. */
  readonly cuts: Float64Array;
  readonly widths: Float64Array;
  /** Integral of the tree over all other axes, as differences from slice to slice. */
  readonly integral: Float64Array;
}

/** What a path down the tree has settled of a choice, and where further splits lead. */
interface Settled extends HotLeaf {
  readonly next: Map<number, { readonly taken: Settled; left: Settled | null }>;
}

/** Variance of the whole tree, and of its mean given each axis alone. */
export function marginalVariances(tree: RegressionTree, axes: readonly Axis[]) {
  const cutsOf = thresholds(tree, axes.length);
  const slices = axes.map((axis, f) => ('choices' in axis ? null : slicesOf(cutsOf[f], axis)));
  const hot = axes.map((): Map<string, Settled> => new Map());
  const low = axes.map((axis) => ('choices' in axis ? 0 : axis.low));
  const high = axes.map((axis) => ('choices' in axis ? 1 : axis.high));
  const width = axes.map((_, f) => high[f] - low[f]);
  /** Numbers of the borders that the present box has on each axis. */
  const lowAt = new Int32Array(axes.length);
  const highAt = Int32Array.from(slices, (own) => (own ? own.cuts.length - 1 : 0));
  const hotLeaf = (f: number, one: number, zeros: readonly number[]): Settled => {
    const key = `${one}:${zeros.join()}`;
    let found = hot[f].get(key);
    if (!found) hot[f].set(key, (found = { one, zeros, mass: 0, next: new Map() }));
    return found;
  };
  /** Of each choice, where the mass of the present box goes. */
  const inside = axes.map((axis, f) => ('choices' in axis ? hotLeaf(f, noChoice, []) : null));
  /** Of each axis, the share of it that is left in the present box. */
  const share = new Float64Array(axes.length).fill(1);
  let mean = 0;
  let square = 0;

  const leaf = (value: number) => {
    let volume = 1;
    for (let f = 0; f < share.length; f++) volume *= share[f];
    mean += volume * value;
    square += volume * value * value;
    if (volume === 0) return;
    for (let f = 0; f < slices.length; f++) {
      const own = slices[f];
      const mass = (value * volume) / share[f];
      if (own) {
        own.integral[lowAt[f]] += mass;
        own.integral[highAt[f]] -= mass;
      } else inside[f]!.mass += mass;
    }
  };
  const number = (node: number, f: number) => {
    const [from, to, before] = [low[f], high[f], share[f]];
    const [fromAt, toAt] = [lowAt[f], highAt[f]];
    const cut = Math.min(to, Math.max(from, tree.threshold[node]));
    const cutAt = place(slices[f]!.cuts, cut);
    high[f] = cut;
    highAt[f] = cutAt;
    share[f] = (cut - from) / width[f];
    walk(tree.left[node]);
    [low[f], high[f], share[f]] = [cut, to, (to - cut) / width[f]];
    [lowAt[f], highAt[f]] = [cutAt, toAt];
    walk(tree.right[node]);
    [low[f], high[f], share[f]] = [from, to, before];
    [lowAt[f], highAt[f]] = [fromAt, toAt];
  };
  const choice = (node: number, f: number, from: Settled) => {
    const own = tree.choice[node];
    let next = from.next.get(own);
    if (!next) from.next.set(own, (next = { taken: hotLeaf(f, own, from.zeros), left: null }));
    const before = share[f];
    share[f] = before / 2;
    inside[f] = next.taken;
    walk(tree.left[node]);
    inside[f] = next.left ??= hotLeaf(
      f,
      from.one,
      [...from.zeros, own].sort((a, b) => a - b),
    );
    walk(tree.right[node]);
    inside[f] = from;
    share[f] = before;
  };
  const walk = (node: number): void => {
    const f = tree.feature[node];
    if (f < 0) leaf(tree.value[node]);
    else if (inside[f]) choice(node, f, inside[f]);
    else number(node, f);
  };
  walk(0);

  const marginals = slices.map((own, f) => {
    if (!own) return hotVariance([...hot[f].values()], mean);
    let sum = 0;
    let running = 0;
    for (let i = 0; i < own.widths.length; i++) {
      running += own.integral[i];
      sum += own.widths[i] * (running - mean) * (running - mean);
    }
    return sum;
  });
  return { total: Math.max(0, square - mean * mean), marginals };
}

/** Where the tree cuts each axis, in the order of its nodes. */
function thresholds(tree: RegressionTree, axes: number): number[][] {
  const found = Array.from({ length: axes }, (): number[] => []);
  for (let node = 0; node < tree.feature.length; node++)
    if (tree.feature[node] >= 0) found[tree.feature[node]].push(tree.threshold[node]);
  return found;
}

/** The pieces of one axis between the places where the tree cuts it; widths sum to 1. */
function slicesOf(thresholds: readonly number[], axis: { readonly low: number; readonly high: number }): Slices {
  const inside = thresholds.filter((t) => t > axis.low && t < axis.high);
  const sorted = Float64Array.of(axis.low, ...inside, axis.high).sort();
  const cuts = sorted.filter((cut, i) => i === 0 || cut !== sorted[i - 1]);
  const widths = new Float64Array(cuts.length - 1);
  for (let i = 0; i < widths.length; i++) widths[i] = (cuts[i + 1] - cuts[i]) / (axis.high - axis.low);
  return { cuts, widths, integral: new Float64Array(cuts.length) };
}

/** Number of a border that is in the list. */
function place(cuts: Float64Array, at: number): number {
  let low = 0;
  let high = cuts.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cuts[middle] < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
