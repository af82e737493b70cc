// Products of float64 matrices by the kernel have the bits of plain loops.
import { expect, test } from 'vitest';
import { plainProduct } from '$core/math/dense';
import { Stream } from '$core/rng/stream';
import { productMaker } from '$engine/simd/products';

const rng = Stream.of(1, 'products');
const matrix = (size: number) => Float64Array.from({ length: size }, () => rng.normal() * 10 ** (rng.below(9) - 4));

test.each([
  [64, 64, 64],
  [61, 59, 257],
  [1, 7, 40_000],
  [5, 130, 700],
  [130, 3, 513],
  [3, 3, 3],
])('%i x %i, %i terms', async (m, n, k) => {
  const make = await productMaker();
  const [a, b] = [matrix(m * k), matrix(n * k)];
  expect(make(a, m, b, n, k, false)).toEqual(plainProduct(a, m, b, n, k, false));
  const square = matrix(m * k);
  expect(make(square, m, square, m, k, true)).toEqual(plainProduct(square, m, square, m, k, true));
});
