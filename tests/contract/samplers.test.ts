import { expect, test } from 'vitest';
import { samplerDef, samplerDefs, samplerOptions } from '$core/samplers/registry';
import { pointKey } from '$core/space/points';
import type { ParamValues, Space } from '$core/space/space';
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

const cube: Space = [
  { path: 'x', domain: { kind: 'float', low: 0, high: 1 } },
  { path: 'log', domain: { kind: 'float', low: 0.01, high: 100, log: true } },
  { path: 'kind', domain: { kind: 'choice', values: ['a', 'b', 'c', 'd'] } },
  { path: 'on', domain: { kind: 'bool' } },
];

const decades = (value: unknown) => Math.log10(Number(value) * 100) / 4;

test('lhs: each design uses every part of every axis once, and designs differ', () => {
  const { points } = drive(samplerDef('lhs'), cube, 48, { options: { size: 16 } });
  const orders = [0, 16, 32].map((start) => {
    const design = points.slice(start, start + 16);
    const parts = design.map(({ x }) => Math.floor(Number(x) * 16));
    const logParts = design.map(({ log }) => Math.floor(decades(log) * 16));
    expect(new Set(parts).size).toBe(16);
    expect(new Set(logParts).size).toBe(16);
    for (const kind of ['a', 'b', 'c', 'd']) expect(design.filter((point) => point.kind === kind)).toHaveLength(4);
    expect(design.filter(({ on }) => on)).toHaveLength(8);
    return parts.join();
  });
  expect(new Set(orders).size).toBe(3);
});

test('lhs: the middle of each part on request', () => {
  const { points } = drive(samplerDef('lhs'), cube, 8, { options: { size: 8, centre: true } });
  expect(points.map(({ x }) => Number(x) * 16).sort((a, b) => a - b)).toEqual([1, 3, 5, 7, 9, 11, 13, 15]);
});

test('sobol: every 2^k points fill every axis evenly, scrambled or not; seeds matter only when scrambled', () => {
  for (const scramble of [true, false]) {
    const { points } = drive(samplerDef('sobol'), cube, 64, { options: { scramble } });
    for (const start of [0, 16, 32, 48]) {
      const part = points.slice(start, start + 16);
      expect(new Set(part.map(({ x }) => Math.floor(Number(x) * 16))).size).toBe(16);
      for (const kind of ['a', 'b', 'c', 'd']) expect(part.filter((point) => point.kind === kind)).toHaveLength(4);
    }
    const other = drive(samplerDef('sobol'), cube, 4, { options: { scramble }, seed: 2 }).points;
    if (scramble) expect(other).not.toEqual(points.slice(0, 4));
    else expect(other).toEqual(points.slice(0, 4));
  }
});

test('sobol: the plain sequence starts as published', () => {
  const { points } = drive(samplerDef('sobol'), cube, 5, { options: { scramble: false } });
  expect(points.map(({ x, kind, on }) => [x, kind, on])).toEqual([
    [0, 'a', false],
    [0.5, 'c', true],
    [0.75, 'b', false],
    [0.25, 'd', true],
    [0.375, 'c', true],
  ]);
});

const gridSpace: Space = [
  { path: 'a', domain: { kind: 'int', low: 0, high: 9 } },
  { path: 'b', domain: { kind: 'int', low: 0, high: 9 } },
];
const sphere = ({ a, b }: ParamValues) => (Number(a) - 7) ** 2 + (Number(b) - 2) ** 2;
const ends = (f: (params: ParamValues) => number) => (params: ParamValues) =>
  ({ state: 'done', value: f(params) }) as const;

test('local search: each ask is one change away from the best so far, until a minimum; then it starts elsewhere', () => {
  const options = { step: 0.1, halvings: 0 };
  const { points } = drive(samplerDef('localSearch'), gridSpace, 60, { options, outcome: ends(sphere) });
  let best = points[0];
  const minimum = points.findIndex((point) => sphere(point) === 0);
  expect(minimum).toBeGreaterThan(0);
  for (const point of points.slice(1, minimum + 1)) {
    const moved = Math.abs(Number(point.a) - Number(best.a)) + Math.abs(Number(point.b) - Number(best.b));
    expect(moved).toBe(1);
    if (sphere(point) < sphere(best)) best = point;
  }
  // The four neighbours of the minimum come next, as far as they are new; then a start, which is no neighbour of it.
  const near = points.filter((point) => sphere(point) === 1).length;
  expect(near).toBe(4);
  const last = points.reduce((found, point, i) => (sphere(point) === 1 ? i : found), 0);
  expect(sphere(points[last + 1])).toBeGreaterThan(1);
});

test('local search: the step halves where nothing at its distance is better', () => {
  const line: Space = [{ path: 'x', domain: { kind: 'float', low: 0, high: 1 } }];
  const near = (params: ParamValues) => Math.abs(Number(params.x) - 0.4);
  const { points } = drive(samplerDef('localSearch'), line, 60, {
    options: { step: 0.25, halvings: 6 },
    outcome: ends(near),
  });
  expect(Math.min(...points.map(near))).toBeLessThan(0.25 / 2 ** 6);
});

test('local search: a failed start is followed by another start', () => {
  const failsFirst = (params: ParamValues, index: number) =>
    index < 2 ? ({ state: 'failed', value: null } as const) : ends(sphere)(params);
  const { points } = drive(samplerDef('localSearch'), gridSpace, 3, { outcome: failsFirst });
  const random = drive(samplerDef('random'), gridSpace, 3).points;
  expect(points).toEqual(random);
});
