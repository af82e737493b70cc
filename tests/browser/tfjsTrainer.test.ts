// The trainer worker on tfjs: trials learn, and the same job gives the same bits whatever happens on the way.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Checkpoint, TrialJob, TrialMessage } from '$core/run/trial';
import { config, job, problem, smallMlp } from '../support/training';
import { trainerLink } from './support/trainerWorker';

const link = trainerLink('trainer');
const other = trainerLink('other trainer');
beforeAll(async () => {
  for (const worker of [link, other]) await worker.call('load', ['data', problem()]);
});
afterAll(() => {
  link.terminate();
  other.terminate();
});

async function run(changes: Partial<TrialJob>, on: (message: TrialMessage) => void = () => undefined, worker = link) {
  const { record, weights, predictions } = await worker.call('run', [job(changes), on]);
  const { seconds, ...rest } = record;
  expect(seconds).toBeGreaterThan(0);
  return { record: rest, weights, predictions };
}

describe.each(['cpu', 'wasm'] as const)('on %s', (executor) => {
  test('learns, and reports every epoch in order', async () => {
    const epochs: number[] = [];
    const { record } = await run(
      { executor },
      (message) => message.type === 'epoch' && epochs.push(message.point.epoch),
    );
    expect(record).toMatchObject({ state: 'done', backend: executor, executor: 'tfjs' });
    expect(epochs).toEqual([0, 1, 2, 3, 4, 5]);
    expect(record.curve.map((point) => point.epoch)).toEqual(epochs);
    expect(record.curve[5].loss).toBeLessThan(0.8 * record.curve[0].loss);
    expect(record.value).toBe(Math.min(...record.curve.map((point) => point.validation.loss)));
  });

  test('gives the same bits in another worker', async () => {
    expect(await run({ executor }, undefined, other)).toEqual(await run({ executor }));
  });

  test('continues from any checkpoint to the same bits', async () => {
    const checkpoints: Checkpoint[] = [];
    const whole = await run({ executor, checkpointEvery: 1e-9 }, (m) => {
      if (m.type === 'checkpoint') checkpoints.push(m.checkpoint);
    });
    const between = checkpoints.filter(({ part }) => !part);
    expect(between.map((c) => c.epoch)).toEqual([1, 2, 3, 4, 5, 6]);
    for (const from of between) expect(await run({ executor, from }, undefined, other)).toEqual(whole);
  });

  test('continues within an epoch to the same bits', async () => {
    const layers = [...smallMlp, { id: 'norm', type: 'batchNorm' }];
    const within = { executor, config: config({ layers, batchSize: 15, epochs: 3 }) };
    const checkpoints: Checkpoint[] = [];
    const whole = await run({ ...within, checkpointEvery: 1e-9 }, (m) => {
      if (m.type === 'checkpoint' && m.checkpoint.part) checkpoints.push(m.checkpoint);
    });
    expect(await run(within)).toEqual(whole);
    const stood = checkpoints.map(({ epoch, part }) => `${epoch}.${part!.step}`);
    expect(stood).toContain('1.4');
    expect(stood).toContain('2.7');
    for (const from of checkpoints.slice(-12)) expect(await run({ ...within, from }, undefined, other)).toEqual(whole);
  });

  test('pausing in the middle of an epoch changes nothing', async () => {
    const long = { executor, config: config({ batchSize: 2, epochs: 3 }) };
    const whole = await run(long);
    const pauses = { count: 0 };
    const nudge = async () => {
      await link.call('control', [0, 'pause']);
      await new Promise((resolve) => setTimeout(resolve, 5));
      await link.call('control', [0, 'resume']);
      pauses.count++;
    };
    let busy = true;
    const running = run(long).finally(() => (busy = false));
    while (busy) await nudge();
    expect(await running).toEqual(whole);
    expect(pauses.count).toBeGreaterThan(1);
  });

  test('steps one epoch at a time when started paused', async () => {
    const epochs: number[] = [];
    let told = () => {};
    const running = run({ executor, startPaused: true }, (message) => {
      if (message.type === 'epoch') epochs.push(message.point.epoch);
      told();
    });
    for (let step = 1; step <= 2; step++) {
      const next = new Promise<void>((resolve) => (told = resolve));
      await link.call('control', [0, 'step']);
      await next;
      expect(epochs.length).toBe(step);
    }
    await link.call('control', [0, 'stop']);
    const { record, weights } = await running;
    expect(record.state).toBe('cancelled');
    expect(record.curve.length).toBe(2);
    expect(weights?.size).toBe(6);
  });
});
