// What takes how much room, for the storage page; and erasing everything.
import type { Store } from './schema';
import { storeNames } from './schema';
import { sizeOfValue } from './bytes';
import { write } from './write';

export interface Usage {
  readonly labs: readonly {
    readonly id: string;
    readonly title: string;
    readonly runs: number;
    readonly bytes: number;
  }[];
  readonly datasets: readonly { readonly sha256: string; readonly name: string; readonly bytes: number }[];
}

/** Approximate bytes of each lab (document, journals, checkpoints, artifacts) and each data set. */
export async function measureUsage(store: Store): Promise<Usage> {
  const [labs, datasets, runs] = await Promise.all([
    store.getAll('labs'),
    store.getAll('datasets'),
    store.getAll('runs'),
  ]);
  const bytesOfLab = new Map(labs.map((record) => [record.id, sizeOfValue(record)]));
  const labOfRun = new Map(runs.map((run) => [run.id, run.labId]));
  const add = (labId: string | undefined, value: unknown) => {
    if (labId !== undefined) bytesOfLab.set(labId, (bytesOfLab.get(labId) ?? 0) + sizeOfValue(value));
  };
  const artifactOwner = new Map<string, string>();
  for (const run of runs) {
    add(run.labId, run);
    for (const sha256 of Object.values(run.artifacts)) artifactOwner.set(sha256, run.labId);
  }
  // By cursor: the journals together may be larger than what should be in memory at once.
  for (const name of ['events', 'checkpoints', 'artifacts'] as const) {
    let cursor = await store.transaction(name).store.openCursor();
    while (cursor) {
      const value = cursor.value;
      add('run' in value ? labOfRun.get(value.run) : artifactOwner.get(value.sha256), value);
      cursor = await cursor.continue();
    }
  }
  const runCount = (id: string) => runs.filter((run) => run.labId === id).length;
  return {
    labs: labs.map(({ id, lab }) => ({ id, title: lab.title, runs: runCount(id), bytes: bytesOfLab.get(id) ?? 0 })),
    datasets: datasets.map(({ sha256, name, bytes }) => ({ sha256, name, bytes })),
  };
}

/** Empties every store. Whoever calls this has asked the person. */
export function eraseAll(store: Store): Promise<void> {
  return write(store, [...storeNames], { what: 'the storage' }, (tx) =>
    Promise.all(storeNames.map((name) => tx.objectStore(name).clear())),
  );
}
