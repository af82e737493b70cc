// 1R (Holte 1993, "Very simple classification rules perform well on most commonly used datasets", Machine Learning 11):
// for each feature, cut its sorted values into bins that hold at least 6 rows of their majority class, predict each bin's
// majority, and keep the feature with the fewest errors on the training rows.
import type { BaselineDef, Rows } from './baseline';

const least = 6;

interface Rule {
  readonly feature: number;
  readonly errors: number;
  /** Upper ends of all bins but the last. */
  readonly cuts: readonly number[];
  readonly counts: readonly Float64Array[];
}

export const oneRule: BaselineDef = {
  name: 'one-rule',
  label: 'One rule',
  text: 'The best rule on a single feature: its range cut into bins, each with the majority class of its training rows.',
  source: 'Holte 1993',
  tasks: ['binary', 'multiclass'],
  *fit({ classes, train, target, validation }) {
    let best: Rule | null = null;
    for (let feature = 0; feature < train.width; feature++) {
      yield;
      const rule = ruleOf(train, target, classes, feature);
      if (!best || rule.errors < best.errors) best = rule;
    }
    const out = new Float64Array(validation.count * classes);
    for (let row = 0; row < validation.count; row++) {
      const bin = best ? binOf(best.cuts, validation.values[row * validation.width + best.feature]) : 0;
      const counts = best?.counts[bin] ?? new Float64Array(classes);
      const total = counts.reduce((sum, count) => sum + count, 0);
      // One more of each class (Laplace): no probability is 0, and the majority stays the majority.
      for (let k = 0; k < classes; k++) out[row * classes + k] = (counts[k] + 1) / (total + classes);
    }
    return out;
  },
};

/** The bins of one feature. A bin is closed where its majority has enough rows, the value changes and the next class is another. */
export function ruleOf(train: Rows, target: ArrayLike<number>, classes: number, feature: number): Rule {
  const { count, width, values } = train;
  const at = (row: number) => values[row * width + feature];
  const order = Uint32Array.from({ length: count }, (_, i) => i).sort((a, b) => at(a) - at(b) || a - b);
  const cuts: number[] = [];
  const counts: Float64Array[] = [];
  let bin = new Float64Array(classes);
  for (let i = 0; i < count; i++) {
    bin[target[order[i]]]++;
    if (i === count - 1) break;
    const top = largest(bin);
    const [here, next] = [at(order[i]), at(order[i + 1])];
    if (bin[top] < least || here === next || target[order[i + 1]] === top) continue;
    cuts.push((here + next) / 2);
    counts.push(bin);
    bin = new Float64Array(classes);
  }
  counts.push(bin);
  const errors = counts.reduce((sum, one) => sum + one.reduce((all, n) => all + n, 0) - one[largest(one)], 0);
  return { feature, errors, cuts, counts };
}

function largest(counts: Float64Array): number {
  let best = 0;
  for (let k = 1; k < counts.length; k++) if (counts[k] > counts[best]) best = k;
  return best;
}

function binOf(cuts: readonly number[], value: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const mid = (low + high) >>> 1;
    if (value > cuts[mid]) low = mid + 1;
    else high = mid;
  }
  return low;
}
