// Which trials go on where several costs count: whole fronts, then the points that lie farthest apart.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dominates } from '$core/pareto/domination';
import { contenders, isLeading, leading } from '$core/pareto/leading';

const cost = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 0, max: 7 }) },
  { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity) },
);
const several = fc
  .integer({ min: 1, max: 3 })
  .chain((size) => fc.array(fc.array(cost, { minLength: size, maxLength: size }), { maxLength: 14 }));

test('a chosen point is dominated by chosen points only, and all finite ones come before any other', () => {
  fc.assert(
    fc.property(several, fc.integer({ min: 0, max: 16 }), (costs, count) => {
      const chosen = leading(costs, count);
      const finite = costs.flatMap((one, i) => (one.every(Number.isFinite) ? [i] : []));
      expect(chosen).toHaveLength(Math.min(count, finite.length));
      expect(new Set(chosen).size).toBe(chosen.length);
      for (const i of chosen)
        for (const j of finite)
          if (dominates(costs[j], costs[i])) expect(chosen.indexOf(j)).toBeLessThan(chosen.indexOf(i));
      for (const i of chosen) expect(finite).toContain(i);
      for (const i of chosen) for (const j of finite) if (dominates(costs[j], costs[i])) expect(chosen).toContain(j);
    }),
  );
});

test('with one cost the smallest go on, the earliest of equal ones', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 20 }), fc.nat(20), (costs, count) => {
      const sorted = costs.map((_, i) => i).sort((i, j) => costs[i] - costs[j] || i - j);
      expect(
        leading(
          costs.map((one) => [one]),
          count,
        ),
      ).toEqual(sorted.slice(0, count));
    }),
  );
});

test('of a front the best by the first cost goes on, then always the one farthest from those before it', () => {
  // On a line from (0, 100) to (10, 0): the ends, the middle, then of two equal gaps the first.
  const line = [3, 0, 10, 5, 1, 7].map((x) => [x, 100 - 10 * x]);
  expect(leading(line, 4).map((i) => line[i][0])).toEqual([0, 10, 5, 3]);
  // The scale of a cost does not matter.
  const scaled = line.map(([x, y]) => [1000 * x, y / 7 + 3]);
  expect(leading(scaled, 6)).toEqual(leading(line, 6));
  // The next front begins when the first is through.
  expect(leading([...line, [5, 51], [0, 101]], 8).slice(6)).toEqual([7, 6]);
});

test('what is kept of the others decides like all of them', () => {
  fc.assert(
    fc.property(several, fc.integer({ min: 1, max: 16 }), (all, count) => {
      if (all.length === 0) return;
      const [own, ...others] = all;
      if (!own.every(Number.isFinite)) return;
      const kept = contenders(others, count).map((i) => others[i]);
      expect(isLeading(own, kept, count)).toBe(isLeading(own, others, count));
    }),
    { numRuns: 500 },
  );
});
