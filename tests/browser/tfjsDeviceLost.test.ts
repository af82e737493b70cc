// A WebGPU device or a WebGL context that really goes away in the middle of an epoch.
import * as tf from '@tensorflow/tfjs-core';
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { expect, test } from 'vitest';
import { TablabError } from '$core/errors/error';
import { initWeights } from '$core/model/init';
import { resolveModel } from '$core/model/resolve';
import { Stream } from '$core/rng/stream';
import { createTfjsExecutor } from '$engine/tfjs/executor';
import { inOrder, plainOptions, rates, rowsFor } from '../contract/executorSuite';

const spec = resolveModel([], [{ id: 'features', shape: [3], dtype: 'float32' }], 2);

async function setUp(backend: 'webgpu' | 'webgl') {
  const executor = await createTfjsExecutor(backend);
  const model = await executor.build(spec, { ...plainOptions, batchSize: 2 });
  await model.setWeights(initWeights(spec, Stream.of(1, 'init')));
  const data = await executor.load(rowsFor(spec, 40, 2));
  const job = { data, order: inOrder(40), learningRates: rates(20, 0.01), epoch: 0 };
  return { executor, model, data, job };
}

const device = () => (tf.backend() as WebGPUBackend).device;
const faults = [
  ['webgpu', 'device destroyed', () => device().destroy()],
  ['webgpu', 'an error inside the device', () => void device().createBuffer({ size: 16, usage: 0 })],
  [
    'webgl',
    'context lost',
    () => (tf.backend() as MathBackendWebGL).gpgpu.gl.getExtension('WEBGL_lose_context')!.loseContext(),
  ],
] as const;

test.each(faults)('%s, %s: reported as lost, and a new executor starts anew', async (backend, _what, fault) => {
  const first = await setUp(backend);
  const expected = (await first.model.trainEpoch(first.job)).loss;
  let batches = 0;
  const pullOut = () => {
    if (++batches === 5) fault();
    return false;
  };
  await expect(first.model.trainEpoch({ ...first.job, shouldStop: pullOut })).rejects.toSatisfy(
    (error) => error instanceof TablabError && error.code === 'device-lost' && error.details.backend === backend,
  );
  await expect(first.model.getWeights()).rejects.toMatchObject({ code: 'device-lost' });
  first.model.dispose();
  first.data.dispose();
  const second = await setUp(backend);
  expect((await second.model.trainEpoch(second.job)).loss).toBe(expected);
});
