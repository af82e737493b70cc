// .tablab files through a fake IndexedDB: what was exported comes back the same, and nothing else gets in.
import 'fake-indexeddb/auto';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TablabError } from '$core/errors/error';
import { runDigest } from '$core/lab/digest';
import type { Lab } from '$core/lab/document';
import { withLabels } from '$core/label/apply';
import { quickstart } from '$core/lab/examples/quickstart';
import type { RunEvent, RunInfo, TrialRecord } from '$core/run/types';
import { describeTable, tableBytes } from '$core/table/describe';
import { sha256Hex } from '$core/table/identity';
import type { DatasetInfo, Table } from '$core/table/types';
import { numbers, strings, tableOf } from '$datasets/columns';
import { exportAll, exportLab, importArchive } from '$store/archive';
import { getArtifact, putArtifact } from '$store/artifacts';
import { getDataset, getTable, listDatasets, putDataset } from '$store/datasets';
import { Journal, readJournal } from '$store/journal';
import { listLabs, putLab } from '$store/labs';
import { closeStore, openStore } from '$store/open';
import { listRuns } from '$store/runs';
import type { Store } from '$store/schema';

let names: string[] = [];
const fresh = async (): Promise<Store> => {
  const name = `archive-${Math.trunc(performance.now() * 1000)}-${names.length}`;
  names.push(name);
  return openStore(name);
};
let here: Store;
let there: Store;
beforeEach(async () => {
  names = [];
  here = await fresh();
  there = await fresh();
});
afterEach(() => Promise.all(names.map(closeStore)));

const image: Table['columns'][number] = {
  name: 'picture',
  type: 'image',
  data: { kind: 'image', pixels: Uint8Array.from({ length: 24 }, (_, i) => 10 * i), shape: [2, 2, 2] },
};
const table = tableOf([
  numbers('x', [1, NaN, -2.5]),
  strings('c', ['a', null, 'bé']),
  numbers('t', [0, 1e12, NaN], 'date'),
  image,
]);
const weights = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);

async function described(): Promise<DatasetInfo> {
  const source = { kind: 'imported', detail: 'mine.csv' } as const;
  return {
    ...(await describeTable(table)),
    name: 'mine',
    rows: 3,
    bytes: tableBytes(table),
    source,
    notes: [],
    createdAt: 5,
  };
}

const trial = (index: number, accuracy: number): TrialRecord => ({
  index,
  params: { 'optimizer.learningRate': 0.1 + 0.2, 'layers.h1.activation': 'relu' },
  state: index === 1 ? 'failed' : 'done',
  value: accuracy,
  metrics: { accuracy, loss: index === 1 ? NaN : 0.1 },
  curve: [{ epoch: 0, loss: Infinity, validation: { loss: -0 } }],
  bestEpoch: null,
  executor: 'simd',
  backend: 'simd',
  attempts: 1,
  seconds: 0.5,
  startedAt: 10,
});
const told = [trial(0, 0.9), trial(1, NaN)];

/** A lab on imported data with a run that was under way, its journal and a kept model. */
async function fill(store: Store): Promise<Lab> {
  const info = await described();
  await putDataset(
    store,
    info,
    table.columns.map(({ data }) => data),
  );
  const lab: Lab = { ...quickstart.lab, title: 'Mine', data: { kind: 'imported', name: 'mine', sha256: info.sha256 } };
  await putLab(store, { id: 'lab-1', lab, example: 'quickstart', createdAt: 1, updatedAt: 2 });
  const artifact = await putArtifact(store, { kind: 'weights', name: 'best', bytes: weights, createdAt: 3 });
  const run: RunInfo = {
    id: 'run-1',
    labId: 'lab-1',
    step: 'tune',
    stepType: 'tune',
    state: 'running',
    createdAt: 4,
    updatedAt: 5,
    trialsDone: 2,
    trialsTotal: 12,
    best: { trial: 0, metric: 'accuracy', value: 0.9 },
    digest: null,
    executor: 'simd',
    backend: 'simd',
    workers: 2,
    seconds: 1,
    hidden: false,
    artifacts: { best: artifact },
  };
  const events: RunEvent[] = [
    { type: 'opened', at: 4, lab, step: 'tune', datasetSha256: info.sha256, executor: 'auto' },
    ...told.flatMap((t): RunEvent[] => [
      { type: 'asked', trial: t.index, params: t.params, at: 6 },
      { type: 'told', trial: t },
    ]),
    { type: 'note', at: 7, text: 'the GPU was lost' },
  ];
  await (await Journal.open(store, 'run-1')).append(events, run);
  return lab;
}

const copied = {
  newId: (
    (n) => () =>
      `new-${n++}`
  )(0),
};

describe('round trip', () => {
  test('document, data, journal and model arrive as they were, under new ids', async () => {
    const lab = await fill(here);
    const result = await importArchive(there, await exportLab(here, 'lab-1', 99), copied.newId);
    expect(result).toMatchObject({ datasets: 1, missing: [] });
    const [record] = await listLabs(there);
    expect(record).toEqual({ id: result.labs[0].id, lab, example: 'quickstart', createdAt: 1, updatedAt: 2 });
    expect(record.id).not.toBe('lab-1');

    const info = await described();
    expect(await getDataset(there, info.sha256)).toEqual(info);
    expect(await getTable(there, info.sha256)).toEqual(table);

    const [run] = await listRuns(there, record.id);
    const [original] = await listRuns(here, 'lab-1');
    expect(run).toEqual({ ...original, id: run.id, labId: record.id, state: 'interrupted' });
    expect((await getArtifact(there, run.artifacts.best)).bytes).toEqual(weights);

    const events = await readJournal(there, run.id);
    expect(events).toEqual(await readJournal(here, 'run-1'));
    // NaN, infinity and -0 among the metrics survive: the digest is made of their bits.
    const trials = events.flatMap((event) => (event.type === 'told' ? [event.trial] : []));
    expect(await runDigest(trials)).toEqual(await runDigest(told));
  });

  test('events of every type and all that a trial may carry arrive as they were', async () => {
    const lab = await fill(here);
    const params = { a: 1, b: 'two', c: true };
    const full: TrialRecord = {
      ...trial(2, 0.5),
      share: 0.5,
      measured: { latency: 0.2 },
      values: [0.5, Infinity],
      violations: [-0.1, NaN],
      lineage: [{ member: 0, params, from: 3 }],
      rung: 1,
      folds: [
        {
          fold: 0,
          value: NaN,
          metrics: { accuracy: NaN },
          measured: { latency: 1 },
          train: { loss: 1 },
          curve: [{ epoch: 0, loss: 1, validation: { accuracy: NaN }, train: { accuracy: 1 } }],
          bestEpoch: 0,
          rows: { train: 2, validation: 1 },
          hits: 'AQ',
        },
      ],
      error: new TablabError('trainer-died').toPlain(),
    };
    const byType: { readonly [T in RunEvent['type']]: Extract<RunEvent, { type: T }> } = {
      opened: {
        type: 'opened',
        at: 4,
        lab,
        step: 'tune',
        datasetSha256: '0'.repeat(64),
        executor: 'auto',
        streams: 3,
        again: { run: 'run-0', trial: 3, seed: { number: 1, of: 5 } },
        imported: {
          source: 'Optuna journal',
          name: 'x',
          space: [],
          goals: [{ metric: 'value', direction: 'minimize' }],
        },
        start: '1'.repeat(64),
      },
      warm: {
        type: 'warm',
        start: {
          studies: [{ name: 'x', digest: 'y', trials: 2, used: 1 }],
          first: [params],
          trials: [{ params, rank: 0 }],
        },
      },
      search: { type: 'search', point: { epoch: 0, loss: NaN, heldOut: 1, alphas: [[0, 0.5]], backend: 'cpu' } },
      supernet: {
        type: 'supernet',
        outcome: {
          curve: [{ epoch: 0, loss: 1, reward: 0.5, entropy: 1 }],
          ranking: [
            { params, score: 0.5 },
            { params, score: null },
          ],
          steps: 9,
          skipped: 1,
          networks: 4,
          parameters: 100,
          seconds: 1.5,
        },
      },
      asked: { type: 'asked', trial: 2, params, at: 1 },
      told: { type: 'told', trial: full },
      paused: { type: 'paused', trial: { ...full, index: 3, state: 'paused' } },
      state: { type: 'state', state: 'paused', at: 2 },
      note: { type: 'note', at: 3, text: 'x' },
    };
    const [run] = await listRuns(here, 'lab-1');
    await (await Journal.open(here, 'run-1')).append(Object.values(byType), run);
    const result = await importArchive(there, await exportLab(here, 'lab-1', 99), copied.newId);
    const [copy] = await listRuns(there, result.labs[0].id);
    expect(await readJournal(there, copy.id)).toEqual(await readJournal(here, 'run-1'));
  });

  test('labels come along and lie on the same rows', async () => {
    const filled = await fill(here);
    const labels = [
      { column: 'c', of: 3, values: [{ value: 'z', rows: '1' }], kept: '0' },
      { column: 'mine', of: 3, classes: ['u', 'v'], values: [{ value: 'v', rows: '0,2' }] },
    ];
    await putLab(here, { id: 'lab-1', lab: { ...filled, labels }, createdAt: 1, updatedAt: 2 });
    await importArchive(there, await exportLab(here, 'lab-1', 99));
    const [{ lab }] = await listLabs(there);
    expect(lab.labels).toEqual(labels);
    const { columns } = withLabels(await getTable(there, (await described()).sha256), lab.labels);
    const words = (name: string) => {
      const data = columns.find((column) => column.name === name)?.data;
      return data?.kind === 'dict' ? Array.from(data.codes, (code) => data.dictionary[code] ?? null) : [];
    };
    expect(words('c')).toEqual(['a', 'z', 'bé']);
    expect(words('mine')).toEqual(['v', null, 'v']);
  });

  test('importing twice makes two copies and touches neither', async () => {
    await fill(here);
    const file = await exportLab(here, 'lab-1', 99);
    await importArchive(here, file);
    await importArchive(here, file);
    expect(await listLabs(here)).toHaveLength(3);
    expect(await listRuns(here, 'lab-1')).toHaveLength(1);
    expect(await listDatasets(here)).toHaveLength(1);
  });

  test('everything at once: all labs, and imported data that no lab uses', async () => {
    await fill(here);
    await putLab(here, { id: 'lab-2', lab: quickstart.lab, createdAt: 1, updatedAt: 1 });
    const other = { ...(await described()), name: 'spare' };
    const spare = tableOf([numbers('only', [1, 2, 3])]);
    await putDataset(
      here,
      { ...other, ...(await describeTable(spare)) },
      spare.columns.map(({ data }) => data),
    );
    const result = await importArchive(there, await exportAll(here, 99));
    expect([result.labs.length, result.datasets]).toEqual([2, 2]);
    expect((await listLabs(there)).map(({ lab }) => lab.title).sort()).toEqual(['Mine', quickstart.lab.title].sort());
  });

  test('shipped data stays out; imported data that is gone is reported missing', async () => {
    await putLab(here, { id: 'a', lab: quickstart.lab, createdAt: 1, updatedAt: 1 });
    const bundledDataset = { ...(await described()), source: { kind: 'bundled', detail: 'penguins' } as const };
    await putDataset(
      here,
      bundledDataset,
      table.columns.map(({ data }) => data),
    );
    expect(await importArchive(there, await exportAll(here, 9))).toMatchObject({ datasets: 0, missing: [] });
    const sha256 = 'ab'.repeat(32);
    const lab: Lab = { ...quickstart.lab, data: { kind: 'imported', name: 'gone', sha256 } };
    await putLab(here, { id: 'b', lab, createdAt: 1, updatedAt: 1 });
    expect(await importArchive(there, await exportLab(here, 'b', 9))).toMatchObject({
      missing: [{ name: 'gone', sha256 }],
    });
  });
});

describe('refusals leave nothing behind', () => {
  type Files = Record<string, Uint8Array>;
  /** Exports, lets `change` work on the unpacked files, optionally repairs the manifest's hashes, and imports. */
  async function refused(change: (files: Files) => void, repair = false): Promise<TablabError> {
    await fill(here);
    const files: Files = unzipSync(new Uint8Array(await (await exportLab(here, 'lab-1', 9)).arrayBuffer()));
    change(files);
    if (repair) {
      const manifest = JSON.parse(strFromU8(files['manifest.json'])) as { files: { path: string; sha256: string }[] };
      for (const file of manifest.files) file.sha256 = await sha256Hex(files[file.path]);
      files['manifest.json'] = strToU8(JSON.stringify(manifest));
    }
    return importRefused(new Blob([zipSync(files).slice()]));
  }
  async function importRefused(blob: Blob): Promise<TablabError> {
    const error = await importArchive(there, blob).catch((e: unknown) => e);
    for (const store of ['labs', 'runs', 'events', 'artifacts'] as const) expect(await there.count(store)).toBe(0);
    if (error instanceof TablabError) return error;
    throw new Error(`expected a coded error, got ${String(error)}`);
  }
  const edit = (files: Files, path: RegExp, change: (text: string) => string) => {
    const name = Object.keys(files).find((key) => path.test(key))!;
    files[name] = strToU8(change(strFromU8(files[name])));
  };
  const flip = (files: Files, path: RegExp) => {
    const name = Object.keys(files).find((key) => path.test(key))!;
    files[name][0] ^= 1;
  };

  test('a file that is no archive', async () => {
    expect((await importRefused(new Blob(['a,b\n1,2\n']))).code).toBe('archive-not-one');
    expect((await importRefused(new Blob([zipSync({ 'x.txt': strToU8('x') }).slice()]))).code).toBe('archive-not-one');
  });

  test('a file cut short', async () => {
    await fill(here);
    const whole = new Uint8Array(await (await exportLab(here, 'lab-1', 9)).arrayBuffer());
    for (const share of [0.1, 0.5, 0.9, 0.999]) {
      const { code } = await importRefused(new Blob([whole.slice(0, Math.floor(share * whole.length))]));
      expect(['archive-not-one', 'archive-damaged']).toContain(code);
    }
  });

  test('a data set whose content is not what its hash says', async () => {
    expect((await refused((files) => flip(files, /0\.bin$/), true)).code).toBe('archive-hash');
  });

  test('any entry that was changed, or is missing', async () => {
    expect((await refused((files) => flip(files, /lab\.json$/))).details).toMatchObject({ path: 'labs/0/lab.json' });
    expect((await refused((files) => delete files['labs/0/runs/0/events.jsonl'])).code).toBe('archive-damaged');
  });

  test('a model that is not what its name says', async () => {
    const swap = (files: Files) => flip(files, /^artifacts/);
    expect((await refused(swap, true)).code).toBe('archive-damaged');
  });

  test('documents, runs and events out of shape', async () => {
    const lab = await refused((files) => edit(files, /lab\.json$/, (t) => t.replace('"seed": 1', '"seed": -1')), true);
    expect(lab).toMatchObject({ code: 'lab-invalid', details: { path: 'seed' } });
    const run = await refused((files) => edit(files, /run\.json$/, (t) => t.replace('"running"', '"flying"')), true);
    expect(run.code).toBe('archive-damaged');
    const event = await refused((files) => edit(files, /events/, (t) => t.replace('"told"', '"tolled"')), true);
    expect(event.code).toBe('archive-damaged');
    for (const more of ['"values":"abc"', '"violations":[null]', '"folds":[{}]', '"lineage":7', '"rung":-1']) {
      const add = (text: string) => text.replace('"bestEpoch"', `${more},"bestEpoch"`);
      expect((await refused((files) => edit(files, /events/, add), true)).code).toBe('archive-damaged');
    }
    const open = await refused((files) => edit(files, /events/, (t) => t.slice(0, -5)), true);
    expect(open.code).toBe('archive-damaged');
  });

  test('an archive from the future', async () => {
    const newer = await refused((files) => edit(files, /manifest/, (t) => t.replace('"version":1', '"version":2')));
    expect(newer).toMatchObject({ code: 'archive-newer', details: { version: 2 } });
  });

  test('a zip with two entries of one name, of which only the last would be counted', async () => {
    const zip = zipSync({ 'manifest.json': strToU8('{}'), 'manifest.jso_': strToU8('{}') }).slice();
    const under = strToU8('_');
    for (let at = 0; at < zip.length; at++) if (zip[at] === under[0]) zip[at] = 'n'.charCodeAt(0);
    expect((await importRefused(new Blob([zip]))).code).toBe('archive-damaged');
  });

  test('a zip that claims to unpack to more than is allowed', async () => {
    const zip = zipSync({ 'manifest.json': strToU8('{}'), big: new Uint8Array(100) }).slice();
    // The central directory's size fields: 46-byte headers that start with PK 1 2; uncompressed size at offset 24.
    for (let at = 0; at < zip.length - 46; at++) {
      if (zip[at] === 0x50 && zip[at + 1] === 0x4b && zip[at + 2] === 1 && zip[at + 3] === 2)
        new DataView(zip.buffer).setUint32(at + 24, 3e9, true);
    }
    expect((await importRefused(new Blob([zip]))).code).toBe('archive-too-large');
  });
});
