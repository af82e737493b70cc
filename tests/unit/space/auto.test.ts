// The automatic choice of a sampler as a table, and that the sampler chosen is the one that answers.
import { expect, test } from 'vitest';
import { Study } from '$core/run/study';
import type { TrialRecord } from '$core/run/types';
import { Stream } from '$core/rng/stream';
import { chooseSampler } from '$core/samplers/auto/choose';
import { stalledAt } from '$core/samplers/gp/stalled';
import type { PastTrial } from '$core/samplers/sampler';
import { samplePoint } from '$core/space/points';
import type { Domain, Param, Space } from '$core/space/space';

const number: Domain = { kind: 'float', low: 0, high: 1 };
const whole: Domain = { kind: 'int', low: 1, high: 64, log: true };
const list: Domain = { kind: 'choice', values: ['a', 'b', 'c'] };
const fixed: Domain = { kind: 'fixed', value: 1 };
const of = (...domains: Domain[]): Param[] => domains.map((domain, i) => ({ path: `p${i}`, domain }));
const times = (count: number, domain: Domain): Param[] => of(...Array.from({ length: count }, () => domain));
const inner: Param = { path: 'inner', domain: number, when: { path: 'p0', in: ['a'] } };

test.each<[string, Space, number, string, RegExp]>([
  ['numbers, few trials', of(number, whole), 50, 'gp', /Gaussian process/],
  ['numbers and choices, few trials', of(number, list, fixed), 200, 'gp', /Up to 200 trials/],
  ['choices only, few trials', of(list, list, { kind: 'bool' }), 30, 'gp', /Gaussian process/],
  ['40 parameters and a fixed one', [...times(40, number), { path: 'f', domain: fixed }], 100, 'gp', /40 parameters/],
  ['41 parameters', times(41, number), 100, 'cmaes', /Numbers only, more than 40/],
  ['41 parameters and a choice', [...times(41, number), { path: 'c', domain: list }], 100, 'tpe', /Choices among/],
  ['41 choices', times(41, list), 100, 'localSearch', /Only choices/],
  ['numbers, many trials', of(number, whole), 201, 'cmaes', /CMA-ES/],
  ['numbers and a switch, many trials', of(number, { kind: 'bool' }), 500, 'cmaes', /Numbers only/],
  ['numbers and choices, many trials', of(number, list), 201, 'tpe', /Choices among the numbers/],
  ['choices only, many trials', of(list, list, { kind: 'bool' }), 300, 'localSearch', /Only choices/],
  ['choices and a range of one value', of(list, { kind: 'int', low: 3, high: 3 }), 900, 'localSearch', /Only choices/],
  ['conditional, few trials', [...of(list, number), inner], 50, 'gp', /Gaussian process/],
  [
    'conditional, 42 parameters',
    [...of(list), ...times(41, number).slice(1), inner],
    50,
    'tpe',
    /exist only with others/,
  ],
  ['conditional, many trials', [...of(list, number), inner], 5000, 'tpe', /exist only with others/],
])('%s', (_name, space, trials, type, reason) => {
  const choice = chooseSampler(space, trials);
  expect(choice.type).toBe(type);
  expect(choice.reason).toMatch(reason);
});

const cost = (params: Readonly<Record<string, unknown>>) =>
  Object.values(params).reduce<number>((sum, x) => sum + (typeof x === 'number' ? (x - 0.3) ** 2 : 0), 0);

/** The points of the first asks of a study. */
function points(space: Space, type: string, trials: number, asks: number) {
  const options: Readonly<Record<string, boolean>> = type === 'gp' ? { ranked: true } : {};
  const study = new Study({ space, sampler: { type, options }, direction: 'minimize', trials, width: 2, seed: 4 });
  return Array.from({ length: asks }, () => {
    const { index, params } = study.next()!;
    study.tell({ index, params, state: 'done', value: cost(params), curve: [] } as unknown as TrialRecord);
    return params;
  });
}

test.each<[string, Space, number]>([
  ['gp', of(number, whole), 40],
  ['cmaes', of(number, whole), 201],
  ['tpe', of(number, list), 201],
  ['localSearch', of(list, list, list), 201],
])('a study with the budget for %s gets its points', (type, space, trials) => {
  expect(chooseSampler(space, trials).type).toBe(type);
  expect(points(space, 'auto', trials, 16)).toEqual(points(space, type, trials, 16));
});

/** What is asked for after `count` given points, of which number 5 is the best. */
function afterGiven(space: Space, type: string, count: number, options = {}) {
  const enqueue = Array.from({ length: count }, (_, i) => samplePoint(space, Stream.of(9, 'given', i)));
  const plan = { space, direction: 'maximize', trials: 60, width: 1, seed: 4, enqueue } as const;
  const study = new Study({ ...plan, sampler: { type, options } });
  for (let i = 0; i < count; i++) {
    const { index, params } = study.next()!;
    study.tell({ index, params, state: 'done', value: i === 5 ? 1 : -(i % 7), curve: [] } as unknown as TrialRecord);
  }
  return { best: enqueue[5], next: study.next()!.params };
}

test('a Gaussian process that stalls may be helped out by steps from the best point, every other trial', () => {
  const space = of(number, whole, list);
  const changed = ({ best, next }: ReturnType<typeof afterGiven>) =>
    Object.keys(next).filter((path) => next[path] !== best[path]);
  const helped = afterGiven(space, 'gp', 40, { helped: true });
  expect(changed(helped)).toHaveLength(1);
  expect(afterGiven(space, 'auto', 40)).toEqual(helped);
  expect(changed(afterGiven(space, 'gp', 40))).not.toHaveLength(1);
  for (const count of [28, 41])
    expect(afterGiven(space, 'auto', count)).toEqual(afterGiven(space, 'gp', count, { ranked: true }));
});

test('where all neighbours of the best point were tried, the process proposes', () => {
  // Four neighbours of a point of two lists, six of a point of three.
  const tried = (space: Space) => {
    const best = Object.fromEntries(space.map(({ path }) => [path, 'a']));
    const near = space.flatMap(({ path }) => ['b', 'c'].map((value) => ({ ...best, [path]: value })));
    const enqueue = [best, ...near.slice(0, 4), ...Array.from({ length: 35 }, () => ({ ...best, p0: 'b', p1: 'c' }))];
    const study = new Study({
      ...{ space, direction: 'maximize', trials: 60, width: 1, seed: 4, enqueue },
      sampler: { type: 'gp', options: { helped: true } },
    });
    for (let i = 0; i < 40; i++) {
      const { index, params } = study.next()!;
      study.tell({ index, params, state: 'done', value: i === 0 ? 1 : 0, curve: [] } as unknown as TrialRecord);
    }
    const next = study.next()!.params;
    return space.filter(({ path }) => next[path] !== 'a').length;
  };
  expect(tried(of(list, list, list))).toBe(1);
  expect(tried(of(list, list))).toBe(2);
});

test('it stalls from thirty values on, after ten without a better one; limits that are broken do not count', () => {
  const at = (values: readonly number[], index: number, violation = 0) =>
    stalledAt({
      index,
      direction: 'minimize',
      trials: values.map((value, i) => ({
        ...{ index: i, params: {}, state: 'done', value },
        violation: i === 35 ? violation : 0,
      })) as unknown as PastTrial[],
    })?.index;
  const flat = (count: number) => Array.from({ length: count }, () => 1);
  expect(at(flat(29), 30)).toBeUndefined();
  expect(at(flat(30), 30)).toBe(0);
  expect(at(flat(31), 31)).toBeUndefined();
  expect(at([...flat(35), 0, ...flat(4)], 40)).toBeUndefined();
  expect(at([...flat(35), 0, ...flat(4)], 40, 2)).toBe(0);
  expect(at([...flat(35), 0, ...flat(10)], 46)).toBe(35);
});
