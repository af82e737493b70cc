// Searches whose networks go on from each other's weights: what is inherited outlives the worker, and a network trained
// longer goes on from where it stood. A comparison of shortcuts can be ended in the middle.
import { afterEach, beforeAll, expect, test } from 'vitest';
import { createStudyClient } from '$bridge/studyClient';
import type { NasConfig } from '$core/lab/document';
import { defaultSearch } from '$core/nas/defaults';
import { findArtifact } from '$store/artifacts';
import { markInterrupted } from '$store/interrupted';
import { openStore } from '$store/open';
import { labOf, storeClasses, Watcher } from './support';

const client = createStudyClient(
  (name: string) => new Worker(new URL('./mortal.study.worker.ts', import.meta.url), { type: 'module', name }),
);
let dataset: string;
beforeAll(async () => {
  dataset = await storeClasses();
});
afterEach(() => client.terminate());

const none = () => undefined;
const search = (more: Partial<NasConfig>): NasConfig => ({
  ...defaultSearch('table'),
  objective: { metric: 'loss', direction: 'minimize' },
  strategy: { type: 'morphism', options: { neighbours: 3 } },
  trials: 12,
  ...more,
  base: { ...defaultSearch('table').base, epochs: 150, batchSize: 4 },
});
const nasLab = (more: Partial<NasConfig> = {}) =>
  labOf(dataset, [{ id: 'nas', type: 'nas', config: search(more) }], 'simd');

test('a search by morphism resumes to the same digest, with the weights that were inherited', async () => {
  const lab = nasLab();
  const whole = await client.start({ labId: 'whole', lab, step: 'nas', dataset, workers: 2 }, none);
  expect(whole.state).toBe('done');
  const watcher = new Watcher();
  const running = client.start({ labId: 'broken', lab, step: 'nas', dataset, workers: 1 }, watcher.on);
  const id = await watcher.runId();
  await watcher.ended(5);
  const refused = expect(running).rejects.toMatchObject({ code: 'aborted' });
  client.terminate();
  await refused;
  const store = await openStore();
  await expect.poll(async () => (await markInterrupted(store, 1)).map((run) => run.id)).toEqual([id]);
  const resumed = await client.resume(id, none);
  expect(resumed).toMatchObject({ state: 'done', digest: whole.digest });

  // Any network of it can be kept: its weights are there already.
  const sha256 = await client.keep(id, 7);
  expect(sha256).toBe(resumed.artifacts['trial-7']);
  expect(await findArtifact(store, sha256)).toBeDefined();
  // And trained on: it starts where it stood, not anew.
  const [anew] = await client.trials(id);
  const longer = await client.trainLonger(id, 7, 2, none);
  const [after] = await client.trials(longer.id);
  expect(after.curve).toHaveLength(2);
  expect(after.curve[0].loss).toBeLessThan(0.8 * anew.curve[0].loss);
});

test('a comparison is cancelled in the middle of a network', async () => {
  const compare = { on: true, networks: 50, epochs: 20, share: 0.5, inherit: true };
  const watcher = new Watcher();
  const lab = nasLab({ compare });
  const running = client.start({ labId: 'compared', lab, step: 'nas', dataset, workers: 1 }, watcher.on);
  const id = await watcher.runId();
  await watcher.ended(2);
  await client.command(id, { type: 'cancel' });
  expect(await running).toMatchObject({ state: 'cancelled', digest: null });
  const trials = await client.trials(id);
  expect(trials.length).toBeLessThan(50);
  const [first] = trials;
  expect(Object.keys(first.metrics)).toEqual(expect.arrayContaining(['fewRows', 'inherited', 'snip']));
  // Half judged, a network says nothing of the ways in which it was judged.
  const cancelled = trials.filter(({ state }) => state === 'cancelled');
  expect(cancelled.flatMap(({ metrics }) => Object.keys(metrics))).not.toEqual(expect.arrayContaining(['fewRows']));
  expect(cancelled.flatMap(({ metrics }) => Object.keys(metrics))).not.toEqual(expect.arrayContaining(['inherited']));
});
