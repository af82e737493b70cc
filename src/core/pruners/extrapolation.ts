// Ends a trial when its learning curve, extrapolated to the last epoch, has too small a chance to beat the best finished
// trial: the stopping rule of Domhan et al. 2015 (IJCAI), with the forecast of core/extrapolation.
import { float, int } from '../fields/field';
import { extrapolate, leastEpochs } from '../extrapolation/extrapolate';
import { number } from '../format';
import { bestOf, isChecked } from './curves';
import { definePruner } from './pruner';

interface Mark {
  /** Last value of the best finished trial; NaN: too few have finished. */
  readonly best: number;
  /** The epoch that the forecast is for, counted from 1. */
  readonly epochs: number;
}

export const extrapolation = definePruner({
  type: 'extrapolation',
  label: 'Curve extrapolation',
  summary: 'Ends a trial whose extrapolated learning curve is unlikely to beat the best finished trial.',
  fields: {
    chance: float('Least chance', 0.05, 0.001, 0.5, {
      help: 'A trial goes on while its chance to end better than the best finished one is at least this.',
    }),
    startupTrials: int('Startup trials', 1, 1, 10_000, {
      help: 'No trial is pruned before this many have finished all their epochs.',
    }),
    warmupEpochs: int('Warm-up epochs', leastEpochs, leastEpochs, 100_000, {
      help: 'No trial is pruned within its first epochs.',
    }),
    interval: int('Epochs between checks', 5, 1, 100_000),
  },
  usesResults: () => true,
  check: () => null,
  folds: 'none',
  freeze: ({ trials, direction, epochs }, { startupTrials }): Mark => {
    const finished = trials.filter(({ state, curve }) => state === 'done' && curve.length > 0);
    const ends = finished.map(({ curve }) => curve[curve.length - 1]);
    return { best: finished.length < startupTrials ? NaN : bestOf(ends, direction), epochs };
  },
  decide: ({ best, epochs }, curve, direction, { chance, warmupEpochs, interval }) => {
    if (Number.isNaN(best) || curve.length >= epochs || !isChecked(curve.length - 1, warmupEpochs, interval))
      return false;
    const forecast = extrapolate(curve, direction);
    return forecast !== null && forecast.chance(epochs, best) < chance;
  },
  why: ({ best, epochs }, curve, direction, { chance }) => {
    const reached = extrapolate(curve, direction)?.chance(epochs, best) ?? NaN;
    const share = reached < 0.001 ? 'under 0.1' : number(100 * reached, 2);
    return `Its chance to end better than the best finished trial, ${number(best)}, was ${share} %, less than ${number(100 * chance, 2)} %.`;
  },
});
