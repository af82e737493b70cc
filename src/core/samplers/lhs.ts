// Latin hypercube sampling (McKay, Beckman & Conover 1979, Technometrics 21): in each design of n points, every
// parameter's axis is cut into n equal parts and each part is used once. After n asks a new, independent design starts.
// Where a finite space would get a point again, an unseen one is drawn instead.
import { bool, int } from '../fields/field';
import { freeParams, pointFromUnit } from '../space/unitCube';
import { defineSampler } from './sampler';
import { countPoints, orUnseen } from './unseen';

const fields = {
  size: int('Points in a design', 32, 2, 10_000, { log: true, help: 'Best set to the number of trials.' }),
  centre: bool('Middle of each part', false, { help: 'Off: a random place within the part.' }),
};

export const lhs = defineSampler({
  type: 'lhs',
  label: 'Latin hypercube',
  summary: 'Spreads each parameter evenly over its whole range in every design of a fixed number of trials.',
  fields,
  usesResults: false,
  several: true,
  points: (space, _options, allowed) => countPoints(space, allowed),
  check: () => null,
  ask: (ask) => {
    const { space, rng, shared, given = 0 } = ask;
    const { size, centre } = ask.options;
    const own = Math.max(0, ask.index - given);
    const design = Math.floor(own / size);
    const vector = freeParams(space).map(({ path }) => {
      const part = shared.split('design', design, path).permutation(size)[own % size];
      return (part + (centre ? 0.5 : rng.split('place', path).uniform())) / size;
    });
    return orUnseen(pointFromUnit(space, vector), ask, rng);
  },
});
