import { expect, test } from 'vitest';
import { brent } from '$core/math/brent';
import { erf, erfc, erfcx } from '$core/math/erf';
import { minimise } from '$core/math/lbfgs';
import { cholesky, dot, inverseFromCholesky, solveLower, solveLowerTransposed, solveLowerTwo } from '$core/math/linalg';
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

/** The same with one sum at a time: the bits that any blocking must give. */
const plain = {
  cholesky(a: Float64Array, n: number) {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) a[i * n + j] = (a[i * n + j] - dot(a, i * n, a, j * n, j)) / a[j * n + j];
      a[i * n + i] = Math.sqrt(a[i * n + i] - dot(a, i * n, a, i * n, i));
    }
  },
  solve(l: Float64Array, n: number, b: Float64Array) {
    for (let i = 0; i < n; i++) b[i] = (b[i] - dot(l, i * n, b, 0, i)) / l[i * n + i];
    return b;
  },
  inverse(l: Float64Array, n: number) {
    const u = new Float64Array(n * n);
    const inverse = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      u[i * n + i] = 1 / l[i * n + i];
      for (let k = i + 1; k < n; k++) u[i * n + k] = -dot(l, k * n + i, u, i * n + i, k - i) / l[k * n + k];
    }
    for (let i = 0; i < n; i++)
      for (let j = 0; j <= i; j++) inverse[i * n + j] = dot(u, i * n + i, u, j * n + i, n - i);
    return inverse;
  },
};

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 22, 31])(
  'size %d: two at a time gives the bits of one at a time',
  (n) => {
    const b = normals(n * n, n, 2);
    const a = new Float64Array(n * n);
    for (let i = 0; i < n; i++)
      for (let j = 0; j <= i; j++) a[i * n + j] = dot(b, i * n, b, j * n, n) + (i === j ? 1 : 0);
    const lower = a.slice();
    plain.cholesky(a, n);
    expect(cholesky(lower, n)).toBe(true);
    expect(lower).toEqual(a);
    const [x, y] = [normals(n, n, 3), normals(n, n, 4)];
    const solved = [plain.solve(a, n, x.slice()), plain.solve(a, n, y.slice())];
    expect(solveLower(a, n, x.slice())).toEqual(solved[0]);
    solveLowerTwo(a, n, x, y);
    expect([x, y]).toEqual(solved);
    const room = new Float64Array(n * n).fill(7);
    const inverse = inverseFromCholesky(a, n, new Float64Array(n * n), room);
    expect(inverse).toEqual(plain.inverse(a, n));
  },
);

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

test('L-BFGS asks for a gradient only where it takes the step', () => {
  const start = new Array<number>(6).fill(-0.5);
  const whole = minimise(rosenbrock, start, tight);
  let left = 0;
  const sparing = minimise(
    (x, g, wanted) => {
      const gradient = new Float64Array(x.length);
      const value = rosenbrock(x, gradient);
      if (wanted(value)) g.set(gradient);
      else left++;
      return value;
    },
    start,
    tight,
  );
  expect(sparing).toEqual(whole);
  expect(left).toBeGreaterThan(0);
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
