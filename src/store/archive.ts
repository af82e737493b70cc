// .tablab files: what lies in the storage, packed to travel, and back. Data sets that ship with Tablab or come from a
// generator stay out, since every copy of Tablab can make them; imported ones, journals and models go along.
// Checkpoints stay out: an interrupted trial starts again from its first epoch, with the same result.
import { ArchiveReader } from '$core/archive/read';
import { ArchiveWriter } from '$core/archive/write';
import type { ArchivedArtifact, ArchivedRun } from '$core/archive/content';
import { maxArchiveBytes, type Deflate } from '$core/archive/zip';
import { TablabError } from '$core/errors/error';
import { packedEvent } from '$core/run/packedCurve';
import type { RunEvent, RunInfo, RunState } from '$core/run/types';
import { bytesText } from './bytes';
import { findDataset, getTable, putDataset } from './datasets';
import { readJournal } from './journal';
import { getLab, listLabs } from './labs';
import type { LabRecord } from './records';
import { listRuns } from './runs';
import type { Store } from './schema';
import { write } from './write';

const deflate: Deflate = async (bytes) => {
  const stream = new Blob([bytes.slice()]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

export const archiveType = 'application/x-tablab';

/** A lab with its data, journals and kept models as a .tablab file. Throws `lab-not-stored`. */
export async function exportLab(store: Store, id: string, now: number): Promise<Blob> {
  return exportRecords(store, [await getLab(store, id)], now);
}

/** All labs, and all imported data whether a lab uses it or not. */
export async function exportAll(store: Store, now: number): Promise<Blob> {
  const datasets = (await store.getAll('datasets')).filter(({ source }) => source.kind === 'imported');
  return exportRecords(
    store,
    await listLabs(store),
    now,
    datasets.map(({ sha256 }) => sha256),
  );
}

async function exportRecords(
  store: Store,
  records: readonly LabRecord[],
  now: number,
  more: readonly string[] = [],
): Promise<Blob> {
  const archive = await ArchiveWriter.create(now, deflate);
  const artifacts = new Set<string>();
  for (const { lab, example, createdAt, updatedAt, id } of records) {
    const runs: ArchivedRun[] = [];
    for (const info of await listRuns(store, id)) {
      runs.push({ info, events: await readJournal(store, info.id) });
      for (const sha256 of Object.values(info.artifacts)) artifacts.add(sha256);
    }
    await archive.addLab({ lab, ...(example === undefined ? {} : { example }), createdAt, updatedAt, runs });
  }
  const named = records.flatMap(({ lab }) => (lab.data.kind === 'imported' ? [lab.data.sha256] : []));
  for (const sha256 of new Set([...named, ...more])) {
    const info = await findDataset(store, sha256);
    // A lab may name data that was deleted or never arrived; it travels without.
    if (info)
      await archive.addDataset({ info, columns: (await getTable(store, sha256)).columns.map(({ data }) => data) });
  }
  for (const sha256 of artifacts) {
    const record = await store.get('artifacts', sha256);
    if (record) await archive.addArtifact({ ...record, bytes: record.bytes.slice() });
  }
  return new Blob([...(await archive.finish())], { type: archiveType });
}

export interface Imported {
  /** As they were stored: copies under new ids. */
  readonly labs: readonly LabRecord[];
  /** Data sets that came along and are stored now. */
  readonly datasets: number;
  /** Data that a lab names and that is neither in the file nor on this device. */
  readonly missing: readonly { readonly name: string; readonly sha256: string }[];
}

/**
 * Stores what a .tablab file holds. Labs and runs get new ids, so nothing here is overwritten. Labs, runs, journals
 * and models are stored in one transaction, after the data sets: a file that is damaged anywhere leaves no lab behind.
 * Throws `archive-*`, `lab-*` and `quota-exceeded`.
 */
export async function importArchive(
  store: Store,
  file: Blob & { readonly name?: string },
  newId: () => string = () => crypto.randomUUID(),
): Promise<Imported> {
  const limit = bytesText(maxArchiveBytes);
  if (file.size > maxArchiveBytes) throw new TablabError('archive-too-large', { size: bytesText(file.size), limit });
  const archive = await ArchiveReader.open(new Uint8Array(await file.arrayBuffer()), file.name ?? 'The file');

  const artifacts = await archive.artifacts();
  const labs: { record: LabRecord; runs: readonly ArchivedRun[] }[] = [];
  for (let i = 0; i < archive.labCount; i++) {
    const { runs, ...lab } = await archive.lab(i);
    labs.push({ record: { id: newId(), ...lab }, runs });
  }
  for (let i = 0; i < archive.datasetCount; i++) {
    const { info, columns } = await archive.dataset(i);
    if (!(await findDataset(store, info.sha256))) await putDataset(store, info, columns);
  }
  await storeLabs(store, labs, artifacts, newId);

  const missing = new Map<string, string>();
  for (const { record } of labs) {
    const { data } = record.lab;
    if (data.kind === 'imported' && !(await findDataset(store, data.sha256))) missing.set(data.sha256, data.name);
  }
  return {
    labs: labs.map(({ record }) => record),
    datasets: archive.datasetCount,
    missing: [...missing].map(([sha256, name]) => ({ sha256, name })),
  };
}

async function storeLabs(
  store: Store,
  labs: readonly { record: LabRecord; runs: readonly ArchivedRun[] }[],
  artifacts: readonly ArchivedArtifact[],
  newId: () => string,
): Promise<void> {
  const brought = new Set(artifacts.map(({ sha256 }) => sha256));
  const runs = labs.flatMap(({ record, runs }) =>
    runs.map(({ info, events }) => ({ info: arrived(info, newId(), record.id, brought), events })),
  );
  await write(store, ['labs', 'runs', 'events', 'artifacts'], { what: 'the imported labs' }, (tx) => {
    const journal = (run: string, events: readonly RunEvent[]) =>
      events.map((event, seq) => tx.objectStore('events').add({ run, seq, event: packedEvent(event) }));
    return Promise.all([
      ...labs.map(({ record }) => tx.objectStore('labs').add(record)),
      ...runs.flatMap(({ info, events }) => [tx.objectStore('runs').add(info), ...journal(info.id, events)]),
      ...artifacts.map((artifact) => tx.objectStore('artifacts').put(artifact)),
    ]);
  });
}

const unfinished: readonly RunState[] = ['queued', 'running', 'paused'];

/** The run under its new ids; nobody holds it here, and models that did not come along are not promised. */
function arrived(info: RunInfo, id: string, labId: string, brought: ReadonlySet<string>): RunInfo {
  const artifacts = Object.fromEntries(Object.entries(info.artifacts).filter(([, sha256]) => brought.has(sha256)));
  const state = unfinished.includes(info.state) ? 'interrupted' : info.state;
  return { ...info, id, labId, state, artifacts };
}
