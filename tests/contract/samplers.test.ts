import { expect, test } from 'vitest';
import { samplerDef, samplerDefs, samplerOptions } from '$core/samplers/registry';
import { pointKey } from '$core/space/points';
import type { Space } from '$core/space/space';
import { drive, samplerSuite } from './samplerSuite';

samplerDefs.forEach(samplerSuite);

const space: Space = [
  { path: 'rate', domain: { kind: 'float', low: 0.001, high: 0.1, log: true } },
  { path: 'units', domain: { kind: 'int', low: 4, high: 6 } },
];

test('grid: last parameter fastest, continuous ranges by resolution with both ends', () => {
  const { points } = drive(samplerDef('grid'), space, 100, { options: { resolution: 3 } });
  expect(points).toHaveLength(9);
  expect(points.map(({ units }) => units)).toEqual([4, 5, 6, 4, 5, 6, 4, 5, 6]);
  expect(points[0].rate).toBe(0.001);
  expect(points[3].rate).toBeCloseTo(0.01, 12);
  expect(points[6].rate).toBe(0.1);
});

test('grid: long logarithmic whole-number ranges are cut to distinct points', () => {
  const wide: Space = [{ path: 'units', domain: { kind: 'int', low: 1, high: 256, log: true } }];
  const { points } = drive(samplerDef('grid'), wide, 100, { options: { resolution: 5 } });
  expect(points.map(({ units }) => units)).toEqual([1, 4, 16, 64, 256]);
});

test('grid: without a resolution a continuous parameter is refused by name', () => {
  const grid = samplerDef('grid');
  expect(grid.check(space, samplerOptions(grid, { resolution: 0 }))).toMatchObject({
    code: 'space-grid-continuous',
    details: { param: 'rate' },
  });
  expect(grid.check(space, samplerOptions(grid, {}))).toBeNull();
});

test('grid: a space of 10^12 points is walked without listing it', () => {
  const huge: Space = Array.from({ length: 12 }, (_, i) => ({
    path: `p${i}`,
    domain: { kind: 'int', low: 0, high: 9 },
  }));
  const grid = samplerDef('grid');
  expect(grid.points(huge, samplerOptions(grid, {}))).toBe(1e12);
  const { points } = drive(grid, huge, 25);
  expect(points[24]).toMatchObject({ p9: 0, p10: 2, p11: 4 });
});

test('random: nearly exhausted spaces still give each point once', () => {
  const all: Space = [{ path: 'n', domain: { kind: 'int', low: 1, high: 300 } }];
  const { points, exhausted } = drive(samplerDef('random'), all, 301);
  expect(exhausted).toBe(true);
  expect(new Set(points.map(pointKey)).size).toBe(300);
});

test('random: log ranges are uniform in the logarithm', () => {
  const draws = Array.from({ length: 4000 }, (_, seed) =>
    Number(drive(samplerDef('random'), space, 1, { seed }).points[0].rate),
  );
  const below = draws.filter((rate) => rate < 0.01).length / draws.length;
  // Four standard errors of a fair coin at n = 4000.
  expect(Math.abs(below - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / 4000));
});

test('adding a parameter leaves the draws of the others as they were', () => {
  const more: Space = [...space, { path: 'extra', domain: { kind: 'bool' } }];
  const strip = ({ rate, units }: Record<string, unknown>) => ({ rate, units });
  const before = drive(samplerDef('random'), space, 20).points.map(strip);
  expect(drive(samplerDef('random'), more, 20).points.map(strip)).toEqual(before);
});
