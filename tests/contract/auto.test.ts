// The "auto" executor: measures, picks the fastest, says so once, and never wakes a GPU for small models.
import { expect, test } from 'vitest';
import type { BackendName, Executor } from '$engine/executor';
import type { executorEntries } from '$engine/executors';
import { createSimdExecutor } from '$engine/simd';
import { Trainer } from '$engine/train/trainer';
import { slow } from '../support/faulty';
import { config, job, problem } from '../support/training';

const wide = config({
  layers: ['a', 'b'].map((id) => ({ id, type: 'dense', options: { units: 400 } })),
  batchSize: 128,
  epochs: 1,
});
const data = problem({ train: 400 });

/** A trainer whose executors need so many milliseconds more an epoch on a clock of its own; Infinity: never answers. */
async function trainer(waits: Partial<Record<BackendName, number>>, software: BackendName[] = []) {
  const opened: BackendName[] = [];
  let clock = 0;
  const entry = (backend: BackendName) => async (): Promise<Executor> => {
    opened.push(backend);
    const wait = waits[backend] ?? 3;
    const executor = slow(await createSimdExecutor(), backend, async () => {
      if (wait === Infinity) await new Promise(() => undefined);
      clock += wait;
    });
    return { ...executor, software: software.includes(backend) };
  };
  const names = ['simd', 'webgpu', 'webgl', 'wasm', 'cpu'] as const;
  const entries = Object.fromEntries(names.map((name) => [name, entry(name)])) as typeof executorEntries;
  // Only a device that never answers runs into the end of the budget here.
  const after = () =>
    new Promise<void>((resolve) => {
      if (Object.values(waits).includes(Infinity)) setTimeout(resolve, 200);
    });
  const one = new Trainer({ now: () => clock, after, entries });
  await one.load('data', data);
  const run = async (changes: Parameters<typeof job>[0] = {}) => {
    const notes: string[] = [];
    const { record } = await one.run(job({ executor: 'auto', ...changes }), (message) => {
      if (message.type === 'note') notes.push(message.text);
    });
    return { backend: record.backend, state: record.state, notes };
  };
  return { run, opened, trainer: one };
}

test('a small model stays on the CPU, and no GPU is opened', async () => {
  const { run, opened } = await trainer({});
  const first = await run();
  expect(first).toMatchObject({ backend: 'simd', state: 'done' });
  expect(first.notes).toEqual([
    expect.stringMatching(/^Auto: test simd \(test simd 1.00 ms a step\)\. Too little work/),
  ]);
  expect((await run({ trial: 1, config: config({ batchSize: 8 }) })).notes).toEqual([]);
  expect(opened).toEqual(['simd']);
});

test('a large model goes where it is faster', async () => {
  const fasterGpu = await trainer({ simd: 25 });
  const { backend, notes } = await fasterGpu.run({ config: wide });
  expect(backend).toBe('webgpu');
  expect(notes[0]).toMatch(/^Auto: test webgpu \(test simd 8.33 ms a step, test webgpu 1.00 ms a step\)\.$/);
  expect((await fasterGpu.run({ config: wide, trial: 1 })).notes).toEqual([]);
  expect((await (await trainer({ webgpu: 25 })).run({ config: wide })).backend).toBe('simd');
});

test('the choice can be asked for once, to be named in every job', async () => {
  const { trainer: one, run } = await trainer({ simd: 25 });
  const { executor, note } = await one.choose('data', wide);
  expect(executor).toBe('webgpu');
  expect(note).toMatch(/^Auto: test webgpu/);
  expect(await one.choose('data', wide)).toEqual({ executor, note });
  expect(await run({ config: wide, executor })).toMatchObject({ backend: 'webgpu', state: 'done', notes: [] });
  await expect(one.choose('other', wide)).rejects.toMatchObject({ code: 'data-not-loaded' });
});

test('an imitated GPU is passed over', async () => {
  const { run } = await trainer({ simd: 25 }, ['webgpu', 'webgl']);
  expect(await run({ config: wide })).toMatchObject({ backend: 'simd', state: 'done' });
});

test('a GPU that does not answer loses', async () => {
  const { run } = await trainer({ webgpu: Infinity });
  const { backend, notes } = await run({ config: wide });
  expect(backend).toBe('simd');
  expect(notes[0]).toContain('test webgpu not in time');
});

test('a configuration that makes no model fails as it would anywhere', async () => {
  const { run } = await trainer({});
  expect(await run({ config: config({ layers: [{ id: 'c', type: 'conv2d' }] }) })).toMatchObject({ state: 'failed' });
});
