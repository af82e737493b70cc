// A steady-state genetic algorithm (Whitley 1989, GENITOR, ICGA; Syswerda 1989, ICGA, for uniform crossover): the
// population is the best P trials so far. Each ask draws two parents by tournament, crosses them parameter by parameter,
// and mutates each parameter of the child with the same chance. The first P asks are random.
import { float, int } from '../fields/field';
import type { Stream } from '../rng/stream';
import type { ParamValues, Space } from '../space/space';
import { ranked, type Scored } from './history';
import { changeable, complete, otherValue } from './moves';
import { defineSampler } from './sampler';
import { freshChild, mutated, parentsOf, tournament } from './selection';
import { countPoints, drawUnseen } from './unseen';

const fields = {
  population: int('Population', 20, 2, 1000, {
    help: 'The best trials that may have children; as many start at random.',
  }),
  tournament: int('Tournament', 2, 1, 1000, { help: 'Members drawn for each parent; the best of them is taken.' }),
  crossover: float('Crossover chance', 0.9, 0, 1, { help: 'Otherwise the child is a mutated copy of one parent.' }),
  mutations: float('Mutations', 1, 0, 10, { help: 'Expected number of changed settings per child.' }),
  spread: float('Mutation step', 0.2, 0, 1, { help: 'Of the whole range. 0: a mutated number is drawn anew.' }),
};

export const genetic = defineSampler({
  type: 'genetic',
  label: 'Genetic algorithm',
  summary: 'Mixes the settings of two good trials and changes some of them.',
  fields,
  usesResults: true,
  points: (space, _options, allowed) => countPoints(space, allowed),
  check: () => null,
  ask: (ask) => {
    const { space, direction, options } = ask;
    const scored = parentsOf(ask, options.population);
    if (!scored) return drawUnseen(ask, ask.rng);
    const population = ranked(scored, direction).slice(0, options.population);
    return freshChild(ask, (rng) => {
      const parent = tournament(population, options.tournament, direction, rng);
      const others = population.filter(({ index }) => index !== parent.index);
      const crosses = rng.uniform() < options.crossover && others.length > 0;
      const other = crosses ? tournament(others, options.tournament, direction, rng) : parent;
      const child = crossed(space, parent, other, rng);
      const chance = options.mutations / Math.max(1, changeable(space, child).length);
      const changed = mutatedEach(space, child, chance, options.spread, rng);
      // A copy of a parent would be trained for nothing.
      const isCopy = [parent, other].some(({ params }) => samePoint(params, changed));
      return isCopy ? mutated(space, changed, options.spread, rng) : changed;
    });
  },
});

/** Uniform crossover; a parameter that only one parent has comes from it, if the child has it at all. */
function crossed(space: Space, a: Scored, b: Scored, rng: Stream): ParamValues {
  const wanted = space.map(({ path }) => {
    const [first, second] = rng.below(2) === 0 ? [a.params, b.params] : [b.params, a.params];
    return [path, first[path] ?? second[path]] as const;
  });
  return complete(space, Object.fromEntries(wanted.filter(([, value]) => value !== undefined)), rng.split('new'));
}

function mutatedEach(space: Space, point: ParamValues, chance: number, spread: number, rng: Stream): ParamValues {
  const wanted = { ...point };
  for (const { path, domain } of changeable(space, point))
    if (rng.uniform() < chance) wanted[path] = otherValue(domain, point[path], spread, rng);
  return complete(space, wanted, rng.split('mutation'));
}

const samePoint = (a: ParamValues, b: ParamValues) =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([path, value]) => b[path] === value);
