// Keys of the points that were tried, in a set that grows with the trials.
import type { TrialRecord } from '$core/run/types';
import { pointKey } from '$core/space/points';

export const noKeys = (): Set<string> => new Set();

export function addKeys(keys: Set<string>, trials: readonly TrialRecord[]): void {
  for (const { params } of trials) keys.add(pointKey(params));
}
