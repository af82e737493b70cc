// Bins whose edges follow the target of the training rows: the cuts of a decision tree of this column alone
// (scikit-learn's DecisionTreeClassifier by Gini impurity, DecisionTreeRegressor by squared error), or those that pay for
// their description (Fayyad & Irani, Multi-interval discretization of continuous-valued attributes, IJCAI 1993).
import { TablabError } from '../../errors/error';
import { choice, int } from '../../fields/field';
import { log } from '../../math/elementary';
import { numberStep, type NumberTarget } from '../numberStep';

/** The values in order, with the classes or numbers to be told apart. */
interface Sorted {
  readonly x: Float64Array;
  /** Class indexes; null where the target is a number. */
  readonly classes: Int32Array | null;
  readonly count: number;
  readonly y: Float64Array;
}

export const targetBins = numberStep({
  type: 'targetBins',
  label: 'Bins by the target',
  help: 'Replace each value by the number of its bin, with edges where the target changes.',
  fields: {
    method: choice('Edges', 'tree', [
      { value: 'tree', label: 'Cuts of a decision tree' },
      { value: 'mdl', label: 'Shortest description (MDL)' },
    ]),
    depth: int('Depth of the tree', 3, 1, 8, { help: 'At most 2 to this power bins.', when: { method: ['tree'] } }),
    least: int('Rows in a bin', 10, 1, 100_000, {
      log: true,
      help: 'At least so many training rows.',
      when: { method: ['tree'] },
    }),
  },
  fit: (values, { method, depth, least }, column, target) => {
    const sorted = sort(values, target, column);
    if (method === 'tree') return { edges: treeCuts(sorted, 0, values.length, depth, least) };
    if (!sorted.classes)
      throw new TablabError('step-target', { step: 'Bins by the target, MDL', column, needs: 'classes' });
    return { edges: describingCuts(sorted, 0, values.length) };
  },
  apply: ({ edges }: { edges: readonly number[] }, values) =>
    values.map((x) => {
      let bin = 0;
      while (bin < edges.length && x > edges[bin]) bin++;
      return bin;
    }),
});

function sort(values: Float64Array, target: NumberTarget | null | undefined, column: string): Sorted {
  if (!target) throw new TablabError('step-target', { step: 'Bins by the target', column, needs: 'a target' });
  const order = Array.from(values.keys()).sort((a, b) => values[a] - values[b] || a - b);
  const x = Float64Array.from(order, (i) => values[i]);
  if (target.kind === 'values')
    return { x, classes: null, count: 0, y: Float64Array.from(order, (i) => target.values[i]) };
  const classes = Int32Array.from(order, (i) => target.index[i]);
  return { x, classes, count: target.count, y: new Float64Array() };
}

/** Edges in order. A cut lies in the middle between two values; of equally good ones the first is taken. */
function treeCuts(sorted: Sorted, from: number, to: number, depth: number, least: number): number[] {
  if (depth === 0 || to - from < 2 * least || pure(sorted, from, to)) return [];
  const { x } = sorted;
  const left = new Sums(sorted);
  const right = new Sums(sorted);
  for (let i = from; i < to; i++) right.add(i, 1);
  let best = -Infinity;
  let at = -1;
  for (let i = from; i < to - 1; i++) {
    left.add(i, 1);
    right.add(i, -1);
    if (x[i + 1] <= x[i] + 1e-7 || i + 1 - from < least || to - i - 1 < least) continue;
    const gain = left.squares() + right.squares();
    if (gain > best) {
      best = gain;
      at = i;
    }
  }
  if (at < 0) return [];
  const edge = x[at] / 2 + x[at + 1] / 2;
  return [
    ...treeCuts(sorted, from, at + 1, depth - 1, least),
    edge === x[at + 1] ? x[at] : edge,
    ...treeCuts(sorted, at + 1, to, depth - 1, least),
  ];
}

/** Of rows of one side: what a cut is to make large, sum of squared sums over the number of rows. */
class Sums {
  private readonly sums: Float64Array;
  private rows = 0;
  constructor(private readonly sorted: Sorted) {
    this.sums = new Float64Array(sorted.classes ? sorted.count : 1);
  }
  add(i: number, sign: 1 | -1): void {
    const { classes, y } = this.sorted;
    if (classes) this.sums[classes[i]] += sign;
    else this.sums[0] += sign * y[i];
    this.rows += sign;
  }
  squares(): number {
    return this.sums.reduce((sum, one) => sum + one * one, 0) / this.rows;
  }
}

function pure({ classes, y }: Sorted, from: number, to: number): boolean {
  const of = classes ?? y;
  for (let i = from + 1; i < to; i++) if (of[i] !== of[from]) return false;
  return true;
}

const log2 = (x: number) => log(x) / Math.LN2;

interface Entropy {
  readonly bits: number;
  /** Classes that occur. */
  readonly kinds: number;
}

function entropyOf(counts: Float64Array, rows: number): Entropy {
  let bits = 0;
  let kinds = 0;
  for (const count of counts) {
    if (count === 0) continue;
    kinds++;
    bits -= (count / rows) * log2(count / rows);
  }
  return { bits, kinds };
}

function describingCuts(sorted: Sorted, from: number, to: number): number[] {
  const { x, classes, count } = sorted;
  const n = to - from;
  if (n < 2) return [];
  const left = new Float64Array(count);
  const right = new Float64Array(count);
  for (let i = from; i < to; i++) right[classes![i]]++;
  const whole = entropyOf(right, n);
  let best: { at: number; bits: number; left: Entropy; right: Entropy } | null = null;
  for (let i = from; i < to - 1; i++) {
    left[classes![i]]++;
    right[classes![i]]--;
    if (x[i + 1] === x[i]) continue;
    const n1 = i + 1 - from;
    const [a, b] = [entropyOf(left, n1), entropyOf(right, n - n1)];
    const bits = (n1 * a.bits + (n - n1) * b.bits) / n;
    if (!best || bits < best.bits) best = { at: i, bits, left: a, right: b };
  }
  if (!best) return [];
  const delta =
    log2(3 ** whole.kinds - 2) -
    (whole.kinds * whole.bits - best.left.kinds * best.left.bits - best.right.kinds * best.right.bits);
  if (whole.bits - best.bits <= (log2(n - 1) + delta) / n) return [];
  return [
    ...describingCuts(sorted, from, best.at + 1),
    (x[best.at] + x[best.at + 1]) / 2,
    ...describingCuts(sorted, best.at + 1, to),
  ];
}
