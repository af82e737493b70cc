// Labs: the documents a person keeps.
import { TablabError } from '$core/errors/error';
import type { Lab } from '$core/lab/document';
import type { LabRecord } from './records';
import type { Store } from './schema';
import { write } from './write';

/** Newest first. */
export async function listLabs(store: Store): Promise<LabRecord[]> {
  return (await store.getAllFromIndex('labs', 'updatedAt')).reverse();
}

export const findLab = (store: Store, id: string): Promise<LabRecord | undefined> => store.get('labs', id);

/** Throws `lab-not-stored`. */
export async function getLab(store: Store, id: string): Promise<LabRecord> {
  const record = await findLab(store, id);
  if (!record) throw new TablabError('lab-not-stored', { id });
  return record;
}

export function putLab(store: Store, record: LabRecord): Promise<void> {
  return write(store, ['labs'], { what: `the lab "${record.lab.title}"` }, (tx) => tx.store.put(record));
}

/** Replaces the document, keeping id, origin and creation time. */
export function updateLab(store: Store, id: string, lab: Lab, now: number): Promise<void> {
  return write(store, ['labs'], { what: `the lab "${lab.title}"` }, async (tx) => {
    const old = await tx.store.get(id);
    if (!old) throw new TablabError('lab-not-stored', { id });
    await tx.store.put({ ...old, lab, updatedAt: now });
  });
}

/** Deletes a lab with its runs, journals and checkpoints, and those artifacts that no other run names. */
export function deleteLab(store: Store, id: string): Promise<void> {
  return write(store, ['labs', 'runs', 'events', 'checkpoints', 'artifacts'], { what: 'the lab' }, async (tx) => {
    const runs = await tx.objectStore('runs').getAll();
    const gone = runs.filter((run) => run.labId === id);
    const kept = new Set(runs.filter((run) => run.labId !== id).flatMap((run) => Object.values(run.artifacts)));
    const artifacts = gone.flatMap((run) => Object.values(run.artifacts)).filter((sha256) => !kept.has(sha256));
    const ofRun = (run: string) => IDBKeyRange.bound([run, 0], [run, Infinity]);
    await Promise.all([
      tx.objectStore('labs').delete(id),
      ...artifacts.map((sha256) => tx.objectStore('artifacts').delete(sha256)),
      ...gone.flatMap((run) => [
        tx.objectStore('runs').delete(run.id),
        tx.objectStore('events').delete(ofRun(run.id)),
        tx.objectStore('checkpoints').delete(ofRun(run.id)),
      ]),
    ]);
  });
}
