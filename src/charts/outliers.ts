// An axis range that one diverged trial cannot ruin.
import { extent, type Extent } from './scale';

/** Extent without the values that are worse than the bad quartile by more than three interquartile ranges: one
 *  diverged trial must not flatten all others. The good side is never cut. */
export function withoutOutliers(
  values: ArrayLike<number>,
  positive: boolean,
  direction: 'minimize' | 'maximize',
): Extent | null {
  const whole = extent(values, positive);
  if (!whole || values.length < 8) return whole;
  const every = Math.ceil(values.length / 2000);
  const some: number[] = [];
  for (let i = 0; i < values.length; i += every) if (Number.isFinite(values[i])) some.push(values[i]);
  some.sort((a, b) => a - b);
  const q1 = some[Math.floor(some.length / 4)];
  const q3 = some[Math.floor((3 * some.length) / 4)];
  const room = 3 * (q3 - q1);
  if (!(room > 0)) return whole;
  return direction === 'minimize'
    ? [whole[0], Math.min(whole[1], q3 + room)]
    : [Math.max(whole[0], q1 - room), whole[1]];
}
