// No tensor is leaked: their number is the same before and after a hundred training steps, evaluations and predictions.
import { describe, expect, test } from 'vitest';
import { initWeights } from '$core/model/init';
import { resolveModel } from '$core/model/resolve';
import type { LayerSpec } from '$core/model/spec';
import { Stream } from '$core/rng/stream';
import type { UpdateRule } from '$core/train/optimizers';
import type { TfjsBackendName } from '$engine/tfjs/backends/backend';
import { createTfjsExecutor } from '$engine/tfjs/executor';
import { Trainer } from '$engine/train/trainer';
import { inOrder, plainOptions, rates, rowsFor } from '../contract/executorSuite';
import { job, problem } from '../support/training';

const layers: LayerSpec[] = [
  { id: 'c', type: 'conv2d', options: { filters: 2, kernelSize: 3 } },
  { id: 'n', type: 'batchNorm' },
  { id: 'p', type: 'avgPool2d', options: { padding: 'same' } },
  { id: 's', type: 'separableConv2d', options: { filters: 2 } },
  { id: 'm', type: 'maxPool2d' },
  { id: 'f', type: 'flatten' },
  { id: 'l', type: 'layerNorm' },
  { id: 'd', type: 'dropout' },
];
/** Software adapters take a tenth of a second for a step of all that. */
const fewLayers = layers.filter(({ id }) => ['c', 'n', 'm', 'f', 'd'].includes(id));
const rules: [UpdateRule, Record<string, number>][] = [
  ['adamw', { beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0.01 }],
  ['nesterov', { momentum: 0.9 }],
];

describe.each(['cpu', 'wasm', 'webgl', 'webgpu'] as TfjsBackendName[])('on %s', (backend) => {
  const gpu = backend === 'webgl' || backend === 'webgpu';
  const chosen = gpu ? fewLayers : layers;
  const spec = resolveModel(chosen, [{ id: 'features', shape: [5, 5, 1], dtype: 'float32' }], 2);
  test.each(gpu ? rules.slice(1) : rules)('%s', async (rule, options) => {
    const executor = await createTfjsExecutor(backend);
    const start = executor.liveTensors();
    const build = { ...plainOptions, optimizer: { rule, options }, batchSize: 2, clipNorm: 1, l2: 0.01 };
    const model = await executor.build(spec, build);
    await model.setWeights(initWeights(spec, Stream.of(1, 'init')));
    const arrays = rowsFor(spec, 40, 2);
    const data = await executor.load(arrays);
    const epoch = (number: number) =>
      model.trainEpoch({ data, order: inOrder(40), learningRates: rates(20, 0.01), epoch: number });
    const settled = executor.liveTensors();
    for (let number = 0; number < 5; number++) {
      await epoch(number);
      await model.evaluate(data);
      await model.predict(arrays);
      await model.getWeights();
      expect(executor.liveTensors(), `after epoch ${number}`).toBe(settled);
    }
    await model.setWeights(new Map([...(await model.getWeights())].map(([name, w]) => [name, w.map(() => NaN)])));
    expect((await epoch(5)).nonFinite).toBeDefined();
    expect(executor.liveTensors(), 'after a diverged epoch').toBe(settled);
    model.dispose();
    data.dispose();
    expect(executor.liveTensors(), 'after dispose').toBe(start);
  });
});

test('trials leave nothing behind but their data, and unloading frees that', async () => {
  const executor = await createTfjsExecutor('cpu');
  const start = executor.liveTensors();
  const trainer = new Trainer({ now: () => performance.now() });
  await trainer.load('data', problem());
  const live = { trainMetrics: true, surface: { x: 0, y: 1, size: 5 } };
  const counts: number[] = [];
  for (let trial = 0; trial < 3; trial++) {
    await trainer.run(job({ trial, live }), () => undefined);
    counts.push(executor.liveTensors());
  }
  expect(counts[0]).toBeGreaterThan(start);
  expect(new Set(counts).size).toBe(1);
  await trainer.unload('data');
  expect(executor.liveTensors()).toBe(start);
});
