// Whether a Gaussian process sees the worse half of the values by rank (see halfRank.ts): as the better half is foretold better,
// each value from all the others (leave one out: Rasmussen & Williams 2006, section 5.4.2). How the bad ones are foretold matters little.
import { log } from '../../math/elementary';
import { fit } from './fit';
import type { HalfRanked } from './halfRank';
import type { Hyper, Points } from './kernel';
import { numerics } from './numerics';
import { Posterior, posteriorBytes } from './posterior';

/** Values of the trials that a process takes (see taken.ts), and its hyperparameters. */
export interface Fitted {
  readonly y: Float64Array;
  readonly hyper: Hyper;
  /** Log slope of y, of the better half, by the values as they are; missing: 0. */
  readonly logSlope?: number;
}

/** The trials that a process takes. */
export interface Taken {
  readonly used: readonly number[];
  readonly fitted: readonly number[];
  readonly fittedTo: readonly [Points, Float64Array];
}

/** The values of the trials used as they are, or the worse half by rank, and the hyperparameters fitted to them. */
export function betterForetold(
  { used, fitted, fittedTo: [points, before] }: Taken,
  straight: Fitted,
  { values, logSlope }: HalfRanked,
  noiseless: boolean,
): Fitted {
  const y = Float64Array.from(used, (i) => values[i]);
  const after = Float64Array.from(fitted, (i) => y[i]);
  const hyper = fit(points, after, noiseless);
  const middle = before.slice().sort()[before.length >> 1];
  const left = leaveOut(points, before, straight.hyper);
  const right = leaveOut(points, after, hyper);
  let gain = 0;
  // A density of stretched values is one of the values as they are by the slope.
  for (let i = 0; i < before.length; i++) if (before[i] >= middle) gain += right[i] + logSlope - left[i];
  return gain > 0 ? { y, hyper, logSlope } : straight;
}

/** Of each value, the log density that the others give it, noise included; without the constant. */
export function leaveOut(points: Points, values: Float64Array, hyper: Hyper): Float64Array {
  const n = points.count;
  const bytes = posteriorBytes(n, points.categorical.length) + 16 * n * (n + 8);
  return numerics().during(bytes, () => {
    const { lower, alpha } = new Posterior(points, values, hyper);
    const inverse = numerics().array(n * n);
    numerics().inverse(lower, n, inverse, numerics().array(n * n));
    return Float64Array.from(values, (_, i) => {
      const precision = inverse[i * n + i];
      return 0.5 * (log(precision) - (alpha[i] * alpha[i]) / precision);
    });
  });
}
