// The Gaussian process given its observations (Rasmussen & Williams 2006, algorithm 2.1). The variance is the latent
// function's, without the noise.
import { cholesky, dot, solveLower, solveLowerTransposed, solveLowerTwo } from '../../math/linalg';
import { Kernel, type Hyper, type Points } from './kernel';

export class Posterior {
  readonly n: number;
  readonly lower: Float64Array;
  /** Inverse covariance times the values. */
  readonly alpha: Float64Array;
  /** Of the last `at`: kernel to the points, its slopes, and L^-1 times it. */
  readonly k: Float64Array;
  readonly slopes: Float64Array;
  readonly v: Float64Array;
  mean = 0;
  variance = 0;
  /** A second point's, in `eachOf`. */
  private readonly other: Float64Array;
  private readonly kernel: Kernel;

  constructor(
    readonly points: Points,
    values: ArrayLike<number>,
    readonly hyper: Hyper,
    /** Variance of each value beyond the noise; missing: none. */
    extra?: Float64Array,
  ) {
    const n = (this.n = points.count);
    const dimensions = points.categorical.length;
    const row = new Float64Array(n);
    this.kernel = new Kernel(points, hyper);
    this.lower = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      this.kernel.row(points.x, i * dimensions, row);
      this.lower.set(row, i * n);
      this.lower[i * n + i] += extra ? hyper.noise + extra[i] : hyper.noise;
    }
    if (!cholesky(this.lower, n)) throw new RangeError('covariance is not positive definite');
    this.alpha = this.solve(Float64Array.from(values));
    this.k = new Float64Array(n);
    this.slopes = new Float64Array(n);
    this.v = new Float64Array(n);
    this.other = new Float64Array(n);
  }

  /** Inverse covariance times b, in place. */
  solve(b: Float64Array): Float64Array {
    return solveLowerTransposed(this.lower, this.n, solveLower(this.lower, this.n, b));
  }

  /** Sets mean and variance at x, which starts at `at` in its array. */
  at(x: Float64Array, at = 0, slopes = false): this {
    this.kernel.row(x, at, this.k, slopes ? this.slopes : undefined);
    this.mean = dot(this.k, 0, this.alpha, 0, this.n);
    this.v.set(this.k);
    solveLower(this.lower, this.n, this.v);
    this.variance = Math.max(0, this.hyper.scale - dot(this.v, 0, this.v, 0, this.n));
    return this;
  }

  /** Mean and variance at each of `count` rows of x, with the bits of `at`; two rows at a time, which is quicker. */
  eachOf(x: Float64Array, count: number, tell: (row: number, mean: number, variance: number) => void): void {
    const { points, hyper, kernel, alpha, n, v, other, lower } = this;
    const dimensions = points.categorical.length;
    const latent = (half: Float64Array) => Math.max(0, hyper.scale - dot(half, 0, half, 0, n));
    for (let row = 0; row < count; row += 2) {
      kernel.row(x, row * dimensions, v);
      const mean = dot(v, 0, alpha, 0, n);
      if (row + 1 === count) {
        solveLower(lower, n, v);
        tell(row, mean, latent(v));
        return;
      }
      kernel.row(x, (row + 1) * dimensions, other);
      const second = dot(other, 0, alpha, 0, n);
      solveLowerTwo(lower, n, v, other);
      tell(row, mean, latent(v));
      tell(row + 1, second, latent(other));
    }
  }
}
