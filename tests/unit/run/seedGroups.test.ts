// Runs under other seeds: which belong together, and what they come to.
import { expect, test } from 'vitest';
import { seedGroups, seedRow, spreadOf } from '$core/run/seedGroups';
import type { EpochPoint, RunInfo } from '$core/run/types';

const run = (id: string, createdAt: number, again?: RunInfo['again'], more: Partial<RunInfo> = {}) =>
  ({ id, createdAt, state: 'done', hidden: false, ...(again ? { again } : {}), ...more }) as RunInfo;
const seed = (study: string, trial: number, number: number, of: number) => ({
  run: study,
  trial,
  seed: { number, of },
});

test('runs are gathered by study and trial, in order of their seeds, whatever else the lab has run', () => {
  const runs = [
    run('a', 1),
    run('b', 2, seed('s', 4, 1, 3)),
    run('c', 3, seed('s', 4, 0, 3)),
    run('d', 4, seed('s', 7, 0, 2)),
    run('e', 5, seed('other', 4, 0, 2)),
    run('f', 6, { run: 's', trial: 4 }),
    run('g', 7, seed('s', 4, 2, 3), { state: 'cancelled' }),
    run('h', 8, seed('s', 4, 2, 3), { hidden: true }),
  ];
  const groups = seedGroups(runs, 's');
  expect(groups.map(({ trial, wanted, runs: of }) => [trial, wanted, of.map(({ id }) => id)])).toEqual([
    [7, 2, ['d']],
    [4, 3, ['c', 'b']],
  ]);
  // More seeds later, and one of them twice: the newest counts, and all that are wanted by now.
  const more = [...runs, run('i', 9, seed('s', 4, 3, 5)), run('j', 10, seed('s', 4, 0, 5))];
  expect(seedGroups(more, 's')[0]).toMatchObject({ trial: 4, wanted: 5 });
  expect(seedGroups(more, 's')[0].runs.map(({ id }) => id)).toEqual(['j', 'b', 'i']);
  expect(seedGroups(runs, 'none')).toEqual([]);
});

test('a row has the last epoch, the best one, and the test rows by the same metric', () => {
  const curve = [0.5, 0.9, 0.7].map((accuracy, epoch) => ({ epoch, loss: 1, validation: { accuracy } }) as EpochPoint);
  const predictions = [
    {
      split: 'test' as const,
      rows: Uint32Array.of(0, 1, 2, 3),
      actual: Float32Array.of(0, 1, 0, 1),
      predicted: Float32Array.of(0, 1, 1, 1),
      probabilities: Float32Array.of(0.9, 0.1, 0.2, 0.8, 0.4, 0.6, 0.3, 0.7),
    },
  ];
  expect(seedRow({ curve, predictions }, 'accuracy', 'binary')).toEqual({ fixed: 0.7, best: 0.9, test: 0.75 });
  expect(seedRow({ curve, predictions: [] }, 'accuracy', 'binary').test).toBeNaN();
  expect(seedRow({ curve: [], predictions: [] }, 'loss', 'binary')).toEqual({ fixed: NaN, best: NaN, test: NaN });
  const falling = curve.map((point) => ({ ...point, validation: { loss: point.validation.accuracy } }));
  expect(seedRow({ curve: falling, predictions: [] }, 'loss', 'binary')).toMatchObject({ fixed: 0.7, best: 0.5 });
});

test('spread is the sample standard deviation', () => {
  expect(spreadOf([1, 2, 3, 4])).toEqual({ mean: 2.5, deviation: Math.sqrt(5 / 3) });
  expect(spreadOf([2]).deviation).toBeNaN();
});
