// A study's pruner with what it knows: the objective of ended trials by epoch. Answers per trial what goes with it to the
// trainer; the same at any time, because it looks only at trials that the trial's ask could see.
import { runningMeans } from '../pruners/curves';
import { freezePruning, judgesByMeans, prunerDef, prunerOptions, type PrunerChoice } from '../pruners/registry';
import type { Direction, PastCurve, Pruning, SchedulerContext } from '../pruners/pruner';
import type { AnyScheduler } from './scheduler';
import type { EpochPoint, TrialRecord } from './types';

export interface PrunerPlan extends PrunerChoice {
  /** Validation metric that it judges by. */
  readonly metric: string;
  /** Of that metric, where the study's own is another. */
  readonly direction?: Direction;
  /** Most steps that a trial of the study can have: epochs, folds, or levels of fidelity. */
  readonly epochs: number;
  /** Steps are levels of fidelity: each is a rung, and a trial need not start at the first. */
  readonly levels?: true;
  /** Steps are folds. */
  readonly folds?: true;
}

export class Judge {
  /** Whether trials must wait for earlier ones to be judged. */
  readonly waits: boolean;
  private readonly past: PastCurve[] = [];

  /** Throws `pruner-unknown` or `field-invalid`. */
  constructor(
    private readonly plan: PrunerPlan,
    private readonly direction: Direction,
    private readonly seed: number,
  ) {
    const def = prunerDef(plan.type);
    this.waits = def.usesResults(prunerOptions(def, plan.options));
  }

  ended({ index, state, curve }: TrialRecord): void {
    this.past[index] = { index, state, curve: objectiveCurve(curve, this.plan.metric) };
  }

  /** visible: all trials below this number have ended, and its ask could see them. */
  pruning(index: number, visible: number): Pruning {
    const { plan, seed } = this;
    const direction = plan.direction ?? this.direction;
    const trials = this.waits ? this.past.slice(0, visible) : [];
    const folds = plan.folds ? { folds: plan.folds } : {};
    return freezePruning(plan, { index, trials, direction, seed, ...folds, ...stepsOfPlan(plan) });
  }

  /** Levels of fidelity that the trial leaves out at its start. */
  first(index: number): number {
    const { plan, seed } = this;
    if (!plan.levels) return 0;
    const def = prunerDef(plan.type);
    return def.first?.({ index, seed, ...stepsOfPlan(plan) }, prunerOptions(def, plan.options)) ?? 0;
  }
}

const stepsOfPlan = ({ epochs, levels }: PrunerPlan) => ({ epochs, ...(levels ? { levels } : {}) });

/** Steps at which a study compares its trials; none without such a pruner. */
export function rungsOfPlan(plan: PrunerPlan | undefined): readonly number[] {
  if (!plan) return [];
  const def = prunerDef(plan.type);
  return def.rungs?.(prunerOptions(def, plan.options), stepsOfPlan(plan)) ?? [];
}

/** What decides which trials go on from the rungs at which they pause, for a pruner that does. Throws `pruner-unknown` or
 *  `field-invalid`. */
export function schedulerOf(plan: PrunerPlan, context: SchedulerContext): AnyScheduler | null {
  const def = prunerDef(plan.type);
  return def.scheduler?.(prunerOptions(def, plan.options), { ...context, ...stepsOfPlan(plan) }) ?? null;
}

/** NaN where the metric is missing. */
export function objectiveCurve(curve: readonly EpochPoint[], metric: string): number[] {
  const values = curve.map(({ validation }) => validation[metric] ?? NaN);
  // A trial that left out its first levels.
  const before = curve[0]?.epoch ?? 0;
  return before === 0 ? values : [...new Array<number>(before).fill(NaN), ...values];
}

/** What a study compares its trials by, step by step: of folds their mean so far, unless the pruner compares each. */
export function judgedCurve(curve: readonly EpochPoint[], { metric, folds, type }: PrunerPlan): number[] {
  const values = objectiveCurve(curve, metric);
  return folds && judgesByMeans(prunerDef(type)) ? runningMeans(values) : values;
}
