// Executors that cannot open or lose their device: what is tried next, and what the notes say.
import { describe, expect, test } from 'vitest';
import { TablabError } from '$core/errors/error';
import type { TrialJob } from '$core/run/trial';
import type { BackendName } from '$engine/executor';
import { createExecutor, executorEntries, fallbacks, probeExecutors } from '$engine/executors';
import { createSimdExecutor } from '$engine/simd';
import { Trainer } from '$engine/train/trainer';
import { losing } from '../support/faulty';
import { job, problem } from '../support/training';

const works = (backend: BackendName) => async () => losing(await createSimdExecutor(), backend, () => false);
const missing = (backend: BackendName) => async () => {
  throw new TablabError('backend-unavailable', { backend, reason: 'not in this test' });
};
const entries = (changes: Partial<typeof executorEntries>): typeof executorEntries => ({
  simd: works('simd'),
  webgpu: missing('webgpu'),
  webgl: missing('webgl'),
  wasm: works('wasm'),
  cpu: works('cpu'),
  ...changes,
});

describe('createExecutor', () => {
  test('takes the next backend and says why', async () => {
    const { executor, notes } = await createExecutor('webgpu', undefined, entries({}));
    expect(executor.backend).toBe('wasm');
    expect(notes).toEqual([
      'The webgpu engine cannot run here: not in this test.',
      'The webgl engine cannot run here: not in this test.',
    ]);
  });

  test('passes over what has failed already', async () => {
    const { executor } = await createExecutor('wasm', new Set(['wasm']), entries({}));
    expect(executor.backend).toBe('cpu');
  });

  test('throws when the chain is at its end', async () => {
    const none = entries({ cpu: missing('cpu') });
    await expect(createExecutor('cpu', undefined, none)).rejects.toMatchObject({ code: 'backend-unavailable' });
  });

  test('every chain ends with the one that always runs', () => {
    for (const chain of Object.values(fallbacks)) expect(chain.at(-1)).toBe('cpu');
  });

  test('probing reports each backend once', async () => {
    const reports = await probeExecutors(entries({}));
    expect(reports.map(({ backend, available }) => [backend, available])).toEqual([
      ['simd', true],
      ['webgpu', false],
      ['webgl', false],
      ['wasm', true],
      ['cpu', true],
    ]);
    expect(reports[1].reason).toBe('not in this test');
  });
});

describe('a lost device', () => {
  /** Runs a job on a `webgpu` that loses its device as told; returns the record, the notes, and how often it opened. */
  async function run(fails: (epoch: number, opened: number) => boolean, changes: Partial<TrialJob> = {}) {
    let opened = 0;
    const notes: string[] = [];
    const webgpu = async () => {
      const number = ++opened;
      return losing(await createSimdExecutor(), 'webgpu', (epoch) => fails(epoch, number));
    };
    const trainer = new Trainer({ now: () => 0, entries: entries({ webgpu }) });
    await trainer.load('data', problem());
    const { record, weights } = await trainer.run(job({ executor: 'webgpu', ...changes }), (message) => {
      if (message.type === 'note') notes.push(message.text);
    });
    return { record, weights, notes, opened };
  }

  test('once: tried again on the same backend, with the same result', async () => {
    const whole = await run(() => false);
    const { record, weights, notes, opened } = await run((epoch, number) => epoch === 3 && number === 1);
    expect(record).toEqual(whole.record);
    expect(weights).toEqual(whole.weights);
    expect(opened).toBe(2);
    expect(notes).toEqual(['The graphics device stopped responding (webgpu: pulled out). Trying again.']);
  });

  test('twice: goes on with the next backend, and the record says which', async () => {
    const { record, notes, opened } = await run((epoch) => epoch === 3);
    expect(record).toMatchObject({ state: 'done', backend: 'wasm' });
    expect(record.curve.map((point) => point.epoch)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(opened).toBe(2);
    expect(notes[1]).toContain('Going on with another engine.');
    expect(notes[2]).toContain('webgl');
  });
});
