// Matern 5/2 kernel with one length scale per parameter (Rasmussen & Williams 2006, eq. 4.17), as in Optuna 5.0: scale *
// M(sum of q_d * squared distance_d), q_d the inverse squared length scale; of a choice the squared distance is 0 or 1.
import { numerics, type Columns, type Rows } from './numerics';

export interface Hyper {
  /** Per parameter: 1 / length scale squared. */
  readonly inverseSquaredLengths: Float64Array;
  readonly scale: number;
  /** Variance of the noise. */
  readonly noise: number;
}

/** Points as rows of coordinates 0 to 1; of a choice the number of its value. */
export interface Points {
  readonly count: number;
  /** count x dimensions. */
  readonly x: Float64Array;
  readonly categorical: readonly boolean[];
}

/** Scaled squared distance of x, at `at` in its array, to point `i`. */
export function distance(points: Points, i: number, x: Float64Array, at: number, q: Float64Array): number {
  const { x: rows, categorical } = points;
  let sum = 0;
  for (let d = 0, row = i * q.length; d < q.length; d++, row++) {
    const off = x[at + d] - rows[row];
    if (off !== 0) sum += categorical[d] ? q[d] : q[d] * off * off;
  }
  return sum;
}

/** The kernel to fixed points. */
export class Kernel {
  private readonly numerics = numerics();
  private readonly to: Columns;
  private readonly q: Float64Array;
  /** Of one point. */
  private readonly x: Float64Array;

  constructor(
    points: Points,
    private readonly hyper: Hyper,
  ) {
    const { count, x, categorical } = points;
    const n = categorical.length;
    const { array } = this.numerics;
    const columns = array(count * n);
    for (let i = 0, from = 0; i < count; i++) for (let d = 0; d < n; d++, from++) columns[d * count + i] = x[from];
    const kinds = array(n);
    for (let d = 0; d < n; d++) kinds[d] = Number(categorical[d]);
    this.to = { columns, kinds, count };
    this.q = array(n);
    this.q.set(hyper.inverseSquaredLengths);
    this.x = array(n);
  }

  /** Between x, at `at` in its array, and all points, into `k`; with `slopes`, also scale * dM/du. */
  row(x: Float64Array, at: number, k: Float64Array, slopes?: Float64Array): void {
    for (let d = 0; d < this.x.length; d++) this.x[d] = x[at + d];
    this.numerics.maternRows(this.to, this.q, this.hyper.scale, { x: this.x, at: 0, rows: 1 }, k, slopes);
  }

  /** Between each row of x and all points, a row of `k` each. */
  rows(x: Rows, k: Float64Array): void {
    this.numerics.maternRows(this.to, this.q, this.hyper.scale, x, k);
  }
}

/** The same for one x. */
export const kernelRow = (points: Points, hyper: Hyper, x: Float64Array, at: number, k: Float64Array): void =>
  new Kernel(points, hyper).row(x, at, k);

/** Adds to `gradient` that of the sum of weights_i kernel(x, point i), slopes given. Choices have none. */
export function addGradient(
  points: Points,
  { inverseSquaredLengths: q }: Hyper,
  x: Float64Array,
  weights: Float64Array,
  slopes: Float64Array,
  gradient: Float64Array,
): void {
  for (let i = 0; i < points.count; i++) {
    const weight = 2 * weights[i] * slopes[i];
    for (let d = 0, row = i * q.length; d < q.length; d++, row++) {
      if (!points.categorical[d]) gradient[d] += weight * q[d] * (x[d] - points.x[row]);
    }
  }
}
