// Population-based training: who takes over from whom at a barrier, and what may change.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCondition, keeps } from '$core/space/constraint';
import { Stream } from '$core/rng/stream';
import { canChange, exploredPoint } from '$core/run/explore';
import { Population, rungsEvery } from '$core/run/population';
import type { RungJob } from '$core/run/scheduler';
import type { TrialRecord } from '$core/run/types';
import { isPoint, samplePoint } from '$core/space/points';
import type { Space } from '$core/space/space';

const space: Space = [
  { path: 'optimizer.type', domain: { kind: 'choice', values: ['adam', 'momentum'] } },
  { path: 'optimizer.learningRate', domain: { kind: 'float', low: 1e-4, high: 1, log: true } },
  {
    path: 'optimizer.options.momentum',
    domain: { kind: 'float', low: 0, high: 0.9 },
    when: { path: 'optimizer.type', in: ['momentum'] },
  },
  { path: 'batchSize', domain: { kind: 'int', low: 8, high: 128 } },
  { path: 'layers.h1.units', domain: { kind: 'int', low: 2, high: 64 } },
  { path: 'layers.drop.rate', domain: { kind: 'ordinal', values: [0, 0.1, 0.2, 0.5] } },
];

test('what the weights depend on never changes; numbers move by a fifth, within their ranges', () => {
  fc.assert(
    fc.property(fc.nat(10_000), (seed) => {
      const rng = Stream.of(seed, 'test');
      const before = samplePoint(space, rng.split('point'));
      const after = exploredPoint(before, { space, resample: 0, change: 0.2 }, rng.split('explore'));
      expect(isPoint(space, after)).toBe(true);
      for (const path of ['optimizer.type', 'layers.h1.units']) expect(after[path]).toBe(before[path]);
      const rate = Number(before['optimizer.learningRate']);
      expect([Math.min(1, rate * 1.2), Math.max(1e-4, rate * 0.8)]).toContain(after['optimizer.learningRate']);
      const size = Number(before.batchSize);
      expect([Math.min(128, Math.round(size * 1.2)), Math.max(8, Math.round(size * 0.8))]).toContain(after.batchSize);
      const rates = [0, 0.1, 0.2, 0.5];
      const at = rates.indexOf(Number(before['layers.drop.rate']));
      expect([rates[Math.max(0, at - 1)], rates[Math.min(3, at + 1)]]).toContain(after['layers.drop.rate']);
    }),
    { numRuns: 200 },
  );
  expect(space.filter(canChange).map(({ path }) => path)).not.toContain('layers.h1.units');
});

test('a new draw comes from the whole range, and constraints are kept', () => {
  const before = {
    'optimizer.type': 'adam',
    'optimizer.learningRate': 0.5,
    batchSize: 20,
    'layers.h1.units': 30,
    'layers.drop.rate': 0,
  };
  const draws = Array.from({ length: 200 }, (_, i) =>
    exploredPoint(before, { space, resample: 1, change: 0.2 }, Stream.of(i, 'x')),
  );
  expect(new Set(draws.map(({ batchSize }) => batchSize)).size).toBeGreaterThan(50);
  const rule = [parseCondition('batchSize <= layers.h1.units')];
  for (let i = 0; i < 100; i++) {
    const point = exploredPoint(
      before,
      { space, resample: 0.5, change: 0.2, allowed: (one) => keeps(rule, one) },
      Stream.of(i, 'y'),
    );
    expect(Number(point.batchSize)).toBeLessThanOrEqual(30);
  }
});

/** Jobs generation by generation; a member's value is a function of its job. */
function run(
  value: (job: RungJob) => number | null,
  { members = 10, width = 4, direction = 'minimize' as const } = {},
) {
  const plan = { rungs: rungsEvery(2, 5), share: 0.2, explore: { space, resample: 0, change: 0.2 }, seed: 3 };
  const initial = (trial: number) => samplePoint(space, Stream.of(trial, 'initial'));
  const population = new Population(plan, direction, width, initial);
  let started = 0;
  const start = () => (started < members ? started++ : null);
  const jobs: RungJob[] = [];
  for (let job = population.next(start); job; job = population.next(start)) {
    jobs.push(job);
    const state = job.until === 5 ? 'done' : 'paused';
    population.tell({ index: job.trial, state, value: value(job), curve: [] } as unknown as TrialRecord);
  }
  expect(population.over).toBe(true);
  return jobs;
}

test('at a barrier the worst fifth take over from the best fifth, everybody else goes on', () => {
  const jobs = run(({ trial }) => trial);
  expect(jobs.map(({ trial, until }) => `${trial}:${until}`)).toEqual(
    [2, 4, 5].flatMap((until) => Array.from({ length: 10 }, (_, trial) => `${trial}:${until}`)),
  );
  const second = jobs.slice(10, 20);
  for (const { trial, lineage } of second) {
    expect(lineage!.length).toBe(trial >= 8 ? 2 : 1);
    if (trial < 8) continue;
    expect([0, 1]).toContain(lineage![0].member);
    expect(lineage![1]).toMatchObject({ member: trial, from: 2 });
    expect(lineage![1].params['layers.h1.units']).toBe(lineage![0].params['layers.h1.units']);
    expect(lineage![1].params['optimizer.learningRate']).not.toBe(lineage![0].params['optimizer.learningRate']);
  }
  for (const { trial, lineage } of jobs.slice(20)) if (trial >= 8) expect(lineage!.at(-1)!.from).toBe(4);
});

test('the width of the study changes nothing: all are there at a barrier', () => {
  const value = ({ trial, until }: RungJob) => (trial * 7 + until * 3) % 11;
  expect(run(value, { width: 9 })).toEqual(run(value, { width: 1 }));
});

test('members that broke down take over too, and a population of two has one that hands on', () => {
  const jobs = run(({ trial, until }) => (trial > 3 && until === 2 ? null : trial), { members: 8 });
  const second = jobs.slice(8, 16);
  for (const { trial, lineage } of second) expect(lineage!.length).toBe(trial > 3 ? 2 : 1);
  const two = run(({ trial }) => trial, { members: 2 });
  expect(two[3].lineage!.map(({ member }) => member)).toEqual([0, 1]);
  expect(run(() => null, { members: 3 })).toHaveLength(3);
});
