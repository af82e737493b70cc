// Undo and redo of one document. Documents are never changed in place, so keeping old ones costs little.
// Pure: the time comes in, and every change returns a new history.

interface Entry<T> {
  readonly label: string;
  /** The document before the edit (in `past`) or after it (in `future`). */
  readonly doc: T;
}

export interface History<T> {
  readonly past: readonly Entry<T>[];
  readonly future: readonly Entry<T>[];
  /** When the newest edit was made, in ms: edits of one label in quick succession become one. */
  readonly at: number;
}

export const mergeWithinMs = 1000;
export const keptEdits = 200;

export const emptyHistory = <T>(): History<T> => ({ past: [], future: [], at: -Infinity });

/** Notes that an edit called `label` replaced the document `before`. */
export function record<T>(history: History<T>, label: string, before: T, now: number): History<T> {
  const newest = history.past.at(-1);
  const merges = newest?.label === label && history.future.length === 0 && now - history.at < mergeWithinMs;
  const past = merges ? history.past : [...history.past, { label, doc: before }].slice(-keptEdits);
  return { past, future: [], at: now };
}

/** The document before the newest edit, or null. */
export function undo<T>(history: History<T>, current: T): { doc: T; history: History<T> } | null {
  const entry = history.past.at(-1);
  if (!entry) return null;
  const future = [...history.future, { label: entry.label, doc: current }];
  return { doc: entry.doc, history: { past: history.past.slice(0, -1), future, at: -Infinity } };
}

/** The document after the edit that was undone last, or null. */
export function redo<T>(history: History<T>, current: T): { doc: T; history: History<T> } | null {
  const entry = history.future.at(-1);
  if (!entry) return null;
  const past = [...history.past, { label: entry.label, doc: current }];
  return { doc: entry.doc, history: { past, future: history.future.slice(0, -1), at: -Infinity } };
}
