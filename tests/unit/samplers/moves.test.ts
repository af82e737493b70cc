import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Stream } from '$core/rng/stream';
import { changeable, complete, otherValue, valuesNear } from '$core/samplers/moves';
import { contains } from '$core/space/domains';
import { isPoint, samplePoint } from '$core/space/points';
import type { Domain, Space } from '$core/space/space';
import { spaces } from '../../contract/samplerSuite';

test('one changed value makes a point of the space, and another one', () => {
  fc.assert(
    fc.property(spaces, fc.nat(999), fc.constantFrom(0, 0.01, 0.2), (space, seed, spread) => {
      const rng = Stream.of(seed, 'test');
      const point = samplePoint(space, rng);
      for (const { path, domain } of changeable(space, point)) {
        const value = otherValue(domain, point[path], spread, rng.split(path));
        expect(value).not.toBe(point[path]);
        for (const other of [value, ...valuesNear(domain, point[path], 0.1)]) {
          expect(contains(domain, other)).toBe(true);
          expect(other).not.toBe(point[path]);
          const changed = complete(space, { ...point, [path]: other }, rng.split('new'));
          expect(changed[path]).toBe(other);
          expect(isPoint(space, changed)).toBe(true);
        }
      }
    }),
  );
});

test('completing keeps what stays active, drops what does not, draws what appears', () => {
  const space: Space = [
    { path: 'kind', domain: { kind: 'choice', values: ['a', 'b'] } },
    { path: 'ofA', domain: { kind: 'int', low: 0, high: 9 }, when: { path: 'kind', in: ['a'] } },
    { path: 'ofB', domain: { kind: 'int', low: 10, high: 19 }, when: { path: 'kind', in: ['b'] } },
    { path: 'always', domain: { kind: 'float', low: 0, high: 1 } },
  ];
  const rng = Stream.of(1, 'c');
  const changed = complete(space, { kind: 'b', ofA: 3, always: 0.25 }, rng);
  expect(changed).toMatchObject({ kind: 'b', always: 0.25 });
  expect(Object.keys(changed)).toEqual(['kind', 'ofB', 'always']);
  expect(changed.ofB).toBeGreaterThanOrEqual(10);
});

describe('values near', () => {
  test.each<[string, Domain, number | string, number, unknown[]]>([
    ['all other choices', { kind: 'choice', values: ['a', 'b', 'c'] }, 'b', 0.1, ['a', 'c']],
    ['the next whole numbers when the step is shorter', { kind: 'int', low: 0, high: 9 }, 4, 0.01, [3, 5]],
    ['a step of the axis when it is longer', { kind: 'int', low: 0, high: 9 }, 4, 0.3, [1, 7]],
    ['one side only at an end', { kind: 'int', low: 0, high: 9 }, 0, 0.01, [1]],
    ['clipped at an end', { kind: 'float', low: 0, high: 1 }, 0.25, 0.5, [0, 0.75]],
    ['steps of a log range are factors', { kind: 'float', low: 0.01, high: 100, log: true }, 1, 0.25, [0.1, 10]],
  ])('%s', (_name, domain, value, step, expected) => {
    const near = valuesNear(domain, value, step);
    expect(near).toHaveLength(expected.length);
    near.forEach((one, i) =>
      typeof one === 'number' ? expect(one).toBeCloseTo(expected[i] as number, 10) : expect(one).toBe(expected[i]),
    );
  });
});
