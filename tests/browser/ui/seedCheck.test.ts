// Networks under several seeds, over a session that only pretends to train: what ends the check.
import { beforeEach, expect, it } from 'vitest';
import type { LabSession } from '$features/lab';
import type { Repeat } from '$core/run/types';
import { seedCheck } from '../../../src/features/nas/seedCheck.svelte';

interface Shown {
  readonly again?: Repeat;
  readonly state: 'done' | 'cancelled';
  readonly stopAsked?: boolean;
}
let asked: number[];
beforeEach(() => {
  asked = [];
});

/** `after`: what is shown when the training under this seed is over. */
function sessionOf(after: (again: Repeat) => Shown) {
  let shown: Shown = { state: 'done' };
  const session = {
    runs: [],
    live: () => ({
      active: false,
      error: null,
      stopAsked: shown.stopAsked === true,
      run: { state: shown.state, ...(shown.again ? { again: shown.again } : {}) },
      trials: [{ state: shown.state }],
    }),
    trainLonger: (run: string, trial: number, _epochs: number, seed: Repeat['seed']) => {
      asked.push(seed!.number);
      shown = after({ run, trial, seed });
      return Promise.resolve();
    },
    show: () => Promise.resolve(),
  };
  return session as unknown as LabSession;
}
const check = (after: (again: Repeat) => Shown) => seedCheck.run(sessionOf(after), 'nas', 'study', [3], 4);

it('trains a network under every seed', async () => {
  await check((again) => ({ again, state: 'done' }));
  expect(asked).toEqual([0, 1, 2, 3]);
});

it.each<[string, (again: Repeat) => Shown]>([
  ['while a training is got ready, which shows the finished study again', () => ({ state: 'done' })],
  ['in the middle of a training', (again) => ({ again, state: 'cancelled' })],
  ['at the last moment of a training', (again) => ({ again, state: 'done', stopAsked: true })],
])('ends when it is stopped %s', async (_name, stopped) => {
  await check((again) => (again.seed!.number === 1 ? stopped(again) : { again, state: 'done' }));
  expect(asked).toEqual([0, 1]);
  expect(seedCheck.running).toBeNull();
});
