// Files that were dropped before there was a lab for them: the page of the new lab's data takes them.
import type { Picked } from './dropped';

const waiting = new Map<string, Picked>();

/** Leaves files for a lab's Data page. */
export const handOver = (labId: string, picked: Picked): void => void waiting.set(labId, picked);

/** What was left for a lab, once. */
export function takeHanded(labId: string): Picked | undefined {
  const picked = waiting.get(labId);
  waiting.delete(labId);
  return picked;
}
