// What the front covers as trials come in, and which trial stands on which front.
import { describe, expect, test } from 'vitest';
import { frontSentences } from '$core/run/summaryFront';
import type { TrialRecord } from '$core/run/types';
import { hypervolumeSteps } from '../../../../src/features/tune/severalGoals';

const trial = (index: number, ...values: number[]) =>
  ({ index, state: 'done', value: values[0], values, params: {}, metrics: {} }) as unknown as TrialRecord;
const both = ['minimize', 'minimize'] as const;

describe('the hypervolume as it grows', () => {
  test('is a share of the box between worst and best, whatever the units', () => {
    for (const scale of [1, 1e7, 1e-7]) {
      const trials = [trial(0, 1, 1), trial(2, 0.5, 0.5), trial(1, 0.75, 0.25), trial(3, 0, 0)];
      const scaled = trials.map((one) => ({ ...one, values: [one.values![0] * scale, one.values![1] + scale] }));
      const { trial: order, values } = hypervolumeSteps(scaled, both);
      expect(order).toEqual([0, 1, 2, 3]);
      [0, 0.25 * 0.75, 0.25 * 0.75 + 0.25 * 0.5, 1].forEach((share, i) => expect(values[i]).toBeCloseTo(share, 6));
    }
  });

  test('ends at what the summary says', () => {
    const trials = [trial(0, 4, 1), trial(1, 2, 2), trial(2, 1, 5), trial(3, 3, 6), trial(4, 2.5, 1.2)];
    const last = hypervolumeSteps(trials, both).values.at(-1)!;
    const goals = both.map((direction, m) => ({ metric: `m${m}`, direction }));
    expect(frontSentences(trials, goals as never, String).join(' ')).toContain(`dominates ${Math.round(100 * last)} %`);
  });

  test('says something where an objective never varies, and nothing without trials', () => {
    expect(hypervolumeSteps([trial(0, 3, 1), trial(1, 2, 1), trial(2, 1, 1)], both).values).toEqual([0, 0.5, 1]);
    expect(hypervolumeSteps([], both)).toEqual({ trial: [], values: [] });
  });
});
