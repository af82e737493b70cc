// Rows of the leaderboard in order. `value` is the study's own order; other keys fall back to it.
import { compareTrials } from '$core/run/leaderboard';
import type { TrialRecord } from '$core/run/types';

/** A fixed column, or the path of a parameter. */
export type SortKey = 'value' | 'index' | 'state' | 'epochs' | 'seconds' | (string & {});

/** Places in `trials`, in order. `only`: trial numbers to show; null: all. */
export function orderOf(
  trials: readonly TrialRecord[],
  key: SortKey,
  direction: 'minimize' | 'maximize',
  reversed: boolean,
  only: ReadonlySet<number> | null,
): number[] {
  const places: number[] = [];
  for (let i = 0; i < trials.length; i++) if (!only || only.has(trials[i].index)) places.push(i);
  const byValue = compareTrials(direction);
  const by = key === 'value' ? byValue : byKey(key);
  const sign = reversed ? -1 : 1;
  return places.sort((a, b) => sign * by(trials[a], trials[b]) || byValue(trials[a], trials[b]));
}

function byKey(key: SortKey): (a: TrialRecord, b: TrialRecord) => number {
  switch (key) {
    case 'index':
      return (a, b) => a.index - b.index;
    case 'state':
      return (a, b) => (a.state < b.state ? -1 : a.state > b.state ? 1 : 0);
    case 'epochs':
      return (a, b) => a.curve.length - b.curve.length;
    case 'seconds':
      return (a, b) => a.seconds - b.seconds;
    default:
      return (a, b) => compareScalars(a.params[key], b.params[key]);
  }
}

/** Numbers by size, words by letter; missing ones last. */
function compareScalars(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1;
}
