// Hyperparameters at the maximum of the posterior, as Optuna 5.0 fits them: log marginal likelihood plus log priors, by
// L-BFGS on the logarithms, from all ones. Gradients: Rasmussen & Williams 2006, eq. 5.9.
import { exp, log } from '../../math/elementary';
import { minimise } from '../../math/lbfgs';
import { cholesky, dot, inverseFromCholesky, solveLower, solveLowerTransposed } from '../../math/linalg';
import type { Hyper, Points } from './kernel';

export const minimumNoise = 1e-6;
const gradientTolerance = 1e-2;
const maxIterations = 15_000;

/** Squared distances of all pairs i > j, unscaled: by i, then by parameter, then by j. */
function pairDistances({ count, x, categorical }: Points): Float64Array {
  const dimensions = categorical.length;
  const out = new Float64Array(((count * (count - 1)) / 2) * dimensions);
  let to = 0;
  for (let i = 0; i < count; i++) {
    for (let d = 0; d < dimensions; d++) {
      const xi = x[i * dimensions + d];
      for (let j = 0, at = d; j < i; j++, at += dimensions) {
        const off = xi - x[at];
        out[to++] = categorical[d] ? Number(off !== 0) : off * off;
      }
    }
  }
  return out;
}

/** Minus log marginal likelihood (without n/2 log 2 pi); its gradient by each q_d, the scale and the noise. */
export class Likelihood {
  private readonly pairs: Float64Array;
  private readonly kernel: Float64Array;
  private readonly lower: Float64Array;
  private readonly inverse: Float64Array;
  private readonly room: Float64Array;
  /** Of all pairs i > j, row by row. */
  private readonly slopes: Float64Array;
  /** Of the row at work: four parts of the scaled distances; and a share for each pair. */
  private readonly parts: readonly Float64Array[];
  private readonly shares: Float64Array;

  constructor(
    private readonly points: Points,
    private readonly values: Float64Array,
  ) {
    const n = points.count;
    const square = () => new Float64Array(n * n);
    this.pairs = pairDistances(points);
    this.kernel = square();
    this.lower = square();
    this.inverse = square();
    this.room = square();
    this.slopes = new Float64Array((n * (n - 1)) / 2);
    this.parts = Array.from({ length: 4 }, () => new Float64Array(n));
    this.shares = new Float64Array(n);
  }

  /** Infinity where the covariance is not positive definite. The gradient is written only for a value that is `wanted`. */
  negative(hyper: Hyper, gradient: Float64Array, wanted: (value: number) => boolean = () => true): number {
    const { lower } = this;
    const n = this.points.count;
    this.covariance(hyper);
    lower.set(this.kernel);
    if (!cholesky(lower, n)) return Infinity;
    const alpha = solveLower(lower, n, this.values.slice());
    let value = 0.5 * dot(alpha, 0, alpha, 0, n);
    for (let i = 0; i < n; i++) value += log(lower[i * n + i]);
    if (!wanted(value)) return value;
    solveLowerTransposed(lower, n, alpha);
    inverseFromCholesky(lower, n, this.inverse, this.room);
    this.gradient(hyper, alpha, gradient);
    return value;
  }

  /** The lower triangle of the covariance of the values, and the slopes. */
  private covariance({ inverseSquaredLengths: q, scale, noise }: Hyper): void {
    const { kernel, slopes, parts } = this;
    const n = this.points.count;
    const [p0, p1, p2, p3] = parts;
    for (let i = 0, pair = 0, from = 0; i < n; i++) {
      this.scaledRow(q, i, from);
      from += i * q.length;
      for (let j = 0; j < i; j++, pair++) {
        const u = p0[j] + p1[j] + (p2[j] + p3[j]);
        const r = Math.sqrt(5 * u);
        const e = scale * exp(-r);
        kernel[i * n + j] = e * ((5 / 3) * u + r + 1);
        slopes[pair] = (-5 / 6) * (r + 1) * e;
      }
      kernel[i * n + i] = scale + noise;
    }
  }

  /** Scaled distances of point i to those before it, in the four parts in which `dot` sums. */
  private scaledRow(q: Float64Array, i: number, from: number): void {
    const { pairs, parts } = this;
    const whole = q.length & ~3;
    for (const part of parts) part.fill(0, 0, i);
    for (let d = 0, at = from; d < q.length; d++, at += i) {
      const qd = q[d];
      const part = parts[d < whole ? d & 3 : 0];
      for (let j = 0; j < i; j++) part[j] += pairs[at + j] * qd;
    }
  }

  private gradient({ inverseSquaredLengths: q, scale }: Hyper, alpha: Float64Array, gradient: Float64Array): void {
    const { pairs, kernel, slopes, inverse, shares } = this;
    const n = this.points.count;
    const dimensions = q.length;
    gradient.fill(0);
    let byScale = 0;
    let byNoise = 0;
    for (let i = 0, pair = 0, from = 0; i < n; i++) {
      for (let j = 0; j < i; j++, pair++) {
        const share = inverse[i * n + j] - alpha[i] * alpha[j];
        shares[j] = share * slopes[pair];
        byScale += (share * kernel[i * n + j]) / scale;
      }
      for (let d = 0; d < dimensions; d++, from += i) {
        let sum = gradient[d];
        for (let j = 0; j < i; j++) sum += shares[j] * pairs[from + j];
        gradient[d] = sum;
      }
      const own = 0.5 * (inverse[i * n + i] - alpha[i] * alpha[i]);
      byScale += own;
      byNoise += own;
    }
    gradient[dimensions] = byScale;
    gradient[dimensions + 1] = byNoise;
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
export function fit(points: Points, values: Float64Array, noiseless: boolean, tolerance = gradientTolerance): Hyper {
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
