// Augmented training: the same bits however it was trained, both executors agree, and what it cannot be used with.
import { describe, expect, test } from 'vitest';
import type { Checkpoint, TrialJob, TrialMessage } from '$core/run/trial';
import type { Prepared } from '$core/pipeline/prepared';
import { Stream } from '$core/rng/stream';
import type { TrainConfig } from '$core/train/config';
import { Trainer } from '$engine/train/trainer';
import { expectClose } from '../support/close';
import { config, job, problem } from '../support/training';

const rng = Stream.of(4, 'pictures');
const pictures = (rows: number) => ({
  rows,
  features: Float32Array.from({ length: rows * 36 }, () => rng.uniform()),
  codes: new Int32Array(),
  target: Float32Array.from({ length: rows }, (_, i) => i % 3),
});
const images: Prepared = {
  ...problem(),
  inputs: [{ id: 'features', shape: [6, 6, 1], dtype: 'float32' }],
  featureNames: [],
  train: pictures(40),
  validation: pictures(20),
  test: pictures(10),
};
const cnn = (augment?: TrainConfig['augment']) =>
  config({
    layers: [
      { id: 'c', type: 'conv2d', options: { filters: 4, kernelSize: 3 } },
      { id: 'f', type: 'flatten' },
    ],
    epochs: 3,
    ...(augment ? { augment } : {}),
  });
const all: TrainConfig['augment'] = {
  flipX: 0.5,
  crop: 0.3,
  rotate: 20,
  shift: 0.1,
  noise: 0.05,
  cutout: 0.3,
  mixup: 0.4,
};

async function run(
  changes: Partial<TrialJob>,
  prepared: Prepared = images,
  on: (m: TrialMessage) => void = () => undefined,
) {
  let clock = 0;
  const trainer = new Trainer({ now: () => clock++ });
  await trainer.load('data', prepared);
  const { record, weights } = await trainer.run(job({ executor: 'simd', ...changes }), on);
  return { record, weights };
}

describe('augmented training', () => {
  test('gives the same bits again, other bits by trial, and differs from plain training', async () => {
    const once = await run({ config: cnn(all) });
    expect(once.record.state).toBe('done');
    expect(await run({ config: cnn(all) })).toEqual(once);
    expect((await run({ config: cnn(all), trial: 1 })).weights).not.toEqual(once.weights);
    expect((await run({ config: cnn() })).weights).not.toEqual(once.weights);
    // All off is plain training, bit for bit.
    expect((await run({ config: cnn({ flipX: 0, outside: 'edge' }) })).weights).toEqual(
      (await run({ config: cnn() })).weights,
    );
  });

  test('goes on from a checkpoint as if it had never stopped', async () => {
    const checkpoints: Checkpoint[] = [];
    const whole = await run({ config: cnn(all), checkpointEvery: 1e-9 }, images, (message) => {
      if (message.type === 'checkpoint') checkpoints.push(message.checkpoint);
    });
    expect(checkpoints.length).toBeGreaterThanOrEqual(3);
    for (const from of checkpoints) expect((await run({ config: cnn(all), from })).weights).toEqual(whole.weights);
  });

  test('both executors agree', async () => {
    const [simd, tfjs] = [await run({ config: cnn(all) }), await run({ config: cnn(all), executor: 'cpu' })];
    expect(tfjs.record.backend).toBe('cpu');
    for (const [name, want] of simd.weights!) expectClose(tfjs.weights!.get(name)!, want, 1e-4, name);
    expect(tfjs.record.metrics.loss).toBeCloseTo(simd.record.metrics.loss, 4);
  });

  test.each(['binary', 'multiclass', 'regression'] as const)('rows of a table are mixed, %s', async (task) => {
    const prepared = problem({ task });
    const { record } = await run({ config: config({ augment: { mixup: 0.3 } }) }, prepared);
    expect(record.error).toBeUndefined();
    expect(record.state).toBe('done');
    expect(record.metrics.loss).toBeGreaterThan(0);
  });

  test('is refused where it means nothing', async () => {
    const field = async (changes: Partial<TrainConfig>, prepared: Prepared) => {
      const { record } = await run({ config: config(changes) }, prepared);
      return [record.state, record.error?.code, record.error?.details?.field];
    };
    expect(await field({ augment: { rotate: 5 } }, problem())).toEqual(['failed', 'field-invalid', 'augment.rotate']);
    const weighted = { augment: { mixup: 1 }, classWeights: 'balanced' as const };
    expect(await field(weighted, problem())).toEqual(['failed', 'field-invalid', 'augment.mixup']);
    const plain = problem();
    const coded: Prepared = {
      ...plain,
      inputs: [...plain.inputs, { id: 'codes', shape: [1], dtype: 'int32', vocabulary: 3 }],
    };
    expect(await field({ augment: { mixup: 1 } }, coded)).toEqual(['failed', 'field-invalid', 'augment.mixup']);
  });
});
