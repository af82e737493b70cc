// What every sampler must keep: one call per sampler in samplers.test.ts. A new sampler is held to all of it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Stream } from '$core/rng/stream';
import { samplerOptions } from '$core/samplers/registry';
import type { PastTrial, SamplerDef } from '$core/samplers/sampler';
import { isPoint, pointKey, spaceSize } from '$core/space/points';
import { keeps, parseCondition } from '$core/space/constraint';
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
      fc.constantFrom('int', 'float').map((kind) => ({ kind, low: 1, high: 9, log: true, reverse: true }) as const),
      fc
        .integer({ min: 1, max: 5 })
        .map((n) => ({ kind: 'ordinal' as const, values: [8, 'wide', 16, true, 0.5].slice(0, n) })),
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

export interface Drive {
  seed?: number;
  width?: number;
  options?: Record<string, number | boolean>;
  direction?: 'minimize' | 'maximize';
  /** How a trial ends; by default by turns in every way, with a fixed function of its parameters as value. */
  outcome?: (params: ParamValues, index: number) => Outcome;
  /** Keeps what a study's constraints keep. */
  allowed?: (point: ParamValues) => boolean;
  /** Points that come before the sampler's own. */
  enqueue?: readonly ParamValues[];
}
type Outcome = Pick<PastTrial, 'state' | 'value'>;

/** Asks `count` times with a width. */
export function drive(def: SamplerDef, space: Space, count: number, how: Drive = {}): Run {
  const { seed = 1, width = 1, options = {}, direction = 'minimize', outcome = mixed, allowed, enqueue = [] } = how;
  const points: ParamValues[] = [];
  const checked = samplerOptions(def, options);
  for (let index = 0; index < count; index++) {
    // As a study does (core/run/study.ts): a sampler that uses no results sees none.
    const visible = def.usesResults ? Math.max(0, index - width + 1) : 0;
    if (index < enqueue.length) {
      points.push(enqueue[index]);
      continue;
    }
    const point = def.ask({
      space,
      index,
      trials: points.slice(0, visible).map((params, i) => ({ index: i, params, ...outcome(params, i) })),
      pending: points.slice(visible),
      seen: new Set(points.map(pointKey)),
      direction,
      ...(allowed || enqueue.length > 0 ? { allowed: allowed ?? (() => true), given: enqueue.length } : {}),
      rng: Stream.of(seed, 'sampler', index),
      shared: Stream.of(seed, 'sampler', 'shared'),
      options: checked,
    });
    if (!point) return { points, exhausted: true };
    points.push(point);
  }
  return { points, exhausted: false };
}

/** A fixed function of the parameters. */
export const objective = (params: ParamValues): number =>
  Object.values(params).reduce<number>((sum, v) => sum + (typeof v === 'number' ? v : String(v).length), 0);

function mixed(params: ParamValues, index: number): Outcome {
  const state = endings[index % endings.length];
  return { state, value: state === 'done' ? objective(params) : null };
}

/** Histories that have tripped samplers: nothing known, nothing to choose between, no spread, huge values. */
const histories: Record<string, (params: ParamValues, index: number) => Outcome> = {
  'every trial failed': () => ({ state: 'failed', value: null }),
  'every trial was pruned without a value': () => ({ state: 'pruned', value: null }),
  'all values are equal': () => ({ state: 'done', value: 1 }),
  'two values, many ties': (_params, index) => ({ state: 'done', value: index % 2 }),
  'pruned trials carry values': (params, index) => ({ state: index % 2 ? 'pruned' : 'done', value: objective(params) }),
  'one value among failures': (_params, index) =>
    index === 3 ? { state: 'done', value: 0.5 } : { state: 'failed', value: null },
  'values far apart': (_params, index) => ({ state: 'done', value: index % 3 === 0 ? 1e30 : -1e-30 * index }),
};

/** A tenth of the volume keeps these constraints, and the best points lie at their edge. */
const rules = {
  space: [
    { path: 'rate', domain: { kind: 'float', low: 1e-4, high: 0.1, log: true } },
    { path: 'wide', domain: { kind: 'int', low: 4, high: 64 } },
    { path: 'narrow', domain: { kind: 'int', low: 4, high: 64 } },
    { path: 'kind', domain: { kind: 'choice', values: ['a', 'b'] } },
    { path: 'share', domain: { kind: 'float', low: 0, high: 1 }, when: { path: 'kind', in: ['b'] } },
  ] satisfies Space,
  allowed(point: ParamValues): boolean {
    return keeps(edges, point);
  },
};
const edges = [
  'wide >= 2 * narrow',
  'wide * narrow <= 900',
  'not (kind == "a" and rate > 0.01)',
  'share <= rate * 20',
].map(parseCondition);

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

    test('small finite spaces: no point twice before all have come, whatever the width', () => {
      const small = spaces.filter((space) => spaceSize(space) <= 24);
      fc.assert(
        fc.property(small, fc.integer({ min: 1, max: 6 }), fc.nat(99), (space, width, seed) => {
          const size = Math.min(spaceSize(space), def.points(space, samplerOptions(def, {})));
          const { points } = drive(def, space, size + 1, { width, seed });
          expect(new Set(points.map(pointKey)).size).toBe(size);
          expect(new Set(points.slice(0, size).map(pointKey)).size).toBe(size);
        }),
        { numRuns: 25 },
      );
    });

    test.each(Object.entries(histories))(
      '%s: the next points are still points, in either direction',
      (_name, outcome) => {
        fc.assert(
          fc.property(spaces, fc.nat(99), fc.constantFrom('minimize', 'maximize'), (space, seed, direction) => {
            for (const point of drive(def, space, 14, { seed, width: 2, outcome, direction }).points) {
              expect(isPoint(space, point), JSON.stringify(point)).toBe(true);
            }
          }),
          { numRuns: 12 },
        );
      },
    );

    test('maximising an objective is minimising its negative', () => {
      fc.assert(
        fc.property(spaces, fc.nat(99), (space, seed) => {
          const of = (sign: number) => (params: ParamValues, index: number) => {
            const ended = mixed(params, index);
            return { ...ended, value: ended.value === null ? null : sign * ended.value };
          };
          const down = drive(def, space, 16, { seed, outcome: of(1), direction: 'minimize' });
          expect(drive(def, space, 16, { seed, outcome: of(-1), direction: 'maximize' })).toEqual(down);
        }),
        { numRuns: 15 },
      );
    });

    test('no answer breaks the constraints, on an endless space', () => {
      for (const width of [1, 3]) {
        const { points, exhausted } = drive(def, rules.space, 60, { width, allowed: rules.allowed });
        expect(exhausted).toBe(false);
        for (const point of points) expect(rules.allowed(point), JSON.stringify(point)).toBe(true);
      }
    });

    test('a finite space is exhausted after the points that keep the constraints, given ones among them', () => {
      const space: Space = [
        { path: 'a', domain: { kind: 'int', low: 1, high: 5 } },
        { path: 'b', domain: { kind: 'ordinal', values: [1, 2, 3, 4, 5] } },
        { path: 'c', domain: { kind: 'bool' }, when: { path: 'b', in: [5] } },
      ];
      const conditions = [parseCondition('a <= b'), parseCondition('not (a == 2 and b == 3)')];
      const allowed = (point: ParamValues) => keeps(conditions, point);
      const enqueue: ParamValues[] = [
        { a: 2, b: 4 },
        { a: 5, b: 5, c: true },
      ];
      // a <= b: 15 pairs, one forbidden, and those five with b = 5 are two points each.
      const size = 15 - 1 + 5;
      expect(def.points(space, samplerOptions(def, {}), allowed)).toBe(size);
      for (const given of [[], enqueue]) {
        const { points, exhausted } = drive(def, space, size + 1, { width: 3, allowed, enqueue: given });
        expect(exhausted).toBe(true);
        expect(new Set(points.map(pointKey)).size).toBe(size);
        expect(points).toHaveLength(size);
        for (const point of points) expect(allowed(point)).toBe(true);
      }
    });

    test('its inputs are left as they were', () => {
      const space: Space = [
        { path: 'a', domain: { kind: 'float', low: 0, high: 1 } },
        { path: 'b', domain: { kind: 'choice', values: ['x', 'y'] } },
      ];
      const points = drive(def, space, 12).points;
      const trials = points.slice(0, 9).map((params, index) => ({ index, params, ...mixed(params, index) }));
      const ask = {
        space,
        index: 12,
        trials,
        pending: points.slice(9),
        seen: new Set(points.map(pointKey)),
        direction: 'maximize' as const,
        options: samplerOptions(def, {}),
      };
      const before = structuredClone(ask);
      const answer = () =>
        def.ask({ ...ask, rng: Stream.of(5, 'sampler', 12), shared: Stream.of(5, 'sampler', 'shared') });
      const first = answer();
      expect(ask).toEqual(before);
      expect(answer()).toEqual(first);
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
