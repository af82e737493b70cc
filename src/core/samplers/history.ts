// What samplers ask of the trials they may see.
import type { Ask, PastTrial } from './sampler';

/** A trial that has a value. */
export type Scored = PastTrial & { readonly value: number };

export const isScored = (trial: PastTrial): trial is Scored => trial.value !== null && Number.isFinite(trial.value);

/** To a sampler that knows no limits, a trial that breaks one has no value. */
export const withoutBroken = (trial: PastTrial): PastTrial =>
  (trial.violation ?? 0) > 0 ? { ...trial, value: null } : trial;

/** Strictly better; equal values are not. */
export const betterIn =
  (direction: Ask['direction']) =>
  (a: Scored, b: Scored): boolean =>
    direction === 'minimize' ? a.value < b.value : a.value > b.value;

/** Best first; of equals the earlier. */
export function ranked(trials: readonly Scored[], direction: Ask['direction']): Scored[] {
  const sign = direction === 'minimize' ? 1 : -1;
  return [...trials].sort((a, b) => sign * (a.value - b.value) || a.index - b.index);
}

/** How many trials ask number `index` of the same study could see. */
export function visibleAt({ trials, pending }: Pick<Ask, 'trials' | 'pending'>, index: number): number {
  // Asks in flight are as many as the width allows once any trial is visible; before that no ask saw any.
  return trials.length === 0 ? 0 : Math.max(0, index - pending.length);
}
