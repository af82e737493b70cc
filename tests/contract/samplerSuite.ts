// What every sampler must keep: one call per sampler in samplers.test.ts. A new sampler is held to all of it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Stream } from '$core/rng/stream';
import { samplerOptions } from '$core/samplers/registry';
import type { PastTrial, SamplerDef } from '$core/samplers/sampler';
import { isPoint, pointKey, spaceSize } from '$core/space/points';
import type { Param, ParamValues, Space } from '$core/space/space';

const param = (i: number): fc.Arbitrary<Param> =>
  fc
    .oneof(
      fc
        .tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 0, max: 6 }))
        .map(([low, span]) => ({ kind: 'int' as const, low, high: low + span })),
      fc.integer({ min: 0, max: 9 }).map((span) => ({ kind: 'int' as const, low: 1, high: 1 + span, log: true })),
      fc
        .tuple(fc.double({ min: -3, max: 3, noNaN: true }), fc.double({ min: 0.1, max: 4, noNaN: true }))
        .map(([low, span]) => ({ kind: 'float' as const, low, high: low + span })),
      fc.constantFrom(0.001, 0.5).map((low) => ({ kind: 'float' as const, low, high: 1, log: true })),
      fc.constant({ kind: 'float' as const, low: 0, high: 1, step: 0.25 }),
      fc
        .integer({ min: 1, max: 4 })
        .map((n) => ({ kind: 'choice' as const, values: ['a', 'b', 'c', 'd'].slice(0, n) })),
      fc.constant({ kind: 'bool' as const }),
      fc.constant({ kind: 'fixed' as const, value: 3 }),
    )
    .map((domain) => ({ path: `p${i}`, domain }));

/** Random sound spaces of one to four parameters, later ones sometimes conditional on an earlier choice or switch. */
export const spaces: fc.Arbitrary<Space> = fc
  .tuple(
    fc.tuple(param(0), param(1), param(2), param(3)),
    fc.integer({ min: 1, max: 4 }),
    fc.array(fc.nat(5), { minLength: 4, maxLength: 4 }),
  )
  .map(([params, count, draws]) =>
    params.slice(0, count).map((one, i) => {
      const parents = params.slice(0, i).filter(({ domain }) => domain.kind === 'choice' || domain.kind === 'bool');
      const parent = parents[draws[i] % 3];
      if (!parent) return one;
      const when = { path: parent.path, in: parent.domain.kind === 'bool' ? [true] : ['a'] };
      return { ...one, when };
    }),
  );

/** How the trials of a history end, by turns: all kinds, so that no sampler trips over one without a value. */
const endings = ['done', 'failed', 'pruned', 'done', 'cancelled'] as const;

export interface Run {
  readonly points: ParamValues[];
  readonly exhausted: boolean;
}

/** Asks `count` times with a width, the value of each trial a fixed function of its parameters. */
export function drive(
  def: SamplerDef,
  space: Space,
  count: number,
  {
    seed = 1,
    width = 1,
    options = {},
  }: { seed?: number; width?: number; options?: Record<string, number | boolean> } = {},
): Run {
  const points: ParamValues[] = [];
  const checked = samplerOptions(def, options);
  for (let index = 0; index < count; index++) {
    const visible = Math.max(0, index - width + 1);
    const point = def.ask({
      space,
      index,
      trials: points.slice(0, visible).map(past),
      pending: points.slice(visible),
      seen: new Set(points.map(pointKey)),
      direction: 'minimize',
      rng: Stream.of(seed, 'sampler', index),
      shared: Stream.of(seed, 'sampler', 'shared'),
      options: checked,
    });
    if (!point) return { points, exhausted: true };
    points.push(point);
  }
  return { points, exhausted: false };
}

function past(params: ParamValues, index: number): PastTrial {
  const state = endings[index % endings.length];
  const value = Object.values(params).reduce<number>(
    (sum, v) => sum + (typeof v === 'number' ? v : String(v).length),
    0,
  );
  return { index, params, state, value: state === 'done' ? value : null };
}

export function samplerSuite(def: SamplerDef): void {
  describe(`sampler ${def.type}`, () => {
    test('every answer is a point of the space: in bounds, active parameters only', () => {
      fc.assert(
        fc.property(spaces, fc.nat(1000), (space, seed) => {
          for (const point of drive(def, space, 12, { seed, width: 3 }).points) {
            expect(isPoint(space, point), JSON.stringify(point)).toBe(true);
          }
        }),
        { numRuns: 150 },
      );
    });

    test('the same question gets the same answer, also after a resume', () => {
      fc.assert(
        fc.property(spaces, fc.nat(1000), (space, seed) => {
          const whole = drive(def, space, 8, { seed, width: 2 });
          expect(drive(def, space, 8, { seed, width: 2 })).toEqual(whole);
          // Stateless: asking in between changes nothing.
          drive(def, space, 3, { seed: seed + 1 });
          expect(drive(def, space, 5, { seed, width: 2 }).points).toEqual(whole.points.slice(0, 5));
        }),
        { numRuns: 50 },
      );
    });

    test('a space of one point gives that point', () => {
      const space: Space = [
        { path: 'a', domain: { kind: 'int', low: 4, high: 4 } },
        { path: 'b', domain: { kind: 'choice', values: ['x'] } },
        { path: 'c', domain: { kind: 'fixed', value: true } },
        { path: 'd', domain: { kind: 'float', low: 0.5, high: 0.5 } },
      ];
      expect(drive(def, space, 1).points).toEqual([{ a: 4, b: 'x', c: true, d: 0.5 }]);
    });

    test('a finite space is exhausted after all its points, or never before', () => {
      const space: Space = [
        { path: 'a', domain: { kind: 'choice', values: ['x', 'y', 'z'] } },
        { path: 'b', domain: { kind: 'int', low: 1, high: 4 }, when: { path: 'a', in: ['x', 'y'] } },
        { path: 'c', domain: { kind: 'bool' } },
      ];
      expect(spaceSize(space)).toBe(18);
      const { points, exhausted } = drive(def, space, 19, { width: 4 });
      if (exhausted) {
        expect(points).toHaveLength(18);
        expect(new Set(points.map(pointKey)).size).toBe(18);
        expect(def.points(space, samplerOptions(def, {}))).toBe(18);
      } else {
        expect(def.points(space, samplerOptions(def, {}))).toBe(Infinity);
      }
    });

    if (!def.usesResults) {
      test('says that it uses no results, and answers the same for any width', () => {
        fc.assert(
          fc.property(spaces, fc.integer({ min: 2, max: 9 }), (space, width) => {
            expect(drive(def, space, 10, { width })).toEqual(drive(def, space, 10));
          }),
          { numRuns: 40 },
        );
      });
    }
  });
}
