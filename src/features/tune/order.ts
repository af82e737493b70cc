// Rows of the leaderboard in order. `value` is the study's own order; other keys fall back to it.
import type { KeySet } from '$core/table/rowSet';
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
  only: KeySet | null,
  /** Front of each trial of a study with several objectives, from 0; NaN: it breaks a limit. */
  fronts: ReadonlyMap<number, number> | null = null,
  /** An order of before, of the same list with fewer trials: what is nearly in order is sorted by looking at each a few times. */
  before: readonly number[] = [],
): number[] {
  const places: number[] = [];
  const had = new Uint8Array(trials.length);
  const take = (i: number) => {
    if (i >= trials.length || had[i]) return;
    had[i] = 1;
    if (!only || only.has(trials[i].index)) places.push(i);
  };
  for (const i of before) take(i);
  for (let i = 0; i < trials.length; i++) take(i);
  const plain = compareTrials(direction);
  // By place, once: a sort of thousands looks at each some thirty times.
  const front = fronts && Float64Array.from(trials, ({ index }) => frontNumber(fronts.get(index)));
  const byValue = (a: number, b: number) => {
    if (front && front[a] !== front[b]) return front[a] - front[b];
    return plain(trials[a], trials[b]);
  };
  const own = key === 'value' || key === 'front' ? null : byKey(key);
  const by = (a: number, b: number) =>
    own ? own(trials[a], trials[b]) : key === 'value' ? plain(trials[a], trials[b]) : byValue(a, b);
  const sign = reversed ? -1 : 1;
  return places.sort((a, b) => sign * by(a, b) || byValue(a, b) || a - b);
}

/** Trials beyond a limit come behind all fronts, those without values last. */
const frontNumber = (front = Infinity): number => (Number.isNaN(front) ? 1e9 : front);

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
