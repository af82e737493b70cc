// The repositories on an in-memory IndexedDB: what goes in comes out, all of it or nothing.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RunEvent } from '$core/run/types';
import type { ColumnData, DatasetInfo } from '$core/table/types';
import { dropArtifacts, findArtifact, getArtifact, putArtifact } from '$store/artifacts';
import { supernetTrial } from '$core/nas/supernet/supernet';
import { barrierNumbers, type Checkpoint } from '$core/run/checkpoint';
import { dropStopped, findCheckpoint, putCheckpoint } from '$store/checkpoints';
import { deleteDataset, getTable, listDatasets, putDataset } from '$store/datasets';
import { markInterrupted } from '$store/interrupted';
import { Journal, journalLength, readJournal, readOpening } from '$store/journal';
import { deleteLab, findLab, getLab, listLabs, putLab, updateLab } from '$store/labs';
import { onStoreEvents, openStore } from '$store/open';
import { getRun, hideRun, listRuns, putRun } from '$store/runs';
import { storeNames, type Store } from '$store/schema';
import { getSetting, putSetting } from '$store/settings';
import { eraseAll, measureUsage } from '$store/sizes';
import { write } from '$store/write';
import { freshStore, labRecord, runInfo, trialRecord } from './support';

let store: Store;
let name: string;
let close: () => Promise<void>;
beforeEach(async () => {
  ({ store, name, close } = await freshStore());
});
afterEach(() => close());

const dataset = (sha256: string): DatasetInfo => ({
  sha256,
  name: `data ${sha256}`,
  rows: 2,
  columns: [
    { name: 'a', type: 'numeric', sha256: '', missing: 0, distinct: 2 },
    { name: 'b', type: 'categorical', sha256: '', missing: 0, distinct: 1 },
  ],
  bytes: 24,
  source: { kind: 'imported', detail: 'x.csv' },
  notes: [],
  createdAt: 1,
});
const columns = [
  { kind: 'number', values: new Float64Array([1, NaN]) },
  { kind: 'dict', codes: new Int32Array([0, 0]), dictionary: ['x'] },
] as const;

describe('writing', () => {
  test('a job that fails stores nothing of what it did before', async () => {
    const attempt = write(store, ['settings'], { what: 'two settings' }, async (tx) => {
      await tx.store.put({ key: 'a', value: 1 });
      throw new RangeError('half way');
    });
    await expect(attempt).rejects.toMatchObject({ code: 'store-failed', details: { what: 'two settings' } });
    expect(await getSetting(store, 'a')).toBeUndefined();
  });

  test('a full disk is told with what was stored and how much room there is', async () => {
    vi.stubGlobal('navigator', { storage: { estimate: () => Promise.resolve({ usage: 5e6, quota: 6e6 }) } });
    const attempt = write(store, ['settings'], { what: 'a setting' }, () => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await expect(attempt).rejects.toMatchObject({
      code: 'quota-exceeded',
      message: 'The browser has no room left to store a setting: 5 MB of 6 MB are used.',
    });
    vi.unstubAllGlobals();
  });

  test('a closed connection is told as such', async () => {
    const gone = await freshStore();
    await gone.close();
    await expect(putSetting(gone.store, 'a', 1)).rejects.toMatchObject({ code: 'store-closed' });
  });
});

describe('opening', () => {
  test('the connection is shared, and a newer version of the page pushes it out', async () => {
    expect(await openStore(name)).toBe(store);
    const outdated = vi.fn();
    const remove = onStoreEvents({ onOutdated: outdated });
    const upgrading = indexedDB.open(name, 99);
    await new Promise((resolve) => (upgrading.onsuccess = resolve));
    upgrading.result.close();
    remove();
    expect(outdated).toHaveBeenCalledOnce();
    await expect(openStore(name)).rejects.toMatchObject({ code: 'store-outdated' });
  });

  test('version 1 has every store', () => {
    expect([...store.objectStoreNames].sort()).toEqual([...storeNames].sort());
  });
});

describe('labs', () => {
  test('newest first, updated in place, missing ones coded', async () => {
    await putLab(store, labRecord('a', 1));
    await putLab(store, labRecord('b', 2));
    await updateLab(store, 'a', { ...labRecord('a').lab, title: 'New' }, 3);
    expect((await listLabs(store)).map(({ id, lab }) => [id, lab.title])).toEqual([
      ['a', 'New'],
      ['b', 'Lab b'],
    ]);
    await expect(getLab(store, 'c')).rejects.toMatchObject({ code: 'lab-not-stored' });
    await expect(updateLab(store, 'c', labRecord('c').lab, 1)).rejects.toMatchObject({ code: 'lab-not-stored' });
  });

  test('deleting one takes its runs, journals, checkpoints and own artifacts, and nothing of others', async () => {
    await putLab(store, labRecord('a'));
    await putLab(store, labRecord('b'));
    const bytes = (n: number) => new Uint8Array([n]);
    const own = await putArtifact(store, { kind: 'weights', name: 'own', bytes: bytes(1), createdAt: 0 });
    const shared = await putArtifact(store, { kind: 'weights', name: 'shared', bytes: bytes(2), createdAt: 0 });
    await putRun(store, runInfo('ra', 'a', { artifacts: { best: own, other: shared } }));
    await putRun(store, runInfo('rb', 'b', { artifacts: { best: shared } }));
    for (const run of ['ra', 'rb'])
      await (await Journal.open(store, run)).append([{ type: 'told', trial: trialRecord(0) }]);
    const checkpoint = { epoch: 1, curve: [], weights: new Map(), optimizer: new Map(), best: null };
    await putCheckpoint(store, 'ra', 1, checkpoint, 0);
    await deleteLab(store, 'a');
    expect(await findLab(store, 'a')).toBeUndefined();
    expect((await listRuns(store)).map(({ id }) => id)).toEqual(['rb']);
    expect([await journalLength(store, 'ra'), await journalLength(store, 'rb')]).toEqual([0, 1]);
    expect(await findCheckpoint(store, 'ra', 1)).toBeUndefined();
    expect(await findArtifact(store, own)).toBeUndefined();
    expect(await findArtifact(store, shared)).toBeDefined();
  });
});

describe('data sets', () => {
  test('a table comes back whole or by column, and is stored once', async () => {
    await putDataset(store, dataset('d1'), columns);
    await putDataset(store, dataset('d1'), columns);
    expect(await listDatasets(store)).toHaveLength(1);
    const table = await getTable(store, 'd1');
    expect(table).toEqual({
      rows: 2,
      columns: [
        { name: 'a', type: 'numeric', data: columns[0] },
        { name: 'b', type: 'categorical', data: columns[1] },
      ],
    });
    expect((await getTable(store, 'd1', ['b'])).columns.map((column) => column.name)).toEqual(['b']);
    await expect(getTable(store, 'd1', ['z'])).rejects.toMatchObject({ code: 'column-unknown' });
    await expect(getTable(store, 'd2')).rejects.toMatchObject({ code: 'dataset-not-stored' });
  });

  test('many columns come in the order asked, neighbours and others', async () => {
    const wide = Array.from({ length: 450 }, (_, i) => ({ kind: 'number' as const, values: Float64Array.of(i, -i) }));
    const [info] = dataset('wide').columns;
    const described = { ...dataset('wide'), columns: wide.map((_, i) => ({ ...info, name: `c${i}` })) };
    await putDataset(store, described, wide);
    const first = ({ data }: { data: ColumnData }) => (data.kind === 'number' ? data.values[0] : NaN);
    expect((await getTable(store, 'wide')).columns.map(first)).toEqual(wide.map((_, i) => i));
    const some = ['c7', 'c8', 'c9', 'c200', 'c6', 'c449'];
    const { columns } = await getTable(store, 'wide', some);
    expect(columns.map(({ name }) => name)).toEqual(some);
    expect(columns.map(first)).toEqual([7, 8, 9, 200, 6, 449]);
  });

  test('one that a lab names is not deleted', async () => {
    await putDataset(store, dataset('d1'), columns);
    await putLab(store, labRecord('a', 1, { kind: 'imported', name: 'x', sha256: 'd1' }));
    await expect(deleteDataset(store, 'd1')).rejects.toMatchObject({
      code: 'dataset-in-use',
      details: { labs: '"Lab a"' },
    });
    expect((await getTable(store, 'd1')).columns).toHaveLength(2);
    await deleteLab(store, 'a');
    await deleteDataset(store, 'd1');
    expect(await store.count('columns')).toBe(0);
  });
});

describe('journal', () => {
  test('events keep their order over reopening, with the summary in the same transaction', async () => {
    const journal = await Journal.open(store, 'r');
    await journal.append([{ type: 'note', at: 1, text: 'one' }]);
    const again = await Journal.open(store, 'r');
    await again.append(
      [
        { type: 'note', at: 2, text: 'two' },
        { type: 'told', trial: trialRecord(0) },
      ],
      runInfo('r', 'a', { trialsDone: 1 }),
    );
    expect((await readJournal(store, 'r')).map((event) => event.type)).toEqual(['note', 'note', 'told']);
    expect(await getRun(store, 'r')).toMatchObject({ trialsDone: 1 });
  });

  test('what opened a run is read without the rest of its journal', async () => {
    expect(await readOpening(store, 'r')).toBeUndefined();
    const opened = { type: 'opened', lab: labRecord('a').lab, step: 'train' } as unknown as RunEvent;
    await (await Journal.open(store, 'r')).append([opened, { type: 'told', trial: trialRecord(0) }]);
    expect(await readOpening(store, 'r')).toEqual(opened);
    await (await Journal.open(store, 's')).append([{ type: 'note', at: 1, text: 'no opening' }]);
    expect(await readOpening(store, 's')).toBeUndefined();
  });

  test('a second writer collides instead of overwriting, and nothing of its append is stored', async () => {
    const first = await Journal.open(store, 'r');
    const second = await Journal.open(store, 'r');
    await first.append([{ type: 'note', at: 1, text: 'first' }]);
    const late = second.append([{ type: 'note', at: 1, text: 'late' }], runInfo('r', 'a'));
    await expect(late).rejects.toMatchObject({ code: 'store-failed' });
    expect(await readJournal(store, 'r')).toEqual([{ type: 'note', at: 1, text: 'first' }]);
    await expect(getRun(store, 'r')).rejects.toMatchObject({ code: 'run-not-stored' });
  });

  test('a checkpoint within an epoch is kept to the bit; one that does not say where to go on counts as lost', async () => {
    const checkpoint = { epoch: 0, curve: [], weights: new Map(), optimizer: new Map(), best: null };
    const within = { ...checkpoint, part: { step: 7, lossSum: 0.1 + 0.2 } };
    await putCheckpoint(store, 'r', 0, within, 0);
    expect(await findCheckpoint(store, 'r', 0)).toEqual(within);
    const unsound = [{ part: { step: 0.5, lossSum: 1 } }, { part: { step: 3 } }, { epoch: -1 }, { epoch: undefined }];
    for (const bad of unsound) {
      await putCheckpoint(store, 'r', 1, { ...checkpoint, ...bad } as unknown as Checkpoint, 0);
      expect(await findCheckpoint(store, 'r', 1)).toBeUndefined();
    }
  });

  test('the checkpoint of a trial goes when the trial ends', async () => {
    const checkpoint = {
      epoch: 3,
      curve: [],
      weights: new Map([['w', new Float32Array([1.5])]]),
      optimizer: new Map(),
      best: null,
    };
    await putCheckpoint(store, 'r', 0, checkpoint, 0);
    await putCheckpoint(store, 'r', 1, checkpoint, 0);
    expect(await findCheckpoint(store, 'r', 0)).toEqual(checkpoint);
    await (await Journal.open(store, 'r')).append([{ type: 'told', trial: trialRecord(0) }]);
    expect(await findCheckpoint(store, 'r', 0)).toBeUndefined();
    expect(await findCheckpoint(store, 'r', 1)).toBeDefined();
  });

  test('a study that is stopped keeps what it would go on from, until its step runs anew', async () => {
    const checkpoint = { epoch: 1, curve: [], weights: new Map(), optimizer: new Map(), best: null };
    const numbers = [supernetTrial, 0, 1, ...barrierNumbers(0)];
    const left = async (run: string) =>
      (await Promise.all(numbers.map((number) => findCheckpoint(store, run, number)))).filter(Boolean).length;
    const broken = { ...trialRecord(0), state: 'cancelled', stopped: 'study' } as const;
    const alone = { ...trialRecord(1), state: 'cancelled', stopped: 'trial' } as const;
    const stop: RunEvent = { type: 'state', state: 'cancelled', at: 1 };
    const runs = [
      runInfo('r', 'a', { step: 'tune', stepType: 'tune', state: 'cancelled' }),
      runInfo('other', 'a', { step: 'nas', stepType: 'nas', state: 'cancelled' }),
      runInfo('train', 'a', { step: 'train', stepType: 'train', state: 'cancelled' }),
    ];
    for (const info of runs) {
      for (const number of numbers) await putCheckpoint(store, info.id, number, checkpoint, 0);
      const journal = await Journal.open(store, info.id);
      await journal.append([{ type: 'told', trial: broken }, stop], info);
    }
    expect(await left('r')).toBe(5);
    // A single training that was stopped is over.
    expect(await findCheckpoint(store, 'train', 0)).toBeUndefined();
    await (await Journal.open(store, 'r')).append([{ type: 'told', trial: alone }], runs[0]);
    expect(await left('r')).toBe(3);
    await dropStopped(store, 'a', 'tune');
    expect([await left('r'), await left('other')]).toEqual([0, 5]);
  });

  test('of a trial that ended again when its study went on, the last end is read', async () => {
    const journal = await Journal.open(store, 'r');
    const ended = (index: number, stopped?: 'trial' | 'study'): RunEvent => ({
      type: 'told',
      trial: { ...trialRecord(index), ...(stopped ? { state: 'cancelled', stopped } : {}) },
    });
    const state = (now: 'running' | 'cancelled'): RunEvent => ({ type: 'state', state: now, at: 1 });
    await journal.append([state('running'), ended(0, 'trial'), ended(1, 'study'), ended(2, 'study'), ended(3)]);
    await journal.append([state('cancelled')]);
    const told = async () =>
      (await readJournal(store, 'r')).flatMap((event) =>
        event.type === 'told' ? [[event.trial.index, event.trial.state]] : [],
      );
    const stopped = [
      [0, 'cancelled'],
      [1, 'cancelled'],
      [2, 'cancelled'],
      [3, 'done'],
    ];
    expect(await told()).toEqual(stopped);
    await journal.append([state('running')]);
    expect(await told()).toEqual([stopped[0], stopped[3]]);
    await journal.append([ended(2), ended(1, 'study'), state('cancelled')]);
    expect(await told()).toEqual([stopped[0], stopped[3], [2, 'done'], [1, 'cancelled']]);
  });

  test('how members of a population stood at their barriers is kept until the run ends', async () => {
    const checkpoint = { epoch: 1, curve: [], weights: new Map(), optimizer: new Map(), best: null };
    const numbers = [0, 1, 40].flatMap(barrierNumbers);
    expect(new Set(numbers).size).toBe(6);
    for (const run of ['r', 's']) for (const number of numbers) await putCheckpoint(store, run, number, checkpoint, 0);
    const left = async (run: string) =>
      (await Promise.all(numbers.map((number) => findCheckpoint(store, run, number)))).filter(Boolean).length;
    const journal = await Journal.open(store, 'r');
    await journal.append([{ type: 'told', trial: trialRecord(0) }]);
    expect(await left('r')).toBe(6);
    await journal.append([{ type: 'state', state: 'done', at: 1 }]);
    expect([await left('r'), await left('s')]).toEqual([0, 6]);
  });
});

test('runs: newest first, hidden but kept, interrupted when nobody holds them', async () => {
  await putRun(store, runInfo('r1', 'a', { createdAt: 1 }));
  await putRun(store, runInfo('r2', 'a', { createdAt: 2, state: 'done' }));
  await putRun(store, runInfo('r3', 'b', { createdAt: 3, state: 'paused' }));
  expect((await listRuns(store, 'a')).map(({ id }) => id)).toEqual(['r2', 'r1']);
  expect((await hideRun(store, 'r1', true)).hidden).toBe(true);
  expect((await markInterrupted(store, 9)).map(({ id }) => id).sort()).toEqual(['r1', 'r3']);
  expect(await getRun(store, 'r1')).toMatchObject({ state: 'interrupted', hidden: true, updatedAt: 9 });
  expect(await getRun(store, 'r2')).toMatchObject({ state: 'done' });
});

test('artifacts: known by their content, dropped when no run names them', async () => {
  const artifact = { kind: 'weights', name: 'm', bytes: new TextEncoder().encode('abc'), createdAt: 0 } as const;
  const sha256 = await putArtifact(store, artifact);
  // FIPS 180-2, appendix B.1.
  expect(sha256).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect((await getArtifact(store, sha256)).bytes).toEqual(artifact.bytes);
  await putRun(store, runInfo('r', 'a', { artifacts: { best: sha256 } }));
  await dropArtifacts(store, [sha256]);
  expect(await findArtifact(store, sha256)).toBeDefined();
  await putRun(store, runInfo('r', 'a'));
  await dropArtifacts(store, [sha256]);
  await expect(getArtifact(store, sha256)).rejects.toMatchObject({ code: 'artifact-not-stored' });
});

test('a journal longer than the pieces that it is read in comes whole and in order, and only this one', async () => {
  const note = (i: number) => ({ type: 'note', at: i, text: `${i}` }) as const;
  for (const count of [0, 249, 250, 251, 1003]) {
    const run = `r${count}`;
    const events = Array.from({ length: count }, (_, i) => note(i));
    await (await Journal.open(store, run)).append(events);
    expect(await readJournal(store, run)).toEqual(events);
  }
});

test('usage names labs and data sets with their sizes; erasing leaves nothing', async () => {
  await putLab(store, labRecord('a'));
  await putDataset(store, dataset('d1'), columns);
  await putRun(store, runInfo('r', 'a'));
  const small = (await measureUsage(store)).labs[0].bytes;
  await (await Journal.open(store, 'r')).append([{ type: 'note', at: 1, text: 'x'.repeat(10_000) }]);
  const usage = await measureUsage(store);
  expect(usage.labs).toMatchObject([{ id: 'a', title: 'Lab a', runs: 1 }]);
  expect(usage.labs[0].bytes - small).toBeGreaterThanOrEqual(20_000);
  expect(usage.datasets).toEqual([{ sha256: 'd1', name: 'data d1', bytes: 24 }]);
  await putSetting(store, 'theme', 'dark');
  await eraseAll(store);
  for (const each of storeNames) expect(await store.count(each)).toBe(0);
});
