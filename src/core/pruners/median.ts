// Median pruner as Optuna 5.0 has it (optuna/pruners/_median.py): the percentile pruner at 50.
import { definePruner } from './pruner';
import { freezeLimits, isBelowLimit, percentileMark, scheduleFields, whyBelow } from './percentile';

export const median = definePruner({
  type: 'median',
  label: 'Median',
  summary: 'Ends a trial whose best value is worse than the median of finished trials at the same epoch.',
  fields: scheduleFields,
  usesResults: () => true,
  check: () => null,
  freeze: (context, options) => freezeLimits(context, 50, options),
  decide: isBelowLimit,
  why: (limits, curve, direction) => whyBelow(limits, curve, direction, percentileMark(50)),
});
