// One connection per page or worker, opened on first use and opened anew after the browser dropped it.
import { openDB } from 'idb';
import { TablabError } from '$core/errors/error';
import { storeFailure } from './failure';
import { schemaVersion, upgrade, type Schema, type Store } from './schema';

export const storeName = 'tablab';

/** What the page shows when tabs of different versions meet. */
export interface StoreHooks {
  /** Opening waits because another tab holds an older version; it goes on when that tab closes. */
  onBlocked?(): void;
  /** A tab with a newer version wants in: this connection was closed, the page must be reloaded. */
  onOutdated?(): void;
  /** The browser dropped the connection (storage cleared, disk gone). The next use opens it again. */
  onLost?(): void;
}

const hooks = new Set<StoreHooks>();
const open = new Map<string, Promise<Store>>();

/** Registers hooks for this realm; returns how to remove them. */
export function onStoreEvents(more: StoreHooks): () => void {
  hooks.add(more);
  return () => hooks.delete(more);
}

/** The shared connection of this page or worker. Throws `store-unavailable` or `store-outdated`. */
export function openStore(name = storeName): Promise<Store> {
  const known = open.get(name);
  if (known) return known;
  const opening = connect(name).catch((error: unknown) => {
    open.delete(name);
    throw error;
  });
  open.set(name, opening);
  return opening;
}

/** Closes the shared connection; the next openStore makes a new one. */
export async function closeStore(name = storeName): Promise<void> {
  const known = open.get(name);
  open.delete(name);
  if (known) (await known).close();
}

async function connect(name: string): Promise<Store> {
  if (typeof indexedDB === 'undefined') throw new TablabError('store-unavailable', { reason: 'IndexedDB is missing.' });
  try {
    const store = await openDB<Schema>(name, schemaVersion, {
      upgrade: (db, from, _to, tx) => upgrade(db, from, tx),
      blocked: () => hooks.forEach((hook) => hook.onBlocked?.()),
      blocking: (_current, _wanted, event) => {
        (event.target as IDBDatabase).close();
        open.delete(name);
        hooks.forEach((hook) => hook.onOutdated?.());
      },
      terminated: () => {
        open.delete(name);
        hooks.forEach((hook) => hook.onLost?.());
      },
    });
    return store;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof Error && error.name === 'VersionError')
      throw new TablabError('store-outdated', {}, { cause: error });
    if (error instanceof Error && error.name === 'QuotaExceededError') throw await storeFailure(error, 'the lab');
    throw new TablabError('store-unavailable', { reason }, { cause: error });
  }
}
