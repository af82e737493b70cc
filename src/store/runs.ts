// Runs: one record per execution of a step, kept next to its journal. Runs are hidden, never erased one by one.
import { TablabError } from '$core/errors/error';
import type { RunInfo } from '$core/run/types';
import type { Store } from './schema';
import { write } from './write';

/** Newest first; hidden ones too. */
export async function listRuns(store: Store, labId?: string): Promise<RunInfo[]> {
  const runs = labId === undefined ? await store.getAll('runs') : await store.getAllFromIndex('runs', 'labId', labId);
  return runs.sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
}

/** Throws `run-not-stored`. */
export async function getRun(store: Store, id: string): Promise<RunInfo> {
  const run = await store.get('runs', id);
  if (!run) throw new TablabError('run-not-stored', { id });
  return run;
}

export function putRun(store: Store, run: RunInfo): Promise<void> {
  return write(store, ['runs'], { what: 'the run' }, (tx) => tx.store.put(run));
}

/** Changes some fields of a stored run and returns the result. Throws `run-not-stored`. */
export async function patchRun(store: Store, id: string, patch: Partial<Omit<RunInfo, 'id'>>): Promise<RunInfo> {
  let next: RunInfo | undefined;
  await write(store, ['runs'], { what: 'the run' }, async (tx) => {
    const run = await tx.store.get(id);
    if (!run) throw new TablabError('run-not-stored', { id });
    next = { ...run, ...patch };
    await tx.store.put(next);
  });
  return next!;
}

export const hideRun = (store: Store, id: string, hidden: boolean): Promise<RunInfo> => patchRun(store, id, { hidden });
