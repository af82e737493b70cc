// Against Python's math.erf (CPython 3.11, correctly rounded to the last digits shown).
import { expect, test } from 'vitest';
import { erf, normalCdf } from '$core/math/erf';

test.each([
  [0, 0],
  [1e-10, 1.1283791670955126e-10],
  [0.1, 0.1124629160182849],
  [-0.5, -0.5204998778130465],
  [0.8437, 0.7671979750524579],
  [0.844, 0.7673640570940911],
  [1, 0.8427007929497149],
  [-1.2, -0.9103139782296353],
  [1.251, 0.923136353895032],
  [2, 0.9953222650189527],
  [2.85, 0.9999443437200386],
  [2.86, 0.9999475988269556],
  [-3, -0.9999779095030014],
  [4.5, 0.9999999998033839],
  [-7, -1],
])('erf(%d)', (x, expected) => {
  expect(Math.abs(erf(x) - expected)).toBeLessThan(3e-16);
});

test('the normal distribution function and what is not a number', () => {
  expect(normalCdf(0)).toBe(0.5);
  expect(normalCdf(1.959963984540054)).toBeCloseTo(0.975, 14);
  expect(erf(NaN)).toBeNaN();
  expect(erf(Infinity)).toBe(1);
});
