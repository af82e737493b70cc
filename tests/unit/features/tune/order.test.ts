// Rows of the leaderboard as a study grows: the order of one sorted anew, for a few looks at each row.
import { expect, test } from 'vitest';
import { Stream } from '$core/rng/stream';
import type { TrialRecord, TrialState } from '$core/run/types';
import { orderOf } from '../../../../src/features/tune/order';

const states: readonly TrialState[] = ['done', 'done', 'done', 'pruned', 'failed', 'running', 'paused'];
function trialOf(index: number, rng: Stream): TrialRecord {
  const state = states[rng.below(states.length)];
  const value = state === 'done' || state === 'pruned' ? rng.below(40) / 10 : null;
  const curve = new Array(rng.below(4)).fill({});
  return { index, state, value, params: { x: rng.below(9) }, curve, seconds: rng.below(5) } as unknown as TrialRecord;
}

test('is that of a list sorted anew, by any column', () => {
  for (const key of ['value', 'index', 'state', 'epochs', 'seconds', 'x', 'front']) {
    const rng = Stream.of(1, 'order', key);
    const trials: TrialRecord[] = [];
    const fronts = key === 'front' ? new Map<number, number>() : null;
    let order: number[] = [];
    for (let round = 0; round < 30; round++) {
      // Some come, some end, and the way may be turned.
      for (let i = rng.below(9); i >= 0; i--) trials.push(trialOf(trials.length, rng));
      for (let i = rng.below(3); i > 0; i--) {
        const place = rng.below(trials.length);
        trials[place] = trialOf(place, rng);
      }
      if (fronts) trials.forEach(({ index }) => fronts.set(index, [0, 1, 2, NaN][rng.below(4)]));
      const only = rng.uniform() < 0.2 ? new Set([1, 3, 5, 8, 13]) : null;
      const flip = rng.uniform() < 0.3;
      const anew = orderOf(trials, key, 'minimize', flip, only, fronts);
      order = orderOf(trials, key, 'minimize', flip, only, fronts, order);
      expect(order, key).toEqual(anew);
    }
  }
});

test('looks at each row a few times when one more has come', () => {
  let looks = 0;
  const watched = (trial: TrialRecord) =>
    ({
      ...trial,
      get state() {
        looks++;
        return trial.state;
      },
    }) as TrialRecord;
  const rng = Stream.of(2, 'order');
  const many = 4000;
  const trials = Array.from({ length: many }, (_, i) => watched(trialOf(i, rng)));
  const before = orderOf(trials, 'value', 'minimize', false, null);
  looks = 0;
  trials.push(watched(trialOf(many, rng)));
  orderOf(trials, 'value', 'minimize', false, null, null, before);
  // A comparison looks at two states up to three times; anew there are some twelve comparisons a row.
  expect(looks).toBeLessThan(2.5 * 6 * many);
  looks = 0;
  orderOf(trials, 'value', 'minimize', false, null);
  expect(looks).toBeGreaterThan(2.5 * 6 * many);
});
