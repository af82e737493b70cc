// How trials compare, on a scale that does not depend on the objective: what the models of strategies learn.
import { isScored } from '../../samplers/history';
import type { Ask, PastTrial } from '../../samplers/sampler';

export interface Standing {
  readonly trial: PastTrial;
  /** Share of the others that it beats, ties half: 0 to 1. Without a value (failed, pruned) it beats nothing. */
  readonly share: number;
}

/** Of all trials but cancelled ones, in order. */
export function standings(trials: readonly PastTrial[], direction: Ask['direction']): Standing[] {
  const sign = direction === 'maximize' ? 1 : -1;
  const counted = trials.filter(({ state }) => state !== 'cancelled');
  const quality = counted.map((trial) => (isScored(trial) ? sign * trial.value : -Infinity));
  const sorted = [...quality].sort((a, b) => a - b);
  const others = Math.max(1, counted.length - 1);
  return counted.map((trial, i) => {
    const below = firstAt(sorted, quality[i], false);
    const equal = firstAt(sorted, quality[i], true) - below;
    return { trial, share: (below + (equal - 1) / 2) / others };
  });
}

/** Number of sorted values below `x`, or also equal to it. */
function firstAt(sorted: readonly number[], x: number, above: boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < x || (above && sorted[middle] === x)) low = middle + 1;
    else high = middle;
  }
  return low;
}
