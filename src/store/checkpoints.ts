// Checkpoints of running trials. They may be lost without harm: the trial then starts again from its first epoch.
import { isSound, type Checkpoint } from '$core/run/checkpoint';
import type { Store } from './schema';
import { write } from './write';

/** One that does not say where to go on counts as lost. */
export async function findCheckpoint(store: Store, run: string, trial: number): Promise<Checkpoint | undefined> {
  const found = (await store.get('checkpoints', [run, trial]))?.checkpoint;
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
    tx.store.put({ run, trial, at, checkpoint }),
  );
}
