// What TPE does with the trials it may see; its densities are held to Optuna's in tests/oracle/tpe.test.ts.
import { expect, test, vi } from 'vitest';
import { GrowingVolume } from '$core/pareto/volume';
import { Stream } from '$core/rng/stream';
import { samplerDef, samplerOptions } from '$core/samplers/registry';
import type { PastTrial } from '$core/samplers/sampler';
import { partsOf } from '$core/samplers/tpe/parts';
import { goodCountOfSeveral, split } from '$core/samplers/tpe/split';
import { pointKey, samplePoint } from '$core/space/points';
import type { ParamValues, Space } from '$core/space/space';

const tpe = samplerDef('tpe');

interface Given {
  space: Space;
  trials: readonly PastTrial[];
  pending?: readonly ParamValues[];
  options?: Record<string, number | boolean | string>;
  seed?: number;
}

function ask({ space, trials, pending = [], options = {}, seed = 1 }: Given) {
  const index = trials.length + pending.length;
  return tpe.ask({
    space,
    index,
    trials,
    pending,
    seen: new Set([...trials.map(({ params }) => params), ...pending].map(pointKey)),
    direction: 'minimize',
    rng: Stream.of(seed, 'sampler', index),
    shared: Stream.of(seed, 'sampler', 'shared'),
    options: samplerOptions(tpe, options),
  })!;
}

const line: Space = [{ path: 'x', domain: { kind: 'float', low: 0, high: 1 } }];
const history = (space: Space, n: number, cost: (params: ParamValues) => number): PastTrial[] =>
  Array.from({ length: n }, (_, index) => {
    const params = samplePoint(space, Stream.of(3, 'past', index));
    return { index, params, state: 'done', value: cost(params) };
  });
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test('the first ten trials with an outcome are the random ones; failed ones do not count', () => {
  const trials = history(line, 12, ({ x }) => Number(x));
  const random = (past: readonly PastTrial[]) =>
    samplerDef('random').ask({
      space: line,
      index: past.length,
      trials: past,
      pending: [],
      seen: new Set(past.map(({ params }) => pointKey(params))),
      direction: 'minimize',
      rng: Stream.of(1, 'sampler', past.length),
      shared: Stream.of(1, 'sampler', 'shared'),
      options: {},
    });
  const ending = (state: 'failed' | 'pruned') =>
    trials.map((trial) => (trial.index < 3 ? { ...trial, state, value: null } : trial));
  expect(ask({ space: line, trials: ending('failed') })).toEqual(random(trials));
  expect(ask({ space: line, trials: ending('pruned') })).not.toEqual(random(trials));
  expect(ask({ space: line, trials: trials.slice(0, 9) })).toEqual(random(trials.slice(0, 9)));
});

test('asks gather where the good trials are', () => {
  const trials = history(line, 40, ({ x }) => Math.abs(Number(x) - 0.3));
  const asked = Array.from({ length: 60 }, (_, seed) => Number(ask({ space: line, trials, seed }).x));
  expect(mean(asked.map((x) => Math.abs(x - 0.3)))).toBeLessThan(0.06);
});

test('the constant liar keeps asks away from trials in flight', () => {
  const trials = history(line, 40, ({ x }) => Math.abs(Number(x) - 0.3));
  const pending = Array.from({ length: 8 }, (_, i) => ({ x: 0.3 + 0.002 * i }));
  const distance = (constantLiar: boolean) =>
    mean(
      Array.from({ length: 60 }, (_, seed) =>
        Math.abs(Number(ask({ space: line, trials, pending, seed, options: { constantLiar } }).x) - 0.307),
      ),
    );
  expect(distance(true)).toBeGreaterThan(1.3 * distance(false));
});

const tree: Space = [
  { path: 'kind', domain: { kind: 'choice', values: ['a', 'b'] } },
  { path: 'p', domain: { kind: 'float', low: 0, high: 1 }, when: { path: 'kind', in: ['a'] } },
  { path: 'q', domain: { kind: 'float', low: 0, high: 1 }, when: { path: 'kind', in: ['a'] } },
  { path: 'r', domain: { kind: 'float', low: 0, high: 1 }, when: { path: 'kind', in: ['b'] } },
  { path: 'one', domain: { kind: 'fixed', value: 1 } },
  { path: 'x', domain: { kind: 'float', low: 0, high: 1 } },
];

test('which parameters are modelled together', () => {
  const seen = history(tree, 20, () => 0).map(({ params }) => params);
  const paths = (together: 'joint' | 'groups' | 'alone') =>
    partsOf(tree, seen, together).map((part) => part.map(({ path }) => path));
  expect(paths('joint')).toEqual([['kind', 'x']]);
  expect(paths('groups')).toEqual([['kind', 'x'], ['p', 'q'], ['r']]);
  expect(paths('alone')).toEqual([]);
});

// The good values of p and q are tied to each other: p + q = 1 at both ends.
const tied = ({ kind, p, q, r, x }: ParamValues) =>
  kind === 'a' ? Math.abs(Number(p) + Number(q) - 1) + 0.1 * Math.abs(Number(x) - 0.5) : 1 + Number(r);

test('groups know how conditional parameters go together', () => {
  const trials = history(tree, 200, tied);
  const miss = (together: string) =>
    mean(
      Array.from({ length: 60 }, (_, seed) => ask({ space: tree, trials, seed, options: { together } }))
        .filter(({ kind }) => kind === 'a')
        .map(({ p, q }) => Math.abs(Number(p) + Number(q) - 1)),
    );
  expect(miss('groups')).toBeLessThan(0.6 * miss('joint'));
});

test('a choice that only bad trials made is left', () => {
  const trials = history(tree, 60, tied);
  const kinds = Array.from({ length: 40 }, (_, seed) => ask({ space: tree, trials, seed }).kind);
  expect(kinds.filter((kind) => kind === 'a').length).toBeGreaterThan(36);
});

test('on a finite space a point that came before gives way to the next best candidate', () => {
  const space: Space = [
    { path: 'a', domain: { kind: 'int', low: 0, high: 9 } },
    { path: 'b', domain: { kind: 'int', low: 0, high: 9 } },
  ];
  const cost = ({ a, b }: ParamValues) => Math.abs(Number(a) - 7) + Math.abs(Number(b) - 2);
  const trials: PastTrial[] = [];
  for (let index = 0; index < 40; index++) {
    const params = ask({ space, trials });
    trials.push({ index, params, state: 'done', value: cost(params) });
  }
  expect(new Set(trials.map(({ params }) => pointKey(params))).size).toBe(40);
  // Uniform draws stand 4.9 away on average; the 13 nearest points of 40 lie within 2.
  expect(trials.filter(({ value }) => value! <= 2).length).toBeGreaterThanOrEqual(11);
});

test('several objectives: the good ones of a study that grows are those chosen anew, and worked out when the front changes', () => {
  const worked = vi.spyOn(GrowingVolume.prototype, 'add');
  const rng = Stream.of(4, 'several');
  const directions = ['minimize', 'maximize', 'minimize'] as const;
  const trials: PastTrial[] = [];
  let [repeated, all] = [0, 0];
  for (let index = 0; index < 160; index++) {
    const [x, y] = [rng.uniform(), rng.uniform()];
    // Every second one is far from the best.
    const far = index % 2 === 0 && index > 40 ? 5 : 0;
    const values = [x + far, -y - far, (1 - x) * (1 - y) + far];
    trials.push({ index, params: { x }, state: 'done', value: values[0], values });
    const count = goodCountOfSeveral(trials.length);
    worked.mockClear();
    const grown = split(trials, 'minimize', count, directions);
    const own = worked.mock.calls.length;
    const anew = trials.map((trial) => ({ ...trial, params: { ...trial.params } }));
    worked.mockClear();
    expect(grown).toEqual(split(anew, 'minimize', count, directions));
    all += worked.mock.calls.length > 0 ? 1 : 0;
    repeated += own === 0 && worked.mock.calls.length > 0 ? 1 : 0;
  }
  worked.mockRestore();
  expect(all).toBeGreaterThan(40);
  expect(repeated).toBeGreaterThan(all / 4);
});
