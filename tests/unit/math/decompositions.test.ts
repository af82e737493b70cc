import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  columnGram,
  dense,
  plainProduct,
  rowGram,
  times,
  timesTransposed,
  transpose,
  type Dense,
} from '$core/math/dense';
import { randomizedSvd } from '$core/math/randomizedSvd';
import { qr, thinSvd } from '$core/math/svd';
import { symmetricEigen } from '$core/math/symmetricEigen';
import { Stream } from '$core/rng/stream';
import { expectClose } from '../../support/close';

function random(rows: number, columns: number, seed = 1): Dense {
  const stream = Stream.of(seed, 'test');
  const out = dense(rows, columns);
  for (let i = 0; i < out.values.length; i++) out.values[i] = stream.normal() * (1 + (i % columns));
  return out;
}
const identity = (n: number) => Float64Array.from({ length: n * n }, (_, i) => Number(i % (n + 1) === 0));
const scaledRows = (a: Dense, by: Float64Array) =>
  dense(
    a.rows,
    a.columns,
    a.values.map((value, i) => value * by[Math.floor(i / a.columns)]),
  );

test('a product sums in order of the inner index, whatever the tiles', () => {
  for (const [m, n, k] of [
    [1, 1, 1],
    [5, 7, 300],
    [70, 9, 3],
    [8, 130, 17],
    [4, 4, 600],
  ]) {
    const a = random(m, k);
    const b = random(n, k, 2);
    const got = timesTransposed(a, b).values;
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let p = 0; p < k; p++) sum += a.values[i * k + p] * b.values[j * k + p];
        expect(got[i * n + j]).toBe(sum);
      }
    }
    const square = plainProduct(a.values, m, a.values, m, k, false);
    expect(rowGram(a).values).toEqual(square);
  }
});

test.each([
  [1, 1],
  [2, 2],
  [12, 12],
  [60, 60],
  [150, 150],
  [150, 20],
  [200, 40],
])('eigenvectors of %d x %d: A v = lambda v, orthonormal, descending', (n, count) => {
  for (const a of [
    columnGram(random(2 * n, n)),
    columnGram(random(Math.max(1, n >> 2), n)),
    dense(n, n, identity(n)),
  ]) {
    const { values, vectors } = symmetricEigen(a.values.slice(), n, count);
    const v = dense(count, n, vectors);
    expectClose(times(v, a).values, scaledRows(v, values).values, 1e-11, 'A v');
    expectClose(rowGram(v).values, identity(count), 1e-10, 'orthonormal');
    for (let j = 1; j < count; j++) expect(values[j]).toBeLessThanOrEqual(values[j - 1]);
  }
});

test('any matrix is the product of its singular vectors and values', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 12 }),
      fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -1e3, max: 1e3, noNaN: true })), {
        minLength: 144,
        maxLength: 144,
      }),
      (rows, columns, cells) => {
        const a = dense(rows, columns, Float64Array.from(cells.slice(0, rows * columns)));
        const { singular, left, right } = thinSvd(a);
        expectClose(times(transpose(left), scaledRows(right, singular)).values, a.values, 1e-12, 'U S V');
        for (let j = 1; j < singular.length; j++) expect(singular[j]).toBeLessThanOrEqual(singular[j - 1]);
      },
    ),
    { numRuns: 200 },
  );
});

test('the singular vectors of a large matrix, by its Gram matrix', () => {
  const a = random(180, 170);
  const { singular, left, right } = thinSvd(a);
  expectClose(times(transpose(left), scaledRows(right, singular)).values, a.values, 1e-9, 'U S V');
});

test('Q R gives A back, Q orthonormal', () => {
  for (const a of [random(9, 4), random(30, 30), dense(5, 3)]) {
    const { q, r } = qr(a);
    expectClose(times(q, r).values, a.values, 1e-13, 'Q R');
    expectClose(columnGram(q).values, identity(a.columns), 1e-13, 'Q');
  }
});

test('a random sketch finds the first directions of a matrix of falling singular values', () => {
  const { singular, left, right } = thinSvd(random(120, 60));
  const falling = singular.map((_, i) => Math.pow(0.6, i));
  const a = times(transpose(left), scaledRows(right, falling));
  for (const [matrix, one] of [
    [a, right],
    [transpose(a), left],
  ] as const) {
    const got = randomizedSvd(matrix, 5, Stream.of(4, 'sketch'));
    expectClose(got.singular, falling.slice(0, 5), 1e-10, 'singular values');
    const found = timesTransposed(got.right, dense(5, one.columns, one.values.subarray(0, 5 * one.columns))).values;
    expectClose(found.map(Math.abs), identity(5), 1e-8, 'directions');
  }
});
