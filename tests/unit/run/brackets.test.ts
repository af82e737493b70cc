// Hyperband by promotion: its brackets are those of the paper, and a rung is judged when everyone is there.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { prunerDef, prunerOptions } from '$core/pruners/registry';
import { bracketsOf, Ladder, rungsBelow } from '$core/run/ladder';
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
  const rungs = rungsBelow(81, 3, 1);
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

test('there are floor(log_eta(R / r)) + 1 brackets, and rungs that are eta apart, for any R, r and eta', () => {
  const def = prunerDef('brackets');
  const any = fc.tuple(
    fc.integer({ min: 1, max: 100_000 }),
    fc.integer({ min: 1, max: 300 }),
    fc.integer({ min: 2, max: 100 }),
  );
  // Powers, and one more or less: where a floating logarithm is wrong.
  const nearPower = fc
    .tuple(
      fc.integer({ min: 2, max: 12 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom(-1, 0, 1),
    )
    .map(([eta, power, least, more]) => [least * eta ** power + more, least, eta] as const);
  fc.assert(
    fc.property(fc.oneof(any, nearPower), ([epochs, least, eta]) => {
      const options = prunerOptions(def, { minEpochs: least, eta });
      const rungs = def.rungs!(options, { epochs });
      let sMax = 0;
      for (let at = BigInt(least) * BigInt(eta); at <= BigInt(epochs); at *= BigInt(eta)) sMax++;
      expect(rungs).toHaveLength(sMax + 1);
      rungs.forEach((rung, i) => expect(Math.abs(rung - epochs / eta ** (sMax - i))).toBeLessThanOrEqual(0.5));
      expect(new Set(rungs).size).toBe(rungs.length);
      expect(rungs.at(-1)).toBe(epochs);
      expect(rungs[0]).toBeGreaterThanOrEqual(Math.min(least, epochs));
    }),
    { numRuns: 2000 },
  );
});

test('a study starts n trials in each bracket at its first rung, and the best of each rung go on', () => {
  const def = prunerDef('brackets');
  const context = { direction: 'minimize', width: 1, seed: 1, space: [], initial: () => ({}) } as const;
  const scheduler = def.scheduler!(prunerOptions(def, {}), { ...context, epochs: 50 });
  let started = 0;
  // ceil(4 x 3^s / (s + 1)), s = 3..0, at 50 x 3^-s epochs.
  const plan = [27, 12, 6, 4];
  const total = plan.reduce((sum, n) => sum + n, 0);
  const starts: number[] = [];
  const untils = new Map<number, number>();
  for (let job = scheduler.next(() => (started < total ? started++ : null)); job;) {
    if (!untils.has(job.trial)) starts.push(job.until);
    untils.set(job.trial, job.until);
    scheduler.tell(record(job.trial, job.trial, job.until, 50));
    job = scheduler.next(() => (started < total ? started++ : null));
  }
  expect(starts).toEqual(plan.flatMap((n, i) => Array<number>(n).fill([2, 6, 17, 50][i])));
  const at = (epochs: number) => [...untils.values()].filter((until) => until >= epochs).length;
  // Of 27, 9, 3 and 1 go on; of 12, 4 and 1; of 6, 2; and 4 start at the top.
  expect([at(2), at(6), at(17), at(50)]).toEqual([27 + 12 + 6 + 4, 9 + 12 + 6 + 4, 3 + 4 + 6 + 4, 1 + 1 + 2 + 4]);
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
