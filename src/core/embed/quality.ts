// What an embedding costs: trustworthiness and continuity (Venna & Kaski 2001) and the share of neighbours that are still
// neighbours. Trustworthiness as scikit-learn's.
import { dense, rowsOf, timesTransposed, type Dense } from '../math/dense';
import { squares } from './neighbours';

export interface Distortion {
  /** 1: no row is near in the picture that is far in the data. */
  readonly trustworthiness: number;
  /** 1: no row that is near in the data is far in the picture. */
  readonly continuity: number;
  /** Mean share of the nearest rows that are among the nearest in the picture. */
  readonly kept: number;
  readonly neighbours: number;
  /** Rows that were compared. */
  readonly rows: number;
}

/** More rows than this are compared in an evenly spaced sample. */
export const comparedRows = 2000;

/** `neighbours` below half the rows. */
export function distortion(x: Dense, z: Dense, neighbours: number): Distortion {
  if (x.rows > comparedRows) {
    const rows = Uint32Array.from({ length: comparedRows }, (_, i) => Math.floor((i * x.rows) / comparedRows));
    return distortion(rowsOf(x, rows), rowsOf(z, rows), neighbours);
  }
  const n = x.rows;
  const k = Math.max(1, Math.min(neighbours, Math.floor((n - 1) / 2)));
  const ranksX = new Int32Array(n);
  const ranksZ = new Int32Array(n);
  let strangers = 0;
  let lost = 0;
  let same = 0;
  const [lengthsX, lengthsZ] = [squares(x), squares(z)];
  for (let i = 0; i < n; i++) {
    const orderX = orderFrom(x, lengthsX, i);
    const orderZ = orderFrom(z, lengthsZ, i);
    orderX.forEach((j, rank) => (ranksX[j] = rank + 1));
    orderZ.forEach((j, rank) => (ranksZ[j] = rank + 1));
    for (let r = 0; r < k; r++) {
      strangers += Math.max(0, ranksX[orderZ[r]] - k);
      lost += Math.max(0, ranksZ[orderX[r]] - k);
      if (ranksX[orderZ[r]] <= k) same++;
    }
  }
  const scale = 2 / (n * k * (2 * n - 3 * k - 1));
  return {
    trustworthiness: 1 - scale * strangers,
    continuity: 1 - scale * lost,
    kept: same / (n * k),
    neighbours: k,
    rows: n,
  };
}

/** Other rows, nearest first, of equals the earlier. */
function orderFrom(x: Dense, lengths: Float64Array, i: number): Uint32Array {
  const own = dense(1, x.columns, x.values.subarray(i * x.columns, (i + 1) * x.columns));
  const far = timesTransposed(own, x).values;
  for (let j = 0; j < x.rows; j++) far[j] = lengths[i] + lengths[j] - 2 * far[j];
  const order = new Uint32Array(x.rows - 1);
  for (let j = 0, at = 0; j < x.rows; j++) if (j !== i) order[at++] = j;
  return order.sort((a, b) => far[a] - far[b] || a - b);
}
