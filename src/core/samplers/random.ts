// Random search (Bergstra & Bengio 2012, JMLR 13): independent draws; on a finite space no point comes twice until
// all have come.
import { Grid, pointKey, samplePoint, spaceSize, wholeAxis } from '../space/points';
import type { ParamValues, Space } from '../space/space';
import type { Stream } from '../rng/stream';
import { defineSampler } from './sampler';

/** Draws before the unseen points are listed instead. */
const maxDraws = 64;
/** Spaces up to this size can be listed. */
const listable = 1 << 20;

export const random = defineSampler({
  type: 'random',
  label: 'Random',
  summary: 'Draws every parameter independently; never the same point twice.',
  fields: {},
  usesResults: false,
  points: (space) => spaceSize(space),
  check: () => null,
  ask: ({ space, seen, rng }) => {
    const size = spaceSize(space);
    if (seen.size >= size) return null;
    for (let draw = 0; draw < maxDraws; draw++) {
      const point = samplePoint(space, rng.split('draw', draw));
      if (size === Infinity || !seen.has(pointKey(point))) return point;
    }
    return size <= listable ? unseenPoint(space, seen, rng.split('unseen')) : samplePoint(space, rng.split('last'));
  },
});

/** Nearly everything was seen: picks evenly among what is left. */
function unseenPoint(space: Space, seen: ReadonlySet<string>, rng: Stream): ParamValues | null {
  const points = new Grid(space, ({ domain }) => wholeAxis(domain));
  const left: number[] = [];
  for (let i = 0; i < points.size; i++) if (!seen.has(pointKey(points.at(i)))) left.push(i);
  return left.length > 0 ? points.at(left[rng.below(left.length)]) : null;
}
