import { describe, expect, it } from 'vitest';
import { cosPi, exp, log, pow, sigmoid } from '$core/math/elementary';

/** Distance in units of the last place of `b`. */
function ulps(a: number, b: number): number {
  if (a === b) return 0;
  const bits = new DataView(new ArrayBuffer(16));
  bits.setFloat64(0, a);
  bits.setFloat64(8, b);
  const distance = bits.getBigInt64(0) - bits.getBigInt64(8);
  return Math.abs(Number(distance));
}

const grid = (from: number, to: number, n: number) =>
  Array.from({ length: n }, (_, i) => from + ((to - from) * i) / (n - 1));

describe('elementary functions', () => {
  it('agree with the platform to one unit in the last place', () => {
    for (const x of grid(-700, 700, 4001)) expect(ulps(exp(x), Math.exp(x))).toBeLessThanOrEqual(1);
    for (const x of grid(-30, 30, 4001)) {
      const y = Math.exp(x);
      expect(ulps(log(y), Math.log(y))).toBeLessThanOrEqual(1);
    }
    for (const x of grid(0.5, 1.5, 2001)) expect(ulps(log(x), Math.log(x))).toBeLessThanOrEqual(1);
  });

  it('handle the ends of the range', () => {
    expect(log(0)).toBe(-Infinity);
    expect(log(-1)).toBeNaN();
    expect(log(Infinity)).toBe(Infinity);
    expect(log(5e-324)).toBeCloseTo(Math.log(5e-324), 10);
    expect(exp(-Infinity)).toBe(0);
    expect(exp(1000)).toBe(Infinity);
    expect(exp(NaN)).toBeNaN();
    expect(exp(-740)).toBeCloseTo(0, 300);
    expect(exp(0)).toBe(1);
    expect(pow(0, 2)).toBe(0);
    expect(pow(7, 0)).toBe(1);
  });

  it('give pow, sigmoid and cosine close to the platform', () => {
    for (const x of grid(0.1, 20, 50))
      for (const y of grid(-3, 3, 25)) expect(pow(x, y) / Math.pow(x, y)).toBeCloseTo(1, 13);
    for (const x of grid(-40, 40, 401)) expect(sigmoid(x)).toBeCloseTo(1 / (1 + Math.exp(-x)), 15);
    for (const x of grid(0, 1, 1001)) expect(cosPi(x)).toBeCloseTo(Math.cos(Math.PI * x), 14);
  });
});
