// Population-based training (Jaderberg et al. 2017, arXiv 1711.09846): the study's trials are the members of one
// population. What happens at its barriers is decided by the study: core/run/population.ts.
import { float, int } from '../fields/field';
import { rungsEvery, Population } from '../run/population';
import { definePruner } from './pruner';

export const population = definePruner({
  type: 'population',
  label: 'Population-based training',
  summary:
    'All trials train side by side; every few epochs the worst take over the weights of the best and change their settings.',
  fields: {
    interval: int('Epochs between comparisons', 5, 1, 100_000, { log: true }),
    share: float('Share replaced', 0.2, 0.01, 0.5, {
      help: 'The worst of this share take over from the best of it; the number of trials is the size of the population.',
    }),
    change: float('Change of a number', 0.2, 0.01, 0.9, { help: 'A setting is multiplied by 1 minus or 1 plus this.' }),
    resample: float('Chance of a new draw', 0.25, 0, 1, {
      help: 'So often a setting is drawn anew from its range instead.',
    }),
  },
  usesResults: () => true,
  check: () => null,
  population: true,
  folds: 'none',
  scheduler: ({ interval, share, change, resample }, { epochs, direction, width, seed, space, allowed, initial }) => {
    const explore = { space, resample, change, ...(allowed ? { allowed } : {}) };
    const plan = { rungs: rungsEvery(interval, epochs), share, explore, seed };
    return new Population(plan, direction, width, initial);
  },
  freeze: () => null,
  decide: () => false,
});
