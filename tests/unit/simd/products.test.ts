// Products of float64 matrices by the kernel have the bits of plain loops, and so has the way to tridiagonal form.
import { expect, test } from 'vitest';
import { dense, plainProduct, plainProducts } from '$core/math/dense';
import { plainReduction, tridiagonalize } from '$core/math/tridiagonal';
import { Stream } from '$core/rng/stream';
import { quickMaths } from '$engine/simd/products';
import { spawnHelperThread } from '../../support/helperThread';

const rng = Stream.of(1, 'products');
const matrix = (size: number) => Float64Array.from({ length: size }, () => rng.normal() * 10 ** (rng.below(9) - 4));
const bits = (x: Float64Array) => Buffer.from(x.buffer).toString('base64');
const { products, reduction } = await quickMaths();

test.each([
  [64, 64, 64],
  [61, 59, 257],
  [1, 7, 40_000],
  [5, 130, 700],
  [523, 9, 300],
  [130, 3, 513],
  [3, 3, 3],
])('%i x %i, %i terms', (m, n, k) => {
  const [a, b, centre] = [matrix(m * k), matrix(n * k), matrix(k)];
  const { product } = products;
  expect(bits(product(a, m, b, n, k, false))).toBe(bits(plainProduct(a, m, b, n, k, false)));
  expect(bits(product(a, m, b, n, k, false, centre))).toBe(bits(plainProducts.product(a, m, b, n, k, false, centre)));
  expect(bits(product(a, m, a, m, k, true))).toBe(bits(plainProduct(a, m, a, m, k, true)));
  expect(bits(product(a, m, a, m, k, true, centre))).toBe(bits(plainProducts.product(a, m, a, m, k, true, centre)));
});

test.each([
  [64, 64],
  [700, 31],
  [90, 130],
  [3, 3],
])('the Gram matrix of the columns of %i x %i', (rows, columns) => {
  const a = dense(rows, columns, matrix(rows * columns));
  const centre = matrix(columns);
  expect(bits(products.columnGram(a))).toBe(bits(plainProducts.columnGram(a)));
  expect(bits(products.columnGram(a, centre))).toBe(bits(plainProducts.columnGram(a, centre)));
  const centred = a.values.map((value, i) => value - centre[i % columns]);
  expect(bits(products.columnGram(a, centre))).toBe(bits(products.columnGram(dense(rows, columns, centred))));
});

test('helpers share large products, bit for bit', async () => {
  const shared = await quickMaths(spawnHelperThread, 2);
  await expect.poll(shared.helpers, { timeout: 10_000 }).toBe(2);
  for (const [m, n, k] of [
    [601, 61, 523],
    [523, 9, 2300],
    [230, 229, 300],
  ]) {
    const [a, b, centre] = [matrix(m * k), matrix(n * k), matrix(k)];
    const [ours, alone] = [shared.products, products];
    expect(bits(ours.product(a, m, b, n, k, false))).toBe(bits(alone.product(a, m, b, n, k, false)));
    expect(bits(ours.product(a, m, b, n, k, false, centre))).toBe(bits(alone.product(a, m, b, n, k, false, centre)));
    expect(bits(ours.product(a, m, a, m, k, true, centre))).toBe(bits(alone.product(a, m, a, m, k, true, centre)));
    const wide = dense(k, m, a);
    const means = matrix(m);
    expect(bits(ours.columnGram(wide, means))).toBe(bits(alone.columnGram(wide, means)));
    expect(bits(ours.columnGram(wide))).toBe(bits(alone.columnGram(wide)));
  }
});

test.each([1, 2, 3, 31, 32, 33, 34, 35, 64, 101])('tridiagonal form of %i rows, and back', (n) => {
  const full = plainProducts.columnGram(dense(n, n, matrix(n * n)));
  // A column that needs no reflection, in the middle of others.
  const split = full.map((value, i) => (i % n < n / 2 === i < (n * n) / 2 ? value : 0));
  for (const a of [full, split, new Float64Array(n * n)]) {
    const [got, plain] = [reduction, plainReduction].map((by) => tridiagonalize(a.slice(), n, by));
    for (const part of ['diagonal', 'off', 'reflections', 'scales'] as const)
      expect(bits(got[part]), part).toBe(bits(plain[part]));
    const count = (n >> 2) + 1;
    const [there, back] = Array.from({ length: 2 }, () =>
      Float64Array.from({ length: count * n }, (_, i) => 1 / (1 + i)),
    );
    reduction.back(plain, there, count);
    plainReduction.back(plain, back, count);
    expect(bits(there)).toBe(bits(back));
  }
});
