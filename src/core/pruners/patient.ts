// Patient pruner as Optuna 5.0 has it (optuna/pruners/_patient.py): another pruner decides, but only about a trial that
// has not improved for `patience` epochs by more than `minDelta`. Wraps the percentile pruner (50: the median) or none.
import { choice, float, int } from '../fields/field';
import { number } from '../format';
import { bestOf } from './curves';
import { freezeLimits, isBelowLimit, percentileField, percentileMark, scheduleFields, whyBelow } from './percentile';
import { definePruner, type Curve, type Direction } from './pruner';

function stands(curve: Curve, direction: Direction, patience: number, minDelta: number): boolean {
  const turn = curve.length - patience - 1;
  if (turn <= 0) return false;
  const before = bestOf(curve, direction, 0, turn);
  const after = bestOf(curve, direction, turn);
  return direction === 'minimize' ? before + minDelta < after : before - minDelta > after;
}

export const patient = definePruner({
  type: 'patient',
  label: 'Patient',
  summary: 'Ends a trial that stopped improving: at once, or only if the percentile rule is against it too.',
  fields: {
    patience: int('Patience', 3, 0, 100_000, { unit: 'epochs' }),
    minDelta: float('Smallest improvement', 0, 0, 1e9),
    wrapped: choice('Then', 'percentile', [
      { value: 'percentile', label: 'ask the percentile rule' },
      { value: 'none', label: 'end the trial' },
    ]),
    percentile: {
      ...percentileField,
      default: 50,
      help: 'Of the percentile rule, as are the options below; 50 is the median.',
    },
    ...scheduleFields,
  },
  usesResults: ({ wrapped }) => wrapped === 'percentile',
  check: () => null,
  folds: 'none',
  freeze: (context, options) =>
    options.wrapped === 'none' ? null : freezeLimits(context, options.percentile, options),
  decide: (limits, curve, direction, options) =>
    stands(curve, direction, options.patience, options.minDelta) &&
    (limits === null || isBelowLimit(limits, curve, direction, options)),
  why: (limits, curve, direction, { patience, minDelta, percentile }) => {
    const { length } = curve;
    const before = bestOf(curve, direction, 0, length - patience - 1);
    const after = bestOf(curve, direction, length - patience - 1);
    const by = minDelta > 0 ? ` by more than ${number(minDelta)}` : '';
    const last = patience === 0 ? 'value' : `${number(patience + 1)} values`;
    const stood = `Its last ${last}, ${number(after)}${patience === 0 ? '' : ' at best'}, fell behind the earlier ${number(before)}${by}.`;
    return limits === null ? stood : `${stood} ${whyBelow(limits, curve, direction, percentileMark(percentile))}`;
  },
});
