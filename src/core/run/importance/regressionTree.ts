// A regression tree over a box of numbers and choices, and the exact variances of its one-parameter marginals:
// Hutter, Hoos & Leyton-Brown 2014, "An efficient approach for assessing hyperparameter importance", section 4.
// The measure is uniform over the box; each choice counts the same.

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

interface Sums {
  /** Borders of the slices of a number, ascending; for choices none. */
  readonly cuts: readonly number[];
  readonly widths: readonly number[];
  /** Integral of the tree over all other axes, by slice: as differences for numbers. */
  readonly integral: Float64Array;
}

/** Variance of the whole tree, and of its mean given each axis alone. */
export function marginalVariances(tree: RegressionTree, axes: readonly Axis[]) {
  const sums = axes.map((axis, f) => slices(tree, axis, f));
  const low = axes.map((axis) => ('choices' in axis ? 0 : axis.low));
  const high = axes.map((axis) => ('choices' in axis ? axis.choices : axis.high));
  const width = axes.map((_, f) => high[f] - low[f]);
  const open = axes.map((axis) => ('choices' in axis ? new Uint8Array(axis.choices).fill(1) : null));
  /** Of each axis, the share of it that is left in the present box. */
  const share = axes.map(() => 1);
  let mean = 0;
  let square = 0;

  const leaf = (value: number) => {
    const volume = share.reduce((a, b) => a * b, 1);
    mean += volume * value;
    square += volume * value * value;
    if (volume === 0) return;
    sums.forEach(({ cuts, integral }, f) => {
      const mass = (value * volume) / share[f];
      const allowed = open[f];
      if (allowed) for (let c = 0; c < allowed.length; c++) integral[c] += allowed[c] * mass;
      else {
        integral[place(cuts, low[f])] += mass;
        integral[place(cuts, high[f])] -= mass;
      }
    });
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
  const choice = (node: number, f: number, allowed: Uint8Array) => {
    const kept = allowed.slice();
    const before = share[f];
    const own = tree.choice[node];
    const one = kept[own] / kept.length;
    allowed.fill(0);
    allowed[own] = kept[own];
    share[f] = one;
    walk(tree.left[node]);
    allowed.set(kept);
    allowed[own] = 0;
    share[f] = Math.max(0, before - one);
    walk(tree.right[node]);
    allowed.set(kept);
    share[f] = before;
  };
  const walk = (node: number): void => {
    const f = tree.feature[node];
    if (f < 0) leaf(tree.value[node]);
    else if (open[f]) choice(node, f, open[f]);
    else number(node, f);
  };
  walk(0);

  const marginals = sums.map(({ widths, integral, cuts }) => {
    let sum = 0;
    let running = 0;
    widths.forEach((w, i) => {
      running = cuts.length > 0 ? running + integral[i] : integral[i];
      sum += w * (running - mean) * (running - mean);
    });
    return sum;
  });
  return { total: Math.max(0, square - mean * mean), marginals };
}

/** The pieces of one axis between the places where the tree cuts it; widths sum to 1. */
function slices(tree: RegressionTree, axis: Axis, f: number): Sums {
  if ('choices' in axis) {
    const widths = new Array<number>(axis.choices).fill(1 / axis.choices);
    return { cuts: [], widths, integral: new Float64Array(axis.choices) };
  }
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
