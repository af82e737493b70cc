// Trials of earlier studies as observations of the process: normal scores of their ranks, with a variance of their own that
// grows with the number of own trials, so that they fade.
import { normalQuantile } from '../../math/normalQuantile';
import type { WarmTrial } from '../../run/warmStart';
import type { GpAxis } from './axes';
import type { Points } from './kernel';
import { encodeTree, type Absent } from './tree';

export interface Foreign {
  readonly points: Points;
  /** Larger is better, of about unit variance. */
  readonly values: Float64Array;
  /** Variance of each beyond the noise. */
  readonly variance: number;
}

/** As uncertain as half the spread of all values before the first own trial, twice that after ten, and so on. */
const ownVariance = 0.5;
const doubledAfter = 10;

/** Those that have every axis which is there with what they have; null where there are none. */
export function foreignOf(
  axes: readonly GpAxis[],
  absent: Absent | null,
  trials: readonly WarmTrial[],
  own: number,
): Foreign | null {
  const whole = trials.filter(({ params }) => {
    const missing = axes.flatMap(({ path }, d) => (path in params ? [] : [d]));
    if (missing.length === 0 || !absent) return missing.length === 0;
    const gone = absent(encodeTree(axes, absent, [params]).x, 0);
    return missing.every((d) => gone.includes(d));
  });
  if (whole.length === 0) return null;
  return {
    points: encodeTree(
      axes,
      absent,
      whole.map(({ params }) => params),
    ),
    values: Float64Array.from(whole, ({ rank }) => -normalQuantile(rank)),
    variance: ownVariance * (1 + own / doubledAfter),
  };
}

/** Own points and then foreign ones. */
export function joined(own: Points, { points }: Foreign): Points {
  const x = new Float64Array(own.x.length + points.x.length);
  x.set(own.x);
  x.set(points.x, own.x.length);
  return { count: own.count + points.count, x, categorical: own.categorical };
}

export const joinedValues = (own: Float64Array, { values }: Foreign): Float64Array => {
  const all = new Float64Array(own.length + values.length);
  all.set(own);
  all.set(values, own.length);
  return all;
};
