// The Gaussian process given its observations (Rasmussen & Williams 2006, algorithm 2.1). The variance is the latent
// function's, without the noise.
import { Kernel, type Hyper, type Points } from './kernel';
import { numerics } from './numerics';

/** Points that `eachOf` takes at once. */
const together = 64;

/** Bytes that the process of `count` points takes. */
export const posteriorBytes = (count: number, dimensions: number): number =>
  8 * (count + 8) * (count + dimensions + together + 12) + 8 * (together + 16) * (dimensions + 8);

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
  private readonly w: Float64Array;
  private readonly kernel: Kernel;
  private readonly numerics = numerics();

  constructor(
    readonly points: Points,
    values: ArrayLike<number>,
    readonly hyper: Hyper,
    /** Variance of each value beyond the noise; missing: none. */
    extra?: Float64Array,
  ) {
    const n = (this.n = points.count);
    const dimensions = points.categorical.length;
    const { array } = this.numerics;
    const row = array(n);
    this.kernel = new Kernel(points, hyper);
    this.lower = array(n * n);
    for (let i = 0; i < n; i++) {
      this.kernel.row(points.x, i * dimensions, row);
      this.lower.set(row, i * n);
      this.lower[i * n + i] += extra ? hyper.noise + extra[i] : hyper.noise;
    }
    if (!this.numerics.cholesky(this.lower, n)) throw new RangeError('covariance is not positive definite');
    this.alpha = array(n);
    this.alpha.set(values);
    this.numerics.solveLower(this.lower, n, this.alpha);
    this.numerics.solveLowerTransposed(this.lower, n, this.alpha);
    this.k = array(n);
    this.slopes = array(n);
    this.v = array(n);
    this.w = array(n);
  }

  /** Sets mean and variance at x, which starts at `at` in its array. */
  at(x: Float64Array, at = 0, slopes = false): this {
    const { n, k, v, numerics } = this;
    this.kernel.row(x, at, k, slopes ? this.slopes : undefined);
    this.mean = numerics.dot(k, 0, this.alpha, 0, n);
    v.set(k);
    numerics.solveLower(this.lower, n, v);
    this.variance = Math.max(0, this.hyper.scale - numerics.dot(v, 0, v, 0, n));
    return this;
  }

  /** Inverse covariance times the kernel of the last `at`; good until the next call. */
  pull(): Float64Array {
    this.w.set(this.v);
    return this.numerics.solveLowerTransposed(this.lower, this.n, this.w);
  }

  /** Mean and variance at each of `count` rows of x, with the bits of `at`; many rows at a time, which is quicker. */
  eachOf(x: Float64Array, count: number, tell: (row: number, mean: number, variance: number) => void): void {
    const { n, lower, alpha, hyper, kernel, numerics } = this;
    const dimensions = this.points.categorical.length;
    numerics.during(0, () => {
      const rows = numerics.array(Math.min(count, together) * dimensions);
      const k = numerics.array(Math.min(count, together) * n);
      const means = new Float64Array(together);
      for (let from = 0; from < count; from += together) {
        const some = Math.min(together, count - from);
        rows.set(x.subarray(from * dimensions, (from + some) * dimensions));
        kernel.rows({ x: rows, at: 0, rows: some }, k);
        for (let i = 0; i < some; i++) means[i] = numerics.dot(k, i * n, alpha, 0, n);
        numerics.solveRows(lower, n, k, some);
        for (let i = 0; i < some; i++)
          tell(from + i, means[i], Math.max(0, hyper.scale - numerics.dot(k, i * n, k, i * n, n)));
      }
    });
  }
}
