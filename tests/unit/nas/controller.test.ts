// The controller's policy: its gradients against finite differences, absent genes passed over, and that it learns.
import { describe, expect, it } from 'vitest';
import { Policy, type Walk } from '$core/nas/strategies/controller/policy';
import { Adam } from '$core/nas/strategies/adam';
import { isPoint, pointKey } from '$core/space/points';
import type { Space } from '$core/space/space';
import { Stream } from '$core/rng/stream';

const space: Space = [
  { path: 'blocks', domain: { kind: 'int', low: 1, high: 3 } },
  { path: 'b1.op', domain: { kind: 'choice', values: ['conv', 'pool'] } },
  { path: 'b2.op', domain: { kind: 'choice', values: ['conv', 'pool'] }, when: { path: 'blocks', in: [2, 3] } },
  { path: 'b3.op', domain: { kind: 'choice', values: ['conv', 'pool'] }, when: { path: 'blocks', in: [3] } },
  { path: 'norm', domain: { kind: 'bool' } },
];
const policy = new Policy(space);

/** Larger than at the start, so that the gates are not all near a half. */
const theta = policy.initial(Stream.of(1, 'theta')).map((x) => 6 * x);
const point = { blocks: 3, 'b1.op': 'pool', 'b2.op': 'conv', 'b3.op': 'pool', norm: false };

/** Logits that a softmax of chances has, up to a constant. */
const spread = (chances: Float64Array) => Math.log(Math.max(...chances)) - Math.log(Math.min(...chances));

it('bounds logits by b tanh(logit / temperature), as Pham et al. 2018 do', () => {
  const wild = theta.map((x) => 40 * x);
  for (const [bound, temperature] of [
    [2.5, 5],
    [1.1, 1],
  ]) {
    const bounded = new Policy(space, { bound, temperature });
    // From one start, so from one input: what comes out of the first softmax is a function of what goes in.
    const [free] = policy.follow(wild, point).emitted;
    const [held] = bounded.follow(wild, point).emitted;
    const logits = Array.from(free.chances, (p) => Math.log(p));
    const values = free.gene.values;
    const raw = Array.from({ length: values }, (_, v) => {
      let sum = wild[free.gene.biases + v];
      free.top.forEach((h, k) => (sum += wild[free.gene.weights + v * free.top.length + k] * h));
      return sum;
    });
    expect(logits[0] - logits[1]).toBeCloseTo(raw[0] - raw[1], 9);
    const expected = raw.map((l) => bound * Math.tanh(l / temperature));
    const total = expected.reduce((sum, l) => sum + Math.exp(l), 0);
    expected.forEach((l, v) => expect(held.chances[v]).toBeCloseTo(Math.exp(l) / total, 12));
    for (const { chances } of bounded.follow(wild, point).emitted)
      expect(spread(chances)).toBeLessThanOrEqual(2 * bound);
    expect(policy.follow(wild, point).emitted.some(({ chances }) => spread(chances) > 2 * bound)).toBe(true);
  }
});

describe.each([
  ['without a bound', { bound: 0, temperature: 1 }],
  ['with the bound of the paper', { bound: 2.5, temperature: 5 }],
  ['with the bound of its code for cells', { bound: 1.1, temperature: 1 }],
])('the gradient %s', (_name, limit) => {
  const policy = new Policy(space, limit);
  const advantage = 0.7;
  const weight = 0.3;
  const goal = (at: Float64Array) => {
    const { logP, entropy } = Policy.measures(policy.follow(at, point));
    return advantage * logP + weight * entropy;
  };
  const gradient = new Float64Array(policy.size);
  policy.addGradient(theta, policy.follow(theta, point), advantage, weight, gradient);

  it('is that of the finite differences, through all steps and both layers', () => {
    const step = 1e-5;
    const rng = Stream.of(2, 'places');
    // Every 97th number, and those that the first input and the last softmax are made of.
    const places = new Set(Array.from({ length: Math.floor(policy.size / 97) }, (_, i) => i * 97 + rng.below(97)));
    for (let i = 0; i < 35; i += 5) places.add(i).add(policy.size - 1 - i);
    let sum = 0;
    for (const i of places) {
      const moved = theta.slice();
      moved[i] = theta[i] + step;
      const high = goal(moved);
      moved[i] = theta[i] - step;
      const numeric = (high - goal(moved)) / (2 * step);
      expect(Math.abs(numeric - gradient[i]), `number ${i}`).toBeLessThan(1e-9 + 1e-6 * Math.abs(numeric));
      sum += Math.abs(numeric);
    }
    expect(sum).toBeGreaterThan(0.1);
  });

  it('of the values of absent genes is zero', () => {
    const short = { blocks: 1, 'b1.op': 'conv', norm: true };
    const walk = policy.follow(theta, short);
    expect(walk.point).toEqual(short);
    expect(walk.emitted.map(({ gene }) => gene.param.path)).toEqual(['blocks', 'b1.op', 'norm']);
    const own = new Float64Array(policy.size);
    policy.addGradient(theta, walk, 1, 0, own);
    const absent = policy.follow(theta, point).emitted.find(({ gene }) => gene.param.path === 'b3.op')!.gene;
    expect(own.subarray(absent.weights, absent.biases + absent.values).every((g) => g === 0)).toBe(true);
  });
});

it('its draws are points of the space, as likely as it says', () => {
  const counts = new Map<string, { count: number; walk: Walk }>();
  const draws = 1000;
  for (let i = 0; i < draws; i++) {
    const walk = policy.draw(theta, Stream.of(3, 'draw', i));
    expect(isPoint(space, walk.point)).toBe(true);
    const key = pointKey(walk.point);
    counts.set(key, { walk, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  for (const { count, walk } of counts.values()) {
    const chance = Math.exp(Policy.measures(walk).logP);
    // Five standard deviations of a binomial count.
    expect(Math.abs(count / draws - chance)).toBeLessThan(5 * Math.sqrt((chance * (1 - chance)) / draws));
  }
});

it('moves towards what is rewarded', () => {
  const learned = policy.initial(Stream.of(4, 'theta'));
  const adam = new Adam(policy.size);
  const before = Policy.measures(policy.follow(learned, point)).logP;
  for (let i = 0; i < 40; i++) {
    const gradient = new Float64Array(policy.size);
    policy.addGradient(learned, policy.follow(learned, point), 1, 0, gradient);
    adam.step(learned, gradient, 0.01);
  }
  expect(Policy.measures(policy.follow(learned, point)).logP).toBeGreaterThan(before / 4);
});
