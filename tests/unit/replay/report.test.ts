// What the command prints of a table and its searches.
import { expect, it } from 'vitest';
import { forOptuna, fromOptuna, introduction, prepare, read, report } from '../../../scripts/lib/replay';

const text = 'a,b,acc\n1,x,1\n1,x,3\n2,x,4\n3,x,\n1,y,0.5\n2,y,7';
const choices = {
  values: [{ column: 'acc', direction: 'maximize' as const }],
  ignore: [],
  categories: [],
  nearest: false,
};
const options = { samplers: ['random', 'grid'], strategies: [], pruners: [], trials: 5, seeds: 6, width: 1 };

it('says what the table was taken for, and what each search came to, beside what Optuna did', () => {
  const table = read('small.csv', text, choices);
  expect(introduction('small.csv', table).split('\n')).toEqual([
    'small.csv',
    '  a: whole numbers 1 to 3',
    '  b: one of x, y',
    '  5 of 6 combinations are in the table; the others are never proposed',
    '  up to 2 evaluations of a configuration: a search sees one of them, drawn anew, and its regret is that of their mean',
    '  1 configuration without a result: it counts as a failed trial',
    '  result acc: 0.5 to 7, larger is better',
  ]);
  expect(forOptuna(table).rows[0]).toEqual({ params: { a: 1, b: 'x' }, repeats: [[1], [3]] });
  const replay = prepare(table, options);
  const ours = replay.entrants.map((entrant) => replay.measure(entrant));
  // Six searches that try (1, x) twice and (3, x) once, which fails.
  const search = [
    [0, 0],
    [0, 1],
    [2, 0],
  ] as const;
  const theirs = fromOptuna(
    replay,
    'Optuna',
    Array.from({ length: 6 }, () => search),
    3,
  );
  expect(theirs.regrets).toEqual(Array.from({ length: 6 }, () => [5]));
  const printed = report(replay, options, ours, [theirs]);
  expect(printed).toMatch(/Random +0 \[0, 0\]/);
  expect(printed).toMatch(/Grid +0 \[0, 0\]/);
  expect(printed).toMatch(/Optuna +5 \[5, 5\] +3/);
  expect(printed).toMatch(/Random - Optuna +0\.00\d better/);
});
