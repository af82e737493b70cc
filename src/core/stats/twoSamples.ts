// How different two samples of one column are. Numbers: Kolmogorov-Smirnov, Wasserstein-1. Categories: chi-squared,
// Jensen-Shannon distance in base 2 (0 to 1), total variation. Both: the population stability index with its sampling
// noise. Conventions of each are named, because libraries differ.
import { chiSquaredTail } from '../math/gamma';
import { exp, log } from '../math/elementary';
import { quantile } from './describe';

export interface TestResult {
  readonly statistic: number;
  /** Chance of a statistic as large under one common distribution. */
  readonly p: number;
}

/** Above this many pairs the limit distribution is used: it is then good to about 1e-3 in p. */
const exactPairs = 1_000_000;

/** Largest distance of the two empirical distribution functions; ascending, complete values. */
export function ksDistance(a: Float64Array, b: Float64Array): number {
  let i = 0;
  let j = 0;
  let largest = 0;
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i], b[j]);
    while (i < a.length && a[i] === value) i++;
    while (j < b.length && b[j] === value) j++;
    largest = Math.max(largest, Math.abs(i / a.length - j / b.length));
  }
  return largest;
}

/** Two-sided two-sample test: exact p for few rows (without regard to ties), else Kolmogorov's limit. NaN without rows. */
export function kolmogorovSmirnov(a: Float64Array, b: Float64Array): TestResult {
  const [n, m] = [a.length, b.length];
  if (n === 0 || m === 0) return { statistic: NaN, p: NaN };
  const statistic = ksDistance(a, b);
  const p = n * m <= exactPairs ? exactTail(statistic, n, m) : kolmogorovTail(Math.sqrt((n * m) / (n + m)) * statistic);
  return { statistic, p };
}

/** Share of the lattice paths from (0, 0) to (n, m) that reach the distance: the recursion of Schroeer & Trenkler 1995. */
function exactTail(d: number, n: number, m: number): number {
  const limit = (0.5 + Math.floor(d * n * m - 1e-7)) / (n * m);
  const inside = new Float64Array(m + 1);
  for (let j = 0; j <= m; j++) inside[j] = j / m > limit ? 0 : 1;
  for (let i = 1; i <= n; i++) {
    const weight = i / (i + m);
    inside[0] = i / n > limit ? 0 : weight * inside[0];
    for (let j = 1; j <= m; j++) {
      inside[j] = Math.abs(i / n - j / m) > limit ? 0 : weight * inside[j] + inside[j - 1];
    }
  }
  return Math.min(1, Math.max(0, 1 - inside[m]));
}

const piSquaredOver8 = (Math.PI * Math.PI) / 8;
const rootTwoPi = Math.sqrt(2 * Math.PI);

/** Chance that Kolmogorov's limit variable exceeds x. */
export function kolmogorovTail(x: number): number {
  if (x <= 0) return 1;
  if (x < 1) {
    // The theta function's other expansion converges fast near zero.
    let sum = 0;
    for (let k = 1; k < 20; k += 2) sum += exp((-k * k * piSquaredOver8) / (x * x));
    return Math.min(1, Math.max(0, 1 - (rootTwoPi / x) * sum));
  }
  let sum = 0;
  for (let k = 1; k < 20; k++) sum += (k % 2 === 1 ? 1 : -1) * exp(-2 * k * k * x * x);
  return Math.min(1, Math.max(0, 2 * sum));
}

/** Area between the two distribution functions, in the column's unit; ascending, complete values. */
export function wasserstein(a: Float64Array, b: Float64Array): number {
  if (a.length === 0 || b.length === 0) return NaN;
  let i = 0;
  let j = 0;
  let area = 0;
  let from = Math.min(a[0], b[0]);
  while (i < a.length || j < b.length) {
    const value = Math.min(i < a.length ? a[i] : Infinity, j < b.length ? b[j] : Infinity);
    area += Math.abs(i / a.length - j / b.length) * (value - from);
    from = value;
    while (i < a.length && a[i] === value) i++;
    while (j < b.length && b[j] === value) j++;
  }
  return area;
}

/** Pearson's test of a 2 x K table, categories without rows left out. NaN with fewer than two categories. */
export function chiSquaredTest(a: ArrayLike<number>, b: ArrayLike<number>): TestResult & { readonly df: number } {
  const [n, m] = [total(a), total(b)];
  let statistic = 0;
  let used = 0;
  for (let k = 0; k < a.length; k++) {
    const sum = a[k] + b[k];
    if (sum === 0) continue;
    used++;
    const expectedA = (sum * n) / (n + m);
    const expectedB = (sum * m) / (n + m);
    if (n > 0) statistic += ((a[k] - expectedA) * (a[k] - expectedA)) / expectedA;
    if (m > 0) statistic += ((b[k] - expectedB) * (b[k] - expectedB)) / expectedB;
  }
  const df = used - 1;
  if (df < 1 || n === 0 || m === 0) return { statistic: NaN, p: NaN, df };
  return { statistic, p: chiSquaredTail(statistic, df), df };
}

/**
 * Counts with the categories of fewer than `least` expected rows on a side put together, the rarest first, so that the
 * chi-squared approximation holds. Order of the others is kept; the pool is last.
 */
export function pooled(a: ArrayLike<number>, b: ArrayLike<number>, least = 5): [a: number[], b: number[]] {
  const [n, m] = [total(a), total(b)];
  const smaller = Math.min(n, m) / (n + m);
  const keep: number[] = [];
  let [restA, restB] = [0, 0];
  for (let k = 0; k < a.length; k++) {
    if ((a[k] + b[k]) * smaller >= least) keep.push(k);
    else {
      restA += a[k];
      restB += b[k];
    }
  }
  const [keptA, keptB] = [keep.map((k) => a[k]), keep.map((k) => b[k])];
  return restA + restB > 0
    ? [
        [...keptA, restA],
        [...keptB, restB],
      ]
    : [keptA, keptB];
}

/** Square root of the Jensen-Shannon divergence in bits: 0 for equal shares, 1 for none in common. */
export function jensenShannon(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [n, m] = [total(a), total(b)];
  let sum = 0;
  for (let k = 0; k < a.length; k++) {
    const p = a[k] / n;
    const q = b[k] / m;
    const middle = (p + q) / 2;
    if (p > 0) sum += 0.5 * p * log(p / middle);
    if (q > 0) sum += 0.5 * q * log(q / middle);
  }
  return Math.sqrt(Math.max(0, sum) / Math.LN2);
}

/** Half the sum of the differences of the shares: 0 to 1. */
export function totalVariation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [n, m] = [total(a), total(b)];
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += Math.abs(a[k] / n - b[k] / m);
  return sum / 2;
}

/** A share of no rows counts as this in the stability index. */
const emptyShare = 1e-4;

/** Population stability index of counts by bin: the sum of (q - p) ln(q / p), p the reference. */
export function stabilityIndex(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  const [n, m] = [total(reference), total(current)];
  let sum = 0;
  for (let k = 0; k < reference.length; k++) {
    const p = Math.max(reference[k] / n, emptyShare);
    const q = Math.max(current[k] / m, emptyShare);
    sum += (q - p) * log(q / p);
  }
  return sum;
}

/** Counts of both samples in the deciles of the reference; equal deciles are one bin. Ascending, complete values. */
export function decileCounts(reference: Float64Array, current: Float64Array): [a: number[], b: number[]] {
  const cuts: number[] = [];
  for (let k = 1; k < 10; k++) {
    const cut = quantile(reference, k / 10);
    if (cuts.length === 0 || cut > cuts[cuts.length - 1]) cuts.push(cut);
  }
  const counts = (sorted: Float64Array) => {
    const bins = new Array<number>(cuts.length + 1).fill(0);
    let bin = 0;
    for (const value of sorted) {
      while (bin < cuts.length && value > cuts[bin]) bin++;
      bins[bin]++;
    }
    return bins;
  };
  return [counts(reference), counts(current)];
}

/** p-values adjusted for their number (Benjamini & Hochberg 1995), in the same order; NaN stays NaN. */
export function falseDiscovery(ps: readonly number[]): number[] {
  const order = ps.map((_, i) => i).filter((i) => !Number.isNaN(ps[i]));
  order.sort((i, j) => ps[i] - ps[j]);
  const adjusted = ps.map(() => NaN);
  let least = 1;
  for (let rank = order.length; rank > 0; rank--) {
    const i = order[rank - 1];
    least = Math.min(least, (ps[i] * order.length) / rank);
    adjusted[i] = least;
  }
  return adjusted;
}

function total(counts: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < counts.length; k++) sum += counts[k];
  return sum;
}
