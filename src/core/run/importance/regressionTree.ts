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
  readonly cuts: readonly number[];
  readonly widths: readonly number[];
  /** Integral of the tree over all other axes, as differences from slice to slice. */
  readonly integral: Float64Array;
}

/** Variance of the whole tree, and of its mean given each axis alone. */
export function marginalVariances(tree: RegressionTree, axes: readonly Axis[]) {
  const slices = axes.map((axis, f) => ('choices' in axis ? null : slicesOf(tree, axis, f)));
  const hot = axes.map((): Map<string, HotLeaf> => new Map());
  const low = axes.map((axis) => ('choices' in axis ? 0 : axis.low));
  const high = axes.map((axis) => ('choices' in axis ? 1 : axis.high));
  const width = axes.map((_, f) => high[f] - low[f]);
  const hotLeaf = (f: number, one: number, zeros: readonly number[]): HotLeaf => {
    const key = `${one}:${zeros.join()}`;
    let found = hot[f].get(key);
    if (!found) hot[f].set(key, (found = { one, zeros, mass: 0 }));
    return found;
  };
  /** Of each choice, where the mass of the present box goes. */
  const inside = axes.map((axis, f) => ('choices' in axis ? hotLeaf(f, noChoice, []) : null));
  /** Of each axis, the share of it that is left in the present box. */
  const share = axes.map(() => 1);
  let mean = 0;
  let square = 0;

  const leaf = (value: number) => {
    const volume = share.reduce((a, b) => a * b, 1);
    mean += volume * value;
    square += volume * value * value;
    if (volume === 0) return;
    for (let f = 0; f < slices.length; f++) {
      const own = slices[f];
      const mass = (value * volume) / share[f];
      if (own) {
        own.integral[place(own.cuts, low[f])] += mass;
        own.integral[place(own.cuts, high[f])] -= mass;
      } else inside[f]!.mass += mass;
    }
  };
  const number = (node: number, f: number) => {
    const [from, to, before] = [low[f], high[f], share[f]];
    const cut = Math.min(to, Math.max(from, tree.threshold[node]));
    high[f] = cut;
    share[f] = (cut - from) / width[f];
    walk(tree.left[node]);
    [low[f], high[f], share[f]] = [cut, to, (to - cut) / width[f]];
    walk(tree.right[node]);
    [low[f], high[f], share[f]] = [from, to, before];
  };
  const choice = (node: number, f: number, from: HotLeaf) => {
    const own = tree.choice[node];
    const before = share[f];
    share[f] = before / 2;
    inside[f] = hotLeaf(f, own, from.zeros);
    walk(tree.left[node]);
    inside[f] = hotLeaf(
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
    own.widths.forEach((w, i) => {
      running += own.integral[i];
      sum += w * (running - mean) * (running - mean);
    });
    return sum;
  });
  return { total: Math.max(0, square - mean * mean), marginals };
}

/** The pieces of one axis between the places where the tree cuts it; widths sum to 1. */
function slicesOf(tree: RegressionTree, axis: { readonly low: number; readonly high: number }, f: number): Slices {
  const found = new Set([axis.low, axis.high]);
  for (let node = 0; node < tree.feature.length; node++) {
    const t = tree.threshold[node];
    if (tree.feature[node] === f && t > axis.low && t < axis.high) found.add(t);
  }
  const cuts = [...found].sort((a, b) => a - b);
  const widths = cuts.slice(1).map((to, i) => (to - cuts[i]) / (axis.high - axis.low));
  return { cuts, widths, integral: new Float64Array(cuts.length) };
}

/** Number of a border that is in the list. */
function place(cuts: readonly number[], at: number): number {
  let low = 0;
  let high = cuts.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cuts[middle] < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
