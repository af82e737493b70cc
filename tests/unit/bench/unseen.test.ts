// The problems on which the samplers meet Optuna unprepared: both languages compute the same, and nothing lies below the best.
import { expect, test } from 'vitest';
import { Stream } from '$core/rng/stream';
import { isPoint, samplePoint } from '$core/space/points';
import type { ParamValues } from '$core/space/space';
import { choosingProblems } from '../../bench/regret/choosing';
import { heldProblems } from '../../bench/regret/held';
import { unseenProblems } from '../../bench/regret/unseen';
import { wideProblems } from '../../bench/regret/wide';
import heldPoints from '../../bench/regret/held-points.json';
import points from '../../bench/regret/unseen-points.json';

const drawn = { ...points, ...heldPoints } as unknown as Record<string, { at: ParamValues; value: number }[]>;

test.each([...unseenProblems, ...heldProblems].map((problem) => [problem.name, problem] as const))(
  '%s',
  (name, { space, cost, best }) => {
    expect(drawn[name].length).toBeGreaterThan(2);
    for (const { at, value } of drawn[name]) {
      expect(isPoint(space, at), JSON.stringify(at)).toBe(true);
      expect(Math.abs(cost(at) - value)).toBeLessThan(1e-9 * Math.max(1, Math.abs(value)));
    }
    for (let i = 0; i < 200; i++) expect(cost(samplePoint(space, Stream.of(3, name, i)))).toBeGreaterThanOrEqual(best);
  },
);

test.each(wideProblems.map((problem) => [problem.name, problem] as const))('%s', (name, { space, cost, best }) => {
  const costs = Array.from({ length: 100 }, (_, i) => cost(samplePoint(space, Stream.of(3, name, i))));
  expect(Math.min(...costs)).toBeGreaterThan(best);
  expect(new Set(costs).size).toBe(100);
});

/** Where the best of those without choices lies; switches are tried out. */
const bestAt: Readonly<Record<string, readonly number[]>> = {
  rosenbrock6: [1, 1, 1, 1, 1, 1],
  powell4: [0, 0, 0, 0],
  zakharov5: [0, 0, 0, 0, 0],
  colville4: [1, 1, 1, 1],
  price2: [0, -1],
  beam4: [0.20573, 3.470489, 9.036624, 0.20573],
  diverging: [10 ** -1.6 * 0.5, 0.5, 10 ** -3.5, 3, 100],
  rastrigin4: [0, 0, 0, 0],
  eggholder2: [512, 404.231805123817],
};
test.each(choosingProblems.map((problem) => [problem.name, problem] as const))('%s', (name, { space, cost, best }) => {
  const costs = Array.from({ length: 200 }, (_, i) => cost(samplePoint(space, Stream.of(3, name, i))));
  expect(Math.min(...costs)).toBeGreaterThanOrEqual(best);
  expect(new Set(costs).size).toBeGreaterThan(100);
  if (space.every(({ domain }) => domain.kind === 'bool')) {
    const all = Array.from({ length: 2 ** space.length }, (_, bits) =>
      cost(Object.fromEntries(space.map(({ path }, i) => [path, ((bits >> i) & 1) === 1]))),
    );
    expect(all.reduce((a, b) => Math.min(a, b))).toBeCloseTo(best, 9);
  } else if (bestAt[name]) {
    const point = Object.fromEntries(space.map(({ path }, i) => [path, bestAt[name][i] ?? 'relu']));
    expect(Math.abs(cost(point) - best)).toBeLessThan(2e-5);
  }
});
