// One writer per lab, by Web Locks, which the browser releases by itself when a tab or worker dies. Two locks a lab:
// `edit` for the page that changes the document, `run` for the study worker that writes the journal.
// Where Web Locks are missing (insecure context) every lock is granted: there is then no way to see other tabs.
import { TablabError } from '$core/errors/error';

export type LockKind = 'edit' | 'run';

export interface LabLock {
  /** Resolves with `lab-taken` when another tab took the lab over; never when released here. */
  readonly lost: Promise<TablabError>;
  /** Gives the lock back; safe to call twice. */
  release(): void;
}

const locks = (): LockManager | undefined => globalThis.navigator?.locks;
const nameOf = (kind: LockKind, labId: string) => (kind === 'run' ? `tablab:lab:${labId}` : `tablab:edit:${labId}`);

/**
 * Takes a lock at once or not at all: null when somebody else holds it. With `takeOver` the holder loses it and is
 * told through `lost`.
 */
export async function lockLab(kind: LockKind, labId: string, takeOver = false): Promise<LabLock | null> {
  const manager = locks();
  if (!manager) return { lost: new Promise(() => {}), release: () => {} };
  let release = () => {};
  const untilReleased = new Promise<void>((resolve) => (release = resolve));
  let tellLost: (error: TablabError) => void = () => {};
  const lost = new Promise<TablabError>((resolve) => (tellLost = resolve));
  return new Promise<LabLock | null>((resolve, reject) => {
    let granted = false;
    const options = takeOver ? { steal: true } : { ifAvailable: true };
    manager
      .request(nameOf(kind, labId), options, (lock) => {
        if (!lock) {
          resolve(null);
          return;
        }
        granted = true;
        resolve({ lost, release });
        return untilReleased;
      })
      .catch((error: unknown) => {
        // A stolen lock rejects the request of the loser with AbortError.
        if (granted) tellLost(new TablabError('lab-taken', {}, { cause: error }));
        else reject(error instanceof Error ? error : new Error(String(error)));
      });
  });
}

/**
 * True once nobody held the lock at two looks in a row, `pause` milliseconds apart: a tab that is only loaded again takes its lab
 * back between them. It looks and never asks for the lock, so it is in nobody's way. False when `signal` ended the waiting.
 */
export async function whenFree(kind: LockKind, labId: string, signal: AbortSignal, pause = 2500): Promise<boolean> {
  for (let free = 0; free < 2;) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    if (signal.aborted) return false;
    free = (await heldLabs(kind)).has(labId) ? 0 : free + 1;
  }
  return !signal.aborted;
}

/** Labs of which somebody, anywhere in this browser, holds the lock of this kind. */
export async function heldLabs(kind: LockKind): Promise<Set<string>> {
  const manager = locks();
  if (!manager) return new Set();
  const prefix = nameOf(kind, '');
  const { held = [] } = await manager.query();
  return new Set(held.flatMap(({ name }) => (name?.startsWith(prefix) ? [name.slice(prefix.length)] : [])));
}
