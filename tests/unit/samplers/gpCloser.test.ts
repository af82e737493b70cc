// The box of the trials near the best: what it holds, its coordinates, and when a process looks only at it.
import { expect, test } from 'vitest';
import { Stream } from '$core/rng/stream';
import { gpAxes } from '$core/samplers/gp/axes';
import { closer, closerForetold } from '$core/samplers/gp/closer';
import { modelled } from '$core/samplers/gp/modelled';
import { nearTo } from '$core/samplers/gp/near';
import type { Observed } from '$core/samplers/gp/values';
import { samplePoint } from '$core/space/points';
import type { ParamValues, Space } from '$core/space/space';

const mixed: Space = [
  { path: 'x', domain: { kind: 'float', low: -2, high: 2 } },
  { path: 'rate', domain: { kind: 'float', low: 1e-4, high: 1, log: true } },
  { path: 'units', domain: { kind: 'int', low: 4, high: 256, log: true } },
  { path: 'depth', domain: { kind: 'int', low: 1, high: 40 } },
  { path: 'kind', domain: { kind: 'choice', values: ['a', 'b', 'c'] } },
];
const plane: Space = ['x', 'y'].map((path) => ({ path, domain: { kind: 'float', low: 0, high: 1 } }));
const drawn = (space: Space, count: number, seed: number) =>
  Array.from({ length: count }, (_, i) => samplePoint(space, Stream.of(seed, 'drawn', i)));
const trialsOf = (points: readonly ParamValues[], cost: (point: ParamValues, i: number) => number) =>
  points.map((params, index) => ({
    index,
    params,
    state: 'done',
    value: cost(params, index),
  })) as unknown as Observed[];

test('the box holds the nearest trials, its sides are a tenth wider on either side, and its coordinates are those of the values', () => {
  const axes = gpAxes(mixed);
  const numbers = axes.flatMap(({ categorical }, d) => (categorical ? [] : [d]));
  for (let seed = 0; seed < 20; seed++) {
    const points = drawn(mixed, 60, seed);
    const at = points.map((point) => axes.map(({ path, coordinate }) => coordinate(point[path])));
    const distance = (i: number) => Math.max(...numbers.map((d) => Math.abs(at[i][d] - at[7][d])));
    const nearest = points.map((_, i) => i).sort((a, b) => distance(a) - distance(b));
    const near = nearTo(axes, points, 7)!;
    expect(near.rows).toEqual([...near.rows].sort((a, b) => a - b));
    for (const i of nearest.slice(0, 12)) expect(near.rows).toContain(i);
    for (let i = 0; i < points.length; i++) {
      const inside = numbers.every((d) => {
        const side = nearest.slice(0, 12).map((k) => at[k][d]);
        const room = 0.1 * (Math.max(...side) - Math.min(...side));
        const place = near.axes[d].coordinate(points[i][axes[d].path]);
        const low = Math.max(0, Math.min(...side) - room);
        const high = Math.min(1, Math.max(...side) + room);
        expect(place).toBeCloseTo((at[i][d] - low) / (high - low), 9);
        return at[i][d] >= low && at[i][d] <= high;
      });
      expect(near.rows.includes(i)).toBe(inside);
    }
    near.axes.forEach((axis, d) => {
      if (axis.count === Infinity) expect(axis.coordinate(axis.value(0.3))).toBeCloseTo(0.3, 9);
      else
        for (let i = 0; i < axis.count; i++) {
          if (!axis.categorical) expect(axis.at(i)).toBeGreaterThanOrEqual(-1e-12);
          if (!axis.categorical) expect(axis.at(i)).toBeLessThanOrEqual(1 + 1e-12);
          expect(axis.coordinate(axis.value(axis.at(i)))).toBeCloseTo(axis.at(i), 9);
        }
      if (!axis.categorical)
        expect([axis.snap(0), axis.snap(0.999)].every((u) => u >= -1e-12 && u <= 1 + 1e-12)).toBe(true);
      else expect(axis).toBe(axes[d]);
    });
  }
});

test('no box where the nearest trials agree in a number', () => {
  const points = drawn(plane, 40, 1).map((point, i): ParamValues =>
    i < 10 ? { x: 0.5, y: i / 100 } : { ...point, x: 1 },
  );
  expect(nearTo(gpAxes(plane), points, 3)).toBeNull();
});

test('every other ask looks closer, from twenty trials on, around the best that keeps to the limits', () => {
  const axes = gpAxes(plane);
  const trials = trialsOf(drawn(plane, 40, 2), (_, i) => i);
  const asked = (index: number, count: number) =>
    closer({ index, direction: 'minimize' }, axes, trials.slice(0, count));
  expect(asked(40, 40)).toBeNull();
  expect(asked(41, 19)).toBeNull();
  expect(asked(41, 40)!.observed).toContain(trials[0]);
  const limited = trials.map((trial, i) => (i < 5 ? { ...trial, violation: 1 } : trial));
  const around = (some: readonly Observed[]) =>
    nearTo(
      axes,
      some.map(({ params }) => params),
      5,
    )!.rows.map((i) => some[i]);
  expect(closer({ index: 41, direction: 'minimize' }, axes, limited)!.observed).toEqual(around(limited));
  const broken = trials.map((trial) => ({ ...trial, violation: 1 }));
  expect(closer({ index: 41, direction: 'minimize' }, axes, broken)).toBeNull();
  const one: Space = [plane[0], mixed[4]];
  expect(
    closer(
      { index: 41, direction: 'minimize' },
      gpAxes(one),
      trialsOf(drawn(one, 40, 3), (_, i) => i),
    ),
  ).toBeNull();
});

/** Whether the near trials of draws that gather around a point are foretold better by themselves. */
function settled(cost: (x: number, y: number) => number, scale = 1, shift = 0): boolean {
  const points = drawn(plane, 60, 4).map(({ x, y }, i) => {
    const pull = i < 30 ? 0 : 0.97;
    return { x: Number(x) * (1 - pull) + 0.4 * pull, y: Number(y) * (1 - pull) + 0.7 * pull };
  });
  const trials = trialsOf(points, ({ x, y }) => shift + scale * cost(Number(x), Number(y)));
  const ask = {
    direction: 'minimize',
    options: { startup: 10, noiseless: false, ranked: true, most: 200 },
  } as const;
  const whole = modelled(ask, { axes: gpAxes(plane), absent: null, foreign: null, observed: trials });
  const near = closer({ index: 61, direction: 'minimize' }, gpAxes(plane), trials)!;
  return closerForetold(whole, modelled(ask, { absent: null, foreign: null, ...near }));
}

test('a fine bowl in a wide range is looked at closely; noise, and values that are alike, are not', () => {
  const bowl = (x: number, y: number) => (x - 0.4) ** 2 + 3 * (y - 0.7) ** 2;
  const wide = (x: number, y: number) => 1000 * Math.sin(9 * x) ** 2 * Math.abs(x - 0.4) + bowl(x, y);
  expect(settled(wide)).toBe(true);
  expect(settled(wide, 1e-3, 5)).toBe(true);
  expect(settled((x, y) => Stream.of(1, 'noise', x, y).normal())).toBe(false);
  expect(settled((x, y) => (Math.hypot(x - 0.4, y - 0.7) < 0.3 ? 0 : 1))).toBe(false);
});
