// Trainings that are killed at random steps, within epochs too, and gone on with from the checkpoint before: the same bits as
// of one that was left alone, whatever its layers, losses, rules and rows are.
import { describe, expect, test } from 'vitest';
import type { LayerSpec } from '$core/model/spec';
import type { Prepared } from '$core/pipeline/prepared';
import { Stream } from '$core/rng/stream';
import type { Checkpoint } from '$core/run/checkpoint';
import type { TrialJob, TrialMessage } from '$core/run/trial';
import type { TrainConfig } from '$core/train/config';
import { Trainer } from '$engine/train/trainer';
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
  train: pictures(41),
  validation: pictures(20),
  test: pictures(5),
};
const normed: LayerSpec[] = [
  { id: 'h1', type: 'dense', options: { units: 8, activation: 'relu' } },
  { id: 'norm', type: 'batchNorm' },
  { id: 'drop', type: 'dropout', options: { rate: 0.4 } },
];
const convolved: LayerSpec[] = [
  { id: 'c', type: 'conv2d', options: { filters: 3, kernelSize: 3 } },
  { id: 'n', type: 'batchNorm' },
  { id: 'f', type: 'flatten' },
  { id: 'd', type: 'dropout', options: { rate: 0.2 } },
];
const short = (changes: Partial<TrainConfig>) => config({ epochs: 4, batchSize: 2, layers: normed, ...changes });
const rule = (type: TrainConfig['optimizer']['type'], learningRate = 0.01) => ({ type, learningRate, options: {} });

const trainings: Readonly<Record<string, readonly [TrainConfig, Prepared]>> = {
  'batch normalization, dropout, Adam': [short({}), problem({ train: 45 })],
  'class weights of two classes, penalties, clipping': [
    short({ classWeights: 'balanced', l1: 1e-3, l2: 1e-3, clipNorm: 0.5, optimizer: rule('adamw') }),
    problem({ task: 'binary', train: 43 }),
  ],
  'values, Huber, RMSProp': [
    short({ loss: 'huber', optimizer: rule('rmsprop') }),
    problem({ task: 'regression', train: 40 }),
  ],
  'momentum by steps, best epoch restored': [
    short({
      epochs: 8,
      optimizer: rule('nesterov', 0.1),
      schedule: { type: 'step', options: {} },
      earlyStopping: { patience: 2, minDelta: 0, restoreBest: true },
    }),
    problem({ train: 50 }),
  ],
  'images, augmented and mixed': [
    short({ layers: convolved, augment: { flipX: 0.5, rotate: 20, shift: 0.1, cutout: 0.3, mixup: 0.4 } }),
    images,
  ],
};

let clock = 0;
async function run(changes: Partial<TrialJob>, prepared: Prepared, on: (m: TrialMessage) => void = () => undefined) {
  const trainer = new Trainer({ now: () => (clock += 5) });
  await trainer.load('data', prepared);
  const { record, weights, predictions } = await trainer.run(job({ executor: 'simd', ...changes }), on);
  const { seconds: _seconds, ...rest } = record;
  return { record: rest, weights, predictions };
}

describe('killed at random steps and gone on with', () => {
  test.each(Object.entries(trainings))('%s', async (name, [config, prepared]) => {
    const about = { config, live: { trainMetrics: true } };
    const whole = await run(about, prepared);
    expect(whole.record.state).toBe('done');
    const handed: Checkpoint[] = [];
    const keep = (message: TrialMessage) =>
      void (message.type === 'checkpoint' && handed.push(structuredClone(message.checkpoint)));
    expect(await run({ ...about, checkpointEvery: 1e-9 }, prepared, keep)).toEqual(whole);
    const within = handed.filter(({ part }) => part);
    const steps = Math.ceil(prepared.train.rows / 2);
    expect(new Set(within.map(({ epoch }) => epoch)).size).toBe(whole.record.curve.length);
    expect(within.some(({ part }) => part!.step < steps)).toBe(true);
    // After the last step, before the epoch is measured.
    expect(within.some(({ part }) => part!.step === steps)).toBe(true);
    const random = Stream.of(7, name);
    for (let i = 0; i < 6; i++) {
      // Killed again and again, each time at some checkpoint of the life before.
      let from = within[random.below(within.length)];
      for (let deaths = random.below(3); deaths > 0; deaths--) {
        handed.length = 0;
        await run({ ...about, checkpointEvery: 1e-9, from }, prepared, keep);
        if (handed.length > 0) from = handed[random.below(handed.length)];
      }
      expect(await run({ ...about, from }, prepared)).toEqual(whole);
    }
  });

  test('numbers that overflow are found at the same step, of the same layer', async () => {
    const layers = [{ id: 'h1', type: 'dense', options: { units: 8, activation: 'linear' } }];
    const wild = short({ layers, optimizer: rule('minibatch') });
    const prepared = problem({ task: 'regression' });
    // One row that no float32 can square, somewhere in the first epoch.
    prepared.train.features.fill(1e30, 4 * 61, 4 * 62);
    const whole = await run({ config: wild }, prepared);
    expect(whole.record.error?.code).toBe('loss-not-finite');
    const handed: Checkpoint[] = [];
    const again = await run({ config: wild, checkpointEvery: 1e-9 }, prepared, (message) => {
      if (message.type === 'checkpoint') handed.push(structuredClone(message.checkpoint));
    });
    expect(again).toEqual(whole);
    expect(handed.length).toBeGreaterThan(0);
    for (const from of handed) expect(await run({ config: wild, from }, prepared)).toEqual(whole);
  });
});

test('a checkpoint comes within an epoch once it is late, and a pause or a stop do as ever', async () => {
  let seconds = 0;
  const trainer = new Trainer({ now: () => 1000 * (seconds += 0.01) });
  await trainer.load('data', problem());
  const parts: number[] = [];
  let at = 0;
  const { record } = await trainer.run(
    job({ executor: 'simd', config: short({ batchSize: 1, epochs: 3 }), checkpointEvery: 0.05 }),
    (message) => {
      if (message.type !== 'checkpoint') return;
      parts.push(seconds - at);
      at = seconds;
      if (message.checkpoint.part && parts.length > 4) void trainer.control(0, 'stop');
    },
  );
  expect(record.state).toBe('cancelled');
  expect(parts.length).toBe(5);
  // Asked for every eight steps, here 10 ms apart.
  for (const apart of parts) expect(apart).toBeLessThan(0.1);
  expect(record.curve.length).toBeLessThan(3);
});

test('where it goes on is told, with what is known; steps are told to who looks on', async () => {
  const handed: Checkpoint[] = [];
  const prepared = problem();
  const told: TrialMessage[] = [];
  const about = { config: short({}) };
  await run({ ...about, checkpointEvery: 1e-9 }, prepared, (message) => {
    if (message.type === 'checkpoint') handed.push(message.checkpoint);
    told.push(message);
  });
  expect(told.some(({ type }) => type === 'steps' || type === 'goesOn')).toBe(false);
  const from = handed.find(({ epoch, part }) => epoch === 2 && part)!;
  clock = 0;
  await run({ ...about, live: { trainMetrics: false }, from }, prepared, (message) => {
    if (message.type !== 'checkpoint') told.push(message);
  });
  const [first, ...rest] = told.slice(-40).filter(({ type }) => type === 'steps' || type === 'goesOn');
  expect(first).toMatchObject({ type: 'goesOn', epochs: 2 + from.part!.step / 50, curve: from.curve });
  for (const one of rest) expect(one.type === 'steps' && one.epochs > 2).toBe(true);
});
