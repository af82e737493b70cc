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
    const { bandwidths, rows } = this;
    const { numbers, choices, values } = (this.packed ??= this.pack());
    const scale = numbers.reduce((product, i) => product / (bandwidths[i] * rootTwoPi), 1);
    // Beyond this a product of kernels could overflow, or what underflows on the way could count.
    if (!(scale < 1e200)) return this.at(point);
    const inverse = Float64Array.from(numbers, (i) => 1 / bandwidths[i]);
    const own = Float64Array.from([...numbers, ...choices], (i) => point[i]);
    const alike = Float64Array.from(choices, (i) => this.kernel(i, point[i], point[i]));
    const unlike = Float64Array.from(choices, (i) => this.kernel(i, point[i] + 1, point[i]));
    const [k, width] = [numbers.length, own.length];
    let sum = 0;
    for (let at = 0; at < values.length; at += width) {
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
    return (sum * scale) / rows.length;
  }

  private packed: Packed | undefined;
  private pack(): Packed {
    const { coordinates, rows } = this;
    const all = coordinates.map((_, i) => i);
    const numbers = all.filter((i) => coordinates[i].choices === undefined);
    const choices = all.filter((i) => coordinates[i].choices !== undefined);
    const values = new Float64Array(rows.length * all.length);
    let to = 0;
    for (const row of rows) {
      for (const i of numbers) values[to++] = row[i];
      for (const i of choices) values[to++] = row[i];
    }
    return { numbers, choices, values };
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
