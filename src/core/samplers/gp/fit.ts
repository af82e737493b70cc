// Hyperparameters at the maximum of the posterior, as Optuna 5.0 fits them: log marginal likelihood plus log priors, by
// L-BFGS on the logarithms, from all ones. Gradients: Rasmussen & Williams 2006, eq. 5.9.
import { exp, log } from '../../math/elementary';
import { minimise } from '../../math/lbfgs';
import type { Hyper, Points } from './kernel';
import { numerics, type Pairs, type Slopes } from './numerics';

export const minimumNoise = 1e-6;
const gradientTolerance = 1e-2;
const maxIterations = 15_000;

/** Squared distances of all pairs i > j, unscaled: by i, then by parameter, then by j. */
function pairDistances({ count, x, categorical }: Points): Pairs {
  const dimensions = categorical.length;
  const pairs = numerics().array(((count * (count - 1)) / 2) * dimensions);
  let to = 0;
  for (let i = 0; i < count; i++) {
    for (let d = 0; d < dimensions; d++) {
      const xi = x[i * dimensions + d];
      for (let j = 0, at = d; j < i; j++, at += dimensions) {
        const off = xi - x[at];
        pairs[to++] = categorical[d] ? Number(off !== 0) : off * off;
      }
    }
  }
  return { pairs, n: count, dimensions };
}

/** Bytes that the likelihood of `count` points takes. */
export const likelihoodBytes = (count: number, dimensions: number): number =>
  8 * (count + 1) * (5 * count + (count * dimensions) / 2 + 20) + 64 * dimensions;

/** Minus log marginal likelihood (without n/2 log 2 pi); its gradient by each q_d, the scale and the noise. */
export class Likelihood {
  private readonly numerics = numerics();
  private readonly pairs: Pairs;
  private readonly lower: Float64Array;
  private readonly room: Float64Array;
  private readonly at: Slopes;
  private readonly q: Float64Array;
  private readonly slope: Float64Array;

  constructor(
    points: Points,
    private readonly values: Float64Array,
  ) {
    const n = points.count;
    const { array } = this.numerics;
    this.pairs = pairDistances(points);
    this.lower = array(n * n);
    this.room = array(n * n);
    this.at = {
      k: array(n * n),
      slopes: array((n * (n - 1)) / 2),
      inverse: array(n * n),
      alpha: array(n),
      shares: array(n),
    };
    this.q = array(points.categorical.length);
    this.slope = array(points.categorical.length + 2);
  }

  /** Infinity where the covariance is not positive definite. The gradient is written only for a value that is `wanted`. */
  negative(
    { inverseSquaredLengths, scale, noise }: Hyper,
    gradient: Float64Array,
    wanted: (value: number) => boolean = () => true,
  ): number {
    const { numerics, pairs, lower, at, q, slope } = this;
    const { n } = pairs;
    const { alpha, k } = at;
    q.set(inverseSquaredLengths);
    numerics.maternPairs(pairs, q, scale, k, at.slopes);
    for (let i = 0; i < n; i++) k[i * n + i] = scale + noise;
    lower.set(k);
    if (!numerics.cholesky(lower, n)) return Infinity;
    alpha.set(this.values);
    numerics.solveLower(lower, n, alpha);
    let value = 0.5 * numerics.dot(alpha, 0, alpha, 0, n);
    for (let i = 0; i < n; i++) value += log(lower[i * n + i]);
    if (!wanted(value)) return value;
    numerics.solveLowerTransposed(lower, n, alpha);
    numerics.inverse(lower, n, at.inverse, this.room);
    numerics.maternGradient(pairs, scale, at, slope);
    gradient.set(slope);
    return value;
  }
}

/** Minus the log priors: 0.1/q + 0.1 q each, Gamma(2, 1) for the scale, Gamma(1.1, 30) for the noise. */
export function negativeLogPrior({ inverseSquaredLengths: q, scale, noise }: Hyper): number {
  let value = scale - log(scale) + 30 * noise - 0.1 * log(noise);
  for (let d = 0; d < q.length; d++) value += 0.1 / q[d] + 0.1 * q[d];
  return value;
}

/** Adds its gradient. */
export function addPriorGradient({ inverseSquaredLengths: q, scale, noise }: Hyper, gradient: Float64Array): void {
  for (let d = 0; d < q.length; d++) gradient[d] += 0.1 - 0.1 / (q[d] * q[d]);
  gradient[q.length] += 1 - 1 / scale;
  gradient[q.length + 1] += 30 - 0.1 / noise;
}

/** Hyperparameters of points and their standardised values. `noiseless` keeps the noise at its minimum. */
export const fit = (points: Points, values: Float64Array, noiseless: boolean, tolerance = gradientTolerance): Hyper =>
  numerics().during(likelihoodBytes(points.count, points.categorical.length), () =>
    fitted(points, values, noiseless, tolerance),
  );

function fitted(points: Points, values: Float64Array, noiseless: boolean, tolerance: number): Hyper {
  const dimensions = points.categorical.length;
  const likelihood = new Likelihood(points, values);
  const read = (raw: Float64Array): Hyper => ({
    inverseSquaredLengths: raw.subarray(0, dimensions).map(exp),
    scale: exp(raw[dimensions]),
    noise: noiseless ? minimumNoise : exp(raw[dimensions + 1]) + minimumNoise,
  });
  const loss = (raw: Float64Array, gradient: Float64Array, wanted: (value: number) => boolean): number => {
    const hyper = read(raw);
    const prior = negativeLogPrior(hyper);
    const value = likelihood.negative(hyper, gradient, (own) => wanted(own + prior));
    if (!Number.isFinite(value)) return Infinity;
    const total = value + prior;
    if (!wanted(total)) return total;
    addPriorGradient(hyper, gradient);
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
