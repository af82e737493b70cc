// Moore-Penrose inverse by singular values; those below max(rows, columns) epsilon of the largest count as zero, as in
// scipy.linalg.pinv.
import { dense, times, transpose, type Dense } from './dense';
import { thinSvd } from './svd';

export function pseudoInverse(a: Dense): Dense {
  const { singular, left, right } = thinSvd(a);
  const least = Math.max(a.rows, a.columns) * Number.EPSILON * singular[0];
  const scaled = dense(right.rows, right.columns, right.values.slice());
  for (let j = 0; j < singular.length; j++) {
    const by = singular[j] > least ? 1 / singular[j] : 0;
    for (let c = 0; c < right.columns; c++) scaled.values[j * right.columns + c] *= by;
  }
  return times(transpose(scaled), left);
}
