// Conditional parameters in the Gaussian process: which are absent is read off the coordinates, and absent ones do not count.
import { expect, test } from 'vitest';
import { Stream } from '$core/rng/stream';
import { LogEI } from '$core/samplers/gp/acquisition';
import { gpAxes } from '$core/samplers/gp/axes';
import { Posterior } from '$core/samplers/gp/posterior';
import { absentOf, encodeTree, mask, Masked, startable } from '$core/samplers/gp/tree';
import { samplePoint } from '$core/space/points';
import type { Space } from '$core/space/space';

const space: Space = [
  { path: 'model', domain: { kind: 'choice', values: ['tree', 'net'] } },
  { path: 'depth', domain: { kind: 'int', low: 1, high: 9 }, when: { path: 'model', in: ['tree'] } },
  { path: 'kind', domain: { kind: 'choice', values: ['only'] }, when: { path: 'model', in: ['net'] } },
  { path: 'rate', domain: { kind: 'float', low: 1e-4, high: 1, log: true }, when: { path: 'kind', in: ['only'] } },
  { path: 'layers', domain: { kind: 'int', low: 1, high: 2 }, when: { path: 'model', in: ['net'] } },
  { path: 'second', domain: { kind: 'choice', values: ['a', 'b', 'c'] }, when: { path: 'layers', in: [2] } },
  { path: 'never', domain: { kind: 'float', low: 0, high: 1 }, when: { path: 'kind', in: ['other'] } },
];
const axes = gpAxes(space, true);
const absent = absentOf(space, axes)!;
const points = Array.from({ length: 60 }, (_, i) => samplePoint(space, Stream.of(8, 'point', i)));

test('the absent parameters are those that a point lacks', () => {
  for (const point of points) {
    const { x } = encodeTree(axes, absent, [point]);
    expect(absent(x, 0).map((d) => axes[d].path)).toEqual(
      axes.map(({ path }) => path).filter((path) => !(path in point)),
    );
    expect(x.every(Number.isFinite)).toBe(true);
  }
});

test('a space without conditional parameters has none', () => {
  expect(absentOf(space.slice(0, 1), gpAxes(space.slice(0, 1), true))).toBeNull();
});

test('the acquisition does not see absent parameters, and has the gradient of its differences in the others', () => {
  const known = encodeTree(axes, absent, points);
  const y = Float64Array.from(points, (_point, i) => Stream.of(9, 'value', i).normal());
  const hyper = { inverseSquaredLengths: new Float64Array(axes.length).fill(3), scale: 1, noise: 0.01 };
  const acquisition = new Masked(new LogEI(new Posterior(known, y, hyper), 1), absent, axes);
  const gradient = new Float64Array(axes.length);
  for (const [i, point] of points.entries()) {
    const { x } = encodeTree(axes, absent, [point]);
    const start = startable(axes, absent, x.slice(), Stream.of(10, 'start', i));
    const gone = absent(x, 0);
    expect(absent(start, 0)).toEqual(gone);
    expect(acquisition.at(start)).toBe(acquisition.at(x));
    expect(acquisition.each!(start, 1)[0]).toBe(acquisition.at(x));
    acquisition.withGradient(start, gradient);
    const d = axes.findIndex(({ path }) => path === 'rate');
    if (gone.includes(d)) {
      expect(gradient[d]).toBe(0);
      continue;
    }
    const moved = [1e-6, -1e-6].map((by) => {
      const other = start.slice();
      other[d] += by;
      return acquisition.at(other);
    });
    expect(Math.abs((moved[0] - moved[1]) / 2e-6 - gradient[d])).toBeLessThan(
      1e-5 * Math.max(1, Math.abs(gradient[d])),
    );
  }
});

test('masking twice is masking once', () => {
  const { x } = encodeTree(axes, absent, points);
  const again = x.slice();
  mask(absent, axes, again, points.length);
  expect(again).toEqual(x);
});
