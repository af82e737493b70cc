// The first singular vectors of a large matrix from a random sketch with power iterations (Halko, Martinsson & Tropp
// 2011, algorithm 4.4), with the constants of scikit-learn's randomized_svd: ten more columns, seven iterations for
// less than a tenth of the smaller side, else four. The basis is made orthonormal in every iteration.
import type { Stream } from '../rng/stream';
import { dense, firstRows, timesTransposed, times, transpose, type Dense } from './dense';
import { flipByRight, qr, thinSvd, type Svd } from './svd';

const oversampling = 10;

export function randomizedSvd(a: Dense, count: number, stream: Stream, iterations?: number): Svd {
  if (a.rows < a.columns) {
    const { singular, left, right } = sketch(transpose(a), count, stream, iterations);
    return flipByRight({ singular, left: right, right: left });
  }
  return flipByRight(sketch(a, count, stream, iterations));
}

function sketch(a: Dense, count: number, stream: Stream, iterations?: number): Svd {
  const size = Math.min(count + oversampling, a.columns);
  const rounds = iterations ?? (count < 0.1 * a.columns ? 7 : 4);
  const at = transpose(a);
  let q = dense(a.columns, size);
  for (let i = 0; i < q.values.length; i++) q.values[i] = stream.normal();
  for (let round = 0; round < rounds; round++) {
    q = qr(timesTransposed(a, transpose(q))).q;
    q = qr(timesTransposed(at, transpose(q))).q;
  }
  q = qr(timesTransposed(a, transpose(q))).q;
  const small = thinSvd(times(transpose(q), a), count);
  return {
    singular: small.singular,
    left: firstRows(timesTransposed(small.left, q), count),
    right: firstRows(small.right, count),
  };
}
