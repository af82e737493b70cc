// Data sets: their description, and their columns as typed arrays, one record per column so that a chart can read
// one column of a wide table. Identical content has one identity, so storing it twice stores it once.
import { TablabError } from '$core/errors/error';
import type { Column, ColumnData, DatasetInfo, Table } from '$core/table/types';
import type { Store } from './schema';
import { write } from './write';

const columnsOf = (sha256: string) => IDBKeyRange.bound([sha256, 0], [sha256, Infinity]);

/** Newest first. */
export async function listDatasets(store: Store): Promise<DatasetInfo[]> {
  return (await store.getAll('datasets')).sort((a, b) => b.createdAt - a.createdAt);
}

export const findDataset = (store: Store, sha256: string): Promise<DatasetInfo | undefined> =>
  store.get('datasets', sha256);

/** Throws `dataset-not-stored`. */
export async function getDataset(store: Store, sha256: string): Promise<DatasetInfo> {
  const info = await findDataset(store, sha256);
  if (!info) throw new TablabError('dataset-not-stored', { sha256 });
  return info;
}

/**
 * Stores a description and its columns (in the order of `info.columns`) in one transaction. The arrays must not lie
 * in SharedArrayBuffers, which IndexedDB cannot hold.
 */
export async function putDataset(store: Store, info: DatasetInfo, columns: readonly ColumnData[]): Promise<void> {
  if (columns.length !== info.columns.length) throw new RangeError('one column of data for each described column');
  await write(store, ['datasets', 'columns'], { what: `the data set "${info.name}"` }, (tx) => {
    const store = tx.objectStore('columns');
    const puts = columns.map((data, index) => store.put({ dataset: info.sha256, index, data }));
    return Promise.all([...puts, tx.objectStore('datasets').put(info)]);
  });
}

/** All columns, or the named ones in the order asked. Throws `dataset-not-stored` or `column-unknown`. */
export async function getTable(store: Store, sha256: string, names?: readonly string[]): Promise<Table> {
  const info = await getDataset(store, sha256);
  const places = new Map(info.columns.map(({ name }, index) => [name, index]));
  const wanted = (names ?? info.columns.map(({ name }) => name)).map((name) => {
    const index = places.get(name);
    if (index === undefined) throw new TablabError('column-unknown', { column: name });
    return index;
  });
  const columns: Column[] = [];
  // Thousands of requests at once take their time each: runs of neighbours are one.
  for (const [from, to] of runsOf(wanted)) {
    const records = await store.getAll('columns', IDBKeyRange.bound([sha256, from], [sha256, to]));
    if (records.length !== to - from + 1) throw new TablabError('dataset-not-stored', { sha256 });
    for (const [i, { data }] of records.entries()) {
      const { name, type } = info.columns[from + i];
      columns.push({ name, type, data });
    }
  }
  return { rows: info.rows, columns };
}

const longestRun = 200;

/** Numbers in their order as runs from and to, each of neighbours. */
function runsOf(indices: readonly number[]): (readonly [from: number, to: number])[] {
  const runs: [number, number][] = [];
  for (const index of indices) {
    const last = runs.at(-1);
    if (last && index === last[1] + 1 && index - last[0] < longestRun) last[1] = index;
    else runs.push([index, index]);
  }
  return runs;
}

/**
 * Deletes a data set. One that a person imported is refused with `dataset-in-use` while a lab names it; bundled and
 * generated ones can always be made again.
 */
export function deleteDataset(store: Store, sha256: string): Promise<void> {
  return write(store, ['datasets', 'columns', 'labs'], { what: 'the data set' }, async (tx) => {
    const users = (await tx.objectStore('labs').getAll()).filter(
      ({ lab }) => lab.data.kind === 'imported' && lab.data.sha256 === sha256,
    );
    if (users.length > 0) {
      const info = await tx.objectStore('datasets').get(sha256);
      const labs = users.map(({ lab }) => `"${lab.title}"`).join(', ');
      throw new TablabError('dataset-in-use', { name: info?.name ?? sha256, count: users.length, labs });
    }
    await Promise.all([tx.objectStore('datasets').delete(sha256), tx.objectStore('columns').delete(columnsOf(sha256))]);
  });
}
