// Whether a Gaussian process sees the worse half of the values by rank: the densities that settle it by their definition, and
// which way it falls.
import { expect, test } from 'vitest';
import { Stream } from '$core/rng/stream';
import { fit } from '$core/samplers/gp/fit';
import { betterForetold, leaveOut } from '$core/samplers/gp/foretold';
import { halfRanked } from '$core/samplers/gp/halfRank';
import type { Hyper, Points } from '$core/samplers/gp/kernel';
import { Posterior } from '$core/samplers/gp/posterior';
import { standardised } from '$core/samplers/gp/values';

const count = 40;
const points: Points = {
  count,
  x: Float64Array.from({ length: 2 * count }, (_, i) => Stream.of(6, 'at', i).uniform()),
  categorical: [false, false],
};
const each = <T>(make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

test('values that are alike, or mostly the worst, stay', () => {
  expect(halfRanked(new Float64Array(12))).toBeNull();
  expect(halfRanked(Float64Array.of(2, -1, -1, -1, 1))).toBeNull();
});

test('each value is foretold by a process that has not seen it', () => {
  const hyper: Hyper = { inverseSquaredLengths: Float64Array.of(4, 9), scale: 1.3, noise: 0.02 };
  const y = Float64Array.from(each((i) => Stream.of(5, 'value', i).normal()));
  const found = leaveOut(points, y, hyper);
  for (let i = 0; i < count; i += 7) {
    const others = each((j) => j).filter((j) => j !== i);
    const x = Float64Array.from(others.flatMap((j) => [points.x[2 * j], points.x[2 * j + 1]]));
    const rest = new Posterior(
      { ...points, count: count - 1, x },
      Float64Array.from(others, (j) => y[j]),
      hyper,
    );
    const { mean, variance } = rest.at(points.x, 2 * i);
    const spread = variance + hyper.noise;
    expect(found[i]).toBeCloseTo(-0.5 * (Math.log(spread) + (y[i] - mean) ** 2 / spread), 8);
  }
});

const bowl = (i: number) => (points.x[2 * i] - 0.4) ** 2 + 2 * (points.x[2 * i + 1] - 0.7) ** 2;
const settled = (costs: readonly number[]) => {
  const y = standardised(costs, 'minimize');
  const all = each((i) => i);
  const taken = { used: all, fitted: all, fittedTo: [points, y] as const };
  const straight = { y, hyper: fit(points, y, false) };
  const halves = halfRanked(y)!;
  return { straight, halves, found: betterForetold(taken, straight, halves, false) };
};

test('by rank where a few values are far worse than the rest, with lengths of their own', () => {
  const { straight, halves, found } = settled(each((i) => bowl(i) + (i % 9 === 4 ? 1e4 * (1 + i) : 0)));
  expect(found.y).toEqual(halves.values);
  expect(found.hyper).not.toEqual(straight.hyper);
});

test('as they are where all are of one smooth function', () => {
  const { straight, found } = settled(each((i) => Math.sin(3 * points.x[2 * i]) + points.x[2 * i + 1] ** 2));
  expect(found).toBe(straight);
});

test('values that are scaled and shifted are settled alike', () => {
  const costs = each((i) => Math.exp(8 * bowl(i)));
  const one = settled(costs);
  const other = settled(costs.map((cost) => 5 + 1000 * cost));
  expect(one.found.y === one.straight.y).toBe(other.found.y === other.straight.y);
  one.found.y.forEach((value, i) => expect(value).toBeCloseTo(other.found.y[i], 9));
});
