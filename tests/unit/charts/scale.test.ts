import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { number } from '$charts/format';
import { withoutOutliers } from '$charts/outliers';
import { extent, linear, logarithmic, nice, scaleOf, tickStep } from '$charts/scale';

const finite = fc.double({ min: -1e9, max: 1e9, noNaN: true });

describe('extent', () => {
  it('skips what is not finite, and what a logarithm cannot take', () => {
    expect(extent([NaN, 3, -Infinity, 1, 2])).toEqual([1, 3]);
    expect(extent([-2, 0, 5, 0.1], true)).toEqual([0.1, 5]);
    expect(extent([])).toBeNull();
    expect(extent([NaN, Infinity])).toBeNull();
    expect(extent([-1, 0], true)).toBeNull();
  });
});

describe('nice', () => {
  it('contains the range and ends on round numbers', () => {
    fc.assert(
      fc.property(finite, finite, (a, b) => {
        const [low, high] = nice([Math.min(a, b), Math.max(a, b)]);
        const room = 1e-6 * (high - low);
        expect(low).toBeLessThanOrEqual(Math.min(a, b) + room);
        expect(high).toBeGreaterThanOrEqual(Math.max(a, b) - room);
        expect(high).toBeGreaterThan(low);
      }),
    );
    expect(nice([0.03, 0.97])).toEqual([0, 1]);
    expect(nice([3e-4, 0.08], true)[0]).toBeCloseTo(10 ** -4, 10);
  });
  it('gives one point room on both sides', () => {
    expect(nice([0, 0])).toEqual([-1, 1]);
    const [low, high] = nice([5, 5]);
    expect(low).toBeLessThan(5);
    expect(high).toBeGreaterThan(5);
  });
});

describe('ticks', () => {
  it('are 1, 2 or 5 times a power of ten apart', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), fc.integer({ min: 2, max: 10 }), (span, count) => {
        const step = tickStep(0, span, count);
        const lead = step / 10 ** Math.floor(Math.log10(step) + 1e-9);
        expect([1, 2, 5].some((one) => Math.abs(lead - one) < 1e-6)).toBe(true);
      }),
    );
  });
  it('lie inside the domain, in order, with labels that differ', () => {
    fc.assert(
      fc.property(finite, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (low, span) => {
        const scale = linear([low, low + span], 0, 500);
        const ticks = scale.ticks(6);
        expect(ticks.length).toBeGreaterThan(1);
        for (const [i, tick] of ticks.entries()) {
          expect(tick.value).toBeGreaterThanOrEqual(low - 1e-6 * span);
          expect(tick.value).toBeLessThanOrEqual(low + span + 1e-6 * span);
          if (i > 0) expect(tick.value).toBeGreaterThan(ticks[i - 1].value);
        }
      }),
    );
    expect(
      linear([0, 1], 0, 100)
        .ticks(5)
        .map((t) => t.label),
    ).toEqual(['0', '0.2', '0.4', '0.6', '0.8', '1']);
    expect(
      linear([0, 6000], 0, 100)
        .ticks(3)
        .map((t) => t.label),
    ).toEqual(['0', '2,000', '4,000', '6,000']);
  });
  it('of a logarithmic scale are its powers of ten', () => {
    expect(
      logarithmic([1e-4, 0.1], 0, 100)
        .ticks(6)
        .map((t) => t.label),
    ).toEqual(['1e-4', '0.001', '0.01', '0.1']);
    expect(
      logarithmic([8, 128], 0, 100)
        .ticks(5)
        .map((t) => t.value),
    ).toEqual([10, 20, 50, 100]);
  });
});

describe('scales', () => {
  it('invert what they map', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.double({ min: 0.001, max: 1000, noNaN: true }), (log, value) => {
        const scale = scaleOf(log, [0.001, 1000], 40, 700);
        expect(scale.invert(scale.at(value)) / value).toBeCloseTo(1, 6);
      }),
    );
  });
  it('has no place for the logarithm of zero', () => {
    expect(logarithmic([1, 10], 0, 1).at(0)).toBeNaN();
    expect(logarithmic([1, 10], 0, 1).at(-3)).toBeNaN();
  });
});

describe('withoutOutliers', () => {
  const values = Array.from({ length: 100 }, (_, i) => i / 100);
  it('drops far values on the bad side only', () => {
    expect(withoutOutliers([...values, 1e6], false, 'minimize')![1]).toBeLessThan(10);
    expect(withoutOutliers([...values, 1e6], false, 'maximize')![1]).toBe(1e6);
    expect(withoutOutliers([...values, -1e6], false, 'maximize')![0]).toBeGreaterThan(-10);
    expect(withoutOutliers([...values, -1e6], false, 'minimize')![0]).toBe(-1e6);
  });
  it('leaves few or equal values alone', () => {
    expect(withoutOutliers([1, 100], false, 'minimize')).toEqual([1, 100]);
    expect(withoutOutliers([...Array(20).fill(1), 7], false, 'minimize')).toEqual([1, 7]);
    expect(withoutOutliers([NaN, NaN], false, 'minimize')).toBeNull();
  });
});

it('writes numbers as people read them', () => {
  expect([0, 12, 1234567, 0.123456, 1e-5, -2.5e7, 999999, 0.1 + 0.2].map((x) => number(x))).toEqual([
    '0',
    '12',
    '1.23e6',
    '0.1235',
    '1e-5',
    '-2.5e7',
    '999,999',
    '0.3',
  ]);
  expect(number(NaN)).toBe('not a number');
  expect(number(-Infinity)).toBe('-infinity');
});

it('numbers whose distance is no number have no place on an axis', () => {
  expect(extent([1e308, -1e308, 2, 5])).toEqual([2, 5]);
  expect(extent([1e308, -1e308])).toBeNull();
  expect(extent([-1e299, 1e299])).toEqual([-1e299, 1e299]);
});
