// DARTS through the study worker and a real trainer: the search first, its genotype as the first trial; killed in the middle of
// the search it goes on from there, and it can be stopped there.
import { afterEach, beforeAll, expect, test } from 'vitest';
import { createStudyClient } from '$bridge/studyClient';
import type { NasConfig } from '$core/lab/document';
import { derive } from '$core/nas/darts/genotypes';
import { archSearch } from '$core/nas/search';
import { Stream } from '$core/rng/stream';
import type { RunEvent, RunUpdate } from '$core/run/types';
import { describeTable, tableBytes } from '$core/table/describe';
import type { Table } from '$core/table/types';
import { defaultTrainConfig } from '$core/train/config';
import { putDataset } from '$store/datasets';
import { markInterrupted } from '$store/interrupted';
import { readJournal } from '$store/journal';
import { openStore } from '$store/open';
import { labOf, Watcher } from './support';

const client = createStudyClient();
let dataset: string;
const side = 6;
const shape = { inputs: [{ id: 'features', shape: [side, side, 1], dtype: 'float32' as const }], units: 1 };

async function storeImages(rows: number): Promise<string> {
  const rng = Stream.of(5, 'images');
  const codes = Int32Array.from({ length: rows }, (_, row) => row % 2);
  const pixels = Uint8Array.from({ length: rows * side * side }, (_, i) => {
    const bright = codes[Math.floor(i / side ** 2)] === Number(i % 2);
    return 60 + 100 * rng.uniform() + (bright ? 60 : 0);
  });
  const table: Table = {
    rows,
    columns: [
      { name: 'image', type: 'image', data: { kind: 'image', shape: [side, side, 1], pixels } },
      { name: 'label', type: 'categorical', data: { kind: 'dict', codes, dictionary: ['no', 'yes'] } },
    ],
  };
  const { sha256, columns } = await describeTable(table);
  const source = { kind: 'imported', detail: 'images' } as const;
  const info = { sha256, name: 'images', rows, columns, bytes: tableBytes(table), source, notes: [], createdAt: 0 };
  await putDataset(
    await openStore(),
    info,
    table.columns.map(({ data }) => data),
  );
  return sha256;
}

const config = (epochs: number, trials = 3): NasConfig => ({
  base: { ...defaultTrainConfig('image'), layers: [], epochs: 1, batchSize: 16 },
  space: { type: 'cell201', options: { channels: 2, stacks: 1 } },
  limits: {},
  strategy: { type: 'darts', options: { epochs, alphaRate: 0.01 } },
  objective: { metric: 'loss', direction: 'minimize' },
  trials,
  width: 2,
});
const begin = (labId: string, setting: NasConfig) => {
  const watcher = new Watcher();
  const lab = labOf(dataset, [{ id: 'nas', type: 'nas', config: setting }], 'wasm');
  return { watcher, running: client.start({ labId, lab, step: 'nas', dataset, workers: 1 }, watcher.on) };
};
const epochTold = (epoch: number) => (update: RunUpdate) => update.type === 'search' && update.point.epoch === epoch;
const searchedIn = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === 'search' ? [event.point] : []));

beforeAll(async () => {
  dataset = await storeImages(160);
});
afterEach(() => client.terminate());

test('the search runs first, and what it found is trained', async () => {
  const { watcher, running } = begin('whole', config(3));
  const run = await running;
  expect(run).toMatchObject({ state: 'done', trialsDone: 3, executor: 'wasm' });
  const points = searchedIn(await readJournal(await openStore(), run.id));
  expect(points.map(({ epoch }) => epoch)).toEqual([0, 1, 2]);
  const { relaxed } = archSearch(config(3), shape);
  const trials = await client.trials(run.id);
  expect(trials[0].params).toEqual(derive(relaxed!.relaxation, points[2].alphas).genotype);
  const stages = watcher.updates.flatMap((one) => (one.type === 'progress' ? [one.progress.stage] : []));
  expect(stages).toContain('Shares of operations, steps');
  expect(stages.at(-1)).toBe('Networks');
});

test('killed or stopped in the search it goes on, and finds the same', async () => {
  const unbroken = await begin('unbroken', config(8, 1)).running;
  const { watcher, running } = begin('killed', config(8, 1));
  const id = await watcher.runId();
  await watcher.until(epochTold(1));
  const refused = expect(running).rejects.toMatchObject({ code: 'aborted' });
  client.terminate();
  await refused;
  const store = await openStore();
  await expect.poll(async () => (await markInterrupted(store, 1)).map((one) => one.id)).toContain(id);
  const run = await client.resume(id, () => undefined);
  expect(run).toMatchObject({ state: 'done', trialsDone: 1 });
  const { watcher: second, running: stopping } = begin('stopped-goes-on', config(8, 1));
  await second.until(epochTold(1));
  await client.command(await second.runId(), { type: 'cancel' });
  const stopped = await stopping;
  expect(stopped).toMatchObject({ state: 'cancelled', trialsDone: 0 });
  expect(await client.resume(stopped.id, () => undefined)).toMatchObject({ state: 'done', digest: unbroken.digest });
  const settledOf = async (of: string) => searchedIn(await readJournal(store, of)).findLast(({ epoch }) => epoch === 7);
  for (const one of [id, stopped.id])
    expect((await settledOf(one))!.alphas).toEqual((await settledOf(unbroken.id))!.alphas);
});

test('it is stopped in the search', async () => {
  const { watcher, running } = begin('stopped', config(500));
  await watcher.until(epochTold(0));
  await client.command(await watcher.runId(), { type: 'cancel' });
  expect(await running).toMatchObject({ state: 'cancelled', trialsDone: 0 });
});
