// Percentile pruner as Optuna 5.0 has it (optuna/pruners/_percentile.py): a trial ends when the best value of its own
// curve is worse than the given percentile of what finished trials had at the same epoch. Golovin et al. 2017, Google
// Vizier, describe the median rule with running averages instead; this is the raw value at that epoch.
import { float, int, type Values } from '../fields/field';
import { number } from '../format';
import { bestOf, isChecked, percentileOf } from './curves';
import { definePruner, type Curve, type Direction, type PrunerContext } from './pruner';

export const scheduleFields = {
  startupTrials: int('Startup trials', 5, 0, 10_000, {
    help: 'No trial is pruned before this many have finished all their epochs.',
  }),
  warmupEpochs: int('Warm-up epochs', 0, 0, 100_000, { help: 'No trial is pruned within its first epochs.' }),
  interval: int('Epochs between checks', 1, 1, 100_000),
  minTrials: int('Trials per check', 1, 1, 10_000, {
    help: 'Values of finished trials that an epoch needs before it can decide.',
  }),
};
export const percentileField = float('Percentile', 25, 0, 100, {
  unit: '%',
  help: 'The share of finished trials, the best ones, that a trial must keep up with.',
});

export type ScheduleOptions = Values<typeof scheduleFields>;

/** By epoch: a trial whose best value is worse ends there; NaN: nothing is decided at that epoch. */
export interface Limits {
  /** false: too few trials have finished. */
  readonly ready: boolean;
  readonly byEpoch: readonly number[];
}

export function freezeLimits(context: PrunerContext, percentile: number, options: ScheduleOptions): Limits {
  const finished = context.trials.filter(({ state }) => state === 'done');
  const ready = finished.length > 0 && finished.length >= options.startupTrials;
  if (!ready) return { ready, byEpoch: [] };
  const percent = context.direction === 'maximize' ? 100 - percentile : percentile;
  const values = new Float64Array(finished.length);
  const byEpoch = Array.from({ length: context.epochs }, (_, epoch) => {
    if (!isChecked(epoch, options.warmupEpochs, options.interval)) return NaN;
    let count = 0;
    for (const { curve } of finished) if (epoch < curve.length) values[count++] = curve[epoch];
    return count < options.minTrials ? NaN : percentileOf(values.subarray(0, count), percent);
  });
  return { ready, byEpoch };
}

export function isBelowLimit(
  { ready, byEpoch }: Limits,
  curve: Curve,
  direction: Direction,
  { warmupEpochs, interval }: ScheduleOptions,
): boolean {
  const epoch = curve.length - 1;
  if (!ready || !isChecked(epoch, warmupEpochs, interval)) return false;
  const best = bestOf(curve, direction);
  if (Number.isNaN(best)) return true;
  const limit = byEpoch[epoch] ?? NaN;
  return direction === 'minimize' ? best > limit : best < limit;
}

/** In words what `isBelowLimit` found; `mark`: what the limit is. */
export function whyBelow({ byEpoch }: Limits, curve: Curve, direction: Direction, mark: string): string {
  const best = bestOf(curve, direction);
  if (Number.isNaN(best)) return 'It had no value that is a number.';
  return `Its best so far, ${number(best)}, is worse than ${number(byEpoch[curve.length - 1])}, ${mark}.`;
}
export const percentileMark = (percent: number): string =>
  percent === 50
    ? 'the median of finished trials there'
    : `what the best ${number(percent)} % of finished trials had there`;

export const percentile = definePruner({
  type: 'percentile',
  label: 'Percentile',
  summary: 'Ends a trial whose best value is outside the best share of finished trials at the same epoch.',
  fields: { percentile: percentileField, ...scheduleFields },
  usesResults: () => true,
  check: () => null,
  freeze: (context, options) => freezeLimits(context, options.percentile, options),
  decide: (limits, curve, direction, options) => isBelowLimit(limits, curve, direction, options),
  why: (limits, curve, direction, options) => whyBelow(limits, curve, direction, percentileMark(options.percentile)),
});
