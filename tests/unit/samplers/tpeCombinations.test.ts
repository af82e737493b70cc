// Points of several models' candidates, best first: against all of them listed and sorted; and that where the best point of a
// conditional space came before, another setting of the same branch is tried before the branch is left.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { combinations } from '$core/samplers/tpe/combinations';
import type { Candidate, Model } from '$core/samplers/tpe/model';
import { isActive, pointKey } from '$core/space/points';
import type { Param, ParamValues, Space } from '$core/space/space';

const int = (path: string, when?: Param['when']): Param => ({
  path,
  domain: { kind: 'int', low: 0, high: 9 },
  ...(when ? { when } : {}),
});
const space: Space = [
  { path: 'kind', domain: { kind: 'choice', values: ['a', 'b'] } },
  int('a1', { path: 'kind', in: ['a'] }),
  { path: 'a2', domain: { kind: 'choice', values: ['x', 'y'] }, when: { path: 'kind', in: ['a'] } },
  int('a3', { path: 'a2', in: ['x'] }),
  int('b1', { path: 'kind', in: ['b'] }),
  { path: 'still', domain: { kind: 'int', low: 4, high: 4 } },
];

/** A model a parameter, with these candidates and gains. */
function modelsOf(lists: Readonly<Record<string, readonly (readonly [string | number, number])[]>>) {
  const models = new Map(space.map((param) => [param, { params: [param] } as unknown as Model]));
  const candidates = (model: Model): Candidate[] =>
    [...lists[model.params[0].path]]
      .sort((a, b) => b[1] - a[1])
      .map(([value, gain]) => ({ values: { [model.params[0].path]: value }, gain }));
  return { modelOf: (param: Param) => models.get(param)!, candidates };
}

function listed(lists: Parameters<typeof modelsOf>[0]) {
  let all: { values: ParamValues; loss: number }[] = [{ values: {}, loss: 0 }];
  for (const param of space)
    all = all.flatMap((one) => {
      if (!isActive(param, one.values)) return [one];
      if (param.path === 'still') return [{ ...one, values: { ...one.values, still: 4 } }];
      const list = lists[param.path];
      const best = Math.max(...list.map(([, gain]) => gain));
      return list.map(([value, gain]) => ({
        values: { ...one.values, [param.path]: value },
        loss: one.loss + best - gain,
      }));
    });
  return all;
}

const numbers = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.double({ min: -9, max: 9, noNaN: true })), {
  minLength: 1,
  maxLength: 4,
  selector: ([value]) => value,
});
const choices = (values: readonly string[]) =>
  fc
    .tuple(
      fc.shuffledSubarray([...values], { minLength: 1 }),
      fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 2, maxLength: 2 }),
    )
    .map(([taken, gains]) => taken.map((value, i) => [value, gains[i]] as const));

test('every point once, in the order of what its candidates lose', () => {
  const lists = fc.record({
    kind: choices(['a', 'b']),
    a1: numbers,
    a2: choices(['x', 'y']),
    a3: numbers,
    b1: numbers,
  });
  fc.assert(
    fc.property(lists, (given) => {
      const { modelOf, candidates } = modelsOf(given);
      const found = [...combinations(space, modelOf, candidates, 10_000)];
      const expected = listed(given);
      const losses = new Map(expected.map(({ values, loss }) => [pointKey(values), loss]));
      expect(found.map(pointKey).sort()).toEqual([...losses.keys()].sort());
      for (let i = 1; i < found.length; i++)
        expect(losses.get(pointKey(found[i]))!).toBeGreaterThanOrEqual(losses.get(pointKey(found[i - 1]))! - 1e-9);
    }),
  );
});

test('stays in the branch while its other settings lose less than the other branch', () => {
  const lists = {
    kind: [
      ['a', 2],
      ['b', -1],
    ],
    a1: [
      [3, 1],
      [5, 0.5],
      [6, 0.2],
    ],
    a2: [
      ['y', 1],
      ['x', -5],
    ],
    a3: [[1, 0]],
    b1: [
      [2, 4],
      [7, 3.5],
    ],
  } as const;
  const { modelOf, candidates } = modelsOf(lists);
  const found = [...combinations(space, modelOf, candidates, 5)];
  expect(found.map(({ kind, a1, b1 }) => `${kind}${a1 ?? b1}`)).toEqual(['a3', 'a5', 'a6', 'b2', 'b7']);
  expect([...combinations(space, modelOf, candidates, 2)]).toHaveLength(2);
});
