// The one way to write: a transaction that resolves when its content is durable, and fails with a coded error.
import type { IDBPTransaction } from 'idb';
import { storeFailure } from './failure';
import type { Schema, Store, StoreName } from './schema';

export interface WriteOptions {
  /** What is being stored, as a noun phrase for error messages. */
  readonly what: string;
  /** `strict` (default): on disk when resolved. `relaxed`: handed to the operating system; for what can be redone. */
  readonly durability?: 'strict' | 'relaxed';
}

/**
 * Runs `job` in one read-write transaction: all of it is stored, or nothing. The job may await only requests of the
 * transaction. Throws `quota-exceeded`, `store-closed` or `store-failed`.
 */
export async function write<const Names extends readonly StoreName[]>(
  store: Store,
  names: Names,
  options: WriteOptions,
  job: (tx: IDBPTransaction<Schema, Names, 'readwrite'>) => Promise<unknown> | void,
): Promise<void> {
  let tx: IDBPTransaction<Schema, Names, 'readwrite'>;
  try {
    tx = store.transaction(names, 'readwrite', { durability: options.durability ?? 'strict' });
  } catch (error) {
    throw await storeFailure(error, options.what);
  }
  const working = runJob(tx, job);
  const [worked, done] = await Promise.allSettled([working, tx.done]);
  if (done.status === 'fulfilled' && worked.status === 'fulfilled') return;
  // A request of an aborted transaction reports AbortError; the reason is the transaction's own error.
  const reason = tx.error ?? (worked.status === 'rejected' ? (worked.reason as unknown) : undefined);
  throw await storeFailure(reason ?? (done.status === 'rejected' ? (done.reason as unknown) : undefined), options.what);
}

async function runJob<const Names extends readonly StoreName[]>(
  tx: IDBPTransaction<Schema, Names, 'readwrite'>,
  job: (tx: IDBPTransaction<Schema, Names, 'readwrite'>) => Promise<unknown> | void,
): Promise<void> {
  try {
    await job(tx);
  } catch (error) {
    // Without this the requests made so far would be committed.
    abort(tx);
    throw error;
  }
}

function abort(tx: { abort(): void }): void {
  try {
    tx.abort();
  } catch (error) {
    // Already aborted by the failed request itself: what was wanted.
    if (!(error instanceof DOMException && error.name === 'InvalidStateError')) throw error;
  }
}
