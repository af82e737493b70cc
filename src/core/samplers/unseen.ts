// Uniform draws that no earlier ask had and that keep the space's constraints, for every sampler that needs one: a random
// search, a start, a way out of a duplicate.
import type { Stream } from '../rng/stream';
import { Grid, pointKey, samplePoint, spaceSize, wholeAxis } from '../space/points';
import type { ParamValues, Space } from '../space/space';
import type { Ask } from './sampler';

/** What a draw must know of an ask. */
export type Where = Pick<Ask<unknown>, 'space' | 'seen' | 'allowed'>;

/** Draws before the unseen points are listed instead. */
const maxDraws = 64;
/** Spaces up to this size can be listed; fewer where each point must also be checked. */
const listable = 1 << 20;
const checkable = 1 << 16;
/** Draws before the constraints are taken for unfulfillable, or for used up. */
const maxAllowedDraws = 50_000;

/** Whether a point may be asked: it keeps the constraints, and on a finite space (of this size) it is new. */
export const mayAsk = ({ seen, allowed }: Where, size: number, point: ParamValues): boolean =>
  (size === Infinity || !seen.has(pointKey(point))) && (!allowed || allowed(point));

/** A uniform draw outside `seen`; null when every point was seen. In a huge, nearly full space it may repeat one. */
export function drawUnseen(where: Where, rng: Stream): ParamValues | null {
  const { space, seen, allowed } = where;
  const size = spaceSize(space);
  if (seen.size >= size) return null;
  const lists = size <= (allowed ? checkable : listable);
  for (let draw = 0; draw < (allowed && !lists ? maxAllowedDraws : maxDraws); draw++) {
    const point = samplePoint(space, rng.split('draw', draw));
    if (mayAsk(where, size, point)) return point;
  }
  if (lists) return pickUnseen(where, rng.split('unseen'));
  return allowed ? null : samplePoint(space, rng.split('last'));
}

/** Nearly everything was seen: picks evenly among what is left. */
function pickUnseen({ space, seen, allowed }: Where, rng: Stream): ParamValues | null {
  const points = new Grid(space, ({ domain }) => wholeAxis(domain));
  const left: number[] = [];
  for (let i = 0; i < points.size; i++) {
    const point = points.at(i);
    if (!seen.has(pointKey(point)) && (!allowed || allowed(point))) left.push(i);
  }
  return left.length > 0 ? points.at(left[rng.below(left.length)]) : null;
}

/** A wanted point, unless it may not be asked: then one that may; null when every point was seen. */
export const orUnseen = (point: ParamValues, where: Where, rng: Stream): ParamValues | null =>
  mayAsk(where, spaceSize(where.space), point) ? point : drawUnseen(where, rng.split('other'));

/** Points of a space that keep the constraints; of large finite spaces the number of all points. */
export function countPoints(space: Space, allowed?: Ask['allowed']): number {
  const size = spaceSize(space);
  if (!allowed || size > checkable) return size;
  const points = new Grid(space, ({ domain }) => wholeAxis(domain));
  let count = 0;
  for (let i = 0; i < size; i++) if (allowed(points.at(i))) count++;
  return count;
}
