// Checkpoints of running trials. They may be lost without harm: the trial then starts again from its first epoch.
import { isSound, type Checkpoint } from '$core/run/checkpoint';
import { packedCheckpoint, unpackedCheckpoint } from '$core/run/packedCurve';
import type { Store } from './schema';
import { write } from './write';

/** One that does not say where to go on counts as lost. */
export async function findCheckpoint(store: Store, run: string, trial: number): Promise<Checkpoint | undefined> {
  const stored = (await store.get('checkpoints', [run, trial]))?.checkpoint;
  const found = stored && unpackedCheckpoint(stored);
  return found && isSound(found) ? found : undefined;
}

export function putCheckpoint(
  store: Store,
  run: string,
  trial: number,
  checkpoint: Checkpoint,
  at: number,
): Promise<void> {
  return write(store, ['checkpoints'], { what: 'a checkpoint', durability: 'relaxed' }, (tx) =>
    tx.store.put({ run, trial, at, checkpoint: packedCheckpoint(checkpoint) }),
  );
}

/** Of a step's studies that were stopped, when it runs anew: one that goes on all the same trains its unfinished trials from their start. */
export function dropStopped(store: Store, labId: string, step: string): Promise<void> {
  return write(store, ['checkpoints', 'runs'], { what: 'checkpoints', durability: 'relaxed' }, async (tx) => {
    const runs = await tx.objectStore('runs').index('labId').getAll(labId);
    const stopped = runs.filter((run) => run.step === step && run.state === 'cancelled');
    await Promise.all(
      stopped.map(({ id }) => tx.objectStore('checkpoints').delete(IDBKeyRange.bound([id, -Infinity], [id, Infinity]))),
    );
  });
}
