// The problems on which the samplers meet Optuna unprepared: both languages compute the same, and nothing lies below the best.
import { expect, test } from 'vitest';
import { Stream } from '$core/rng/stream';
import { isPoint, samplePoint } from '$core/space/points';
import type { ParamValues } from '$core/space/space';
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
