import { expect, test } from 'vitest';
import { endsWithin } from '$core/validation/intervals';

test('an interval ends where the metric ends, and says so', () => {
  expect(endsWithin(0.98, 0.05, [0, 1])).toEqual({ low: 0.98 - 0.05, high: 1, cut: true });
  expect(endsWithin(0.5, 0.1, [0, 1])).toEqual({ low: 0.4, high: 0.6, cut: false });
  expect(endsWithin(0.2, 0.5, [0, Infinity])).toMatchObject({ low: 0, cut: true });
  expect(endsWithin(3, NaN)).toMatchObject({ low: NaN, cut: false });
});
