// What the front covers as trials come in, and which trial stands on which front.
import { describe, expect, test } from 'vitest';
import { hypervolume } from '$core/pareto/hypervolume';
import { Stream } from '$core/rng/stream';
import type { Direction } from '$core/run/objectives';
import { frontSentences } from '$core/run/summaryFront';
import type { TrialRecord } from '$core/run/types';
import { VolumeSteps, type Volumes } from '../../../../src/features/tune/severalGoals';
import { finished } from '../../../support/finished';

const trial = (index: number, ...values: number[]) =>
  ({ index, state: 'done', value: values[0], values, params: {}, metrics: {} }) as unknown as TrialRecord;
const both = ['minimize', 'minimize'] as const;

const hypervolumeSteps = (trials: readonly TrialRecord[], ways: readonly Direction[]): Volumes =>
  finished(new VolumeSteps().work(trials, ways));

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

/** One of seven fails, one of five breaks a limit; now and then one is worse than all before it, which moves the ends. */
function drawnTrial(index: number, goals: number): TrialRecord {
  const rng = Stream.of(2, 'trial', index);
  const values = Array.from({ length: goals }, () => rng.normal() * (index % 17 === 0 ? 3 : 1));
  const state = index % 7 === 6 ? 'failed' : 'done';
  return { ...trial(index, ...values), state, violations: [index % 5 === 3 ? 1 : -1] };
}

/** By definition: of all trials up to each. */
function plain(trials: readonly TrialRecord[], ways: readonly Direction[]): Volumes {
  const kept = trials.filter(({ state, violations }) => state === 'done' && violations![0] < 0);
  kept.sort((a, b) => a.index - b.index);
  const costs = kept.map(({ values }) => values!.map((value, m) => (ways[m] === 'maximize' ? -value : value)));
  const low = ways.map((_, m) => Math.min(...costs.map((cost) => cost[m])));
  const high = ways.map((_, m) => Math.max(...costs.map((cost) => cost[m])));
  const shares = costs.map((cost) => cost.map((x, m) => (x - low[m]) / (high[m] - low[m] || 1)));
  const ones = ways.map(() => 1);
  return {
    trial: kept.map(({ index }) => index),
    values: kept.map((_, i) => hypervolume(shares.slice(0, i + 1), ones)),
  };
}

const two: readonly Direction[] = ['minimize', 'maximize'];
test.each([{ ways: two }, { ways: [...two, 'minimize'] as readonly Direction[] }])(
  'has the bits of working all of it out, while trials end out of their order: $ways',
  ({ ways }) => {
    const steps = new VolumeSteps();
    const trials: TrialRecord[] = [];
    for (let from = 0; from < 90; from += 6) {
      for (const i of Stream.of(1, 'order', from).permutation(9)) {
        const index = from + i;
        if (!trials.some((one) => one.index === index)) trials.push(drawnTrial(index, ways.length));
      }
      expect(finished(steps.work(trials, ways))).toEqual(plain(trials, ways));
    }
    // Left half way, as when another update comes first.
    steps.work(trials.slice(0, 20), ways).next();
    expect(finished(steps.work(trials, ways))).toEqual(plain(trials, ways));
  },
);
