// Independent components by the fixed point of the log-cosh contrast, all at once (Hyvarinen & Oja 2000). As
// scikit-learn's FastICA: whitening by singular vectors whose first entry is positive, sources of variance 1, and its
// rule for stopping.
import {
  columnMeans,
  columnVariances,
  dense,
  firstRows,
  minusRow,
  rowGram,
  times,
  timesTransposed,
  transpose,
  type Dense,
} from '../math/dense';
import { expm1 } from '../math/precise';
import { symmetricEigen } from '../math/symmetricEigen';
import { thinSvd } from '../math/svd';

export interface Ica {
  readonly mean: Float64Array;
  /** components x columns. */
  readonly components: Dense;
  readonly rounds: number;
  readonly settled: boolean;
  /** Independent directions that the rows have, where there are fewer than asked for; else null. */
  readonly rank: number | null;
}

function tanh(x: number): number {
  const e = expm1(2 * Math.abs(x));
  const t = e === Infinity ? 1 : e / (e + 2);
  return x < 0 ? -t : t;
}

/** `start`: components x components, any matrix of full rank. */
export function fastIca(x: Dense, start: Dense, maxRounds = 200, tolerance = 1e-4): Ica {
  const count = start.rows;
  const mean = columnMeans(x);
  const centred = minusRow(x, mean);
  const { singular, right } = thinSvd(centred, count);
  const rank = singular.filter((s) => s > 1e-10 * singular[0] && s > 0).length;
  const none = { mean, components: dense(0, x.columns), rounds: 0, settled: false };
  if (rank < count) return { ...none, rank };
  const whitening = firstRows(right, count);
  for (let j = 0; j < count; j++) {
    const row = whitening.values.subarray(j * x.columns, (j + 1) * x.columns);
    const by = (row[0] < 0 ? -1 : 1) / singular[j];
    for (let c = 0; c < row.length; c++) row[c] *= by;
  }
  const white = timesTransposed(whitening, centred);
  const root = Math.sqrt(x.rows);
  for (let i = 0; i < white.values.length; i++) white.values[i] *= root;
  let w = decorrelated(start);
  let rounds = 0;
  let settled = false;
  while (rounds < maxRounds && !settled) {
    rounds++;
    const g = times(w, white);
    const slope = new Float64Array(count);
    for (let j = 0, i = 0; j < count; j++) {
      for (let r = 0; r < x.rows; r++, i++) {
        g.values[i] = tanh(g.values[i]);
        slope[j] += 1 - g.values[i] * g.values[i];
      }
      slope[j] /= x.rows;
    }
    const next = timesTransposed(g, white);
    for (let i = 0; i < next.values.length; i++)
      next.values[i] = next.values[i] / x.rows - slope[Math.floor(i / count)] * w.values[i];
    const turned = decorrelated(next);
    let limit = 0;
    for (let j = 0; j < count; j++) {
      let along = 0;
      for (let c = 0; c < count; c++) along += turned.values[j * count + c] * w.values[j * count + c];
      limit = Math.max(limit, Math.abs(Math.abs(along) - 1));
    }
    w = turned;
    settled = limit < tolerance;
  }
  const components = times(w, whitening);
  const spread = columnVariances(timesTransposed(centred, components)).map(Math.sqrt);
  for (let i = 0; i < components.values.length; i++) components.values[i] /= spread[Math.floor(i / x.columns)] || 1;
  return { mean, components, rounds, settled, rank: null };
}

/** (W W^T)^(-1/2) W. */
function decorrelated(w: Dense): Dense {
  const { values, vectors } = symmetricEigen(rowGram(w).values, w.rows);
  const u = dense(w.rows, w.rows, vectors);
  const scaled = times(u, w);
  for (let i = 0; i < scaled.values.length; i++)
    scaled.values[i] /= Math.sqrt(Math.max(values[Math.floor(i / w.columns)], 2.2250738585072014e-308));
  return times(transpose(u), scaled);
}
