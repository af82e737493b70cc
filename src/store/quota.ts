// How much room there is, and asking the browser not to clear it. Everything degrades to "unknown" where the
// Storage API is missing (insecure contexts, old browsers).

export interface Room {
  /** Bytes used by this origin; NaN when unknown. */
  readonly used: number;
  /** Bytes this origin may use; NaN when unknown. */
  readonly quota: number;
}

/** The parts of StorageManager used here; workers lack `persist`. */
type Manager = Partial<Pick<StorageManager, 'estimate' | 'persisted'>> & { persist?(): Promise<boolean> };

const manager = (): Manager | undefined => globalThis.navigator?.storage;

export async function estimate(): Promise<Room> {
  const storage = manager();
  if (!storage?.estimate) return { used: NaN, quota: NaN };
  const { usage = NaN, quota = NaN } = await storage.estimate();
  return { used: usage, quota };
}

/** Whether the browser promised not to clear this origin by itself. */
export async function isPersisted(): Promise<boolean> {
  return (await manager()?.persisted?.()) ?? false;
}

/** Asks for that promise. Only a page can ask; call it when the first run is saved. */
export async function requestPersist(): Promise<boolean> {
  const storage = manager();
  if (!storage?.persist) return false;
  return (await isPersisted()) || (await storage.persist());
}
