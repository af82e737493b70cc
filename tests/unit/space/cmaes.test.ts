// CMA-ES as a sampler: what it may and may not depend on, and that it converges.
import { expect, test } from 'vitest';
import { Stream } from '$core/rng/stream';
import { samplerDef } from '$core/samplers/registry';
import type { PastTrial } from '$core/samplers/sampler';
import { pointKey } from '$core/space/points';
import type { ParamValues, Space } from '$core/space/space';

const def = samplerDef('cmaes');
type Rate = (point: ParamValues, index: number) => Pick<PastTrial, 'state' | 'value' | 'reached'>;

function askAt(
  space: Space,
  points: readonly ParamValues[],
  rate: Rate,
  more: Partial<Parameters<typeof def.ask>[0]> = {},
  width = 1,
) {
  const index = points.length;
  const visible = Math.max(0, index - width + 1);
  return def.ask({
    space,
    index,
    trials: points.slice(0, visible).map((params, i) => ({ index: i, params, ...rate(params, i) })),
    pending: points.slice(visible),
    seen: new Set(points.map(pointKey)),
    direction: 'minimize',
    rng: Stream.of(3, 'sampler', index),
    shared: Stream.of(3, 'sampler', 'shared'),
    options: { population: 0 },
    ...more,
  });
}

function run(
  space: Space,
  count: number,
  rate: Rate,
  more: Partial<Parameters<typeof def.ask>[0]> = {},
  width = 1,
): ParamValues[] {
  const points: ParamValues[] = [];
  while (points.length < count) points.push(askAt(space, points, rate, more, width)!);
  return points;
}

const floats = (n: number): Space =>
  Array.from({ length: n }, (_, i) => ({ path: `x${i}`, domain: { kind: 'float', low: -1, high: 3 } }));
const bowl = (point: ParamValues) =>
  Object.values(point).reduce<number>((sum, x, i) => sum + (i + 1) * (Number(x) - 0.4) ** 2, 0);
const done: Rate = (point) => ({ state: 'done', value: bowl(point) });

test('converges on an ill-placed bowl, minimised or negated and maximised alike', () => {
  const points = run(floats(3), 200, done);
  expect(Math.min(...points.map(bowl))).toBeLessThan(1e-3);
  const up: Rate = (point) => ({ state: 'done', value: -bowl(point) });
  expect(run(floats(3), 40, up, { direction: 'maximize' })).toEqual(points.slice(0, 40));
});

test('with a width, the trials of an open generation may have any result: the asks stay the same', () => {
  // n = 2: lambda 6. With width 4 the results of trials 0 to 5 are first seen together by ask 9.
  const points = run(floats(2), 14, done, {}, 4);
  const other: Rate = (point, i) => ({ state: 'done', value: i < 6 ? -bowl(point) : bowl(point) });
  const changed = run(floats(2), 14, other, {}, 4);
  expect(changed.slice(0, 9)).toEqual(points.slice(0, 9));
  expect(changed[9]).not.toEqual(points[9]);
});

test('late trials of a closed generation are left out; cancelled ones and foreign points too', () => {
  const points = run(floats(2), 11, done, {}, 4);
  // Trials 6 to 8 were asked for before ask 9 closed generation 0.
  const late: Rate = (point, i) => ({ state: 'done', value: i >= 6 && i <= 8 ? -1e9 : bowl(point) });
  const next = (rate: Rate, from = points) => askAt(floats(2), from, rate, {}, 4);
  expect(next(late)).toEqual(next(done));
  // A cancelled trial does not count: the generation stays open one trial longer.
  const cancelled: Rate = (point, i) => (i === 2 ? { state: 'cancelled', value: null } : done(point, i));
  const six = run(floats(2), 6, done);
  expect(askAt(floats(2), six, cancelled)).not.toEqual(askAt(floats(2), six, done));
  const foreign = six.map((point, i) => (i === 2 ? { x0: 0.123, x1: 0.456 } : point));
  expect(askAt(floats(2), foreign, done)).toEqual(askAt(floats(2), six, cancelled));
});

test('pruned and failed trials rank last, whatever value is left on them', () => {
  const six = run(floats(2), 6, done);
  const worst = six.map((point, i) => ({ i, cost: bowl(point) })).sort((a, b) => b.cost - a.cost);
  const ending: Rate = (point, i) => {
    if (i === worst[0].i) return { state: 'failed', value: null };
    if (i === worst[1].i) return { state: 'pruned', value: -5 };
    return done(point, i);
  };
  expect(askAt(floats(2), six, ending)).toEqual(askAt(floats(2), six, done));
});

test('pruned trials rank among themselves by epochs trained, then by the value reached', () => {
  const six = run(floats(2), 6, done);
  const order = six.map((point, i) => ({ i, cost: bowl(point) })).sort((a, b) => a.cost - b.cost);
  const ended = (reached: readonly PastTrial['reached'][]) =>
    askAt(floats(2), six, (point, i) => {
      const rank = order.findIndex((one) => one.i === i);
      return rank < 3 ? done(point, i) : { state: 'pruned' as const, value: null, reached: reached[rank - 3] };
    });
  const next = askAt(floats(2), six, done);
  const at = (epochs: number, value: number | null) => ({ epochs, value });
  expect(ended([at(9, 5), at(4, 1), at(4, 2)])).toEqual(next);
  expect(ended([at(9, 5), at(4, 2), at(4, 1)])).not.toEqual(next);
  expect(ended([at(4, 0), at(9, 1), at(3, null)])).not.toEqual(next);
  expect(ended([at(4, 1), at(4, null), at(3, 0)])).toEqual(next);
});

test('a generation needs mu values: failures alone never move the mean', () => {
  const failing: Rate = () => ({ state: 'failed', value: null });
  const points = run(floats(2), 40, failing);
  const mean = points.reduce((sum, { x0 }) => sum + Number(x0), 0) / points.length;
  // Four standard errors of 40 draws with deviation 4/6 around 1.
  expect(Math.abs(mean - 1)).toBeLessThan(4 * (4 / 6 / Math.sqrt(40)));
});

test('margin: whole numbers keep moving after the numbers have converged', () => {
  const space: Space = [
    { path: 'x', domain: { kind: 'float', low: 0, high: 1 } },
    { path: 'n', domain: { kind: 'int', low: 1, high: 512, log: true } },
    { path: 'on', domain: { kind: 'bool' } },
  ];
  const cost = ({ x, n, on }: ParamValues) => (Number(x) - 0.3) ** 2 + Math.abs(Number(n) - 6) + (on ? 0 : 0.5);
  const points = run(space, 220, (point) => ({ state: 'done', value: cost(point) }));
  const last = points.slice(-60);
  expect(Math.min(...points.map(cost))).toBeLessThan(1e-4);
  expect(last.filter(({ n }) => n === 6).length).toBeGreaterThan(30);
  expect(new Set(last.map(({ n }) => n)).size).toBeGreaterThan(1);
});

test('choices and conditional parameters are drawn evenly, whatever the results say', () => {
  const space: Space = [
    { path: 'x', domain: { kind: 'float', low: 0, high: 1 } },
    { path: 'kind', domain: { kind: 'choice', values: ['a', 'b'] } },
    { path: 'm', domain: { kind: 'float', low: 0, high: 1 }, when: { path: 'kind', in: ['b'] } },
  ];
  const points = run(space, 200, ({ x, kind }) => ({ state: 'done', value: Number(x) + (kind === 'b' ? 10 : 0) }));
  const b = points.filter(({ kind }) => kind === 'b').length;
  expect(Math.abs(b - 100)).toBeLessThan(4 * Math.sqrt(50));
  expect(points.every(({ kind, m }) => (kind === 'b') === (m !== undefined))).toBe(true);
});

test('refuses a space without a number or switch that always exists', () => {
  const space: Space = [{ path: 'kind', domain: { kind: 'choice', values: ['a', 'b'] } }];
  expect(def.check(space, { population: 0 })).toMatchObject({ code: 'sampler-no-numbers' });
  expect(def.check(floats(1), { population: 0 })).toBeNull();
});
