// How far DARTS can move its shares on data of some size.
import { expect, test } from 'vitest';
import { alphaRateFor, alphaSteps, farEnough, leastTimes, strongestShare } from '$core/nas/darts/pace';

test('steps are whole minibatches of half of the training rows', () => {
  // As in the paper: 50,000 training images of CIFAR-10, 50 epochs.
  expect(alphaSteps(50_000, 64, 50)).toBe(19_500);
  expect(alphaSteps(1078, 64, 20)).toBe(160);
  expect(alphaSteps(20, 64, 3)).toBe(3);
  expect(alphaSteps(0, 64, 3)).toBe(0);
});

test('small data get a rate that moves the shares as far, within bounds; data as large as the paper its rate', () => {
  expect(alphaRateFor(19_500)).toBe(3e-4);
  expect(alphaRateFor(100_000)).toBe(3e-4);
  expect(alphaRateFor(1950)).toBe(0.003);
  expect(alphaRateFor(160)).toBe(0.03);
  expect(alphaRateFor(0)).toBe(3e-4);
  for (const steps of [160, 500, 3000, 19_500]) expect(steps * alphaRateFor(steps)).toBeGreaterThan(farEnough);
});

test('equal shares have decided nothing, a clear lead has', () => {
  expect(strongestShare([[0, 0, 0, 0, 0]])).toEqual({ share: 0.2, times: 1 });
  // What 160 steps at the paper's rate come to at most: 160 x 3e-4 up, and down for the others.
  expect(strongestShare([[0.048, -0.048, -0.048, -0.048, -0.048]]).times).toBeLessThan(leastTimes);
  expect(
    strongestShare([
      [0, 0, 0, 0, 0],
      [1, 0, 0, 0, 0],
    ]).times,
  ).toBeGreaterThan(leastTimes);
});
