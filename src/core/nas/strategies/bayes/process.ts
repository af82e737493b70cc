// A Gaussian process over sets of features (Rasmussen & Williams 2006, algorithm 2.1 and section 5.4): covariance
// s exp(-d / l) of two networks that differ in d features, plus noise. Length and noise are those of a grid with the largest
// marginal likelihood, the scale s the best one for each: y' K^-1 y / n.
import { exp, log } from '../../../math/elementary';
import { cholesky, dot, solveLower, solveLowerTransposed } from '../../../math/linalg';
import { difference } from './encoding';

const lengths = [2, 4, 8, 16, 32];
/** Never next to none: the same network from another seed does better or worse. */
const noises = [0.05, 0.2, 0.5, 1];
/** Covariance that a grid is tried on: the time grows with the cube. */
const mostFitted = 100;

export interface Setting {
  readonly length: number;
  readonly scale: number;
  /** As a share of the scale. */
  readonly noise: number;
  /** Log marginal likelihood without n/2 log 2 pi. */
  readonly likelihood: number;
}

/** The likelihood of values under a length and a noise; null where the covariance is not positive definite. */
export function settingOf(distances: Float64Array, y: Float64Array, length: number, noise: number): Setting | null {
  const n = y.length;
  const lower = covarianceOf(distances, length);
  for (let i = 0; i < n; i++) lower[i * n + i] += noise;
  if (!cholesky(lower, n)) return null;
  const half = solveLower(lower, n, y.slice());
  const scale = Math.max(1e-12, dot(half, 0, half, 0, n) / n);
  let logDet = 0;
  for (let i = 0; i < n; i++) logDet += 2 * log(lower[i * n + i]);
  return { length, noise, scale, likelihood: -0.5 * (n * log(scale) + logDet + n) };
}

/** exp(-d / length) of each; distances are whole numbers, few of them different. */
function covarianceOf(distances: Float64Array, length: number): Float64Array {
  const known: number[] = [];
  return distances.map((d) => (known[d] ??= exp(-d / length)));
}

/** Of all pairs, row by row. */
export function distancesOf(networks: readonly Int32Array[]): Float64Array {
  const n = networks.length;
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) out[i * n + j] = out[j * n + i] = difference(networks[i], networks[j]);
  }
  return out;
}

export class Process {
  readonly setting: Setting;
  private readonly lower: Float64Array;
  private readonly alpha: Float64Array;

  constructor(
    private readonly networks: readonly Int32Array[],
    y: Float64Array,
  ) {
    const n = y.length;
    const fitted = Math.min(n, mostFitted);
    // Evenly over all.
    const chosen = Array.from({ length: fitted }, (_, i) => Math.floor((i * n) / fitted));
    this.setting = bestSetting(
      distancesOf(chosen.map((i) => networks[i])),
      Float64Array.from(chosen, (i) => y[i]),
    );
    const { length, noise } = this.setting;
    this.lower = covarianceOf(distancesOf(networks), length);
    for (let i = 0; i < n; i++) this.lower[i * n + i] += noise;
    if (!cholesky(this.lower, n)) throw new RangeError('covariance is not positive definite');
    this.alpha = solveLowerTransposed(this.lower, n, solveLower(this.lower, n, y.slice()));
  }

  /** Mean and standard deviation of a network's value, without the noise. */
  at(network: Int32Array): { mean: number; deviation: number } {
    const n = this.networks.length;
    const { length, scale } = this.setting;
    const k = Float64Array.from(this.networks, (one) => exp(-difference(one, network) / length));
    const mean = dot(k, 0, this.alpha, 0, n);
    const v = solveLower(this.lower, n, k);
    return { mean, deviation: Math.sqrt(scale * Math.max(0, 1 - dot(v, 0, v, 0, n))) };
  }
}

function bestSetting(distances: Float64Array, y: Float64Array): Setting {
  let best: Setting | null = null;
  for (const length of lengths) {
    for (const noise of noises) {
      const setting = settingOf(distances, y, length, noise);
      if (setting && (!best || setting.likelihood > best.likelihood)) best = setting;
    }
  }
  return best!;
}
