// The worse half of values by rank against Google's Vizier (fixtures by vizier_half_rank.py).
import { expect, test } from 'vitest';
import { halfRanked, warpedHalf } from '$core/samplers/gp/halfRank';
import golden from './vizier/halfRank.json';

test.each(Object.entries(golden))('%s', (_name, { values, warped }) => {
  const own = warpedHalf(Float64Array.from(values));
  warped.forEach((value, i) => expect(own?.[i] ?? values[i]).toBeCloseTo(value, 9));
  // Where nothing is below the median nothing moves.
  expect(own === null).toBe(values.every((value, i) => value === warped[i]));
});

test('they are standardised, the better half by one slope', () => {
  const { values, warped } = golden.odd;
  const { values: own, logSlope } = halfRanked(Float64Array.from(values))!;
  const sum = own.reduce((a, b) => a + b, 0);
  expect(sum).toBeCloseTo(0, 9);
  expect(own.reduce((a, b) => a + b * b, 0) / own.length).toBeCloseTo(1, 9);
  const better = values.flatMap((value, i) => (value === warped[i] ? [i] : []));
  expect(better).toHaveLength(6);
  for (const i of better.slice(1)) {
    const slope = (own[i] - own[better[0]]) / (values[i] - values[better[0]]);
    expect(Math.log(slope)).toBeCloseTo(logSlope, 9);
  }
});
