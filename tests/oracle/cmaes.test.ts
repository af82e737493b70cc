// CMA-ES with margin against the package `cmaes` (fixtures by cmaes_update.py): constants, whole runs of updates, margins.
import { expect, test } from 'vitest';
import { eigenSymmetric } from '$core/math/eigen';
import { normalQuantile } from '$core/math/normalQuantile';
import { defaultMargin, stretched, valueNumber, withMargin, type Steps } from '$core/samplers/cmaes/margin';
import { strategyOf } from '$core/samplers/cmaes/strategy';
import { initialState, update, type State } from '$core/samplers/cmaes/update';
import golden from './cmaes/update.json';

/** Each entry within 1e-8 of the reference, relative to the largest entry. */
function close(got: ArrayLike<number>, expected: readonly number[], what: string) {
  const size = Math.max(1, ...expected.map(Math.abs));
  expect(got.length, what).toBe(expected.length);
  expected.forEach((value, i) => expect(Math.abs(got[i] - value), `${what} [${i}]`).toBeLessThan(1e-8 * size));
}

function sameState(got: State, expected: (typeof golden.updates)[0]['steps'][0]['after']) {
  close([got.sigma], [expected.sigma], 'sigma');
  for (const key of ['mean', 'covariance', 'sigmaPath', 'covariancePath'] as const) close(got[key], expected[key], key);
}

test.each(golden.constants)('constants: n = $n, lambda = $lambda', (expected) => {
  const got = strategyOf(expected.n, expected.lambda);
  expect([got.lambda, got.mu]).toEqual([expected.lambda, expected.mu]);
  close(got.weights, expected.weights, 'weights');
  for (const key of ['muEff', 'c1', 'cMu', 'cSigma', 'dSigma', 'cC', 'chiN'] as const)
    close([got[key]], [expected[key]], key);
});

test('the default population is 4 + floor(3 ln n)', () => {
  for (const { n, lambda } of golden.constants.filter((one) => ![20, 7].includes(one.lambda)))
    expect(strategyOf(n).lambda).toBe(lambda);
});

test.each(golden.updates.map((one, i) => [i, one] as const))('updates: run %d', (_i, { n, steps }) => {
  const strategy = strategyOf(n);
  let state = initialState(new Array<number>(n).fill(0.5), 1 / 6);
  for (const { points, after } of steps) {
    state = update(
      strategy,
      state,
      points.map((x) => Float64Array.from(x)),
    );
    sameState(state, after);
  }
});

test.each(golden.margins.map((one, i) => [i, one] as const))('margin: run %d', (_i, { counts, margin, steps }) => {
  const n = counts.length;
  const strategy = strategyOf(n);
  const axes = counts.map((count): Steps | null => (count ? { count, limit: (k) => (k + 1) / count } : null));
  expect(defaultMargin(n, strategy.lambda)).toBeCloseTo(margin, 12);
  let state = initialState(new Array<number>(n).fill(0.5), 1 / 6);
  for (const { points, draws, read, stretch, after } of steps) {
    draws.forEach((x, k) => {
      const got = x.map((value, i) => {
        const axis = axes[i];
        return axis ? (valueNumber(axis, stretched(state, i, value)) + 0.5) / axis.count : value;
      });
      close(got, read[k], 'read');
    });
    state = withMargin(
      update(
        strategy,
        state,
        points.map((x) => Float64Array.from(x)),
      ),
      axes,
      margin,
    );
    sameState(state, after);
    close(state.stretch, stretch, 'stretch');
  }
});

test.each(golden.quantile)('normal quantile of %d', (p, expected) => {
  expect(Math.abs(normalQuantile(p) - expected)).toBeLessThan(1e-14 * Math.max(1, Math.abs(expected)));
});

test.each(golden.symmetric)(
  'eigenvalues of a symmetric $n x $n matrix, and A v = lambda v',
  ({ n, matrix, values }) => {
    const got = eigenSymmetric(matrix, n);
    const size = Math.max(...values.map(Math.abs));
    values.forEach((value, j) => expect(Math.abs(got.values[j] - value)).toBeLessThan(1e-12 * size));
    for (let j = 0; j < n; j++) {
      for (let i = 0; i < n; i++) {
        let sum = 0;
        let product = 0;
        for (let k = 0; k < n; k++) {
          sum += matrix[i * n + k] * got.vectors[k * n + j];
          product += got.vectors[k * n + i] * got.vectors[k * n + j];
        }
        expect(Math.abs(sum - got.values[j] * got.vectors[i * n + j])).toBeLessThan(1e-12 * size);
        expect(Math.abs(product - (i === j ? 1 : 0))).toBeLessThan(1e-12);
      }
    }
  },
);
