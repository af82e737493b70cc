// Hyperparameters at the maximum of the posterior, as Optuna 5.0 fits them: log marginal likelihood plus log priors, by
// L-BFGS on the logarithms, from all ones. Gradients: Rasmussen & Williams 2006, eq. 5.9.
import { exp, log } from '../../math/elementary';
import { minimise } from '../../math/lbfgs';
import { cholesky, dot, inverseFromCholesky, solveLower, solveLowerTransposed } from '../../math/linalg';
import type { Hyper, Points } from './kernel';

export const minimumNoise = 1e-6;
const gradientTolerance = 1e-2;
const maxIterations = 15_000;

/** Squared distances of all pairs i > j by parameter, unscaled. */
function pairDistances({ count, x, categorical }: Points): Float64Array {
  const dimensions = categorical.length;
  const out = new Float64Array(((count * (count - 1)) / 2) * dimensions);
  let to = 0;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      for (let d = 0; d < dimensions; d++) {
        const off = x[i * dimensions + d] - x[j * dimensions + d];
        out[to++] = categorical[d] ? Number(off !== 0) : off * off;
      }
    }
  }
  return out;
}

/** Minus log marginal likelihood (without n/2 log 2 pi); its gradient by each q_d, the scale and the noise. */
export class Likelihood {
  private readonly pairs: Float64Array;
  private readonly covariance: Float64Array;
  private readonly slopes: Float64Array;

  constructor(
    private readonly points: Points,
    private readonly values: Float64Array,
  ) {
    const n = points.count;
    this.pairs = pairDistances(points);
    this.covariance = new Float64Array(n * n);
    this.slopes = new Float64Array((n * (n - 1)) / 2);
  }

  /** Infinity where the covariance is not positive definite. */
  negative({ inverseSquaredLengths: q, scale, noise }: Hyper, gradient: Float64Array): number {
    const { pairs, covariance: lower, slopes } = this;
    const n = this.points.count;
    const dimensions = q.length;
    for (let i = 0, pair = 0; i < n; i++) {
      for (let j = 0; j < i; j++, pair++) {
        const u = dot(pairs, pair * dimensions, q, 0, dimensions);
        const r = Math.sqrt(5 * u);
        const e = scale * exp(-r);
        lower[i * n + j] = e * ((5 / 3) * u + r + 1);
        slopes[pair] = (-5 / 6) * (r + 1) * e;
      }
      lower[i * n + i] = scale + noise;
    }
    const kernel = lower.slice();
    if (!cholesky(lower, n)) return Infinity;
    const alpha = solveLower(lower, n, this.values.slice());
    let value = 0.5 * dot(alpha, 0, alpha, 0, n);
    for (let i = 0; i < n; i++) value += log(lower[i * n + i]);
    solveLowerTransposed(lower, n, alpha);
    const inverse = inverseFromCholesky(lower, n);
    gradient.fill(0);
    for (let i = 0, pair = 0; i < n; i++) {
      for (let j = 0; j < i; j++, pair++) {
        const share = inverse[i * n + j] - alpha[i] * alpha[j];
        const slope = share * slopes[pair];
        for (let d = 0, at = pair * dimensions; d < dimensions; d++, at++) gradient[d] += slope * pairs[at];
        gradient[dimensions] += (share * kernel[i * n + j]) / scale;
      }
      const own = 0.5 * (inverse[i * n + i] - alpha[i] * alpha[i]);
      gradient[dimensions] += own;
      gradient[dimensions + 1] += own;
    }
    return value;
  }
}

/** Minus the log priors: 0.1/q + 0.1 q each, Gamma(2, 1) for the scale, Gamma(1.1, 30) for the noise; adds to `gradient`. */
export function negativeLogPrior({ inverseSquaredLengths: q, scale, noise }: Hyper, gradient: Float64Array): number {
  let value = scale - log(scale) + 30 * noise - 0.1 * log(noise);
  for (let d = 0; d < q.length; d++) {
    value += 0.1 / q[d] + 0.1 * q[d];
    gradient[d] += 0.1 - 0.1 / (q[d] * q[d]);
  }
  gradient[q.length] += 1 - 1 / scale;
  gradient[q.length + 1] += 30 - 0.1 / noise;
  return value;
}

/** Hyperparameters of points and their standardised values. `noiseless` keeps the noise at its minimum. */
export function fit(points: Points, values: Float64Array, noiseless: boolean, tolerance = gradientTolerance): Hyper {
  const dimensions = points.categorical.length;
  const likelihood = new Likelihood(points, values);
  const read = (raw: Float64Array): Hyper => ({
    inverseSquaredLengths: raw.subarray(0, dimensions).map(exp),
    scale: exp(raw[dimensions]),
    noise: noiseless ? minimumNoise : exp(raw[dimensions + 1]) + minimumNoise,
  });
  const loss = (raw: Float64Array, gradient: Float64Array): number => {
    const hyper = read(raw);
    const value = likelihood.negative(hyper, gradient);
    if (!Number.isFinite(value)) return Infinity;
    const total = value + negativeLogPrior(hyper, gradient);
    for (let d = 0; d < dimensions; d++) gradient[d] *= hyper.inverseSquaredLengths[d];
    gradient[dimensions] *= hyper.scale;
    gradient[dimensions + 1] *= noiseless ? 0 : hyper.noise - minimumNoise;
    return total;
  };
  const start = new Float64Array(dimensions + 2);
  start[dimensions + 1] = log(1 - 0.99 * minimumNoise);
  return read(
    minimise(loss, start, {
      gradientTolerance: tolerance,
      maxIterations,
      valueTolerance: tolerance < gradientTolerance ? 0 : undefined,
    }).x,
  );
}
