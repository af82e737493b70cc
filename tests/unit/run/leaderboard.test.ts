import { expect, test } from 'vitest';
import { bestSoFar, leaderboard } from '$core/run/leaderboard';
import { Pace } from '$core/run/pace';
import type { TrialRecord, TrialState } from '$core/run/types';

const trial = (index: number, state: TrialState, value: number | null) => ({ index, state, value }) as TrialRecord;
const trials = [
  trial(0, 'failed', null),
  trial(1, 'done', 3),
  trial(2, 'running', null),
  trial(3, 'done', 1),
  trial(4, 'pruned', 0),
  trial(5, 'done', 1),
  trial(6, 'cancelled', null),
];

test('done trials by value, equal ones by index, then the rest by kind', () => {
  expect(leaderboard(trials, 'minimize').map(({ index }) => index)).toEqual([3, 5, 1, 2, 4, 6, 0]);
  expect(leaderboard(trials, 'maximize').map(({ index }) => index)).toEqual([1, 3, 5, 2, 4, 6, 0]);
});

test('best so far counts done trials only and never gets worse', () => {
  expect(bestSoFar(trials, 'minimize')).toEqual([
    { index: 1, value: 3, best: 3 },
    { index: 3, value: 1, best: 1 },
    { index: 5, value: 1, best: 1 },
  ]);
  expect(bestSoFar(trials, 'maximize').map(({ best }) => best)).toEqual([3, 3, 3]);
});

test('rate and remaining time leave pauses out', () => {
  const pace = new Pace();
  expect(pace.progress('Trials', 0, 10, 0)).toMatchObject({ rate: 0, eta: null });
  pace.resume(0);
  pace.add(2);
  pace.pause(4);
  pace.resume(100);
  pace.add(2);
  expect(pace.progress('Trials', 4, 10, 104)).toEqual({ stage: 'Trials', done: 4, total: 10, rate: 0.5, eta: 12 });
  expect(pace.seconds(104)).toBe(8);
});
