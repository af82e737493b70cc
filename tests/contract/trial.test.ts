// The trial runner, on the executor that runs in Node: what a trial reports, when it stops, and that the road it took
// to its end leaves no trace in its numbers.
import { describe, expect, test } from 'vitest';
import type { Checkpoint, TrialJob, TrialMessage } from '$core/run/trial';
import { TablabError } from '$core/errors/error';
import type { Prepared } from '$core/pipeline/prepared';
import { Trainer } from '$engine/train/trainer';
import { config, job, problem } from '../support/training';

let clock = 0;
const now = () => (clock += 7);

async function trainer(prepared: Prepared = problem()) {
  const one = new Trainer({ now });
  await one.load('data', prepared);
  return one;
}

async function run(
  changes: Partial<TrialJob> = {},
  prepared?: Prepared,
  on: (m: TrialMessage) => void = () => undefined,
) {
  const { record, weights, predictions } = await (
    await trainer(prepared)
  ).run(job({ executor: 'simd', ...changes }), on);
  const { seconds, ...rest } = record;
  expect(seconds).toBeGreaterThan(0);
  return { record: rest, weights, predictions };
}

test('an objective that is not computed after every epoch is there when it is asked for', async () => {
  const usual = await run();
  const asked = await run({ objective: { metric: 'mcc', direction: 'maximize' } });
  expect(Object.keys(usual.record.metrics)).not.toContain('mcc');
  expect(asked.record.value).toBe(asked.record.metrics.mcc);
  expect(asked.record.value).not.toBeNull();
  const { mcc, ...rest } = asked.record.metrics;
  expect(mcc).toBeGreaterThan(0);
  expect(rest).toEqual(usual.record.metrics);
});

describe('the same job gives the same bits', () => {
  test('run again', async () => expect(await run()).toEqual(await run()));

  test('continued from any checkpoint', async () => {
    const checkpoints: Checkpoint[] = [];
    const whole = await run({ checkpointEvery: 1e-9 }, undefined, (message) => {
      if (message.type === 'checkpoint' && !message.checkpoint.part) checkpoints.push(message.checkpoint);
    });
    expect(checkpoints.map((checkpoint) => checkpoint.epoch)).toEqual([1, 2, 3, 4, 5, 6]);
    for (const from of checkpoints) expect(await run({ from: structuredClone(from) })).toEqual(whole);
  });

  test('a checkpoint comes before another epoch would make it later than asked for', async () => {
    let seconds = 0;
    const clocked = new Trainer({ now: () => 1000 * seconds });
    await clocked.load('data', problem());
    const epochs: number[] = [];
    await clocked.run(job({ executor: 'simd', checkpointEvery: 10 }), (message) => {
      if (message.type === 'epoch') seconds += 4;
      if (message.type === 'checkpoint') epochs.push(message.checkpoint.epoch);
    });
    expect(epochs).toEqual([2, 4, 6]);
  });

  test('no epoch passes while a checkpoint is being stored, and the time that takes is no training', async () => {
    let seconds = 0;
    const clocked = new Trainer({ now: () => 1000 * seconds });
    await clocked.load('data', problem());
    const told: string[] = [];
    await clocked.run(job({ executor: 'simd', checkpointEvery: 10 }), async (message) => {
      if (message.type === 'note') return;
      told.push(message.type === 'epoch' ? `${message.point.epoch}` : 'checkpoint');
      if (message.type === 'epoch') seconds += 4;
      else {
        await new Promise((resolve) => setTimeout(resolve, 20));
        told.push('stored');
        seconds += 60;
      }
    });
    expect(told.join(' ')).toBe('0 1 checkpoint stored 2 3 checkpoint stored 4 5 checkpoint stored');
  });

  test('continued in the middle of waiting for a better epoch', async () => {
    const stopping = config({
      epochs: 60,
      optimizer: { type: 'adam', learningRate: 0.1, options: {} },
      earlyStopping: { patience: 4, minDelta: 0, restoreBest: false },
    });
    const checkpoints: Checkpoint[] = [];
    const whole = await run({ config: stopping, checkpointEvery: 1e-9 }, undefined, (message) => {
      if (message.type === 'checkpoint') checkpoints.push(message.checkpoint);
    });
    expect(whole.record.curve.length).toBeLessThan(60);
    for (const from of checkpoints.slice(-5)) expect(await run({ config: stopping, from })).toEqual(whole);
  });

  test('but another trial or seed gives others', async () => {
    const { weights } = await run();
    expect((await run({ trial: 1 })).weights).not.toEqual(weights);
    expect((await run({ seed: 43 })).weights).not.toEqual(weights);
  });
});

describe('what is reported', () => {
  test('early stopping: the epoch count, the best epoch and its metrics', async () => {
    const early = config({
      epochs: 60,
      optimizer: { type: 'adam', learningRate: 0.1, options: {} },
      earlyStopping: { patience: 4, minDelta: 0, restoreBest: true },
    });
    const { record } = await run({ config: early });
    const losses = record.curve.map((point) => point.validation.loss);
    const best = losses.indexOf(Math.min(...losses));
    expect(record).toMatchObject({ state: 'done', bestEpoch: best, value: losses[best] });
    expect(losses.length).toBe(best + 5);
    expect(record.metrics).toEqual(record.curve[best].validation);
  });

  test('without restoreBest the last epoch counts', async () => {
    const last = config({ earlyStopping: { patience: 0, minDelta: 0, restoreBest: false } });
    const { record } = await run({ config: last });
    expect(record.metrics).toEqual(record.curve.at(-1)!.validation);
  });

  test('weights of the best epoch give its validation metrics again', async () => {
    const steep = config({ epochs: 25, optimizer: { type: 'adam', learningRate: 0.2, options: {} } });
    const { record, predictions } = await run({ config: steep, live: { trainMetrics: true } });
    expect(record.bestEpoch).toBeLessThan(24);
    const [validation] = predictions;
    const right = validation.actual.filter((label, row) => label === validation.predicted[row]).length;
    expect(right / validation.actual.length).toBe(record.metrics.accuracy);
    expect(record.curve[0].train?.accuracy).toBeGreaterThan(0);
  });

  test('predictions carry rows, probabilities that sum to 1, and values in their own unit', async () => {
    const { predictions } = await run({ live: { trainMetrics: false } });
    expect(predictions.map(({ split }) => split)).toEqual(['validation', 'test']);
    const [{ rows, probabilities, predicted }] = predictions;
    expect([rows[0], rows.length, probabilities.length]).toEqual([100, 30, 90]);
    for (let row = 0; row < 30; row++) {
      const three = probabilities.subarray(3 * row, 3 * row + 3);
      expect(three.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
      expect(predicted[row]).toBe(three.indexOf(Math.max(...three)));
    }
    const values = await run({ live: { trainMetrics: false } }, problem({ task: 'regression' }));
    const mean = values.predictions[0].actual.reduce((a, b) => a + b, 0) / 30;
    expect(Math.abs(mean - 3)).toBeLessThan(1.5);
    expect(values.record.metrics.rmse).toBeGreaterThan(0);
  });

  test('a decision surface over the asked features', async () => {
    const surfaces: number[] = [];
    await run({ live: { trainMetrics: false, surface: { x: 0, y: 1, size: 9 } } }, undefined, (message) => {
      if (message.type !== 'epoch' || !message.surface) return;
      const { size, x, y, value, confidence } = message.surface;
      expect([size, value.length, confidence.length, x.feature, y.feature]).toEqual([9, 81, 81, 0, 1]);
      expect(Math.min(...confidence)).toBeGreaterThan(1 / 3 - 1e-6);
      surfaces.push(message.point.epoch);
    });
    expect(surfaces[0]).toBe(0);
    expect(surfaces.at(-1)).toBe(5);
  });

  test('no validation rows: nothing to report, and no failure', async () => {
    const { record } = await run({}, problem({ validation: 0, test: 0 }));
    expect(record).toMatchObject({ state: 'done', value: null, metrics: {} });
  });
});

describe('what goes wrong', () => {
  test('a loss that overflows fails the trial, naming epoch, step and layer', async () => {
    const wild = config({
      optimizer: { type: 'minibatch', learningRate: 100, options: {} },
      layers: [
        { id: 'h1', type: 'dense', options: { units: 16, activation: 'linear' } },
        { id: 'h2', type: 'dense', options: { units: 16, activation: 'linear' } },
      ],
    });
    const { record, weights } = await run({ config: wild }, problem({ task: 'regression' }));
    expect(record).toMatchObject({ state: 'failed', value: null, error: { code: 'loss-not-finite' } });
    expect(['h1', 'h2', 'output']).toContain(record.error!.details.layer);
    expect(Number(record.error!.details.step)).toBeGreaterThan(0);
    expect(weights).toBeNull();
  });

  test('a broken network fails the trial and says where', async () => {
    const broken = config({ layers: [{ id: 'c', type: 'conv2d' }] });
    const { record } = await run({ config: broken });
    expect(record).toMatchObject({ state: 'failed', error: { code: 'layer-shape', details: { layer: 'c' } } });
  });

  test('a loss for values on classes is refused', async () => {
    const { record } = await run({ config: config({ loss: 'huber' }) });
    expect(record.error).toMatchObject({ code: 'field-invalid', details: { field: 'loss' } });
  });

  test('no rows to train on', async () => {
    const { record } = await run({}, problem({ train: 0 }));
    expect(record.error?.code).toBe('no-training-rows');
  });

  test('data that was not loaded', async () => {
    await expect(run({ dataId: 'other' })).rejects.toSatisfy(
      (error) => error instanceof TablabError && error.code === 'data-not-loaded',
    );
  });
});

test.each(['gd', 'sgd', 'minibatch', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw'] as const)(
  '%s lowers the loss',
  async (type) => {
    const learningRate = ['rmsprop', 'adam', 'adamw'].includes(type) ? 0.01 : 0.05;
    const { record } = await run({ config: config({ optimizer: { type, learningRate, options: {} }, epochs: 10 }) });
    expect(record.curve.at(-1)!.loss).toBeLessThan(record.curve[0].loss);
  },
);
