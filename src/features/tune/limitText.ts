// Limits that trials keep or break, in words.
import type { TrialRecord } from '$core/run/types';

/** A chance in percent, no more exact than a model can know it. */
export function chanceText(share: number): string {
  if (share < 0.001) return 'less than 0.1 %';
  return share > 0.999 ? 'more than 99.9 %' : `${Number((100 * share).toPrecision(2))} %`;
}

/** Why a chart of what keeps the limits is empty; null where it is for another reason. */
export const noneWithin = (trials: readonly Pick<TrialRecord, 'state' | 'violations'>[]): string | null =>
  trials.some(({ state, violations }) => state === 'done' && violations?.some((far) => far > 0))
    ? 'No finished trial keeps the limits.'
    : null;
