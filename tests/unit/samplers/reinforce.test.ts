import { expect, test } from 'vitest';
import { Stream } from '$core/rng/stream';
import { drawPoint, flatLogits, scoreOf, softmax } from '$core/samplers/policy';
import { learned, rewardsOf } from '$core/samplers/reinforce';
import type { Ask, PastTrial } from '$core/samplers/sampler';
import { Grid, wholeAxis } from '$core/space/points';
import { freeParams } from '$core/space/unitCube';
import type { Param, ParamValues, Space } from '$core/space/space';

const space: Space = [
  { path: 'kind', domain: { kind: 'choice', values: ['a', 'b', 'c'] } },
  { path: 'units', domain: { kind: 'int', low: 1, high: 9, log: true } },
  { path: 'depth', domain: { kind: 'int', low: 0, high: 6 }, when: { path: 'kind', in: ['a', 'b'] } },
  { path: 'same', domain: { kind: 'fixed', value: 1 } },
];
const bins = 4;
const logits = flatLogits(space, bins).map((row, i) => row.map((_, k) => (((i + 2) * (k + 1) * 7) % 5) / 3 - 0.5));

/** Chance of a value, from the definition: each bin's mass spread evenly over its part of the axis. */
function chance({ path, domain }: Param, rows: readonly Float64Array[], value: unknown): number {
  const row = softmax(rows[['kind', 'units', 'depth'].indexOf(path)]);
  if (domain.kind === 'choice') return row[domain.values.indexOf(value as string)];
  const v = value as number;
  const edges =
    path === 'units' ? [v - 0.5, v + 0.5].map((x) => Math.log(x / 0.5) / Math.log(9.5 / 0.5)) : [v / 7, (v + 1) / 7];
  let sum = 0;
  const fine = 4000;
  for (let i = 0; i < fine; i++) {
    const u = edges[0] + ((i + 0.5) / fine) * (edges[1] - edges[0]);
    sum += row[Math.min(bins - 1, Math.floor(u * bins))] * bins;
  }
  return (sum / fine) * (edges[1] - edges[0]);
}
const logChance = (rows: readonly Float64Array[], point: ParamValues) =>
  space
    .filter(({ path }) => path in point && path !== 'same')
    .reduce((s, p) => s + Math.log(chance(p, rows, point[p.path])), 0);

const points = new Grid(space, ({ domain }) => wholeAxis(domain));

test('the score is the gradient of the log chance, for every point of a mixed, conditional space', () => {
  const h = 1e-5;
  for (let n = 0; n < points.size; n += 5) {
    const point = points.at(n);
    const score = scoreOf(freeParams(space), logits, point);
    logits.forEach((row, i) =>
      row.forEach((_, k) => {
        const moved = (by: number) => logits.map((r, j) => (j === i ? r.map((x, l) => (l === k ? x + by : x)) : r));
        const slope = (logChance(moved(h), point) - logChance(moved(-h), point)) / (2 * h);
        // The test's own integral has 4000 cells to a value.
        expect(Math.abs(score[i][k] - slope)).toBeLessThan(1e-3);
      }),
    );
  }
});

test('points are drawn with those chances', () => {
  const n = 4000;
  const drawn = Array.from({ length: n }, (_, i) => drawPoint(space, logits, Stream.of(1, 'draw', i)));
  for (const param of space.slice(0, 2)) {
    for (const value of param.domain.kind === 'choice' ? ['a', 'b', 'c'] : [1, 2, 3, 5, 9]) {
      const p = chance(param, logits, value);
      const share = drawn.filter((point) => point[param.path] === value).length / n;
      // Four standard errors of a share at n = 4000.
      expect(Math.abs(share - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / n));
    }
  }
});

const trial = (index: number, kind: string, value: number | null, state: PastTrial['state'] = 'done'): PastTrial => ({
  index,
  params: { kind },
  state,
  value,
});
const pair: Space = [{ path: 'kind', domain: { kind: 'choice', values: ['a', 'b'] } }];
const ask = (trials: PastTrial[], pending: number, more: Partial<Ask> = {}) =>
  ({
    space: pair,
    index: trials.length + pending,
    trials,
    pending: Array.from({ length: pending }, () => ({ kind: 'a' })),
    seen: new Set<string>(),
    direction: 'minimize',
    rng: Stream.of(1, 'r'),
    shared: Stream.of(1, 's'),
    options: { rate: 1, decay: 0.9, memory: 50, bins: 10 },
    ...more,
  }) as Ask<{ rate: number; decay: number; memory: number; bins: number }>;

test('rewards: the share of earlier trials beaten, ties half; failures beat nothing, cancelled trials do not count', () => {
  const trials = [
    trial(0, 'a', 5),
    trial(1, 'a', 3),
    trial(2, 'a', 3),
    trial(3, 'a', null, 'failed'),
    trial(4, 'a', null, 'cancelled'),
    trial(5, 'a', 4),
    trial(6, 'a', null, 'pruned'),
  ];
  expect(rewardsOf(trials, 'minimize', 50)).toEqual([null, 1, 0.75, 0, null, 0.5, 0.1]);
  expect(rewardsOf(trials, 'maximize', 50)).toEqual([null, 0, 0.25, 0, null, 0.75, 0.1]);
  expect(rewardsOf(trials, 'minimize', 1)).toEqual([null, 1, 0.5, 0, null, 1, 0]);
});

test('updates by hand: the baseline is the debiased average, the first reward teaches nothing', () => {
  const first = [trial(0, 'b', 1), trial(1, 'a', 0)];
  expect(learned(ask(first, 0)).map((row) => [...row])).toEqual([[0, 0]]);
  // Third: reward 0, baseline (0.9 * 0.1 * 1 + 0.1 * 0) / 0.19, score of "a" at even chances (0.5, -0.5).
  const advantage = 0 - 0.09 / 0.19;
  const [row] = learned(ask([...first, trial(2, 'a', 2)], 0));
  expect(row[0]).toBeCloseTo(0.5 * advantage, 12);
  expect(row[1]).toBeCloseTo(-0.5 * advantage, 12);
});

test('with trials in flight the gradient is that of the policy that drew the point', () => {
  const trials = [trial(0, 'b', 1), trial(1, 'a', 0), trial(2, 'a', 2), trial(3, 'b', 3)];
  const steps = [0, -0.09 / 0.19, 0 - (0.9 * 0.09) / (0.9 * 0.19 + 0.1)];
  // Width 3: trial 3 was asked when trials 0 and 1 were known, at even chances.
  const [late] = learned(ask(trials, 2));
  expect(late[0]).toBeCloseTo(0.5 * steps[1] - 0.5 * steps[2], 12);
  // Width 1: it was drawn from the policy after trial 2.
  const [now] = learned(ask(trials, 0));
  const a = 1 / (1 + Math.exp(-steps[1]));
  expect(now[0]).toBeCloseTo(0.5 * steps[1] - a * steps[2], 12);
});

test('the policy settles on the better value', () => {
  const trials = Array.from({ length: 80 }, (_, i) => trial(i, i % 2 ? 'a' : 'b', i % 2 ? 0.1 : 0.9));
  expect(softmax(learned(ask(trials, 0))[0])[0]).toBeGreaterThan(0.9);
  expect(softmax(learned(ask(trials, 0, { direction: 'maximize' }))[0])[0]).toBeLessThan(0.1);
});

test('a value that the policy has ruled out has a score all the same', () => {
  const [row] = scoreOf(pair, [Float64Array.of(-2000, 0)], { kind: 'a' });
  expect([...row]).toEqual([1, -1]);
});
