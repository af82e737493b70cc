// Regularized (aging) evolution (Real, Aggarwal, Huang & Le 2019, AAAI, arXiv 1802.01548): the population is the last P
// trials with a value, so members leave by age, never for being bad. Each ask mutates the best of S members drawn with
// replacement. The first P asks are random. The paper's genes are choices; a range takes a normal step instead.
import { float, int } from '../fields/field';
import { defineSampler } from './sampler';
import { freshChild, mutated, parentsOf, tournament } from './selection';
import { countPoints, drawUnseen } from './unseen';

const fields = {
  population: int('Population', 20, 2, 1000, {
    help: 'The last trials that may have children; as many start at random.',
  }),
  tournament: int('Tournament', 5, 1, 1000, { help: 'Members drawn for each child; the best of them is its parent.' }),
  spread: float('Mutation step', 0.2, 0, 1, { help: 'Of the whole range. 0: a mutated number is drawn anew.' }),
};

export const regularizedEvolution = defineSampler({
  type: 'regularizedEvolution',
  label: 'Regularized evolution',
  summary: 'Changes one setting of a good recent trial at a time; old trials leave the population.',
  fields,
  usesResults: true,
  points: (space, _options, allowed) => countPoints(space, allowed),
  check: () => null,
  ask: (ask) => {
    const { space, direction, options } = ask;
    const scored = parentsOf(ask, options.population);
    if (!scored) return drawUnseen(ask, ask.rng);
    const population = scored.slice(-options.population);
    return freshChild(ask, (rng) => {
      const parent = tournament(population, options.tournament, direction, rng);
      return mutated(space, parent.params, options.spread, rng);
    });
  },
});
