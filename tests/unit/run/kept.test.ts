import { expect, test } from 'vitest';
import { hasModel, keptModel, keptTrials, withKept } from '$core/run/kept';
import type { RunInfo } from '$core/run/types';

const run = (artifacts: Record<string, string>, trial = 3) => ({
  artifacts,
  best: { trial, metric: 'accuracy', value: 0.9 } as RunInfo['best'],
});

test('the model of the best trial stays reachable when another is kept', () => {
  const before = run({ best: 'b' });
  const after = { ...before, artifacts: withKept(before, 7, 'other') };
  expect(after.artifacts).toEqual({ best: 'b', 'trial-7': 'other' });
  expect([keptModel(after, 3), keptModel(after, 7), keptModel(after, 1)]).toEqual(['b', 'other', undefined]);
  expect(keptTrials(after)).toEqual([7]);
  expect(withKept(after, 3, 'b')).toEqual({ best: 'b', 'trial-7': 'other', 'trial-3': 'b' });
});

test('a run in which the kept model took the place of the best one does not pass it off as such', () => {
  const old = run({ best: 'other', 'trial-7': 'other' });
  expect([keptModel(old, 3), keptModel(old, 7)]).toEqual([undefined, 'other']);
  expect(withKept(old, 3, 'b')).toEqual({ best: 'b', 'trial-7': 'other', 'trial-3': 'b' });
  expect(keptModel(run({ best: 'b', 'trial-3': 'b' }), 3)).toBe('b');
});

test('a run has a model when any of its trials has', () => {
  expect([run({}), run({ outcome: 'x' }), run({ best: 'b' }), run({ 'trial-0': 'a' })].map(hasModel)).toEqual([
    false,
    false,
    true,
    true,
  ]);
});
