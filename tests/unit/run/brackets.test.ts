// Hyperband by promotion: its brackets are those of the paper, and a rung is judged when everyone is there.
import { expect, test } from 'vitest';
import { bracketsOf, Ladder, rungsOf } from '$core/run/ladder';
import type { TrialRecord } from '$core/run/types';

const record = (index: number, value: number | null, until: number, top: number): TrialRecord =>
  ({
    index,
    params: {},
    state: value === null ? 'failed' : until === top ? 'done' : 'paused',
    value,
    curve: [],
  }) as unknown as TrialRecord;

test('n and r of every bracket at R = 81, eta = 3 (Li et al. 2018, table 1)', () => {
  const rungs = rungsOf(1, 3, 81);
  const table = bracketsOf(rungs.length, 3).map(({ first, trials }) =>
    rungs.slice(first).map((epochs, i) => [Math.floor(trials / 3 ** i), epochs]),
  );
  expect(table).toEqual([
    [
      [81, 1],
      [27, 3],
      [9, 9],
      [3, 27],
      [1, 81],
    ],
    [
      [34, 3],
      [11, 9],
      [3, 27],
      [1, 81],
    ],
    [
      [15, 9],
      [5, 27],
      [1, 81],
    ],
    [
      [8, 27],
      [2, 81],
    ],
    [[5, 81]],
  ]);
});

/** Jobs of a study whose trials have these values, as `trial:until`. */
function jobs(values: readonly (number | null)[], { width = 1, rungs = [1, 2, 4], eta = 2 } = {}): string[] {
  const brackets = bracketsOf(rungs.length, eta);
  const ladder = new Ladder({ rungs, eta, brackets }, 'minimize', width);
  const order: string[] = [];
  let started = 0;
  const start = () => (started < values.length ? started++ : null);
  for (let job = ladder.next(start); job; job = ladder.next(start)) {
    order.push(`${job.trial}:${job.until}`);
    ladder.tell(record(job.trial, values[job.trial], job.until, rungs.at(-1)!));
  }
  expect(ladder.over).toBe(true);
  return order;
}

test('all of a rung first, then its best half, and the next bracket where the last one ends', () => {
  // Brackets of 4, 3 and 3 trials; worked by hand.
  expect(jobs([4, 1, 3, 2, 5, 6, 7, 8, 9, 9])).toEqual([
    '0:1',
    '1:1',
    '2:1',
    '3:1',
    '1:2',
    '3:2',
    '1:4',
    '4:2',
    '5:2',
    '6:2',
    '4:4',
    '7:4',
    '8:4',
    '9:4',
  ]);
});

test('with others running, the next bracket starts instead of waiting; the same jobs go on', () => {
  const values = [4, 1, 3, 2, 5, 6, 7, 8, 9, 9];
  const wide = jobs(values, { width: 3 });
  expect(wide.slice(0, 6)).toEqual(['0:1', '1:1', '2:1', '3:1', '4:2', '5:2']);
  expect([...wide].sort()).toEqual(jobs(values).sort());
});

test('a bracket that stays small is judged by whom it has; one trial comes to the top', () => {
  expect(jobs([2, 1])).toEqual(['0:1', '1:1', '1:2', '1:4']);
  expect(jobs([3])).toEqual(['0:1', '0:2', '0:4']);
  expect(jobs([null, null, 3, null])).toEqual(['0:1', '1:1', '2:1', '3:1', '2:2', '2:4']);
});

test('levels of fidelity: a later bracket leaves out the lower ones', () => {
  const ladder = new Ladder({ rungs: [1, 2], eta: 2, brackets: bracketsOf(2, 2), levels: true }, 'minimize', 9);
  let started = 0;
  const first = Array.from({ length: 4 }, () => ladder.next(() => started++));
  expect(first).toEqual([
    { trial: 0, until: 1 },
    { trial: 1, until: 1 },
    { trial: 2, until: 2, first: 1 },
    { trial: 3, until: 2, first: 1 },
  ]);
});
