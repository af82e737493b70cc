// Where a Gaussian process finds nothing better for a while, its model misses something: many narrow basins that it takes
// for noise, or values of very different size. A step along one parameter from the best point needs no model.
import { betterIn, isScored, type Scored } from '../history';
import type { Ask } from '../sampler';

/** Three times as many as the process starts with: before that it has hardly begun. */
const leastTrials = 30;
const patience = 10;

/**
 * The trial whose neighbour this ask should try: the best, in every other ask while nothing gets better; null: the process is to
 * propose.
 */
export function stalledAt({ index, trials, direction }: Pick<Ask, 'index' | 'trials' | 'direction'>): Scored | null {
  const better = betterIn(direction);
  const scored = trials.filter(isScored).filter(({ violation = 0 }) => violation <= 0);
  if (scored.length < leastTrials || index % 2 === 1) return null;
  const best = scored.reduce((at, trial, i) => (better(trial, scored[at]) ? i : at), 0);
  return scored.length - 1 - best >= patience ? scored[best] : null;
}
