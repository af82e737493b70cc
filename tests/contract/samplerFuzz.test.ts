// Every sampler on spaces and histories that nobody would make on purpose: conditions upon conditions, ranges of one point,
// steps that do not fit, huge and tiny ranges; trials that fail, break limits or have NaN, infinities and ties as values.
// Whatever comes, an answer is a point that keeps the constraints, the same when it is asked again, and on a finite space
// a new one until all have come.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Stream } from '$core/rng/stream';
import { samplerDefs, samplerOptions } from '$core/samplers/registry';
import type { Ask, PastTrial, SamplerDef } from '$core/samplers/sampler';
import { keeps, parseCondition } from '$core/space/constraint';
import { satisfiable } from '$core/space/constraints';
import { isPoint, pointKey, spaceSize } from '$core/space/points';
import type { ParamValues, Space } from '$core/space/space';
import { wildSpaces } from '../support/wildSpaces';

const value = fc.oneof(
  fc.constantFrom(NaN, Infinity, -Infinity, 0, -0, 1e308, -1e308, 5e-324),
  fc.integer({ min: -2, max: 2 }),
  fc.double({ min: -10, max: 10, noNaN: true }),
);
const violation = fc.oneof(fc.constantFrom(0, -1, Infinity, 1e308), fc.double({ min: -1, max: 1, noNaN: true }));
interface Ended {
  readonly state: PastTrial['state'];
  readonly values: readonly number[];
  readonly violations: readonly number[];
  readonly epochs: number;
}
const ended: fc.Arbitrary<Ended> = fc.record({
  state: fc.constantFrom('done', 'done', 'done', 'failed', 'pruned', 'cancelled'),
  values: fc.tuple(value, value, value),
  violations: fc.tuple(violation, violation),
  epochs: fc.integer({ min: 0, max: 4 }),
});
/** By turns, so that a short list makes a long history: with one entry all trials are alike. */
const histories = fc.array(ended, { minLength: 1, maxLength: 12 });

interface Case {
  readonly space: Space;
  readonly history: readonly Ended[];
  readonly seed: number;
  readonly width: number;
  readonly direction: 'minimize' | 'maximize';
  readonly limits: boolean;
  readonly several: boolean;
}
const cases: fc.Arbitrary<Case> = fc.record({
  space: wildSpaces,
  history: histories,
  seed: fc.nat(1000),
  width: fc.integer({ min: 1, max: 4 }),
  direction: fc.constantFrom('minimize', 'maximize'),
  limits: fc.boolean(),
  several: fc.boolean(),
});

/** What a study makes of it (core/run/study.ts). */
function pastTrial(def: SamplerDef, index: number, params: ParamValues, one: Case): PastTrial {
  const { state, values, violations, epochs } = one.history[index % one.history.length];
  const broken = violations.reduce((sum, v) => sum + Math.max(0, v), 0);
  const limits = one.limits && def.limits ? { violations, violation: broken } : {};
  if (state === 'pruned')
    return {
      index,
      params,
      state,
      value: null,
      reached: { epochs, value: epochs === 0 ? null : values[0] },
      ...limits,
    };
  if (state !== 'done') return { index, params, state, value: null, ...limits };
  const [value] = values;
  const known = one.limits && !def.limits && broken > 0 ? null : value;
  return { index, params, state, value: known, ...(one.several && def.several ? { values } : {}), ...limits };
}

const small: Partial<Record<string, Record<string, number>>> = {
  nsga2: { population: 5 },
  regularizedEvolution: { population: 4 },
  genetic: { population: 4 },
  tpe: { startup: 3 },
  gp: { startup: 3 },
};

function drive(def: SamplerDef, one: Case, count: number, allowed?: Ask['allowed']) {
  const { space, seed, width, direction } = one;
  const options = samplerOptions(def, small[def.type] ?? {});
  const points: ParamValues[] = [];
  const trials: PastTrial[] = [];
  for (let index = 0; index < count; index++) {
    const visible = def.group
      ? index - (index % def.group)
      : def.sees
        ? def.sees(index)
        : Math.max(0, index - width + 1);
    while (def.usesResults && trials.length < visible)
      trials.push(pastTrial(def, trials.length, points[trials.length], one));
    const asked = (): ParamValues | null =>
      def.ask({
        space,
        index,
        trials: [...trials],
        pending: points.slice(trials.length),
        seen: new Set(points.map(pointKey)),
        ...(allowed ? { allowed, given: 0 } : {}),
        direction,
        ...(one.several && def.several ? { directions: [direction, 'maximize', 'minimize'] as const } : {}),
        budget: count,
        rng: Stream.of(seed, 'sampler', index),
        shared: Stream.of(seed, 'sampler', 'shared'),
        options,
      });
    const point = asked();
    if (index === count - 1) expect(asked()).toEqual(point);
    if (point === null) return { points, exhausted: true };
    expect(isPoint(space, point), JSON.stringify(point)).toBe(true);
    if (allowed) expect(allowed(point), JSON.stringify(point)).toBe(true);
    points.push(point);
  }
  return { points, exhausted: false };
}

/** Samplers that fit processes take their time. */
const runsOf = ({ type }: SamplerDef): number => (['gp', 'auto'].includes(type) ? 5 : 25);

describe.each(samplerDefs)('sampler $type', (def) => {
  const can = ({ space }: Case) => def.check(space, samplerOptions(def, small[def.type] ?? {})) === null;

  test('any space, any history: the answer is a point, a new one on a finite space, and the same again', () => {
    fc.assert(
      fc.property(cases.filter(can), (one) => {
        const size = Math.min(spaceSize(one.space), def.points(one.space, samplerOptions(def, small[def.type] ?? {})));
        const { points, exhausted } = drive(def, one, 24);
        const distinct = new Set(points.map(pointKey)).size;
        if (size <= 1000) expect(distinct).toBe(Math.min(points.length, size));
        if (exhausted) expect(distinct).toBe(size);
      }),
      { numRuns: runsOf(def) },
    );
  });

  test('the same under constraints', () => {
    const constraints = fc.constantFrom(
      'p0 <= p1',
      'p0 == "a" or p1 != 0',
      'not (p1 > 0 and p2 > 0)',
      'p0 * p1 < 5',
      'p2 == true',
    );
    fc.assert(
      fc.property(cases.filter(can), constraints, (one, text) => {
        const conditions = [parseCondition(text)];
        // A space without points is refused before a run.
        fc.pre(satisfiable(one.space, conditions));
        const allowed = (point: ParamValues) => keeps(conditions, point);
        const { points, exhausted } = drive(def, one, 16, allowed);
        const size = spaceSize(one.space);
        if (exhausted || size > 1000) return;
        expect(new Set(points.map(pointKey)).size).toBe(points.length);
      }),
      { numRuns: Math.ceil(runsOf(def) / 2) },
    );
  });

  test.each([{}, { log: true }, { log: true, reverse: true }])(
    'ranges of more whole numbers than 32 bits hold: %o',
    (scale) => {
      const space: Space = [
        { path: 'n', domain: { kind: 'int', low: 1, high: 3_000_000_000, ...scale } },
        { path: 'x', domain: { kind: 'float', low: 0, high: 1 } },
      ];
      const ends = { state: 'done', violations: [0, 0], epochs: 1 } as const;
      const history = [3, 1, 2, 5, 4].map((value) => ({ ...ends, values: [value, 0, 0] }));
      const one: Case = { space, history, seed: 3, width: 1, direction: 'minimize', limits: false, several: false };
      expect(drive(def, one, 16).points.length).toBeGreaterThan(15);
    },
  );
});
