// The kernel density of BOHB: a product kernel over the unit cube, as statsmodels' KDEMultivariate with its normal
// reference bandwidth, which HpBandSter uses (hpbandster/optimizers/config_generators/bohb.py). Numbers have a Gaussian
// kernel, choices that of Aitchison and Aitken; a choice's bandwidth is cut where its kernel is even, which statsmodels
// leaves to the data.
import { exp, pow } from '../../math/elementary';
import type { Stream } from '../../rng/stream';
import { truncatedQuantile } from '../tpe/truncatedNormal';

/** One coordinate: a number from 0 to 1, or the index of one of so many choices. */
export type Coordinate = { readonly choices?: number };

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
