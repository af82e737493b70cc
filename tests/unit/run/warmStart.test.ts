// What a study takes from earlier ones, and what samplers make of it.
import { describe, expect, test } from 'vitest';
import { Stream } from '$core/rng/stream';
import { Study, type StudyPlan } from '$core/run/study';
import type { TrialRecord } from '$core/run/types';
import { mostWarmTrials, warmData, type WarmSource, type WarmTrial } from '$core/run/warmStart';
import type { Hints } from '$core/samplers/tpe/foreign';
import { parzenOf } from '$core/samplers/tpe/model';
import { parseCondition } from '$core/space/constraint';
import { contains } from '$core/space/domains';
import { samplePoint } from '$core/space/points';
import type { ParamValues, Space } from '$core/space/space';

const space: Space = [
  { path: 'x', domain: { kind: 'float', low: 0, high: 1 } },
  { path: 'n', domain: { kind: 'int', low: 1, high: 20 } },
  { path: 'c', domain: { kind: 'choice', values: ['a', 'b', 'c'] } },
];
const cost = ({ x, n, c }: ParamValues) =>
  (Number(x) - 0.8) ** 2 + ((Number(n) - 15) / 20) ** 2 + (c === 'b' ? 0 : 0.2);
const record = (index: number, params: ParamValues, value: number | null) =>
  ({
    index,
    params,
    state: value === null ? 'failed' : 'done',
    value,
    metrics: {},
    curve: [],
  }) as unknown as TrialRecord;

/** An earlier study of `count` random points; of other data: its values are stretched and shifted. */
function source(count: number, over: Space = space, direction: 'minimize' | 'maximize' = 'minimize'): WarmSource {
  const trials = Array.from({ length: count }, (_, i) => {
    const params = samplePoint(over, Stream.of(9, 'earlier', i));
    const value = 1000 * cost({ x: 0.8, n: 15, c: 'b', ...params }) - 7;
    return record(i, params, direction === 'maximize' ? -value : value);
  });
  return { name: 'earlier', digest: 'd'.repeat(64), direction, trials, fixed: () => undefined };
}
const wishes = { first: 3, model: true };

describe('what is taken', () => {
  test('is the best first, in ranks, whatever the direction', () => {
    const low = warmData(wishes, [source(40)], space, []);
    const high = warmData(wishes, [source(40, space, 'maximize')], space, []);
    expect(high.first).toEqual(low.first);
    expect(high.trials).toEqual(low.trials);
    expect(low.first.map(cost)).toEqual([...low.first.map(cost)].sort((a, b) => a - b));
    expect(low.trials.map(({ rank }) => rank)).toEqual(Array.from({ length: 40 }, (_, i) => (i + 0.5) / 40));
  });
  test('is the settings that both have, within the ranges here', () => {
    const other: Space = [
      { path: 'x', domain: { kind: 'float', low: 0, high: 4 } },
      { path: 'momentum', domain: { kind: 'float', low: 0, high: 1 } },
    ];
    const { first, trials, studies } = warmData({ first: 50, model: true }, [source(60, other)], space, []);
    for (const params of [...first, ...trials.map((one) => one.params)]) {
      expect(Object.keys(params)).toEqual(['x']);
      expect(contains(space[0].domain, params.x)).toBe(true);
    }
    expect(studies[0].used).toBeLessThan(studies[0].trials);
  });
  test('takes settings that did not vary there from what they were', () => {
    const given = { ...source(5, space.slice(0, 1)), fixed: (path: string) => (path === 'n' ? 7 : undefined) };
    for (const params of warmData(wishes, [given], space, []).first) expect(params).toMatchObject({ n: 7 });
  });
  test('keeps the constraints, and no point comes twice', () => {
    const { first } = warmData({ first: 30, model: false }, [source(40), source(40)], space, [
      parseCondition('n <= 12'),
    ]);
    expect(first.every(({ n }) => Number(n) <= 12)).toBe(true);
    expect(new Set(first.map((point) => JSON.stringify(point))).size).toBe(first.length);
  });
  test('is limited in number', () => {
    const { trials } = warmData(wishes, [source(900)], space, []);
    expect(trials).toHaveLength(mostWarmTrials);
    expect(trials.at(-1)!.rank).toBeGreaterThan(0.95);
  });
  test.each([
    ['without any value', { ...source(3), trials: [record(0, { x: 1 }, null)] }],
    ['about other settings', source(3, [{ path: 'other', domain: { kind: 'bool' } }])],
  ])('a study %s is refused in words', (_, bad) => {
    expect(() => warmData(wishes, [bad], space, [])).toThrow(
      expect.objectContaining({ code: 'warm-start-empty' }) as Error,
    );
  });
});

function run(type: string, warm: Partial<StudyPlan>, trials = 25, seed = 1, width = 1): number[] {
  const study = new Study({
    space,
    sampler: { type, options: {} },
    direction: 'minimize',
    trials,
    width,
    seed,
    ...warm,
  });
  const values: number[] = [];
  for (let asked = study.next(); asked; asked = study.next()) {
    values.push(cost(asked.params));
    study.tell(record(asked.index, asked.params, values.at(-1)!));
  }
  return values;
}
const best = (values: readonly number[]) => Math.min(...values);
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe.each(['tpe', 'gp'])('%s', (type) => {
  const given = warmData({ first: 0, model: true }, [source(60)], space, []).trials;
  test('finds good points sooner with an earlier study of other values', () => {
    const seeds = Array.from({ length: type === 'gp' ? 5 : 12 }, (_, seed) => seed);
    const cold = mean(seeds.map((seed) => best(run(type, {}, 10, seed))));
    const warm = mean(seeds.map((seed) => best(run(type, { foreign: given }, 10, seed))));
    expect(warm).toBeLessThan(0.6 * cold);
  });
  test('takes parts of points, asks the same again, and is not the study without', () => {
    const parts = given.map(({ params: { x, n }, rank }, i): WarmTrial => ({ params: i % 2 ? { x } : { x, n }, rank }));
    const asked = run(type, { foreign: parts }, 12, 3, 2);
    expect(run(type, { foreign: parts }, 12, 3, 2)).toEqual(asked);
    if (type === 'tpe') expect(run(type, {}, 12, 3, 2)).not.toEqual(asked);
  });
  test('is led by own trials in the end, even if the earlier study was all wrong', () => {
    const wrong = given.map(({ params, rank }) => ({ params, rank: 1 - rank }));
    expect(best(run(type, { foreign: wrong }, type === 'gp' ? 25 : 60))).toBeLessThan(0.05);
  });
});

test('a kernel of a trial that lacks a setting is as wide as the range, and even over choices', () => {
  const hints: Hints = { params: [{ x: 0.5 }, { c: 'a' }], weight: 0.1 };
  const parzen = parzenOf(
    space.filter(({ path }) => path !== 'n'),
    [{ x: 0.2, c: 'b' }],
    { priorWeight: 1, magicClip: true, endpoints: false },
    false,
    hints,
  );
  // Of the second trial only the choice is known: with x alone it is the prior.
  const at = (x: number, c: number) => parzen.logDensity([Float64Array.of(x), Float64Array.of(c)])[0];
  expect(Number.isFinite(at(0.9, 2))).toBe(true);
  expect([...parzen.weights].map((w) => Number(w.toFixed(4)))).toEqual([0.0455, 0.0455, 0.4545, 0.4545]);
  let total = 0;
  for (let i = 0; i < 400; i++) for (let c = 0; c < 3; c++) total += Math.exp(at((i + 0.5) / 400, c)) / 400;
  expect(total).toBeCloseTo(1, 4);
});
