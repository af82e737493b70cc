// What a sampler remembers from ask to ask changes no bit: each ask equals one of a study that was just opened again.
import { expect, test } from 'vitest';
import { Stream } from '$core/rng/stream';
import { followed } from '$core/samplers/follow';
import { samplerDef, samplerOptions } from '$core/samplers/registry';
import type { PastTrial } from '$core/samplers/sampler';
import { pointKey } from '$core/space/points';
import type { ParamValues, Space } from '$core/space/space';

const space: Space = [
  { path: 'x', domain: { kind: 'float', low: -1, high: 3 } },
  { path: 'y', domain: { kind: 'float', low: 1e-3, high: 1, log: true } },
  { path: 'n', domain: { kind: 'int', low: 1, high: 9 } },
];

/** Of ten trials one fails, one is pruned, one is cancelled, and one is of another sampler. */
function trialOf(index: number, params: ParamValues): PastTrial {
  const kind = Stream.of(4, 'kind', index).below(10);
  const value = (Number(params.x) - 0.4) ** 2 + Number(params.y) + Number(params.n) / 9;
  const none = { index, params, value: null };
  if (kind === 0) return { ...none, state: 'failed' };
  if (kind === 1) return { ...none, state: 'pruned', reached: { epochs: index % 5, value } };
  if (kind === 2) return { ...none, state: 'cancelled' };
  return { index, params, state: 'done', value, values: [value, 1 - value] };
}

test.each([
  ['cmaes', 1],
  ['cmaes', 4],
  ['reinforce', 1],
  ['reinforce', 3],
  ['nsga2', 1],
  ['nsga2', 3],
] as const)('%s at width %d', (type, width) => {
  const def = samplerDef(type);
  const options = samplerOptions(def, type === 'nsga2' ? { population: 8 } : {});
  const points: ParamValues[] = [];
  const trials: PastTrial[] = [];
  for (let index = 0; index < 90; index++) {
    const visible = Math.max(0, index - width + 1);
    if (visible > trials.length) trials.push(trialOf(trials.length, points[trials.length]));
    const ask: Parameters<typeof def.ask>[0] = {
      space,
      index,
      trials: trials.slice(),
      pending: points.slice(visible),
      seen: new Set(points.map(pointKey)),
      direction: 'minimize',
      ...(type === 'nsga2' ? { directions: ['minimize', 'maximize'] as const } : {}),
      rng: Stream.of(3, 'sampler', index),
      shared: Stream.of(3, 'sampler', 'shared'),
      options,
    };
    const point = def.ask(ask)!;
    const opened = trials.map((trial) => ({ ...trial, params: { ...trial.params } }));
    expect(def.ask({ ...ask, trials: opened })).toEqual(point);
    points.push(index % 10 === 7 ? { x: 0.5, y: 0.5, n: 1 + (index % 9) } : point);
  }
});

const shared = Stream.of(1, 'shared');
const past = (index: number, value: number): PastTrial => ({ index, params: { x: index }, state: 'done', value });
let learnt = 0;
const sum = (trials: readonly PastTrial[], facts: readonly unknown[] = [], stream = shared): number => {
  const learn = (state: { sum: number }, { value }: PastTrial) => {
    state.sum += value!;
    learnt++;
  };
  return followed({ trials, shared: stream }, facts, () => ({ sum: 0 }), learn).sum;
};

test('learns from what is new, and from all where anything before it is other than it was', () => {
  const trials = [past(0, 1), past(1, 2), past(2, 4)];
  const cost = (work: () => number) => {
    learnt = 0;
    return [work(), learnt];
  };
  expect(cost(() => sum(trials))).toEqual([7, 3]);
  expect(cost(() => sum([...trials, past(3, 8)]))).toEqual([15, 1]);
  const same = [...trials, past(3, 8)];
  expect(cost(() => sum(same))).toEqual([15, 4]);
  expect(cost(() => sum(same, ['another']))).toEqual([15, 4]);
  expect(cost(() => sum(same, ['another'], Stream.of(2, 'shared')))).toEqual([15, 4]);
  expect(cost(() => sum(same.slice(0, 2), ['another'], Stream.of(2, 'shared')))).toEqual([3, 2]);
  const changed = same.with(1, { ...same[1], value: 16 });
  expect(cost(() => sum(changed, ['another'], Stream.of(2, 'shared')))).toEqual([29, 4]);
  expect(cost(() => sum([]))).toEqual([0, 0]);
});

test('nothing is remembered of learning that failed half way', () => {
  const trials = [past(0, 1), past(1, 2)];
  const failing = () =>
    followed(
      { trials, shared },
      [],
      () => ({ sum: 0 }),
      (state, { value }) => {
        state.sum += value!;
        if (value === 2) throw new Error('half way');
      },
    );
  sum(trials.slice(0, 1));
  expect(failing).toThrow('half way');
  expect(sum(trials)).toBe(3);
});
