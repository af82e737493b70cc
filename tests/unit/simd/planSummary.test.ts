// What people are told of a plan is what the engine runs: the same memory, the same calls.
import { expect, it } from 'vitest';
import { defaultTrainConfig } from '$core/train/config';
import { summarizePlan } from '$engine/train/planSummary';

const inputs = [{ id: 'features', shape: [20], dtype: 'float32' }] as const;
const layers = [
  { id: 'h1', type: 'dense', options: { units: 32, activation: 'relu' } },
  { id: 'h2', type: 'dense', options: { units: 32, activation: 'relu' } },
];
const config = { ...defaultTrainConfig('table'), layers };
const request = { config, inputs, units: 4, task: 'multiclass', rows: 64 } as const;

it('counts the products of a small network as one would by hand', () => {
  const { ops, flops, text } = summarizePlan(request);
  const products = ops.filter(({ kernel }) => kernel === 'matmul');
  // Forward: 64 x (20 x 32 + 32 x 32 + 32 x 4) products and sums; backward: weights of all three, inputs of two.
  const [first, second, third] = [20 * 32, 32 * 32, 32 * 4].map((size) => 2 * 64 * size);
  const expected = 2 * (first + second + third) + second + third;
  // The bias is part of the product's kernel.
  const biases = 64 * (32 + 32 + 4);
  const counted = products.reduce((sum, op) => sum + op.flops, 0);
  expect(counted).toBeGreaterThanOrEqual(expected);
  expect(counted).toBeLessThanOrEqual(expected + 2 * biases);
  expect(flops).toBe(ops.reduce((sum, op) => sum + op.flops, 0));
  expect(text.split('\n')[0]).toContain(`${ops.length} ops`);
});

it('keeps weights, gradients and the slots of the optimizer between steps', () => {
  const parameters = 20 * 32 + 32 + 32 * 32 + 32 + 32 * 4 + 4;
  const adam = summarizePlan(request);
  const sgd = summarizePlan({
    ...request,
    config: { ...config, optimizer: { ...config.optimizer, type: 'sgd', options: {} } },
  });
  expect(adam.keptBytes).toBeGreaterThanOrEqual(3 * 4 * parameters);
  expect(adam.keptBytes - sgd.keptBytes).toBeGreaterThanOrEqual(2 * 4 * parameters);
  expect(adam.arenaBytes).toBeGreaterThan(adam.keptBytes);
});

it('names the layer that cannot be', () => {
  const wrong = { ...config, layers: [{ id: 'c', type: 'conv2d', options: { filters: 4, kernelSize: 3 } }] };
  expect(() => summarizePlan({ ...request, config: wrong })).toThrow(
    expect.objectContaining({ code: expect.any(String) }),
  );
});
