// BOHB: which budget it models, how it treats what broke down, and that it finds the better half of a space.
import { expect, test } from 'vitest';
import { Stream } from '$core/rng/stream';
import { bohb } from '$core/samplers/bohb';
import { samplerOptions } from '$core/samplers/registry';
import type { PastTrial } from '$core/samplers/sampler';
import type { Space } from '$core/space/space';

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
