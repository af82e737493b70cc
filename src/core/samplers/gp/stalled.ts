// Where a Gaussian process finds nothing better for a while, its model misses something: many narrow basins that it takes
// for noise, or values of very different size. A step along one parameter from the best point needs no model.
import { isScored } from '../history';
import type { Ask } from '../sampler';

/** Three times as many as the process starts with: before that it has hardly begun. */
const leastTrials = 30;
const patience = 10;

/** Whether this ask should try a neighbour of the best point: every other one while nothing gets better. */
export function isStalled({ index, trials, direction }: Ask): boolean {
  const sign = direction === 'minimize' ? 1 : -1;
  const values = trials.flatMap((trial) =>
    isScored(trial) && (trial.violation ?? 0) <= 0 ? [sign * trial.value] : [],
  );
  if (values.length < leastTrials || index % 2 === 1) return false;
  const best = values.reduce((at, value, i) => (value < values[at] ? i : at), 0);
  return values.length - 1 - best >= patience;
}
