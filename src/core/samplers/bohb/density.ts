// The kernel density of BOHB: a product kernel over the unit cube, as statsmodels' KDEMultivariate with its normal
// reference bandwidth, which HpBandSter uses (hpbandster/optimizers/config_generators/bohb.py). Numbers have a Gaussian
// kernel, choices that of Aitchison and Aitken; a choice's bandwidth is cut where its kernel is even, which statsmodels
// leaves to the data.
import { exp, pow } from '../../math/elementary';
import type { Stream } from '../../rng/stream';
import { truncatedQuantile } from '../tpe/truncatedNormal';

/** One coordinate: a number from 0 to 1, or the index of one of so many choices. */
export type Coordinate = { readonly choices?: number };

/** All rows, one after the other: of each first the numbers, then the choices. */
interface Packed {
  readonly numbers: readonly number[];
  readonly choices: readonly number[];
  readonly values: Float64Array;
  /** Of the numbers' bandwidths. */
  readonly inverse: Float64Array;
  /** What the kernels of the numbers are at their centres, multiplied. */
  readonly scale: number;
  readonly rows: number;
}

/** A density that is being worked out. */
export interface Estimate {
  /** From the rows so far: it only rises. */
  readonly value: number;
  readonly whole: boolean;
  /** Takes more rows. */
  go(): void;
}

/** Rows at a time. */
const stretch = 1024;

class Rows implements Estimate {
  private sum = 0;
  private at = 0;
  private readonly own: Float64Array;
  private readonly alike: Float64Array;
  private readonly unlike: Float64Array;

  /** `kernel`: of a choice, where that of a row is this. */
  constructor(
    private readonly packed: Packed,
    point: ArrayLike<number>,
    kernel: (i: number, choice: number) => number,
  ) {
    const { numbers, choices } = packed;
    this.own = Float64Array.from([...numbers, ...choices], (i) => point[i]);
    this.alike = Float64Array.from(choices, (i) => kernel(i, point[i]));
    this.unlike = Float64Array.from(choices, (i) => kernel(i, point[i] + 1));
  }

  get value(): number {
    return (this.sum * this.packed.scale) / this.packed.rows;
  }
  get whole(): boolean {
    return this.at >= this.packed.values.length;
  }

  go(): void {
    const { own, alike, unlike } = this;
    const { values, inverse } = this.packed;
    const [k, width] = [inverse.length, own.length];
    const end = Math.min(values.length, this.at + stretch * width);
    let { sum } = this;
    for (let at = this.at; at < end; at += width) {
      let square = 0;
      for (let j = 0; j < k; j++) {
        const z = (values[at + j] - own[j]) * inverse[j];
        square += z * z;
      }
      if (square > 1490) continue;
      let product = exp(-0.5 * square);
      for (let j = k; j < width; j++) product *= values[at + j] === own[j] ? alike[j - k] : unlike[j - k];
      sum += product;
    }
    this.sum = sum;
    this.at = end;
  }
}

const rootTwoPi = Math.sqrt(2 * Math.PI);

export class Density {
  readonly bandwidths: readonly number[];

  /** `rows`: points, each with a number for every coordinate. */
  constructor(
    private readonly rows: readonly Float64Array[],
    private readonly coordinates: readonly Coordinate[],
    private readonly least: number,
  ) {
    const n = rows.length;
    const shrink = pow(n, -1 / (4 + coordinates.length));
    this.bandwidths = coordinates.map(({ choices }, i) => {
      const mean = rows.reduce((sum, row) => sum + row[i], 0) / n;
      const variance = rows.reduce((sum, row) => sum + (row[i] - mean) * (row[i] - mean), 0) / n;
      const width = Math.max(least, 1.06 * Math.sqrt(variance) * shrink);
      return choices === undefined ? width : Math.min(width, (choices - 1) / choices);
    });
  }

  at(point: ArrayLike<number>): number {
    let sum = 0;
    for (const row of this.rows) {
      let product = 1;
      for (let i = 0; i < row.length; i++) product *= this.kernel(i, row[i], point[i]);
      sum += product;
    }
    return sum / this.rows.length;
  }

  /**
   * The same from one exponential a row, a tenth of the work: within a part in a million, but that what underflows on the way may
   * be a hair above 0. Exact where that cannot be said.
   */
  near(point: ArrayLike<number>): number {
    const estimate = this.estimate(point);
    while (!estimate.whole) estimate.go();
    return estimate.value;
  }

  /** That, some rows at a time. */
  estimate(point: ArrayLike<number>): Estimate {
    const packed = (this.packed ??= this.pack());
    // Beyond this a product of kernels could overflow, or what underflows on the way could count.
    if (!(packed.scale < 1e200)) return { value: this.at(point), whole: true, go: () => undefined };
    return new Rows(packed, point, (i, centre) => this.kernel(i, centre, point[i]));
  }

  private packed: Packed | undefined;
  private pack(): Packed {
    const { bandwidths, coordinates, rows } = this;
    const all = coordinates.map((_, i) => i);
    const numbers = all.filter((i) => coordinates[i].choices === undefined);
    const choices = all.filter((i) => coordinates[i].choices !== undefined);
    const values = new Float64Array(rows.length * all.length);
    let to = 0;
    for (const row of rows) {
      for (const i of numbers) values[to++] = row[i];
      for (const i of choices) values[to++] = row[i];
    }
    const scale = numbers.reduce((product, i) => product / (bandwidths[i] * rootTwoPi), 1);
    const inverse = Float64Array.from(numbers, (i) => 1 / bandwidths[i]);
    return { numbers, choices, values, inverse, scale, rows: rows.length };
  }

  private kernel(i: number, centre: number, x: number): number {
    const h = this.bandwidths[i];
    const { choices } = this.coordinates[i];
    if (choices !== undefined) return centre === x ? 1 - h : h / (choices - 1);
    const z = (x - centre) / h;
    return exp(-0.5 * z * z) / (h * rootTwoPi);
  }

  /** A point near one of the rows: numbers from a normal `factor` times as wide, cut to the cube. */
  draw(factor: number, rng: Stream): Float64Array {
    const row = this.rows[rng.below(this.rows.length)];
    return row.map((centre, i) => {
      const h = Math.max(this.bandwidths[i], this.least);
      const { choices } = this.coordinates[i];
      const u = rng.uniform();
      if (choices !== undefined) return u < 1 - h ? centre : rng.below(choices);
      const wide = factor * h;
      return centre + wide * truncatedQuantile(u, -centre / wide, (1 - centre) / wide);
    });
  }
}
