// Uniform draws that no earlier ask had, for every sampler that needs one: a random search, a start, a way out of a
// duplicate.
import type { Stream } from '../rng/stream';
import { Grid, pointKey, samplePoint, spaceSize, wholeAxis } from '../space/points';
import type { ParamValues, Space } from '../space/space';

/** Draws before the unseen points are listed instead. */
const maxDraws = 64;
/** Spaces up to this size can be listed. */
const listable = 1 << 20;

/** A uniform draw outside `seen`; null when every point was seen. In a huge, nearly full space it may repeat one. */
export function drawUnseen(space: Space, seen: ReadonlySet<string>, rng: Stream): ParamValues | null {
  const size = spaceSize(space);
  if (seen.size >= size) return null;
  for (let draw = 0; draw < maxDraws; draw++) {
    const point = samplePoint(space, rng.split('draw', draw));
    if (size === Infinity || !seen.has(pointKey(point))) return point;
  }
  return size <= listable ? pickUnseen(space, seen, rng.split('unseen')) : samplePoint(space, rng.split('last'));
}

/** Nearly everything was seen: picks evenly among what is left. */
function pickUnseen(space: Space, seen: ReadonlySet<string>, rng: Stream): ParamValues | null {
  const points = new Grid(space, ({ domain }) => wholeAxis(domain));
  const left: number[] = [];
  for (let i = 0; i < points.size; i++) if (!seen.has(pointKey(points.at(i)))) left.push(i);
  return left.length > 0 ? points.at(left[rng.below(left.length)]) : null;
}

/** A wanted point, unless the space is finite and it was seen: then an unseen one; null when every point was seen. */
export function orUnseen(point: ParamValues, space: Space, seen: ReadonlySet<string>, rng: Stream): ParamValues | null {
  const repeats = seen.has(pointKey(point)) && spaceSize(space) < Infinity;
  return repeats ? drawUnseen(space, seen, rng.split('other')) : point;
}
