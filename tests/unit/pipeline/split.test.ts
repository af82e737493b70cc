import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitRows } from '$core/pipeline/split';
import { thrownCode } from '../../support/thrown';

const rowsUpTo = (n: number) => Uint32Array.from({ length: n }, (_, i) => 3 * i + 1);
const classOf = (rows: Uint32Array, classes: number[]) => {
  const out = new Int32Array(Math.max(...rows) + 1).fill(-1);
  rows.forEach((row, i) => (out[row] = classes[i]));
  return out;
};
const shares = fc.record({
  validation: fc.double({ min: 0.01, max: 0.45, noNaN: true }),
  test: fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 0.45, noNaN: true })),
});
const seeds = fc.integer({ min: 0, max: 2 ** 32 });

describe('invariants', () => {
  test('every row is in exactly one split, ascending, in the shares asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 500 }), shares, seeds, (n, config, seed) => {
        const rows = rowsUpTo(n);
        const { train, validation, test } = splitRows(rows, null, config, seed);
        expect([...train, ...validation, ...test].sort((a, b) => a - b)).toEqual([...rows]);
        for (const part of [train, validation, test]) expect([...part]).toEqual([...part].sort((a, b) => a - b));
        expect(validation.length).toBe(Math.max(1, Math.round(n * config.validation)));
        expect(test.length).toBe(config.test === 0 ? 0 : Math.max(1, Math.round(n * config.test)));
      }),
    );
  });

  test('each class keeps its shares to within one row, and a row to train on', () => {
    const labels = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 20, maxLength: 300 });
    fc.assert(
      fc.property(labels, shares, seeds, (classes, config, seed) => {
        const n = classes.length;
        const rows = rowsUpTo(n);
        const of = classOf(rows, classes);
        const parts = splitRows(rows, of, config, seed);
        expect(parts.validation.length).toBeGreaterThanOrEqual(1);
        for (const c of new Set(classes)) {
          const count = (part: Uint32Array) => part.filter((row) => of[row] === c).length;
          const size = classes.filter((x) => x === c).length;
          expect(count(parts.train)).toBeGreaterThanOrEqual(1);
          expect(count(parts.train) + count(parts.validation) + count(parts.test)).toBe(size);
          for (const split of ['validation', 'test'] as const) {
            // Only the guarantee of a training row may take more than rounding does.
            if (count(parts.train) === 1) continue;
            const ideal = (size * Math.max(config[split] > 0 ? 1 : 0, Math.round(n * config[split]))) / n;
            expect(Math.abs(count(parts[split]) - ideal)).toBeLessThanOrEqual(1);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});

test('a row due from a class of one row comes from a larger class', () => {
  const rows = rowsUpTo(20);
  // Half of the rows are seen at the lone row of class 1, which must stay for training.
  const of = classOf(rows, [...Array<number>(9).fill(0), 1, ...Array<number>(10).fill(2)]);
  for (const test of [0, 0.01]) {
    const parts = splitRows(rows, of, { validation: 0.01, test }, 7);
    expect(parts.validation.length).toBe(1);
    expect(parts.test.length).toBe(test === 0 ? 0 : 1);
    expect(parts.train.some((row) => of[row] === 1)).toBe(true);
    expect(new Set([...parts.train, ...parts.validation, ...parts.test]).size).toBe(20);
  }
});

test('the seed decides, and nothing else', () => {
  const rows = rowsUpTo(100);
  const config = { validation: 0.2, test: 0.2 };
  expect(splitRows(rows, null, config, 1)).toEqual(splitRows(rows, null, config, 1));
  expect(splitRows(rows, null, config, 1)).not.toEqual(splitRows(rows, null, config, 2));
});

test('too little to split is refused', () => {
  const rows = rowsUpTo(20);
  expect(thrownCode(() => splitRows(rowsUpTo(9), null, { validation: 0.2, test: 0.2 }, 1))).toBe('too-few-rows');
  expect(thrownCode(() => splitRows(rows, null, { validation: 0.5, test: 0.5 }, 1))).toBe('split-no-training');
  const alone = classOf(
    rows,
    Array.from(rows, (_, i) => i),
  );
  expect(thrownCode(() => splitRows(rows, alone, { validation: 0.2, test: 0.2 }, 1))).toBe('too-few-rows');
});
