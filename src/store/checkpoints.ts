// Checkpoints of running trials. They may be lost without harm: the trial then starts again from its first epoch.
import type { Checkpoint } from '$core/run/checkpoint';
import type { Store } from './schema';
import { write } from './write';

export async function findCheckpoint(store: Store, run: string, trial: number): Promise<Checkpoint | undefined> {
  return (await store.get('checkpoints', [run, trial]))?.checkpoint;
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
