// The trials that a Gaussian process takes, for the sampler and for its picture alike.
import type { ParamValues } from '../../space/space';
import type { GpAxis } from './axes';
import { encodeTree, type Absent } from './tree';
import { pick, spread } from './values';

/** Length scales, scale and noise are fitted to at most this many of the trials used: the time grows with the cube. */
export const mostFitted = 100;

/** Which trials a process takes, by their standardised values, and which of those its length scales are fitted to. */
export function taken(
  axes: readonly GpAxis[],
  absent: Absent | null,
  observed: readonly { readonly params: ParamValues }[],
  values: Float64Array,
  most: number,
) {
  const used = spread(values, most);
  const points = encodeTree(
    axes,
    absent,
    used.map((i) => observed[i].params),
  );
  const y = Float64Array.from(used, (i) => values[i]);
  const fitted = spread(y, mostFitted);
  return {
    /** Numbers of the trials, and of each in order its point and its value. */
    used,
    points,
    y,
    /** Places among those used. */
    fitted,
    fittedTo: [pick(points, fitted), Float64Array.from(fitted, (i) => y[i])] as const,
  };
}
