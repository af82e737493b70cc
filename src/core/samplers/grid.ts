// Grid search: every combination, the last parameter varying fastest.
import { TablabError } from '../errors/error';
import { int } from '../fields/field';
import { between, sizeOfDomain } from '../space/domains';
import { Grid, pointKey, wholeAxis, type Axis } from '../space/points';
import type { Domain, Param, ParamValues, Space } from '../space/space';
import { defineSampler, type Ask } from './sampler';

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
  several: true,
  points: (space, { resolution }, allowed) => {
    const points = gridOf(space, resolution);
    return allowed && points.size <= maxWalked ? walked(points, allowed, Infinity, []).length : points.size;
  },
  check: (space, { resolution }) => {
    const continuous = space.find(({ domain }) => sizeOfDomain(domain) === Infinity);
    if (resolution > 0 || !continuous) return null;
    return new TablabError('space-grid-continuous', { param: continuous.path });
  },
  ask: ({ space, index, given = 0, pending, allowed, options }) => {
    const points = gridOf(space, options.resolution);
    const own = Math.max(0, index - given);
    if (!allowed && given === 0) return own < points.size ? points.at(own) : null;
    // No result is used, so the points that a person gave are the first of those in flight.
    const left = walked(points, allowed, own + 1, pending.slice(0, given));
    return own < left.length ? points.at(left[own]) : null;
  },
});

/** Grids up to this size are counted under constraints. */
const maxWalked = 100_000;

interface Walk {
  readonly kept: number[];
  next: number;
  readonly given: ReadonlySet<string>;
}
/** Where the walk of a study stands, by its constraints: only to save time, every walk could begin anew. */
const walks = new WeakMap<object, Walk>();

/** Numbers of the grid's points that keep the constraints and were not given, in order, until there are `count`. */
function walked(
  points: Grid,
  allowed: Ask['allowed'],
  count: number,
  given: readonly ParamValues[],
): readonly number[] {
  const keys = given.map(pointKey);
  const known = allowed && count < Infinity ? walks.get(allowed) : undefined;
  const same = known?.given.size === new Set(keys).size && keys.every((key) => known.given.has(key));
  const walk = same ? known : { kept: [], next: 0, given: new Set(keys) };
  if (allowed && count < Infinity) walks.set(allowed, walk);
  for (; walk.kept.length < count && walk.next < points.size; walk.next++) {
    const point = points.at(walk.next);
    if (!walk.given.has(pointKey(point)) && (!allowed || allowed(point))) walk.kept.push(walk.next);
  }
  return walk.kept;
}

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
