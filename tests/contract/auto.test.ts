// The "auto" executor: measures, picks the fastest, says what it measured, and never wakes a GPU for small models.
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
  let hang: () => void = () => undefined;
  const hung = new Promise<void>((resolve) => (hang = resolve));
  const entry = (backend: BackendName) => async (): Promise<Executor> => {
    opened.push(backend);
    const wait = waits[backend] ?? 3;
    const executor = slow(await createSimdExecutor(), backend, async () => {
      if (wait === Infinity) {
        hang();
        await new Promise(() => undefined);
      }
      clock += wait;
    });
    return { ...executor, software: software.includes(backend) };
  };
  const names = ['simd', 'webgpu', 'webgl', 'wasm', 'cpu'] as const;
  const entries = Object.fromEntries(names.map((name) => [name, entry(name)])) as typeof executorEntries;
  // Only a device that never answers runs into the end of the budget here.
  const after = () => hung;
  const one = new Trainer({ now: () => clock, after, entries });
  await one.load('data', data);
  return { trainer: one, opened, choose: (model = wide) => one.choose('data', model) };
}

test('a small model stays on the CPU, and no GPU is opened', async () => {
  const { choose, opened } = await trainer({});
  expect(await choose(config())).toEqual({
    executor: 'simd',
    note: expect.stringMatching(/^Auto: test simd \(test simd 1.00 ms a step\)\. Too little work/),
  });
  expect(opened).toEqual(['simd']);
});

test('a large model goes where it is faster', async () => {
  const { executor, note } = await (await trainer({ simd: 25 })).choose();
  expect(executor).toBe('webgpu');
  expect(note).toMatch(/^Auto: test webgpu \(test simd 8.33 ms a step, test webgpu 1.00 ms a step\)\.$/);
  expect((await (await trainer({ webgpu: 25 })).choose()).executor).toBe('simd');
});

test('the choice is made once for a shape, to be named in every job', async () => {
  const { trainer: one, choose } = await trainer({ simd: 25 });
  const chosen = await choose();
  expect(await choose()).toEqual(chosen);
  const { record } = await one.run(job({ config: wide, executor: chosen.executor }), () => undefined);
  expect(record).toMatchObject({ backend: 'webgpu', state: 'done' });
  await expect(one.choose('other', wide)).rejects.toMatchObject({ code: 'data-not-loaded' });
});

test('an imitated GPU is passed over', async () => {
  expect((await (await trainer({ simd: 25 }, ['webgpu', 'webgl'])).choose()).executor).toBe('simd');
});

test('a GPU that does not answer loses', async () => {
  const { executor, note } = await (await trainer({ webgpu: Infinity })).choose();
  expect(executor).toBe('simd');
  expect(note).toContain('test webgpu not in time');
});

/** Some 25 million operations a row: 3 billion a step. */
const huge = config({
  layers: ['a', 'b'].map((id) => ({ id, type: 'dense', options: { units: 2000 } })),
  batchSize: 128,
  epochs: 1,
});

test('a step that is long on a core is measured on a few rows of it, and goes to a GPU that was not in time', async () => {
  const { executor, note } = await (await trainer({ simd: 125, webgpu: Infinity })).choose(huge);
  expect(executor).toBe('webgpu');
  // The pretended executor takes as long for 4 rows as for 16, so for 128 as well.
  expect(note).toMatch(/test simd 125 ms a step, test webgpu not in time\)\. Its shaders took the time/);
  expect((await (await trainer({ simd: 25, webgpu: Infinity })).choose(huge)).executor).toBe('simd');
});

test('a configuration that makes no model is refused with its reason', async () => {
  const { choose } = await trainer({});
  const impossible = config({ layers: [{ id: 'c', type: 'conv2d' }] });
  await expect(choose(impossible)).rejects.toMatchObject({ details: expect.objectContaining({ layer: 'c' }) });
});
