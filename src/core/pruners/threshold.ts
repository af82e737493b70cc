// Threshold pruner as Optuna 5.0 has it (optuna/pruners/_threshold.py): a trial ends when its newest value is outside
// fixed bounds, or is no number.
import { TablabError } from '../errors/error';
import { choice, float, int } from '../fields/field';
import { number } from '../format';
import { isChecked } from './curves';
import { definePruner } from './pruner';

export const threshold = definePruner({
  type: 'threshold',
  label: 'Threshold',
  summary: 'Ends a trial whose newest value is outside fixed bounds.',
  fields: {
    bounds: choice('Bounds', 'upper', [
      { value: 'upper', label: 'upper' },
      { value: 'lower', label: 'lower' },
      { value: 'both', label: 'both' },
    ]),
    lower: float('Lower bound', 0, -1e9, 1e9),
    upper: float('Upper bound', 1, -1e9, 1e9),
    warmupEpochs: int('Warm-up epochs', 0, 0, 100_000, { help: 'No trial is pruned within its first epochs.' }),
    interval: int('Epochs between checks', 1, 1, 100_000),
  },
  usesResults: () => false,
  check: ({ bounds, lower, upper }) =>
    bounds === 'both' && lower > upper
      ? new TablabError('field-invalid', {
          field: 'lower of the Threshold pruner',
          value: String(lower),
          expected: `at most the upper bound, ${upper}`,
        })
      : null,
  freeze: () => null,
  decide: (_none, curve, _direction, { bounds, lower, upper, warmupEpochs, interval }) => {
    const epoch = curve.length - 1;
    if (!isChecked(epoch, warmupEpochs, interval)) return false;
    const value = curve[epoch];
    return Number.isNaN(value) || (bounds !== 'upper' && value < lower) || (bounds !== 'lower' && value > upper);
  },
  why: (_none, curve, _direction, { bounds, lower, upper }) => {
    const value = curve[curve.length - 1];
    if (Number.isNaN(value)) return 'Its value was not a number.';
    return bounds !== 'upper' && value < lower
      ? `Its value, ${number(value)}, is below the lower bound, ${number(lower)}.`
      : `Its value, ${number(value)}, is above the upper bound, ${number(upper)}.`;
  },
});
