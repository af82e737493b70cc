// Densities and boxes against scipy and matplotlib (fixtures by data_density.py), and what must hold of any density.
import { describe, expect, test } from 'vitest';
import { Stream } from '$core/rng/stream';
import { boxOf, mostOutliers } from '$core/stats/box';
import { bandwidthOf, density, densityRange, exactLimit, type BandwidthRule } from '$core/stats/density';
import golden from './data/density.json';

const sortedOf = (values: readonly number[]) => Float64Array.from(values).sort();

describe('density as scipy', () => {
  test.each(golden.kde.map((one) => [`${one.name}, ${one.rule}`, one] as const))('%s', (_name, one) => {
    const sorted = sortedOf(one.values);
    const rule = one.rule as BandwidthRule;
    expect(bandwidthOf(sorted, rule) / one.bandwidth).toBeCloseTo(1, 9);
    const found = density(sorted, [one.low, one.high], one.y.length, rule)!;
    const peak = Math.max(...one.y);
    // Shared out on a grid beyond `exactLimit` values, else to rounding.
    const tolerance = sorted.length > exactLimit ? 1e-3 * peak : 1e-6;
    one.y.forEach((y, i) => {
      if (sorted.length > exactLimit) expect(Math.abs(found.y[i] - y)).toBeLessThan(tolerance);
      else expect(Math.abs(found.y[i] - y)).toBeLessThan(tolerance * y + 1e-12 * peak);
    });
  });
});

test('a density integrates to one, also of many values', () => {
  const rng = Stream.of(1, 'density');
  const sorted = Float64Array.from({ length: 200_000 }, () => rng.normal()).sort();
  const [low, high] = densityRange([sorted])!;
  const { x, y } = density(sorted, [low, high], 400)!;
  expect(y.reduce((sum, value) => sum + value, 0) * (x[1] - x[0])).toBeCloseTo(1, 3);
});

test('no density without spread', () => {
  for (const values of [[], [3], [2, 2, 2]]) {
    expect(density(sortedOf(values), [0, 1], 5)).toBeNull();
    expect(densityRange([sortedOf(values)])).toBeNull();
  }
});

describe('boxes as matplotlib', () => {
  test.each(golden.boxes.map((one) => [one.name, one] as const))('%s', (_name, one) => {
    const box = boxOf(Float64Array.from([NaN, ...one.values]))!;
    expect(box.count).toBe(one.values.length);
    for (const key of ['mean', 'q1', 'median', 'q3', 'low', 'high'] as const) {
      expect(Math.abs(box[key] - one[key]), key).toBeLessThanOrEqual(1e-9 * Math.abs(one[key]));
    }
    expect(box.outliers.map(({ value }) => value).sort((a, b) => a - b)).toEqual(one.outliers);
    for (const { row, value } of box.outliers) expect(one.values[row - 1]).toBe(value);
  });

  test('of some rows, and with more outliers than are shown', () => {
    const values = Float64Array.from({ length: 4000 }, (_, i) => (i % 8 === 0 ? 1000 + i : i % 7));
    const box = boxOf(values)!;
    expect(box.outlierCount).toBe(500);
    expect(box.outliers).toHaveLength(mostOutliers);
    expect(boxOf(values, [1, 2, 8, 3])).toMatchObject({
      count: 4,
      outlierCount: 1,
      outliers: [{ row: 8, value: 1008 }],
    });
    expect(boxOf(values, [])).toBeNull();
  });
});
