// Random networks train alike on every executor: the same losses and outputs over three epochs, dropout included.
// SGD, because Adam turns gradients that are zero but for rounding into full steps.
import { beforeAll, describe, expect, test } from 'vitest';
import { initWeights } from '$core/model/init';
import type { ModelSpec } from '$core/model/spec';
import { Stream } from '$core/rng/stream';
import type { BackendName, Executor } from '$engine/executor';
import { executorEntries } from '$engine/executors';
import { inOrder, plainOptions, rates, rowsFor } from '../contract/executorSuite';
import { expectClose } from '../support/close';
import { randomSpec } from '../support/randomSpec';

const options = {
  ...plainOptions,
  optimizer: { rule: 'sgd' as const, options: {} },
  batchSize: 4,
  l2: 0.001,
  clipNorm: 5,
};
const rows = 11;
const opened = new Map<BackendName, Executor>();
beforeAll(async () => {
  for (const name of ['simd', 'cpu', 'wasm'] as const) opened.set(name, await executorEntries[name]());
});

async function train(name: BackendName, spec: ModelSpec, seed: number) {
  const executor = opened.get(name)!;
  const model = await executor.build(spec, options);
  await model.setWeights(initWeights(spec, Stream.of(seed, 'init')));
  const data = await executor.load(rowsFor(spec, rows, 3, seed));
  const losses: number[] = [];
  for (let epoch = 0; epoch < 3; epoch++) {
    const job = { data, order: inOrder(rows), learningRates: rates(3, 0.02), epoch };
    losses.push((await model.trainEpoch(job)).loss);
  }
  const { outputs } = await model.evaluate(data);
  model.dispose();
  data.dispose();
  return { losses, outputs };
}

const cases = Array.from({ length: 40 }, (_, seed) => {
  const spec = randomSpec(Stream.of(seed, 'specs'), 1 + (seed % 7), 3);
  return [`${seed}: ${spec.layers.map((layer) => layer.type).join(', ')}`, spec, seed] as const;
});

test('the random networks cover every layer type but the embedding', () => {
  expect(new Set(cases.flatMap(([, spec]) => spec.layers.map((layer) => layer.type))).size).toBe(19);
});

describe.each(['wasm', 'simd'] as const)('%s against cpu', (name) => {
  test.each(cases)('%s', async (_name, spec, seed) => {
    const [want, got] = [await train('cpu', spec, seed), await train(name, spec, seed)];
    expect(want.losses.every(Number.isFinite)).toBe(true);
    expectClose(got.losses, want.losses, 1e-5, 'losses');
    expectClose(got.outputs, want.outputs, 1e-4, 'outputs');
  });
});

test('a training begun on one executor goes on on another', async () => {
  const spec = cases[5][1];
  const adam = { ...options, optimizer: plainOptions.optimizer };
  const arrays = rowsFor(spec, rows, 3);
  const start = async (name: BackendName) => {
    const executor = opened.get(name)!;
    const [model, data] = [await executor.build(spec, adam), await executor.load(arrays)];
    return { model, job: (epoch: number) => ({ data, order: inOrder(rows), learningRates: rates(3, 0.01), epoch }) };
  };
  const simd = await start('simd');
  await simd.model.setWeights(initWeights(spec, Stream.of(1, 'init')));
  await simd.model.trainEpoch(simd.job(0));
  for (const name of ['cpu', 'wasm'] as const) {
    const other = await start(name);
    await other.model.setWeights(await simd.model.getWeights());
    await other.model.setOptimizerState(await simd.model.getOptimizerState());
    expect(await other.model.getOptimizerState()).toEqual(await simd.model.getOptimizerState());
    expect(await other.model.getWeights()).toEqual(await simd.model.getWeights());
    const next = await start('simd');
    await next.model.setWeights(await simd.model.getWeights());
    await next.model.setOptimizerState(await simd.model.getOptimizerState());
    const [want, got] = [await next.model.trainEpoch(next.job(1)), await other.model.trainEpoch(other.job(1))];
    expectClose([got.loss], [want.loss], 1e-5, `second epoch on ${name}`);
  }
});
