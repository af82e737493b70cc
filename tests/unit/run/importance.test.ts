// What the methods promise beyond the numbers of the reference: choices, log ranges, conditionals, seeds.
import { expect, test } from 'vitest';
import { Stream } from '$core/rng/stream';
import { fanova } from '$core/run/importance/fanova';
import { importances } from '$core/run/importance/method';
import { pedAnova } from '$core/run/importance/pedAnova';
import { defaultMethod, importanceMethods } from '$core/run/importance/registry';
import { marginalVariances, type RegressionTree } from '$core/run/importance/regressionTree';
import type { TrialRecord } from '$core/run/types';
import { samplePoint } from '$core/space/points';
import type { ParamValues, Space } from '$core/space/space';

const space: Space = [
  { path: 'noise', domain: { kind: 'float', low: 0, high: 1 } },
  { path: 'rate', domain: { kind: 'float', low: 1e-4, high: 1, log: true } },
  { path: 'kind', domain: { kind: 'choice', values: ['a', 'b', 'c'] } },
  { path: 'inner', domain: { kind: 'int', low: 1, high: 3 }, when: { path: 'kind', in: ['b', 'c'] } },
  { path: 'same', domain: { kind: 'fixed', value: 1 } },
];
const trialsOf = (count: number, value: (params: ParamValues) => number): TrialRecord[] =>
  Array.from({ length: count }, (_, index) => {
    const params = samplePoint(space, Stream.of(5, 'importance', index));
    return { index, params, state: 'done', value: value(params) } as unknown as TrialRecord;
  });
const score = (params: ParamValues) => 3 * Math.log10(params.rate as number) + (params.kind === 'c' ? 4 : 0);
const ask = (trials: readonly TrialRecord[], seed = 1) => ({ space, trials, direction: 'maximize' as const, seed });

test.each(importanceMethods)('$label: what decides comes before noise; fixed parameters are left out', (method) => {
  const found = importances(method, ask(trialsOf(150, score)));
  expect(found.map(({ path }) => path).sort()).toEqual(['inner', 'kind', 'noise', 'rate']);
  expect(found.slice(0, 2).map(({ path }) => path)).toContain('rate');
  const noise = found.find(({ path }) => path === 'noise')!.effect!;
  expect(noise).toBeLessThan(0.1);
  expect(found.find(({ path }) => path === 'inner')!.trials).toBeLessThan(120);
});

test.each(importanceMethods)('$label: too few trials and no finite value give no number', (method) => {
  expect(importances(method, ask(trialsOf(5, score))).every(({ effect }) => effect === null)).toBe(true);
  expect(importances(method, ask(trialsOf(40, () => Infinity))).every(({ effect }) => effect === null)).toBe(true);
  expect(importances(method, ask([])).every(({ effect }) => effect === null)).toBe(true);
});

test('shares of PED-ANOVA sum to 1, also where every value is the same', () => {
  for (const value of [score, () => 2]) {
    const found = importances(pedAnova, ask(trialsOf(60, value)));
    expect(found.reduce((sum, { effect }) => sum + effect!, 0)).toBeCloseTo(1, 12);
  }
});

test('fANOVA: a seed gives the same numbers again, conditional parameters no number, flat values zero', () => {
  const trials = trialsOf(80, score);
  expect(importances(fanova, ask(trials, 3))).toEqual(importances(fanova, ask(trials, 3)));
  expect(importances(fanova, ask(trials, 3))).not.toEqual(importances(fanova, ask(trials, 4)));
  const found = importances(fanova, ask(trials));
  expect(found.find(({ path }) => path === 'inner')!.effect).toBeNull();
  const flat = importances(fanova, ask(trialsOf(80, () => 2)));
  expect(flat.filter(({ effect }) => effect !== null).every(({ effect }) => effect === 0)).toBe(true);
});

test('fANOVA finds the shares of a sum: additive effects explain everything, in proportion to their variance', () => {
  const sum = ({ noise, kind }: ParamValues) => 6 * Number(noise) + (kind === 'c' ? 4 : 0);
  const found = importances(fanova, ask(trialsOf(1200, sum)));
  // noise: 36 / 12. kind: 4 where the column of c is 1, half of the one-hot cube, 16 / 4.
  expect(found.map(({ path }) => path).slice(0, 2)).toEqual(['kind', 'noise']);
  expect(found[0].effect).toBeCloseTo(4 / 7, 1);
  expect(found[1].effect).toBeCloseTo(3 / 7, 1);
});

test('marginals over choices equal the enumeration of all corners of the one-hot cube', () => {
  // x <= 0.25 ? (c = 1 ? 5 : (x <= 0.1 ? -1 : 2)) : (c = 0 ? 3 : (c = 2 ? 7 : 1)), x in [0, 1], c in 0..3
  const tree: RegressionTree = {
    feature: [0, 1, -1, 0, -1, -1, 1, -1, 1, -1, -1],
    threshold: [0.25, 0, 0, 0.1, 0, 0, 0, 0, 0, 0, 0],
    choice: [-1, 1, -1, -1, -1, -1, 0, -1, 2, -1, -1],
    left: [1, 2, -1, 4, -1, -1, 7, -1, 9, -1, -1],
    right: [6, 3, -1, 5, -1, -1, 8, -1, 10, -1, -1],
    value: [0, 0, 5, 0, -1, 2, 0, 3, 0, 7, 1],
  };
  const f = (x: number, z: boolean[]) => (x <= 0.25 ? (z[1] ? 5 : x <= 0.1 ? -1 : 2) : z[0] ? 3 : z[2] ? 7 : 1);
  const xs = Array.from({ length: 20 }, (_, i) => (i + 0.5) / 20);
  const corners = Array.from({ length: 16 }, (_, corner) => [1, 2, 4, 8].map((bit) => (corner & bit) > 0));
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const variance = (values: number[]) => mean(values.map((v) => (v - mean(values)) ** 2));
  const { total, marginals } = marginalVariances(tree, [{ low: 0, high: 1 }, { choices: 4 }]);
  expect(total).toBeCloseTo(variance(xs.flatMap((x) => corners.map((z) => f(x, z)))), 12);
  expect(marginals[0]).toBeCloseTo(variance(xs.map((x) => mean(corners.map((z) => f(x, z))))), 12);
  expect(marginals[1]).toBeCloseTo(variance(corners.map((z) => mean(xs.map((x) => f(x, z))))), 12);
});

test('the default waits for five trials in the best tenth', () => {
  expect([12, 49, 50].map((n) => defaultMethod(n).type)).toEqual(['kruskal-wallis', 'kruskal-wallis', 'ped-anova']);
});

test('PED-ANOVA: where all trials are equal, the settings that were ever seen share evenly', () => {
  const unseen = trialsOf(20, () => 1).map(({ params, ...rest }) => ({
    ...rest,
    params: Object.fromEntries(Object.entries(params).filter(([path]) => path !== 'inner')),
  }));
  const found = importances(pedAnova, ask(unseen as TrialRecord[]));
  expect(found.map(({ effect }) => effect)).toEqual([1 / 3, 1 / 3, 1 / 3, null]);
});

test('fANOVA is pinned: however its trees are grown and summed up, the bits stay', () => {
  const wide: Space = [
    { path: 'x', domain: { kind: 'float', low: -1, high: 1 } },
    { path: 'n', domain: { kind: 'int', low: 1, high: 64, log: true } },
    { path: 'kind', domain: { kind: 'choice', values: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] } },
    { path: 'on', domain: { kind: 'bool' } },
  ];
  const trials = Array.from({ length: 400 }, (_, index) => {
    const params = samplePoint(wide, Stream.of(5, 'wide', index));
    const bend = Number(params.x) * (params.on ? 1 : -0.5) + 'gfdcabe'.indexOf(String(params.kind)) / 5;
    return {
      index,
      params,
      state: 'done',
      value: bend + Stream.of(5, 'more', index).uniform(),
    } as unknown as TrialRecord;
  });
  const shares = (count: number) =>
    Object.fromEntries(
      importances(fanova, { space: wide, trials: trials.slice(0, count), direction: 'minimize', seed: 3 }).map(
        ({ path, effect }) => [path, effect],
      ),
    );
  expect(shares(60)).toEqual({
    kind: 0.29440742791877783,
    x: 0.24028096536459154,
    on: 0.05863167152505177,
    n: 0.021488381931006852,
  });
  expect(shares(400)).toEqual({
    kind: 0.3213725995775381,
    x: 0.08931899662183812,
    n: 0.019665375030962978,
    on: 0.01702451252819955,
  });
});
