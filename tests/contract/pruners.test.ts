// All registered pruners against their contract, and what the registry refuses.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeSmallest } from '$core/pruners/curves';
import { prunerDef, prunerDefs, prunerOptions } from '$core/pruners/registry';
import { bracketBudgets, bracketOf, hyperband } from '$core/pruners/hyperband';
import { prunerSuite } from './prunerSuite';

/** Set so that a pruner can decide about the few epochs and trials of the suite. */
const eager: Record<string, Record<string, number | string>> = {
  median: { startupTrials: 2 },
  percentile: { startupTrials: 2, percentile: 30 },
  patient: { startupTrials: 2, patience: 2, percentile: 50 },
  extrapolation: { interval: 1 },
  threshold: { bounds: 'both', lower: -1, upper: 1 },
};

// A pruner that promotes judges in the study: tests/unit/run/ladder.test.ts.
for (const def of prunerDefs.filter(({ scheduler }) => !scheduler)) prunerSuite(def, eager[def.type]);

test('types are unique; unknown ones and wrong options are refused by name', () => {
  expect(new Set(prunerDefs.map(({ type }) => type)).size).toBe(prunerDefs.length);
  expect(() => prunerDef('none')).toThrow(expect.objectContaining({ code: 'pruner-unknown' }));
  const refused = expect.objectContaining({ code: 'field-invalid' });
  expect(() => prunerOptions(hyperband, { eta: 1 })).toThrow(refused);
  expect(() => prunerOptions(hyperband, { brackets: 3 })).toThrow(refused);
  expect(() => prunerOptions(prunerDef('threshold'), { bounds: 'both', lower: 2, upper: 1 })).toThrow(refused);
});

test('hyperband: trials spread over the brackets by their budgets, and compete in their own only', () => {
  const budgets = bracketBudgets(1, 81, 3);
  const counts = budgets.map(() => 0);
  for (let i = 0; i < 20_000; i++) counts[bracketOf(budgets, 5, i)]++;
  const total = budgets.reduce((sum, one) => sum + one, 0);
  counts.forEach((count, b) => expect(count / 20_000).toBeCloseTo(budgets[b] / total, 1));
  const options = prunerOptions(hyperband, {});
  const context = { index: 60, direction: 'minimize', epochs: 9, seed: 1 } as const;
  const trials = Array.from(
    { length: 60 },
    (_, index) => ({ index, state: 'done', curve: Array(9).fill(index) }) as const,
  );
  const nine = bracketBudgets(1, 9, 3);
  const mine = bracketOf(nine, 1, 60);
  const rivals = trials.filter(({ index }) => bracketOf(nine, 1, index) === mine);
  expect(rivals.length).toBeGreaterThan(3);
  expect(rivals.length).toBeLessThan(60);
  expect(hyperband.freeze({ ...context, trials }, options)).toEqual(
    hyperband.freeze({ ...context, trials: rivals }, options),
  );
});

test('selection brings to each place what sorting would', () => {
  const value = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double({ noNaN: true }));
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 40 }), fc.nat(39), (values, at) => {
      const place = at % values.length;
      const sorted = Float64Array.from(values).sort();
      const mine = Float64Array.from(values);
      // Compared by ===, for which 0 and -0 are one value.
      expect(placeSmallest(mine, place) === sorted[place]).toBe(true);
      expect(mine.subarray(0, place).every((one) => one <= mine[place])).toBe(true);
      expect(mine.subarray(place).every((one) => one >= mine[place])).toBe(true);
    }),
  );
});
