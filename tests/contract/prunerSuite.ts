// What every pruner must keep: one call per pruner in pruners.test.ts. A new pruner is held to all of it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Direction, PastCurve, PrunerContext, PrunerDef } from '$core/pruners/pruner';
import { freezePruning, prunerOptions, shouldPrune, type PrunerChoice } from '$core/pruners/registry';
import type { TrialState } from '$core/run/types';

const epochs = 9;
const value = fc.oneof(
  { weight: 8, arbitrary: fc.double({ min: -2, max: 2, noNaN: true }) },
  { weight: 2, arbitrary: fc.constantFrom(0, 0.5, 1) },
  { weight: 1, arbitrary: fc.constant(NaN) },
);
const row = fc.array(value, { minLength: epochs, maxLength: epochs });
const directions = fc.constantFrom<Direction>('minimize', 'maximize');
const state = fc.constantFrom<TrialState>('done', 'done', 'pruned', 'failed', 'cancelled');
const past = fc.array(fc.tuple(row, state, fc.integer({ min: 0, max: epochs })), { maxLength: 14 }).map((rows) =>
  rows.map(([curve, state, length], index): PastCurve => {
    return { index, state, curve: state === 'done' ? curve : curve.slice(0, length) };
  }),
);

const contextOf = (trials: readonly PastCurve[], direction: Direction, index = trials.length): PrunerContext => ({
  index,
  trials,
  direction,
  epochs,
  seed: 3,
});

/** After how many epochs the trial ends; null when it trains to its end. */
export function endOf(choice: PrunerChoice, context: PrunerContext, curve: readonly number[]): number | null {
  const pruning = freezePruning(choice, context);
  for (let n = 1; n <= curve.length; n++) if (shouldPrune(pruning, curve.slice(0, n))) return n;
  return null;
}

const flip = (direction: Direction): Direction => (direction === 'minimize' ? 'maximize' : 'minimize');
const negate = (curve: ArrayLike<number>) => Array.from(curve, (one) => -one);

/** `options` sets the pruner up so that it can decide on few trials. */
export function prunerSuite(def: PrunerDef, options: PrunerChoice['options'] = {}): void {
  const choice = { type: def.type, options };
  const complete = (given: PrunerChoice['options']) => prunerOptions(def, given);

  describe(`pruner ${def.type}`, () => {
    test('its defaults are options that it takes', () => {
      expect(Object.keys(complete({})).sort()).toEqual(Object.keys(def.fields).sort());
    });

    test('the same question gets the same answer, also in another worker', () => {
      fc.assert(
        fc.property(past, directions, row, (trials, direction, curve) => {
          const pruning = freezePruning(choice, contextOf(trials, direction));
          const travelled = structuredClone(pruning);
          expect(travelled).toEqual(freezePruning(choice, contextOf(trials, direction)));
          for (let n = 1; n <= epochs; n++) {
            // Longer curves in between leave no trace.
            shouldPrune(pruning, curve);
            expect(shouldPrune(travelled, curve.slice(0, n))).toBe(shouldPrune(pruning, curve.slice(0, n)));
          }
        }),
      );
    });

    test('what travels does not grow with the number of trials', () => {
      const trials = Array.from({ length: 400 }, (_, index): PastCurve => {
        return { index, state: 'done', curve: Array.from({ length: epochs }, (_, e) => ((index * 7 + e) % 13) / 13) };
      });
      const size = (n: number) =>
        JSON.stringify(freezePruning(choice, contextOf(trials.slice(0, n), 'minimize')).frozen).length;
      expect(size(400)).toBeLessThan(Math.max(40 * epochs, 1.5 * size(50)));
    });

    if (!options.bounds) {
      test('larger is better is the mirror of smaller is better', () => {
        const mirrored = { ...options, ...(typeof options.percentile === 'number' ? { percentile: 50 } : {}) };
        fc.assert(
          fc.property(past, directions, row, (trials, direction, curve) => {
            const other = trials.map((trial) => ({ ...trial, curve: negate(trial.curve) }));
            const mine = endOf({ ...choice, options: mirrored }, contextOf(trials, direction), curve);
            expect(endOf({ ...choice, options: mirrored }, contextOf(other, flip(direction)), negate(curve))).toBe(
              mine,
            );
          }),
        );
      });
    }

    test('earlier trials matter only when it says so, and the order in which they are seen never', () => {
      fc.assert(
        fc.property(past, directions, row, (trials, direction, curve) => {
          const end = endOf(choice, contextOf(trials, direction), curve);
          if (!def.usesResults(complete(options))) {
            expect(endOf(choice, contextOf([], direction, trials.length), curve)).toBe(end);
          }
          expect(endOf(choice, contextOf([...trials].reverse(), direction, trials.length), curve)).toBe(end);
        }),
      );
    });

    if (def.usesResults(complete(options))) {
      test.each(['minimize', 'maximize'] as const)('%s: a trial that ties with all others goes on', (direction) => {
        const flat = Array.from({ length: epochs }, () => 0.5);
        const trials = Array.from({ length: 20 }, (_, index): PastCurve => ({ index, state: 'done', curve: flat }));
        expect(endOf(choice, contextOf(trials, direction), flat)).toBeNull();
      });

      test.each(['minimize', 'maximize'] as const)('%s: the best trial goes on, the worst ends', (direction) => {
        const sign = direction === 'minimize' ? 1 : -1;
        // All get worse, so that patience runs out as well.
        const rising = (from: number) => Array.from({ length: epochs }, (_, e) => sign * (from + e / 100));
        const trials = Array.from({ length: 40 }, (_, index): PastCurve => ({
          index,
          state: 'done',
          curve: rising(1 + index / 40),
        }));
        expect(endOf(choice, contextOf(trials, direction), rising(0))).toBeNull();
        expect(endOf(choice, contextOf(trials, direction), rising(3))).not.toBeNull();
      });
    }

    test('the first trial is never ended by comparison', () => {
      const curve = Array.from({ length: epochs }, (_, e) => 0.5 - e / 100);
      expect(endOf(choice, contextOf([], 'minimize'), curve)).toBeNull();
    });

    test('curves of nothing but NaN, its own or others, are dealt with', () => {
      const none = Array.from({ length: epochs }, () => NaN);
      const others = Array.from({ length: 12 }, (_, index): PastCurve => ({ index, state: 'failed', curve: none }));
      const good = Array.from({ length: epochs }, (_, e) => 0.5 - e / 100);
      for (const direction of ['minimize', 'maximize'] as const) {
        expect(endOf(choice, contextOf(others, 'minimize'), good)).toBeNull();
        expect(() => endOf(choice, contextOf(others, direction), none)).not.toThrow();
      }
    });
  });
}
