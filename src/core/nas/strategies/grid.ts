// Every network of a small space in the order of its genes.
import { TablabError } from '../../errors/error';
import { Grid, pointKey, spaceSize, wholeAxis } from '../../space/points';
import { defineStrategy } from './strategy';

/** Each ask walks the list from its start, so it must stay short. */
export const maxGrid = 20_000;

export const grid = defineStrategy({
  type: 'grid',
  label: 'Grid',
  summary: 'Tries every network of a small space in order.',
  fields: {},
  usesResults: false,
  check: ({ genes }) => {
    const points = spaceSize(genes);
    return points <= maxGrid ? null : new TablabError('nas-grid-large', { points, limit: maxGrid });
  },
  ask: ({ space, seen }) => {
    const points = new Grid(space, ({ domain }) => wholeAxis(domain));
    for (let i = 0; i < points.size; i++) {
      const point = points.at(i);
      if (!seen.has(pointKey(point))) return point;
    }
    return null;
  },
});
