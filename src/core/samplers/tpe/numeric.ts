// Kernels over numbers: truncated normals at the observations, as wide as the larger gap to a neighbour, and one wide prior
// kernel in the middle (optuna/samplers/_tpe/parzen_estimator.py, probability_distributions.py). On a log scale everything
// is in logarithms, also the density; with a step, the mass of the step around a value.
import { exp, log } from '../../math/elementary';
import type { Stream } from '../../rng/stream';
import type { Column } from './parzen';
import { LOG_SQRT_2PI, logMass, truncatedQuantile } from './truncatedNormal';

export interface Range {
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
  /** 0: continuous. */
  readonly step: number;
}

export interface Widths {
  /** No width below range / min(100, kernels + 1). */
  readonly magicClip: boolean;
  /** Whether the outermost two observations also look at the ends of the range. */
  readonly endpoints: boolean;
}

const identity = (x: number) => x;

export class NumericColumn implements Column {
  readonly mus: Float64Array;
  readonly sigmas: Float64Array;
  readonly cost: number;
  readonly peak: number;
  /** Ends of the range on its own scale, half a step further on both sides. */
  private readonly low: number;
  private readonly high: number;

  constructor(
    observed: Float64Array,
    private readonly range: Range,
    widths: Widths,
  ) {
    const scale = range.log ? log : identity;
    const n = observed.length;
    this.low = scale(range.low - range.step / 2);
    this.high = scale(range.high + range.step / 2);
    this.mus = new Float64Array(n + 1);
    for (let i = 0; i < n; i++) this.mus[i] = range.log ? log(observed[i]) : observed[i];
    this.mus[n] = 0.5 * (this.low + this.high);
    this.sigmas = this.mus.some(Number.isNaN)
      ? this.widthsWithGaps(widths)
      : widthsOf(this.mus.subarray(0, n), this.low, this.high, widths);
    this.cost = range.step > 0 ? 2 : 0;
    let narrowest = Infinity;
    for (let k = 0; k <= n; k++) narrowest = Math.min(narrowest, this.sigmas[k]);
    // A kernel no wider than its range, with its middle inside, has over a third of its mass there.
    this.peak = range.step > 0 ? 0 : log(3 / narrowest) - LOG_SQRT_2PI;
  }

  /** Kernels of trials that lack the parameter are as wide as the prior's, and in the middle. */
  private widthsWithGaps(widths: Widths): Float64Array {
    const { mus, low, high } = this;
    const n = mus.length - 1;
    const known = Array.from({ length: n }, (_, i) => i).filter((i) => !Number.isNaN(mus[i]));
    const own = widthsOf(
      Float64Array.from(known, (i) => mus[i]),
      low,
      high,
      widths,
    );
    const sigmas = new Float64Array(n + 1).fill(high - low);
    known.forEach((i, k) => (sigmas[i] = own[k]));
    for (let i = 0; i < n; i++) if (Number.isNaN(mus[i])) mus[i] = mus[n];
    return sigmas;
  }

  draw(kernel: number, rng: Stream): number {
    const { low, high, range } = this;
    const mu = this.mus[kernel];
    const sigma = this.sigmas[kernel];
    const z = truncatedQuantile(rng.uniform(), (low - mu) / sigma, (high - mu) / sigma);
    const x = range.log ? exp(mu + sigma * z) : mu + sigma * z;
    const stepped = range.step > 0 ? range.low + Math.round((x - range.low) / range.step) * range.step : x;
    return Math.min(range.high, Math.max(range.low, stepped));
  }

  addLogDensity(points: Float64Array, sums: Float64Array, floors: Float64Array, from: number, to: number): void {
    if (this.range.step > 0) this.addLogSteps(points, sums, floors, from, to);
    else this.addLogNormal(points, sums, floors, from, to);
  }

  private addLogNormal(points: Float64Array, sums: Float64Array, floors: Float64Array, from: number, to: number): void {
    const { mus, sigmas, low, high, range } = this;
    const count = points.length;
    const xs = range.log ? points.map(log) : points;
    for (let k = from; k < to; k++) {
      const start = k * count;
      if (!matters(sums, floors, start)) {
        sums.fill(-Infinity, start, start + count);
        continue;
      }
      const mu = mus[k];
      const scale = 1 / sigmas[k];
      const norm = LOG_SQRT_2PI + log(sigmas[k]) + logMass((low - mu) * scale, (high - mu) * scale);
      for (let j = 0; j < count; j++) {
        const z = (xs[j] - mu) * scale;
        sums[start + j] -= 0.5 * z * z + norm;
      }
    }
  }

  /** Equal kernels and equal points are frequent here, and a mass is dear: each pair once, when needed. */
  private addLogSteps(points: Float64Array, sums: Float64Array, floors: Float64Array, from: number, to: number): void {
    const { mus, sigmas, low, high, range } = this;
    const scale = range.log ? log : identity;
    const count = points.length;
    const left = points.map((x) => scale(x - range.step / 2));
    const right = points.map((x) => scale(x + range.step / 2));
    const same = points.map((x) => points.indexOf(x));
    const pairs = distinct(mus, sigmas, from, to);
    const masses: number[][] = [];
    const norms = new Float64Array(to - from).fill(NaN);
    for (let k = from; k < to; k++) {
      const pair = pairs[k - from];
      for (let j = 0, at = k * count; j < count; j++, at++) {
        if (!(sums[at] >= floors[j])) {
          sums[at] = -Infinity;
          continue;
        }
        const row = (masses[pair] ??= new Array<number>(count).fill(NaN));
        const cell = same[j];
        if (Number.isNaN(row[cell])) {
          const mu = mus[k];
          const sigma = sigmas[k];
          if (Number.isNaN(norms[pair])) norms[pair] = logMass((low - mu) / sigma, (high - mu) / sigma);
          row[cell] = logMass((left[j] - mu) / sigma, (right[j] - mu) / sigma) - norms[pair];
        }
        sums[at] += row[cell];
      }
    }
  }
}

/** Whether a kernel still counts for any point. */
function matters(sums: Float64Array, floors: Float64Array, start: number): boolean {
  for (let j = 0; j < floors.length; j++) if (sums[start + j] >= floors[j]) return true;
  return false;
}

/** Width of each kernel, the prior's last. Equal observations are ordered old to new. */
function widthsOf(mus: Float64Array, low: number, high: number, { magicClip, endpoints }: Widths): Float64Array {
  const n = mus.length;
  const sorted = Float64Array.from(mus).sort();
  const widest = high - low;
  const narrowest = magicClip ? widest / Math.min(100, n + 2) : 1e-12;
  const taken = new Uint32Array(n);
  const sigmas = new Float64Array(n + 1);
  sigmas[n] = widest;
  for (let i = 0; i < n; i++) {
    const start = lowerBound(sorted, mus[i]);
    const at = start + taken[start]++;
    const left = mus[i] - (at > 0 ? sorted[at - 1] : low);
    const right = (at < n - 1 ? sorted[at + 1] : high) - mus[i];
    const inner = !endpoints && n >= 2;
    const gap = inner && at === 0 ? right : inner && at === n - 1 ? left : Math.max(left, right);
    sigmas[i] = Math.min(widest, Math.max(narrowest, gap));
  }
  return sigmas;
}

/** Index of the first entry that is not below x. */
function lowerBound(sorted: Float64Array, x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** For each kernel from `from` to before `to` the number of its pair (mu, sigma): equal pairs, equal numbers. */
function distinct(mus: Float64Array, sigmas: Float64Array, from: number, to: number): Uint32Array {
  const byMu = new Map<number, number[]>();
  const numbers = new Uint32Array(to - from);
  for (let k = from; k < to; k++) {
    const pairs = byMu.get(mus[k]);
    const equal = pairs?.find((other) => sigmas[other] === sigmas[k]);
    if (equal === undefined) {
      if (pairs) pairs.push(k);
      else byMu.set(mus[k], [k]);
    }
    numbers[k - from] = (equal ?? k) - from;
  }
  return numbers;
}
