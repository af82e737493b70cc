// BOHB: which budget it models, how it treats what broke down, and that it finds the better half of a space.
import { expect, test, vi } from 'vitest';
import { Stream } from '$core/rng/stream';
import { bohb } from '$core/samplers/bohb';
import { byRatio } from '$core/samplers/bohb/candidates';
import { Density, type Coordinate } from '$core/samplers/bohb/density';
import { wholeRows } from '$core/samplers/bohb/rows';
import { samplerOptions } from '$core/samplers/registry';
import type { PastTrial } from '$core/samplers/sampler';
import type { ParamValues, Space } from '$core/space/space';

const space: Space = [
  { path: 'x', domain: { kind: 'float', low: 0, high: 1 } },
  { path: 'kind', domain: { kind: 'choice', values: ['a', 'b', 'c'] } },
];

/** Answers of many asks over the same trials. */
function answers(
  trials: readonly PastTrial[],
  options: Record<string, number> = {},
  rungs: readonly number[] = [1, 3, 9],
) {
  return Array.from({ length: 200 }, (_, i) =>
    bohb.ask({
      space,
      index: trials.length,
      trials,
      pending: [],
      seen: new Set(),
      direction: 'minimize',
      rungs,
      rng: Stream.of(i, 'sampler'),
      shared: Stream.of(1, 'shared'),
      options: samplerOptions(bohb, { random: 0, ...options }),
    })!,
  );
}
const mean = (points: readonly { readonly x?: unknown }[]) =>
  points.reduce((sum, { x }) => sum + Number(x), 0) / points.length;

/** Its first rung says that small x are good, its second that large ones are. */
const trial = (index: number, steps: number, state: PastTrial['state'] = 'pruned'): PastTrial => {
  const x = Stream.of(index, 'x').uniform();
  const kind = ['a', 'b', 'c'][index % 3];
  const curve = [x, NaN, 1 - x].slice(0, steps);
  return { index, params: { x, kind }, state, value: null, curve };
};

test('the largest budget with enough good and other trials decides', () => {
  const low = Array.from({ length: 30 }, (_, i) => trial(i, 1));
  expect(mean(answers(low))).toBeLessThan(0.35);
  // Five at the next rung: two settings need three good and three others.
  const few = low.map((one, i) => (i < 5 ? trial(i, 3) : one));
  expect(answers(few)).toEqual(
    answers(low.map((one, i) => (i < 5 ? { ...trial(i, 3), curve: trial(i, 1).curve! } : one))),
  );
  expect(mean(answers(low.map((one, i) => (i < 12 ? trial(i, 3) : one))))).toBeGreaterThan(0.6);
});

test('too few trials anywhere, or random points wanted: the whole space is drawn from', () => {
  for (const points of [
    answers([trial(0, 1), trial(1, 1)]),
    answers(
      Array.from({ length: 30 }, (_, i) => trial(i, 1)),
      { random: 1 },
    ),
  ]) {
    expect(Math.abs(mean(points) - 0.5)).toBeLessThan(0.08);
    expect(new Set(points.map(({ kind }) => kind)).size).toBe(3);
  }
  const third = answers(
    Array.from({ length: 30 }, (_, i) => trial(i, 1)),
    { random: 1 / 3 },
  );
  expect(third.filter(({ x }) => Number(x) > 0.6).length).toBeGreaterThan(15);
});

test('what broke down counts as bad at the rung that it did not reach', () => {
  const trials = Array.from({ length: 24 }, (_, i) => {
    const one = trial(i, 1);
    return Number(one.params.x) < 0.5 ? { ...one, state: 'failed' as const, curve: [] } : one;
  });
  // Small x would be best, but they all break down.
  expect(mean(answers(trials))).toBeGreaterThan(0.5);
});

test('without rungs it learns from finished trials', () => {
  const done = Array.from({ length: 20 }, (_, i): PastTrial => ({
    ...trial(i, 0),
    state: 'done',
    value: Math.abs(Number(trial(i, 0).params.x) - 0.8),
  }));
  const points = answers(done, {}, []);
  expect(Math.abs(mean(points) - 0.8)).toBeLessThan(0.15);
});

/** Densities of random rows: some with few values, some far apart, some with kernels so narrow that nearly all is nothing. */
function densities(seed: number) {
  const rng = Stream.of(seed, 'density');
  const coordinates: Coordinate[] = [{}, {}, { choices: 3 }, {}, ...(seed % 3 === 0 ? [{ choices: 2 }] : [])];
  const rows = (count: number, centre: number) =>
    Array.from({ length: count }, () =>
      Float64Array.from(coordinates, ({ choices }, i) => {
        if (choices !== undefined) return rng.below(choices);
        return i === 3 ? rng.below(5) / 4 : Math.min(1, Math.max(0, centre + 0.2 * rng.normal()));
      }),
    );
  const spread = seed % 4 === 0 ? 0 : 1;
  const good = new Density(rows(40, 0.3), coordinates, 1e-3);
  const rest = new Density(rows(200, 0.3 + 0.4 * spread), coordinates, 1e-3);
  const vectors = Array.from({ length: 64 }, (_, i) => {
    const drawn = good.draw(3, rng.split(i));
    // Some twice, some far from everything.
    return i % 9 === 0 ? drawn.map((x, k) => (k === 0 ? 40 + x : x)) : drawn;
  });
  vectors.push(vectors[5].slice(), vectors[17].slice());
  return { good, rest, vectors };
}

test('an estimated density is within a part in a million, or of no account', () => {
  for (let seed = 0; seed < 12; seed++) {
    const { good, rest, vectors } = densities(seed);
    for (const density of [good, rest]) {
      for (const vector of vectors) {
        const exact = density.at(vector);
        expect(Math.abs(density.near(vector) - exact)).toBeLessThanOrEqual(1e-6 * exact + 1e-60);
      }
    }
  }
});

test('candidates come in the order of their ratios, with few of those worked out', () => {
  const exact = vi.spyOn(Density.prototype, 'at');
  let worked = 0;
  for (let seed = 0; seed < 24; seed++) {
    const { good, rest, vectors } = densities(seed);
    exact.mockClear();
    const first = byRatio(vectors, { good, rest }).next().value;
    worked += exact.mock.calls.length;
    const ordered = vectors
      .map((vector, i) => ({ vector, i, ratio: Math.max(1e-32, rest.at(vector)) / Math.max(1e-32, good.at(vector)) }))
      .sort((a, b) => a.ratio - b.ratio || a.i - b.i)
      .map(({ vector }) => vector);
    expect(first).toBe(ordered[0]);
    expect([...byRatio(vectors, { good, rest })]).toEqual(ordered);
  }
  exact.mockRestore();
  expect(worked).toBeLessThanOrEqual(24 * 8);
});

test('what points lack is filled in as by looking at all others for each, which would take n looks for each of n', () => {
  const params = [...space, { path: 'y', domain: { kind: 'float', low: 0, high: 1 } }] as Space;
  const rng = Stream.of(3, 'points');
  const points = Array.from({ length: 60 }, (): ParamValues => {
    const kind = ['a', 'b', 'c'][rng.below(3)];
    return {
      ...(rng.uniform() < 0.5 ? { x: rng.uniform() } : {}),
      kind,
      ...(kind === 'a' ? { y: rng.uniform() } : {}),
    };
  });
  const coordinates: Coordinate[] = [{}, { choices: 3 }, {}];
  const raw = points.map(({ x = NaN, kind, y = NaN }) => [Number(x), ['a', 'b', 'c'].indexOf(String(kind)), Number(y)]);
  const draws = Stream.of(9, 'impute');
  const slow = raw.map((row) => {
    const whole = [...row];
    for (let i = whole.findIndex(Number.isNaN); i >= 0; i = whole.findIndex(Number.isNaN)) {
      const donors = raw.filter((other) => !Number.isNaN(other[i]));
      const donor = donors[draws.below(donors.length)];
      whole.forEach((value, j) => (whole[j] = Number.isNaN(value) ? donor[j] : value));
    }
    return whole;
  });
  const fast = () => wholeRows(points, params, coordinates, Stream.of(9, 'impute')).map((row) => [...row]);
  expect(fast()).toEqual(slow);
  // And again, from what is remembered.
  expect(fast()).toEqual(slow);
});
