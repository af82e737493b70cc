import fc from 'fast-check';
import { expect, test } from 'vitest';
import { enumerate, sizeOfDomain } from '$core/space/domains';
import { isPoint, samplePoint } from '$core/space/points';
import { freeParams, fromUnit, pointFromUnit, shareOf, toUnit, unitFromPoint } from '$core/space/unitCube';
import { Stream } from '$core/rng/stream';
import type { Domain } from '$core/space/space';
import { spaces } from '../../contract/samplerSuite';

test('any vector of the cube is a point of the space, its ends included', () => {
  fc.assert(
    fc.property(
      spaces,
      fc.array(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1)), {
        minLength: 4,
        maxLength: 4,
      }),
      (space, vector) => {
        expect(isPoint(space, pointFromUnit(space, vector))).toBe(true);
      },
    ),
  );
});

test('a point comes back from its vector: finite values exactly, others to rounding', () => {
  fc.assert(
    fc.property(spaces, fc.nat(999), (space, seed) => {
      const point = samplePoint(space, Stream.of(seed, 'test'));
      const vector = unitFromPoint(space, point);
      expect(vector).toHaveLength(freeParams(space).length);
      const back = pointFromUnit(space, vector);
      expect(Object.keys(back)).toEqual(Object.keys(point));
      for (const { path, domain } of space) {
        if (!(path in point)) continue;
        if (sizeOfDomain(domain) < Infinity) expect(back[path]).toBe(point[path]);
        else expect(back[path]).toBeCloseTo(point[path] as number, 12);
      }
    }),
  );
});

test.each<[Domain]>([
  [{ kind: 'choice', values: ['a', 'b', 'c'] }],
  [{ kind: 'bool' }],
  [{ kind: 'int', low: -3, high: 9, step: 4 }],
  [{ kind: 'float', low: 0, high: 1, step: 0.1 }],
])('the values of %j own equal shares of the axis, in order', (domain) => {
  const values = enumerate(domain);
  const n = values.length;
  expect(values.map((value) => toUnit(domain, value))).toEqual(values.map((_, i) => (i + 0.5) / n));
  values.forEach((value, i) => {
    expect(fromUnit(domain, i / n + 1e-9)).toBe(value);
    expect(fromUnit(domain, (i + 1) / n - 1e-9)).toBe(value);
  });
});

test('log ranges: the middle of the axis is the geometric mean; whole numbers own their half-open unit', () => {
  expect(fromUnit({ kind: 'float', low: 1e-4, high: 1, log: true }, 0.5)).toBeCloseTo(0.01, 14);
  const domain: Domain = { kind: 'int', low: 1, high: 8, log: true };
  // log(1.5 / 0.5) / log(8.5 / 0.5) of the axis belongs to 1.
  const edge = Math.log(3) / Math.log(17);
  expect(fromUnit(domain, edge - 1e-9)).toBe(1);
  expect(fromUnit(domain, edge + 1e-9)).toBe(2);
});

test.each<[Domain]>([
  [{ kind: 'choice', values: ['a', 'b', 'c'] }],
  [{ kind: 'int', low: -3, high: 9, step: 4 }],
  [{ kind: 'int', low: 1, high: 12, log: true }],
  [{ kind: 'float', low: 0, high: 1, step: 0.25 }],
  [{ kind: 'fixed', value: 1 }],
])('the shares of %j cover the axis once, and each gives its value', (domain) => {
  let end = 0;
  for (const value of enumerate(domain)) {
    const [from, to] = shareOf(domain, value);
    expect(from).toBeCloseTo(end, 12);
    for (const place of [0.001, 0.5, 0.999]) expect(fromUnit(domain, from + place * (to - from))).toBe(value);
    end = to;
  }
  expect(end).toBeCloseTo(1, 12);
});
