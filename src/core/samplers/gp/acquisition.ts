// Log of the expected improvement over the best value so far (Ament et al. 2023, arXiv 2310.20708, eqs. 9 and 10), values
// to be maximised: in closed form, and with asks in flight by quasi Monte Carlo over their values, as in Optuna 5.0.
import { exp, log } from '../../math/elementary';
import { erfc, erfcx } from '../../math/erf';
import { cholesky, dot, solveLower, solveLowerTransposed } from '../../math/linalg';
import { addGradient, Kernel, type Points } from './kernel';
import { numerics } from './numerics';
import type { Posterior } from './posterior';

export interface Acquisition {
  /** The value at x, which starts at `at` in its array. */
  at(x: Float64Array, at?: number): number;
  /** The values at `count` rows of x, with the bits of `at`; where it is quicker than one by one. */
  each?(x: Float64Array, count: number): Float64Array;
  /** The value at x; writes its gradient, 0 for choices. */
  withGradient(x: Float64Array, gradient: Float64Array): number;
}

const stabiliser = 1e-12;
const smallest = 1e-12;
const logSqrt2Pi = 0.9189385332046728;
const sqrtHalfPi = 1.2533141373155003;

/** log E max(0, N(0, 1) + z), and its derivative. */
export function logH(z: number): { value: number; slope: number } {
  if (z >= -25) {
    const cdf = 0.5 * erfc(-z * Math.SQRT1_2);
    const h = z * cdf + exp(-0.5 * z * z - logSqrt2Pi);
    return { value: log(h), slope: cdf / h };
  }
  const t = 1 / (z * z);
  const tail = -0.5 * z * z - logSqrt2Pi;
  if (z < -1000) {
    // 1 + z c below, by its asymptotic series: the difference would lose all digits.
    const rest = t * (1 - t * (3 - 15 * t));
    return { value: tail + log(rest), slope: (1 - t * (1 - 3 * t)) / (-z * rest) };
  }
  const c = sqrtHalfPi * erfcx(-z * Math.SQRT1_2);
  return { value: tail + log(1 + z * c), slope: c / (1 + z * c) };
}

export class LogEI implements Acquisition {
  constructor(
    private readonly gp: Posterior,
    private readonly best: number,
  ) {}

  at(x: Float64Array, at = 0): number {
    const { mean, variance } = this.gp.at(x, at);
    const sigma = Math.sqrt(variance + stabiliser);
    return logH((mean - this.best) / sigma).value + log(sigma);
  }

  each(x: Float64Array, count: number): Float64Array {
    const values = new Float64Array(count);
    this.gp.eachOf(x, count, (row, mean, variance) => {
      const sigma = Math.sqrt(variance + stabiliser);
      values[row] = logH((mean - this.best) / sigma).value + log(sigma);
    });
    return values;
  }

  withGradient(x: Float64Array, gradient: Float64Array): number {
    const { gp } = this;
    const { mean, variance } = gp.at(x, 0, true);
    const sigma = Math.sqrt(variance + stabiliser);
    const z = (mean - this.best) / sigma;
    const { value, slope } = logH(z);
    const byMean = slope / sigma;
    const byVariance = variance > 0 ? (1 - z * slope) / (2 * sigma * sigma) : 0;
    const w = gp.pull();
    const weights = w.map((wi, i) => byMean * gp.alpha[i] - 2 * byVariance * wi);
    gradient.fill(0);
    addGradient(gp.points, gp.hyper, x, weights, gp.slopes, gradient);
    return value + log(sigma);
  }
}

/** With asks in flight: each normal draw (rows of `draws`: one per ask in flight, the last for x) gives them values, and
 *  the improvement is that of the best among them and x. */
export class QLogEI implements Acquisition {
  private readonly numerics = numerics();
  private readonly r: number;
  /** Cholesky factor of the covariance of the asks in flight. */
  private readonly lower: Float64Array;
  /** Inverse covariance of the observations times their kernel to each ask in flight, one row each. */
  private readonly solved: Float64Array;
  /** By draw: L^-T times the draw, r each; the best improvement of the asks in flight; the draw of x. */
  private readonly pulls: Float64Array;
  private readonly improved: Float64Array;
  private readonly own: Float64Array;
  private readonly kernel: Kernel;
  private readonly k: Float64Array;
  private readonly slopes: Float64Array;

  constructor(
    private readonly gp: Posterior,
    private readonly best: number,
    private readonly running: Points,
    draws: readonly Float64Array[],
  ) {
    const r = (this.r = running.count);
    const { n } = gp;
    const dimensions = running.categorical.length;
    const kernels = this.numerics.array(r * n);
    const means = new Float64Array(r);
    const covariance = new Float64Array(r * r);
    this.solved = this.numerics.array(r * n);
    this.kernel = new Kernel(running, gp.hyper);
    this.k = this.numerics.array(r);
    this.slopes = this.numerics.array(r);
    for (let i = 0; i < r; i++) {
      means[i] = gp.at(running.x, i * dimensions).mean;
      kernels.set(gp.k, i * n);
      this.solved.set(gp.pull(), i * n);
      this.kernel.row(running.x, i * dimensions, this.k);
      for (let j = 0; j <= i; j++)
        covariance[i * r + j] = this.k[j] - this.numerics.dot(this.solved, i * n, kernels, j * n, n);
      covariance[i * r + i] = Math.max(0, covariance[i * r + i]);
    }
    this.lower = factor(covariance, r);
    this.pulls = new Float64Array(draws.length * r);
    this.improved = new Float64Array(draws.length);
    this.own = Float64Array.from(draws, (draw) => draw[r]);
    draws.forEach((draw, j) => {
      this.pulls.set(solveLowerTransposed(this.lower, r, draw.slice(0, r)), j * r);
      let top = smallest;
      for (let i = 0; i < r; i++) top = Math.max(top, means[i] + dot(this.lower, i * r, draw, 0, i + 1) - best);
      this.improved[j] = top;
    });
  }

  at(x: Float64Array, at = 0): number {
    return this.evaluate(x, at, null);
  }

  withGradient(x: Float64Array, gradient: Float64Array): number {
    return this.evaluate(x, 0, gradient);
  }

  private evaluate(x: Float64Array, at: number, gradient: Float64Array | null): number {
    const { gp, r, pulls, improved, own, solved, numerics } = this;
    const { n } = gp;
    const { mean, variance } = gp.at(x, at, gradient !== null);
    this.kernel.row(x, at, this.k, this.slopes);
    const c = Float64Array.from(this.k, (k, i) => k - numerics.dot(solved, i * n, gp.k, 0, n));
    const half = solveLower(this.lower, r, c.slice());
    const left = Math.max(0, variance + stabiliser - dot(half, 0, half, 0, r));
    const sigma = Math.sqrt(left);
    let sum = 0;
    let active = 0;
    let ownSum = 0;
    const pullSum = new Float64Array(r);
    for (let j = 0; j < own.length; j++) {
      const gain = mean + dot(pulls, j * r, c, 0, r) + sigma * own[j] - this.best;
      if (!(gain > improved[j])) {
        sum += improved[j];
        continue;
      }
      sum += gain;
      active++;
      ownSum += own[j];
      for (let i = 0; i < r; i++) pullSum[i] += pulls[j * r + i];
    }
    if (gradient) {
      const w = gp.pull();
      const u = solveLowerTransposed(this.lower, r, half);
      const bySigma = sigma > 0 ? ownSum / sigma : 0;
      const runningWeights = pullSum.map((pull, i) => (pull - bySigma * u[i]) / sum);
      const weights = w.map((wi, i) => (active * gp.alpha[i] - (variance > 0 ? bySigma * wi : 0)) / sum);
      for (let i = 0; i < r; i++) {
        for (let k = 0; k < n; k++) weights[k] -= runningWeights[i] * solved[i * n + k];
      }
      gradient.fill(0);
      addGradient(gp.points, gp.hyper, x, weights, gp.slopes, gradient);
      addGradient(this.running, gp.hyper, x, runningWeights, this.slopes, gradient);
    }
    return log(sum / own.length);
  }
}

/** The Cholesky factor of a covariance plus the stabiliser, ten times more of it as long as it fails. */
function factor(covariance: Float64Array, r: number): Float64Array {
  for (let added = stabiliser; added < 1; added *= 10) {
    const lower = covariance.slice();
    for (let i = 0; i < r; i++) lower[i * r + i] += added;
    if (cholesky(lower, r)) return lower;
  }
  throw new RangeError('covariance is not positive definite');
}
