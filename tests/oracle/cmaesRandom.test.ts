// CMA-ES on random populations in 2 to 8 dimensions against the package `cmaes` (fixtures by cmaes_random.py), with margins
// for whole numbers also on log scales, whose values have uneven shares of the axis.
import { expect, test } from 'vitest';
import { axesOf } from '$core/samplers/cmaes/axes';
import { defaultMargin, withMargin } from '$core/samplers/cmaes/margin';
import { strategyOf, type Strategy } from '$core/samplers/cmaes/strategy';
import { initialState, update, type State } from '$core/samplers/cmaes/update';
import type { Domain } from '$core/space/space';
import golden from './cmaes/random.json';
import { Draws } from './draws';

/** Each entry within 1e-8 of the reference, relative to the largest entry. */
function close(got: ArrayLike<number>, expected: readonly number[], what: string) {
  const size = Math.max(...expected.map(Math.abs));
  expect(got.length, what).toBe(expected.length);
  expected.forEach((value, i) => expect(Math.abs(got[i] - value), `${what} [${i}]`).toBeLessThanOrEqual(1e-8 * size));
}

type After = Omit<(typeof golden.plain)[0]['after'][0], 'generation'>;
function sameState(got: State, expected: After, what: string) {
  close([got.sigma], [expected.sigma], `${what}: sigma`);
  for (const key of ['mean', 'covariance', 'sigmaPath', 'covariancePath'] as const)
    close(got[key], expected[key], `${what}: ${key}`);
}

/** Around the mean of the state, best first by a weighted distance to the target. */
function population(draws: Draws, { mean, sigma }: State, { lambda }: Strategy, target: readonly number[]) {
  const points = Array.from({ length: lambda }, () => mean.map((m) => m + sigma * draws.bell()));
  const cost = (x: Float64Array) => x.reduce((sum, value, i) => sum + (i + 1) * (value - target[i]) ** 2, 0);
  return points.sort((a, b) => cost(a) - cost(b));
}

const start = (n: number) => initialState(new Array<number>(n).fill(0.5), 1 / 6);

test.each(golden.plain)('updates: $n dimensions, population $lambda', ({ n, seed, lambda, after }) => {
  const draws = new Draws(seed);
  const strategy = strategyOf(n, lambda);
  const target = Array.from({ length: n }, () => draws.uniform());
  let state = start(n);
  for (let g = 0; g < 15; g++) {
    state = update(strategy, state, population(draws, state, strategy, target));
    const expected = after.find(({ generation }) => generation === g);
    if (expected) sameState(state, expected, `generation ${g}`);
  }
});

const kindNames = ['float', 'int', 'log', 'reverse'] as const;
const domainOf = (kind: (typeof kindNames)[number], count: number): Domain =>
  kind === 'float'
    ? { kind, low: 0, high: 1 }
    : kind === 'int'
      ? { kind, low: 3, high: 2 + count }
      : { kind: 'int', low: 1, high: count, log: true, ...(kind === 'reverse' ? { reverse: true } : {}) };

test.each(golden.margins)('margins: $kinds of $counts', ({ seed, kinds, counts, margin, after }) => {
  const draws = new Draws(seed);
  const n = kinds.length;
  const domains = Array.from({ length: n }, (_, i) => {
    const kind = i ? kindNames[draws.below(4)] : 'int';
    return domainOf(kind, 2 + draws.below(30));
  });
  const axes = axesOf(domains.map((domain, i) => ({ path: `p${i}`, domain }))).map(({ steps }) => steps);
  expect(axes.map((axis, i) => axis?.count ?? counts[i])).toEqual(counts);
  const strategy = strategyOf(n);
  expect(defaultMargin(n, strategy.lambda)).toBeCloseTo(margin, 14);
  const target = Array.from({ length: n }, () => {
    const places = [0, draws.uniform(), 1, draws.uniform(), draws.uniform(), draws.uniform()];
    return places[draws.below(6)];
  });
  let state = start(n);
  for (let g = 0; g < 25; g++) {
    state = withMargin(update(strategy, state, population(draws, state, strategy, target)), axes, margin);
    const expected = after.find(({ generation }) => generation === g);
    if (!expected) continue;
    sameState(state, expected, `generation ${g}`);
    close(state.stretch, expected.stretch, `generation ${g}: stretch`);
  }
});
