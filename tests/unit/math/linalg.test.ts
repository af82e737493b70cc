import { expect, test } from 'vitest';
import { brent } from '$core/math/brent';
import { erf, erfc, erfcx } from '$core/math/erf';
import { minimise } from '$core/math/lbfgs';
import { cholesky, dot, inverseFromCholesky, solveLower, solveLowerTransposed } from '$core/math/linalg';
import { Stream } from '$core/rng/stream';

const normals = (n: number, ...name: number[]) => {
  const rng = Stream.of(4, 'linalg', ...name);
  return Float64Array.from({ length: n }, () => rng.normal());
};

test.each([1, 2, 5, 13])('Cholesky, solves and inverse of a %d x %d system', (n) => {
  const b = normals(n * n, n);
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) a[i * n + j] = dot(b, i * n, b, j * n, n) + (i === j ? 1 : 0);
  }
  const lower = a.slice();
  expect(cholesky(lower, n)).toBe(true);
  const want = normals(n, n, 1);
  const right = want.map((_x, i) => dot(a, i * n, want, 0, n));
  const got = solveLowerTransposed(lower, n, solveLower(lower, n, right));
  got.forEach((x, i) => expect(Math.abs(x - want[i])).toBeLessThan(1e-10));
  const inverse = inverseFromCholesky(lower, n);
  const at = (i: number, j: number) => inverse[Math.max(i, j) * n + Math.min(i, j)];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += a[i * n + k] * at(k, j);
      expect(Math.abs(sum - (i === j ? 1 : 0))).toBeLessThan(1e-10);
    }
  }
});

test('a matrix that is not positive definite is refused', () => {
  expect(cholesky(Float64Array.of(1, 2, 2, 1), 2)).toBe(false);
  expect(cholesky(Float64Array.of(NaN), 1)).toBe(false);
});

/** Rosenbrock's function, minimum 0 at all ones. */
const rosenbrock = (x: Float64Array, g: Float64Array) => {
  g.fill(0);
  let sum = 0;
  for (let i = 0; i + 1 < x.length; i++) {
    const off = x[i + 1] - x[i] * x[i];
    sum += 100 * off * off + (1 - x[i]) * (1 - x[i]);
    g[i] += -400 * x[i] * off - 2 * (1 - x[i]);
    g[i + 1] += 200 * off;
  }
  return sum;
};
const tight = { gradientTolerance: 1e-8, maxIterations: 1000, valueTolerance: 0 };

test('L-BFGS finds the minimum of Rosenbrock functions', () => {
  for (const n of [2, 6]) {
    const { x, iterations } = minimise(rosenbrock, new Array<number>(n).fill(-0.5), tight);
    x.forEach((xi) => expect(Math.abs(xi - 1)).toBeLessThan(1e-6));
    expect(iterations).toBeLessThan(150);
  }
});

test('L-BFGS stays in its box: the minimum on the edge x = 0.5 is at y = 0.25', () => {
  const { x } = minimise(rosenbrock, [-1, 2], { ...tight, lower: [-2, -2], upper: [0.5, 2] });
  expect(x[0]).toBe(0.5);
  expect(Math.abs(x[1] - 0.25)).toBeLessThan(1e-7);
});

test("Brent's method finds a minimum inside the interval", () => {
  const f = (x: number) => (x - 0.3) * (x - 0.3) * (x + 2) + 1;
  expect(Math.abs(brent(f, 0, 1, 0.8, f(0.8), 1e-8) - 0.3)).toBeLessThan(1e-7);
});

// Values: mpmath 1.3.
test.each([
  [0.5, 0.4795001221869535, 0.6156903441929259],
  [1, 0.15729920705028513, 0.427583576155807],
  [2.5, 0.0004069520174449589, 0.2108063640611436],
  [20, 5.395865611607901e-176, 0.0281743487410513],
])('erfc and erfcx at %d', (x, complement, scaled) => {
  expect(Math.abs(erfc(x) / complement - 1)).toBeLessThan(2e-14);
  expect(Math.abs(erfcx(x) / scaled - 1)).toBeLessThan(1e-14);
  expect(Math.abs(erfc(-x) - 1 - erf(x))).toBeLessThan(1e-15);
});
