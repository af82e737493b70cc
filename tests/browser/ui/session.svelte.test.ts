// An open lab with the real storage and the real workers.
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultFeatures, defaultSplit, labVersion, type Lab, type TuneConfig } from '$core/lab/document';
import { defaultTrainConfig } from '$core/train/config';
import { getLab, putLab } from '$store/labs';
import { openStore } from '$store/open';
import { eraseAll } from '$store/sizes';
import { OpenLab } from '../../../src/features/lab/session.svelte';

const lab: Lab = {
  format: 'tablab',
  version: labVersion,
  title: 'Moons',
  seed: 1,
  data: { kind: 'generated', id: 'moons', options: { rows: 120 }, seed: 1 },
  roles: { target: 'class', task: 'binary', exclude: [] },
  features: defaultFeatures,
  split: defaultSplit,
  executor: 'simd',
  steps: [{ id: 'train', type: 'train', config: { ...defaultTrainConfig('table'), epochs: 6 } }],
};

const opened: OpenLab[] = [];
let id = '';

async function open(): Promise<OpenLab> {
  const session = await OpenLab.open(id);
  opened.push(session);
  return session;
}
beforeEach(async () => {
  id = crypto.randomUUID();
  await putLab(await openStore(), { id, lab, createdAt: 1, updatedAt: 1 });
});
afterEach(async () => {
  for (const session of opened.splice(0)) await session.close();
  await eraseAll(await openStore());
});

describe('an open lab', () => {
  it('saves each edit, undoes and redoes it', async () => {
    const session = await open();
    session.update('Rename lab', (now) => ({ ...now, title: 'Other' }));
    session.updateStep('Set epochs', 'train', 'train', (config) => ({ ...config, epochs: 9 }));
    await vi.waitFor(() => expect(session.saved.kind).toBe('saved'));
    const stored = (await getLab(await openStore(), id)).lab;
    expect(stored.title).toBe('Other');
    expect(stored.steps[0].type === 'train' && stored.steps[0].config.epochs).toBe(9);
    expect(session.undoLabel).toBe('Set epochs');
    session.undo();
    session.undo();
    expect(session.lab).toEqual(lab);
    session.redo();
    expect(session.lab.title).toBe('Other');
    await vi.waitFor(async () => expect((await getLab(await openStore(), id)).lab.title).toBe('Other'));
  });

  it('runs a step in workers, shows it again after reopening, and knows when it is stale', async () => {
    const session = await open();
    const live = session.live('train');
    const versions = new Set<number>();
    const stop = watch(() => versions.add(live.version));
    await session.run('train');
    stop();
    expect(live.error).toBeNull();
    expect(live.run?.state).toBe('done');
    expect(live.run?.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(live.trials).toHaveLength(1);
    expect(live.trials[0].curve.map(({ epoch }) => epoch)).toHaveLength(6);
    expect(live.epochs(0)).toHaveLength(6);
    expect(live.predictions.length).toBeGreaterThan(0);
    expect(live.surface?.surface.size).toBeGreaterThan(8);
    expect(versions.size).toBeGreaterThan(1);
    expect(session.busy).toBe(false);
    expect(session.stale('train')).toBe(false);
    session.updateStep('Set epochs', 'train', 'train', (config) => ({ ...config, epochs: 7 }));
    expect(session.stale('train')).toBe(true);
    session.undo();
    expect(session.stale('train')).toBe(false);
    const { digest } = live.run!;
    await session.close();
    opened.pop();

    const again = await open();
    await vi.waitFor(() => expect(again.live('train').trials).toHaveLength(1));
    expect(again.live('train').run?.digest).toBe(digest);
    expect(again.stale('train')).toBe(false);
    await again.run('train');
    expect(again.live('train').run?.digest).toBe(digest);
    expect(again.runs).toHaveLength(2);
    await again.hide(again.runs[0].id, true);
    expect(again.live('train').run?.id).toBe(again.runs[1].id);
  });

  it('lets one writer edit; the other watches and may take over', async () => {
    const first = await open();
    const second = await open();
    expect([first.readonly, second.readonly]).toEqual([false, true]);
    second.update('Rename lab', (now) => ({ ...now, title: 'Mine' }));
    expect(second.lab.title).toBe('Moons');
    first.update('Rename lab', (now) => ({ ...now, title: 'First' }));
    await vi.waitFor(() => expect(first.saved.kind).toBe('saved'));
    await second.takeOver();
    expect(second.readonly).toBe(false);
    expect(second.lab.title).toBe('First');
    await vi.waitFor(() => expect(first.readonly).toBe(true));
  });

  it('says why a run could not start, and stays usable', async () => {
    const session = await open();
    session.update('Choose data', (now) => ({
      ...now,
      data: { kind: 'imported', name: 'mine.csv', sha256: 'a'.repeat(64) },
    }));
    await session.run('train');
    expect(session.live('train').error?.code).toBe('dataset-missing');
    expect(session.live('train').active).toBe(false);
    session.undo();
    await session.run('train');
    expect(session.live('train').error).toBeNull();
    expect(session.live('train').run?.state).toBe('done');
  });

  it('goes on with a study that was stopped, also after it was closed', async () => {
    const base = { ...defaultTrainConfig('table'), epochs: 60, batchSize: 4 };
    const config: TuneConfig = {
      base,
      space: [{ path: 'optimizer.learningRate', domain: { kind: 'float', low: 0.001, high: 0.1, log: true } }],
      sampler: { type: 'random', options: {} },
      objective: { metric: 'loss', direction: 'minimize' },
      trials: 40,
      width: 1,
    };
    await putLab(await openStore(), {
      id,
      lab: { ...lab, steps: [{ id: 'tune', type: 'tune', config }] },
      createdAt: 1,
      updatedAt: 1,
    });
    const session = await open();
    const live = session.live('tune');
    await session.run('tune', { workers: 1 });
    const { digest } = live.run!;
    const running = session.run('tune', { workers: 1 });
    await vi.waitFor(() => expect(live.trials.some(({ state }) => state === 'done')).toBe(true));
    await session.command('tune', { type: 'cancel' });
    await running;
    expect(live.run).toMatchObject({ state: 'cancelled', digest: null });
    await session.close();
    opened.pop();

    const again = await open();
    const shown = again.live('tune');
    await vi.waitFor(() => expect(shown.trials.length).toBeGreaterThan(0));
    const { id: stopped } = shown.run!;
    // While a model is kept nothing else runs; what is shown stays in its place.
    const keeping = again.keep(stopped, 0);
    const before = shown.trials.slice();
    await again.run('tune');
    await again.resume(stopped);
    await again.trainLonger(stopped, 0, 1);
    expect(shown.error?.code).toBe('lab-keeping');
    expect(shown.run).toMatchObject({ id: stopped, state: 'cancelled' });
    expect(shown.trials).toEqual(before);
    expect(again.runs).toHaveLength(2);
    expect(await keeping).toMatch(/^[0-9a-f]{64}$/);
    expect(shown.error).toBeNull();

    await again.resume(stopped);
    expect(shown.run).toMatchObject({ id: stopped, state: 'done', digest });
    expect(shown.trials.filter(({ state }) => state === 'done')).toHaveLength(40);
    expect(Object.keys(shown.run!.artifacts)).toEqual(expect.arrayContaining(['best', 'trial-0']));
    expect(again.runs).toHaveLength(2);
  });

  it('drops the promise of a lab when the promised work changes, and only then', async () => {
    const session = await open();
    session.update('Promise', (now) => ({
      ...now,
      expected: { step: 'train', executor: 'simd', digest: 'b'.repeat(64) },
    }));
    session.update('Rename lab', (now) => ({ ...now, title: 'Other' }));
    expect(session.lab.expected).toBeDefined();
    session.update('Seed', (now) => ({ ...now, seed: 2 }));
    expect(session.lab.expected).toBeUndefined();
    session.undo();
    expect(session.lab.expected).toBeDefined();
  });
});

/** Calls back at once and on every change of what the callback reads. */
function watch(read: () => void): () => void {
  const stop = $effect.root(() => {
    $effect(read);
  });
  flushSync();
  return stop;
}
