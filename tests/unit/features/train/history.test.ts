// Runs of a step as a list: one entry for a trial's seeds.
import { expect, test } from 'vitest';
import type { RunInfo } from '$core/run/types';
import { historyOf } from '../../../../src/features/train/history';

const run = (id: string, again?: RunInfo['again']) => ({ id, again }) as RunInfo;
const seed = (id: string, study: string, trial: number, number: number, of: number) =>
  run(id, { run: study, trial, seed: { number, of } });

test('a trial under several seeds is one entry, where its newest training stands', () => {
  const runs = [
    run('g', { run: 'a', trial: 4 }),
    seed('f', 'a', 4, 1, 5),
    seed('e', 'a', 2, 0, 2),
    run('d'),
    seed('c', 'a', 4, 0, 2),
    seed('b', 'z', 4, 0, 2),
    run('a'),
  ];
  const entries = historyOf(runs);
  const told = entries.map(({ number, run: one, seeds }) => [
    number,
    one?.id ?? seeds!.runs.map(({ id }) => id),
    seeds?.wanted,
  ]);
  expect(told).toEqual([
    [6, 'g', undefined],
    [5, ['f', 'c'], 5],
    [4, ['e'], 2],
    [3, 'd', undefined],
    [2, ['b'], 2],
    [1, 'a', undefined],
  ]);
  expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
});

test('no run, no entry', () => {
  expect(historyOf([])).toEqual([]);
});
