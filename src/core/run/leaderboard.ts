// The order of trials: finished ones by value, then those that gave none. Equal trials stand in order of index, so the
// order never depends on what finished first.
import { violationOf } from './objectives';
import type { TrialRecord, TrialState } from './types';

export type Direction = 'minimize' | 'maximize';

const rank: Readonly<Record<TrialState, number>> = {
  done: 0,
  running: 1,
  paused: 1,
  pruned: 2,
  cancelled: 3,
  failed: 4,
};

/** Whether a trial that is `done` takes the lead. */
export function isBetter(trial: TrialRecord, leader: TrialRecord | null, direction: Direction): boolean {
  if (trial.state !== 'done' || trial.value === null) return false;
  return !leader || compareTrials(direction)(trial, leader) < 0;
}

/** For sorting: best first. */
export function compareTrials(direction: Direction): (a: TrialRecord, b: TrialRecord) => number {
  const sign = direction === 'minimize' ? 1 : -1;
  return (a, b) => {
    if (rank[a.state] !== rank[b.state]) return rank[a.state] - rank[b.state];
    const broken = violationOf(a) - violationOf(b);
    if (a.state === 'done' && broken !== 0) return broken;
    if (a.value !== b.value) {
      if (a.value === null) return 1;
      if (b.value === null) return -1;
      return sign * (a.value - b.value);
    }
    return a.index - b.index;
  };
}

export const leaderboard = (trials: readonly TrialRecord[], direction: Direction): TrialRecord[] =>
  [...trials].sort(compareTrials(direction));

/** The best value so far after each trial that is `done`, by index: the best-so-far curve. */
export function bestSoFar(
  trials: readonly TrialRecord[],
  direction: Direction,
): { readonly index: number; readonly value: number; readonly best: number }[] {
  let leader: TrialRecord | null = null;
  const points: { index: number; value: number; best: number }[] = [];
  for (const trial of [...trials].sort((a, b) => a.index - b.index)) {
    if (isBetter(trial, leader, direction)) leader = trial;
    if (trial.state === 'done' && trial.value !== null && leader)
      points.push({ index: trial.index, value: trial.value, best: leader.value! });
  }
  return points;
}
