// Words for what a study's steps are.
import type { NasConfig, Step, TuneConfig } from '$core/lab/document';
import { sharesOf, type Measured } from '$core/lab/checkFidelity';
import { partOf } from '$core/run/fidelity';
import type { FidelityKind } from '$core/run/fidelityKinds';
import { rungsOf } from '$core/run/ladder';
import { rungsOfPlan } from '$core/run/judge';
import { foldCount } from '$core/validation/foldPlan';
import { number } from '$charts/index';

export const kindLabels: Readonly<Record<FidelityKind, string>> = {
  rows: 'Shares of the training rows',
  resolution: 'Image resolutions',
  width: 'Widths of the layers',
  epochs: 'Shorter trainings',
  folds: 'Numbers of folds',
};
/** Without levels: steps of a training, or of a cross-validation, as it goes. */
export const goingLabel = ({ validation }: Measured): string => (validation ? 'Folds, one after another' : 'Epochs');

/** `1/9`, or a number where it is no such share. */
export function shareText(share: number): string {
  const whole = Math.round(1 / share);
  if (share === 1) return 'all';
  return Math.abs(share * whole - 1) < 1e-9 ? `1/${whole}` : number(share);
}

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

/** One level in words: `1/9`, or where a level is a whole number of something that number. */
export function levelText({ base, fidelity, validation }: Measured, share: number): string {
  if (fidelity?.of === 'epochs') return String(partOf(base.epochs, share));
  return fidelity?.of === 'folds' && validation ? String(partOf(foldCount(validation), share)) : shareText(share);
}

const nouns = { rows: 'of the rows', width: 'of the width', resolution: 'of the resolution' } as const;

/** `3 of 27 epochs`, `1/9 of the rows`, as words after "at". */
export function stepText(config: Measured, steps: number): string {
  const { base, fidelity, validation } = config;
  const share = sharesOf(config)?.[steps - 1];
  if (!fidelity || share === undefined) return `${steps} of ${stepsOfTrial(config)} ${validation ? 'folds' : 'epochs'}`;
  const text = levelText(config, share);
  if (fidelity.of === 'epochs') return `${text} of ${base.epochs} epochs`;
  if (fidelity.of === 'folds') return `${text} of ${validation ? foldCount(validation) : 0} folds`;
  return `${text} ${nouns[fidelity.of]}`;
}

/** The study as a check of its shortcut: so many random configurations, each trained whole and at every level. */
export function checkOf(config: TuneConfig, trials: number): TuneConfig {
  const { pruner: _pruner, enqueue: _enqueue, ...rest } = config;
  return { ...rest, sampler: { type: 'random', options: {} }, trials };
}

/** The same of a search over architectures. */
function archCheckOf(config: NasConfig, trials: number): NasConfig {
  const { pruner: _pruner, first: _first, preselect: _preselect, ...rest } = config;
  return { ...rest, strategy: { type: 'random', options: {} }, trials };
}

export function checkedStep(step: Step, trials: number): Step {
  if (step.type === 'tune') return { ...step, config: checkOf(step.config, trials) };
  return step.type === 'nas' ? { ...step, config: archCheckOf(step.config, trials) } : step;
}
