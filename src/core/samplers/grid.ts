// Grid search: every combination, the last parameter varying fastest.
import { TablabError } from '../errors/error';
import { int } from '../fields/field';
import { between, sizeOfDomain } from '../space/domains';
import { Grid, wholeAxis, type Axis } from '../space/points';
import type { Domain, Param, Space } from '../space/space';
import { defineSampler } from './sampler';

const fields = {
  resolution: int('Points per continuous axis', 5, 0, 1000, {
    help: 'For ranges without a step and for logarithmic ones. 0: every continuous parameter needs a step.',
  }),
};

export const grid = defineSampler({
  type: 'grid',
  label: 'Grid',
  summary: 'Tries every combination in order; continuous ranges are cut into evenly spaced points.',
  fields,
  usesResults: false,
  points: (space, { resolution }) => gridOf(space, resolution).size,
  check: (space, { resolution }) => {
    const continuous = space.find(({ domain }) => sizeOfDomain(domain) === Infinity);
    if (resolution > 0 || !continuous) return null;
    return new TablabError('space-grid-continuous', { param: continuous.path });
  },
  ask: ({ space, index, options }) => {
    const points = gridOf(space, options.resolution);
    return index < points.size ? points.at(index) : null;
  },
});

const gridOf = (space: Space, resolution: number) =>
  new Grid(space, (param: Param) => axisOf(param.domain, resolution));

/** Continuous and logarithmic ranges by `resolution` points on their own scale, both ends included; others whole. */
function axisOf(domain: Domain, resolution: number): Axis {
  const count = sizeOfDomain(domain);
  const ranged = domain.kind === 'int' || domain.kind === 'float';
  if (!ranged || resolution === 0 || count <= resolution || (count < Infinity && !domain.log)) {
    return wholeAxis(domain);
  }
  const points = Array.from({ length: resolution }, (_, i) =>
    between(domain, resolution === 1 ? 0.5 : i / (resolution - 1)),
  );
  const values = [...new Set(domain.kind === 'int' ? points.map(Math.round) : points)];
  return { count: values.length, at: (index) => values[index], indexOf: (value) => values.indexOf(value as number) };
}
