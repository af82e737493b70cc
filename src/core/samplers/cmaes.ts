// CMA-ES with margin (Hansen 2016, arXiv 1604.00772; Hamano et al. 2022, arXiv 2205.13482; package `cmaes`) on the numbers
// and switches of a space; choices and conditional parameters are drawn on their own, as in Optuna.
import { TablabError } from '../errors/error';
import { int } from '../fields/field';
import { spaceSize } from '../space/points';
import { axesOf } from './cmaes/axes';
import { attemptAt, drawsOf, stateAt } from './cmaes/replay';
import { defaultPopulation, strategyOf } from './cmaes/strategy';
import { defineSampler } from './sampler';
import { countPoints, drawUnseen, mayAsk } from './unseen';

const fields = {
  population: int('Population', 0, 0, 1000, {
    help: 'Trials of a generation. 0: 4 + 3 ln n for n parameters, and not below the width.',
  }),
};

export const cmaes = defineSampler({
  type: 'cmaes',
  label: 'CMA-ES',
  summary:
    'Moves and reshapes a normal distribution towards the better points. For numbers, and budgets above 100 trials.',
  fields,
  usesResults: true,
  points: (space, _options, allowed) => countPoints(space, allowed),
  check: (space) => (axesOf(space).length > 0 ? null : new TablabError('sampler-no-numbers', { sampler: 'CMA-ES' })),
  ask: (ask) => {
    const { space, index, seen, pending, rng, shared, options } = ask;
    const axes = axesOf(space);
    const size = spaceSize(space);
    if (axes.length === 0 || seen.size >= size) return drawUnseen(ask, rng);
    const n = axes.length;
    // The width is the number of pending asks and this one; before that many asks no generation can have closed.
    const population = options.population || Math.max(defaultPopulation(n), pending.length + 1);
    const problem = { space, axes, strategy: strategyOf(n, Math.max(4, population)) };
    const state = stateAt(problem, ask);
    for (let attempt = 0; attempt < drawsOf(ask); attempt++) {
      const { point } = attemptAt(problem, state, shared, index, attempt);
      if (mayAsk(ask, size, point)) return point;
    }
    return drawUnseen(ask, rng);
  },
});
