import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatNumber, parseNumber, plainDecimal, refusal, stepNumber } from '../../../src/ui/controls/number';

describe('number fields', () => {
  it.each([
    ['0.01', 0.01],
    ['1e-3', 0.001],
    [' 1 000 ', 1000],
    ['0,5', 0.5],
    ['0,125', 0.125],
    ['1,25', 1.25],
    ['100,000', 100_000],
    ['-1,234,567.5', -1_234_567.5],
    ['5 %', 0.05],
    ['\u22122.5', -2.5],
    ['.5', 0.5],
  ])('read %j', (text, value) => expect(parseNumber(text)).toBe(value));

  it.each(['', 'ten', '1,2,3', '1e', '--1', '1e999', 'NaN', 'Infinity'])('refuse %j', (text) =>
    expect(parseNumber(text)).toBeNull(),
  );

  it('write what they read back, to six digits', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }), (value) => {
        const back = parseNumber(formatNumber(value));
        expect(back).not.toBeNull();
        expect(Math.abs(back! - value)).toBeLessThanOrEqual(Math.abs(value) * 1e-5);
      }),
    );
  });

  it('climb 1-2-5 on a logarithmic scale and come back', () => {
    const rule = { log: true, min: 1e-8, max: 100 };
    const up = [0.001, 0.002, 0.005, 0.01, 0.02];
    for (let i = 0; i + 1 < up.length; i++) {
      expect(stepNumber(up[i], 1, false, rule)).toBe(up[i + 1]);
      expect(stepNumber(up[i + 1], -1, false, rule)).toBe(up[i]);
    }
    expect(stepNumber(0.003, 1, false, rule)).toBe(0.005);
    expect(stepNumber(0.003, -1, false, rule)).toBe(0.002);
    expect(stepNumber(0.003, 1, true, rule)).toBe(0.03);
  });

  it('always move on a whole-number logarithmic field, by at least one', () => {
    const rule = { log: true, integer: true, min: 1, max: 65_536 };
    expect(stepNumber(1, 1, false, rule)).toBe(2);
    expect(stepNumber(2, -1, false, rule)).toBe(1);
    expect(stepNumber(32, 1, false, rule)).toBe(50);
    expect(stepNumber(1, -1, false, rule)).toBe(1);
  });

  it('stay on the grid of a stepped field', () => {
    const rule = { min: 0, max: 1, step: 0.05 };
    expect(stepNumber(0.15, 1, false, rule)).toBe(0.2);
    expect(stepNumber(0.17, 1, false, rule)).toBe(0.2);
    expect(stepNumber(0.95, 1, true, rule)).toBe(1);
  });

  it('never leave the range, from anywhere in it', () => {
    const rule = fc.record({ log: fc.boolean(), integer: fc.boolean() });
    fc.assert(
      fc.property(rule, fc.integer({ min: 1, max: 1000 }), fc.boolean(), fc.boolean(), (r, value, up, coarse) => {
        const next = stepNumber(value, up ? 1 : -1, coarse, { ...r, min: 1, max: 1000 });
        expect(next).toBeGreaterThanOrEqual(1);
        expect(next).toBeLessThanOrEqual(1000);
      }),
    );
  });

  it('say why a number is refused', () => {
    expect(refusal(0.5, { integer: true })).toMatch('whole');
    expect(refusal(-1, { min: 0, max: 1 })).toBe('Enter a number from 0 to 1.');
    expect(refusal(2, { max: 1 })).toBe('Enter 1 or less.');
    expect(refusal(0.5, { min: 0, max: 1 })).toBeNull();
  });

  it('write small numbers without an exponent for ARIA', () => expect(plainDecimal(1e-8)).toBe('0.00000001'));
});
