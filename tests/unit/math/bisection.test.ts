// The largest eigenvalues of tridiagonal matrices against closed forms and against those of the whole decomposition.
import { describe, expect, test } from 'vitest';
import { largestValues } from '$core/math/bisection';
import { symmetricEigen } from '$core/math/symmetricEigen';
import { Stream } from '$core/rng/stream';
import { expectClose } from '../../support/close';

const full = (d: Float64Array, e: Float64Array) => {
  const n = d.length;
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    a[i * n + i] = d[i];
    if (i + 1 < n) a[i * n + i + 1] = a[(i + 1) * n + i] = e[i];
  }
  return a;
};

test.each([1, 2, 3, 10, 101])('second differences of %i places: 2 - 2 cos(k pi / (n + 1))', (n) => {
  const d = new Float64Array(n).fill(2);
  const e = Float64Array.from({ length: n }, (_, i) => (i + 1 < n ? -1 : 0));
  const want = Float64Array.from({ length: n }, (_, k) => 2 - 2 * Math.cos(((n - k) * Math.PI) / (n + 1)));
  const got = largestValues(d, e, n);
  for (let k = 0; k < n; k++) expect(Math.abs(got[k] - want[k])).toBeLessThan(1e-14);
});

describe.each([1, 1e-150, 1e150])('of entries of size %d', (size) => {
  test.each([5, 40, 90])('%i rows, as QL finds them', (n) => {
    const rng = Stream.of(n, 'bisection');
    for (const split of [0, 0.3, 1]) {
      const d = Float64Array.from({ length: n }, () => size * rng.normal());
      const e = Float64Array.from({ length: n }, (_, i) =>
        i + 1 < n && rng.below(10) >= 10 * split ? size * rng.normal() : 0,
      );
      for (const count of [1, 3, n]) {
        const want = symmetricEigen(full(d, e), n, n).values.slice(0, count);
        expectClose(
          largestValues(d, e, count).map((x) => x / size),
          want.map((x) => x / size),
          1e-13,
          'values',
        );
      }
    }
  });
});

test('equal eigenvalues come as often as they are there, and zeros are found', () => {
  const got = largestValues(Float64Array.of(3, 3, 0, 3, -1), new Float64Array(5), 5);
  expectClose(got, [3, 3, 3, 0, -1], 1e-14, 'values');
  for (const value of largestValues(new Float64Array(6), new Float64Array(6), 6))
    expect(Math.abs(value)).toBeLessThan(1e-300);
});
