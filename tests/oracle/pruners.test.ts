// Every pruner against Optuna's, trial by trial on fixed curves (fixtures by optuna_pruners.py): the same trials end
// after the same epoch. Hyperband's brackets and numpy's percentile as well.
import { describe, expect, test } from 'vitest';
import { percentileOf } from '$core/pruners/curves';
import { bracketBudgets, bracketOf } from '$core/pruners/hyperband';
import type { Direction, PastCurve } from '$core/pruners/pruner';
import { freezePruning, prunerDef, prunerDefs, shouldPrune } from '$core/pruners/registry';
import { bracketsOf } from '$core/run/ladder';
import brackets from './optuna/brackets.json';
import golden from './optuna/pruners.json';

const numberOf = (value: number | string): number =>
  typeof value === 'number' ? value : value === 'nan' ? NaN : value === 'inf' ? Infinity : -Infinity;
const sets = Object.fromEntries(
  Object.entries(golden.sets).map(([name, rows]) => [name, rows.map((row) => row.map(numberOf))]),
);

type Case = (typeof golden.cases)[number];

/** As the script reports: every eleventh trial breaks down after its fourth epoch; a NaN at the end is a failure. */
function ends({ type, options, set, direction, seed }: Case): [number, string][] {
  const rows = sets[set];
  const trials: PastCurve[] = [];
  rows.forEach((row, index) => {
    const context = { index, trials, direction: direction as Direction, epochs: row.length, seed };
    const pruning = structuredClone(
      freezePruning({ type, options: options as unknown as Record<string, number> }, context),
    );
    const value = type === 'wilcoxon' ? row.reduce((sum, one) => sum + one, 0) : row.at(-1);
    let state: PastCurve['state'] = Number.isNaN(value) ? 'failed' : 'done';
    let used = row.length;
    for (let epochs = 1; epochs <= row.length; epochs++) {
      const pruned = shouldPrune(pruning, row.slice(0, epochs));
      const broken = index % 11 === 10 && epochs === 4;
      if (!pruned && !broken) continue;
      state = pruned ? 'pruned' : 'failed';
      used = epochs;
      break;
    }
    trials.push({ index, state, curve: row.slice(0, used) });
  });
  return trials.map(({ state, curve }) => [curve.length, state]);
}

/** Of these Optuna has no like. */
const ours = ['extrapolation', 'asha', 'brackets', 'population'];

describe.each(prunerDefs.map(({ type }) => type).filter((type) => !ours.includes(type)))('%s', (type) => {
  const cases = golden.cases.filter((one) => one.type === type);

  test('is compared at all', () => expect(cases.length).toBeGreaterThan(10));

  test.each(cases.map((one) => [JSON.stringify(one.options), one.set, one.direction, one] as const))(
    '%s on %s, %s',
    (_options, _set, _direction, one) => expect(ends(one)).toEqual(one.ends),
  );
});

test.each(golden.brackets)(
  'hyperband brackets of $minEpochs to $epochs by $eta',
  ({ minEpochs, epochs, eta, ...one }) => {
    const budgets = bracketBudgets(minEpochs, epochs, eta);
    expect(budgets).toEqual(one.budgets);
    expect(one.of.map((_, index) => bracketOf(budgets, 1, index))).toEqual(one.of);
  },
);

test('brackets of random least and most epochs and factors are those of the paper', () => {
  for (const { least, most, eta, brackets: expected } of brackets.cases) {
    const what = `${least} to ${most} by ${eta}`;
    expect(bracketBudgets(least, most, eta), what).toEqual(expected.map(({ n }) => n));
    const rungs = prunerDef('brackets').rungs!({ minEpochs: least, eta }, { epochs: most });
    const own = bracketsOf(rungs.length, eta);
    // The paper's rungs are fractions; epochs are whole.
    expect(
      own.map(({ trials, first }) => [trials, rungs.slice(first)]),
      what,
    ).toEqual(expected.map(({ n, at }) => [n, at.map(Math.round)]));
    for (const { rungs: sizes } of expected)
      sizes.slice(1).forEach((size, i) => expect(Math.floor(sizes[i] / eta), what).toBe(size));
  }
});

test('hyperband counts the brackets of 243 epochs right, where a floating logarithm loses one', () => {
  // ceil(6 x 3^s / (s + 1)), s = 5..0: the n of Hyperband's algorithm 1 for R = 243, eta = 3.
  expect(bracketBudgets(1, 243, 3)).toEqual([243, 98, 41, 18, 9, 6]);
});

test('percentiles have the bits of numpy.nanpercentile', () => {
  for (const { values, q, value } of golden.percentiles) expect(percentileOf(values, q)).toBe(value);
});
