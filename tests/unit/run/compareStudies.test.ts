import { expect, test } from 'vitest';
import { bestByTrial, compareStudies, type ComparedStudy } from '$core/run/compareStudies';
import type { TrialRecord, TrialState } from '$core/run/types';

const trial = (index: number, value: number | null, state: TrialState = 'done'): TrialRecord => ({
  index,
  params: {},
  state,
  value,
  metrics: {},
  curve: [],
  bestEpoch: null,
  executor: 'simd',
  backend: 'simd',
  attempts: 1,
  seconds: 0,
  startedAt: 0,
});
const study = (
  values: readonly (number | null)[],
  group = 'a',
  direction: ComparedStudy['direction'] = 'minimize',
) => ({
  group,
  direction,
  trials: values.map((value, i) => trial(i, value)).reverse(),
});

test('the best so far goes by trial number, not by arrival, and knows finished finite values only', () => {
  const trials = [trial(2, 1), trial(0, 5), trial(1, 0.5, 'pruned'), trial(3, Infinity), trial(4, null, 'failed')];
  expect(Array.from(bestByTrial({ group: 'a', direction: 'minimize', trials }))).toEqual([5, 5, 1, 1, 1]);
  expect(Array.from(bestByTrial({ group: 'a', direction: 'maximize', trials }))).toEqual([5, 5, 5, 5, 5]);
});

test('a trial that breaks a limit leads nothing', () => {
  const trials = [trial(0, 5), { ...trial(1, 1), violations: [-1, 0.5] }, { ...trial(2, 3), violations: [-1, 0] }];
  expect(Array.from(bestByTrial({ group: 'a', direction: 'minimize', trials }))).toEqual([5, 5, 3]);
  expect(compareStudies([{ group: 'a', direction: 'minimize', trials: trials.slice(1, 2) }])).toEqual([]);
});

test('seeds of one study become a median and its middle half, over the trials that all of them have', () => {
  const [a, b, ...none] = compareStudies([
    study([4, 3, 2, 1]),
    study([null, 8, 8]),
    study([5, 5, 4]),
    study([9], 'b', 'maximize'),
    study([null], 'c'),
  ]);
  expect(none).toEqual([]);
  expect([a.group, a.studies, b.group, b.studies]).toEqual(['a', 3, 'b', 1]);
  expect(Array.from(a.x)).toEqual([2, 3]);
  expect(Array.from(a.median)).toEqual([5, 4]);
  // numpy.quantile([2, 4, 8], [0.25, 0.75]) = [3, 6]
  expect([a.low[1], a.high[1]]).toEqual([3, 6]);
  expect(a.final).toEqual([2, 4, 8]);
  expect([b.low[0], b.median[0], b.high[0]]).toEqual([9, 9, 9]);
});
