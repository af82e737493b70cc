// Words for what a study's steps are.
import type { TuneConfig } from '$core/lab/document';
import { sharesOf } from '$core/lab/checkFidelity';
import { rungsOf } from '$core/run/ladder';
import { rungsOfPlan } from '$core/run/judge';
import { foldCount } from '$core/validation/foldPlan';
import { number } from '$charts/index';

export const kindLabels = {
  epochs: 'Epochs',
  folds: 'Folds',
  rows: 'Shares of the training rows',
  resolution: 'Image resolutions',
  width: 'Widths of the layers',
} as const;
export type StepKind = keyof typeof kindLabels;

/** `1/9`, or a number where it is no such share. */
export function shareText(share: number): string {
  const whole = Math.round(1 / share);
  if (share === 1) return 'all';
  return Math.abs(share * whole - 1) < 1e-9 ? `1/${whole}` : number(share);
}

type Measured = Pick<TuneConfig, 'fidelity' | 'pruner' | 'validation' | 'base'>;

export const kindOf = ({ fidelity, validation }: Measured): StepKind =>
  fidelity?.of ?? (validation ? 'folds' : 'epochs');

/** Name of the axis of learning curves. */
export const stepName = (config: Measured): string =>
  config.fidelity ? 'Level' : config.validation ? 'Fold' : 'Epoch';

/** Steps of a whole trial. */
export const stepsOfTrial = (config: Measured): number =>
  sharesOf(config)?.length ?? (config.validation ? foldCount(config.validation) : config.base.epochs);

/** Steps at which trials are, or could be, compared. */
export function comparedSteps(config: Measured): number[] {
  const epochs = stepsOfTrial(config);
  if (config.fidelity) return Array.from({ length: epochs - 1 }, (_, i) => i + 1);
  const { pruner } = config;
  const rungs = pruner ? rungsOfPlan({ ...pruner, metric: '', epochs }) : [];
  return (rungs.length > 1 ? [...rungs] : rungsOf(1, 3, epochs)).filter((at) => at < epochs);
}

/** `after 3 of 27 epochs`, `1/9 of the rows`, as words after "at". */
export function stepText(config: Measured, steps: number): string {
  const shares = sharesOf(config);
  const kind = kindOf(config);
  if (!shares) return `${steps} of ${stepsOfTrial(config)} ${kind}`;
  const share = shareText(shares[steps - 1]);
  return kind === 'rows'
    ? `${share} of the rows`
    : kind === 'width'
      ? `${share} of the width`
      : `${share} of the resolution`;
}

/** The study as a check of its shortcut: so many random configurations, each trained whole and at every level. */
export function checkOf(config: TuneConfig, trials: number): TuneConfig {
  const { pruner: _pruner, enqueue: _enqueue, ...rest } = config;
  return { ...rest, sampler: { type: 'random', options: {} }, trials };
}
