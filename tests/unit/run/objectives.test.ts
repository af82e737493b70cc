import { describe, expect, test } from 'vitest';
import { checkAims } from '$core/lab/checkAims';
import { compareTrials } from '$core/run/leaderboard';
import { aimsOf, judgedGoal, paretoDirections, reached, usesClock } from '$core/run/objectives';
import type { TrialRecord } from '$core/run/types';

const objective = { metric: 'accuracy', direction: 'maximize' } as const;
const size = { metric: 'bytes', direction: 'minimize' } as const;

describe('what a study aims at', () => {
  test('one plain metric is no aim of its own: nothing changes for older labs', () => {
    expect(aimsOf({ objective })).toBeNull();
    expect(paretoDirections(aimsOf({ objective }))).toBeNull();
  });
  test('a sum counts what runs the other way negative', () => {
    const aims = aimsOf({ objective, objectives: [size], weights: [1, 0.001] })!;
    expect(paretoDirections(aims)).toBeNull();
    expect(reached(aims, { accuracy: 0.9, bytes: 200 })).toMatchObject({ values: [0.9, 200], value: 0.9 - 0.2 });
  });
  test('violations are relative to the limit, negative when kept, NaN when unknown', () => {
    const limits = [
      { metric: 'bytes', most: 50_000 },
      { metric: 'accuracy', least: 0.8 },
      { metric: 'latency', most: 2 },
    ];
    const aims = aimsOf({ objective, limits })!;
    const [over, under, unknown] = reached(aims, { accuracy: 0.6, bytes: 40_000 }).violations;
    expect(over).toBeCloseTo(-0.2, 12);
    expect(under).toBeCloseTo(0.25, 12);
    expect(unknown).toBeNaN();
    expect(reached(aims, { accuracy: 1, bytes: 0 }, { latency: 3 }).violations[2]).toBe(0.5);
    expect(usesClock(aims)).toBe(true);
  });
  test('pruners judge by the first validation metric', () => {
    const aims = aimsOf({ objective: size, objectives: [objective] })!;
    expect(judgedGoal(aims)).toEqual(objective);
  });
  test.each([
    ['objective-no-metric', { objective: size }],
    ['objective-twice', { objective, objectives: [objective] }],
    ['objective-weights', { objective, objectives: [size], weights: [0, 0] }],
    ['limit-empty', { objective, limits: [{ metric: 'bytes' as const }] }],
    ['limit-empty', { objective, limits: [{ metric: 'bytes' as const, least: 2, most: 1 }] }],
  ])('%s', (code, config) => {
    expect(() => checkAims(config as Parameters<typeof checkAims>[0])).toThrow(
      expect.objectContaining({ code }) as Error,
    );
  });
  test('a trial that keeps the limits leads, however good the others are', () => {
    const trial = (index: number, value: number, violation: number) =>
      ({ index, state: 'done', value, violations: [violation, -1] }) as unknown as TrialRecord;
    const order = [trial(0, 9, 0.5), trial(1, 1, -1), trial(2, 5, 0.1), trial(3, 2, 0)].sort(compareTrials('maximize'));
    expect(order.map(({ index }) => index)).toEqual([3, 1, 2, 0]);
  });
});
