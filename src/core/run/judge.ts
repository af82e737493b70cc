// A study's pruner with what it knows: the objective of ended trials by epoch. Answers per trial what goes with it to the
// trainer; the same at any time, because it looks only at trials that the trial's ask could see.
import { runningMeans } from '../pruners/curves';
import {
  freezePruning,
  judgesByMeans,
  prunerDef,
  prunerOptions,
  shouldPrune,
  type PrunerChoice,
} from '../pruners/registry';
import type { Direction, PastCurve, Pruning, SchedulerContext } from '../pruners/pruner';
import { rungCosts, type RungGoals } from '../pruners/several';
import { curveColumn } from './curveColumn';
import { isCost, isMeasured } from './objectives';
import type { AnyScheduler } from './scheduler';
import type { EpochPoint, Metrics, TrialRecord } from './types';

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
  /** Several objectives by which it compares trials at its rungs. */
  readonly several?: RungGoals;
}

export class Judge {
  /** Whether trials must wait for earlier ones to be judged. */
  readonly waits: boolean;
  private readonly past: PastCurve[] = [];
  private readonly several: RungGoals | null;

  /** Throws `pruner-unknown` or `field-invalid`. */
  constructor(
    private readonly plan: PrunerPlan,
    private readonly direction: Direction,
    private readonly seed: number,
  ) {
    const def = prunerDef(plan.type);
    this.waits = def.usesResults(prunerOptions(def, plan.options));
    this.several = plan.several ? knownEarly(plan.several) : null;
  }

  ended({ index, state, curve, metrics }: TrialRecord): void {
    const { plan, several } = this;
    const costs = several && costCurve(several, curve, metrics, plan.folds === true);
    this.past[index] = { index, state, curve: objectiveCurve(curve, plan.metric), ...(costs ? { costs } : {}) };
  }

  /** visible: all trials below this number have ended, and its ask could see them. */
  pruning(index: number, visible: number): Pruning {
    const { plan, seed, several } = this;
    const direction = plan.direction ?? this.direction;
    const trials = this.waits ? this.past.slice(0, visible) : [];
    const folds = plan.folds ? { folds: plan.folds } : {};
    const more = { ...folds, ...(several ? { several } : {}) };
    return freezePruning(plan, { index, trials, direction, seed, ...more, ...stepsOfPlan(plan) });
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
  const { several } = plan;
  const known = { ...context, ...(several ? { several } : {}), ...stepsOfPlan(plan) };
  return def.scheduler?.(prunerOptions(def, plan.options), known) ?? null;
}

/** `otherwise` where the metric is missing. */
export function objectiveCurve(curve: readonly EpochPoint[], metric: string, otherwise = NaN): number[] {
  const values = curve.map(({ validation }) => validation[metric] ?? otherwise);
  // A trial that left out its first levels.
  const before = curve[0]?.epoch ?? 0;
  return before === 0 ? values : [...new Array<number>(before).fill(NaN), ...values];
}

/** What a study compares its trials by, step by step: of folds their mean so far, unless the pruner compares each. */
export function judgedCurve(curve: readonly EpochPoint[], { metric, folds, type }: PrunerPlan): number[] {
  const values = objectiveCurve(curve, metric);
  return folds && judgesByMeans(prunerDef(type)) ? runningMeans(values) : values;
}

/** Without what a clock measures of a trained model: a trial that is on its way does not know it. Null: one metric is left. */
function knownEarly({ goals, weights }: RungGoals): RungGoals | null {
  const early = goals.map(({ metric }) => !isMeasured(metric));
  const left = goals.filter((_goal, m) => early[m]);
  if (left.length < 2) return null;
  return { goals: left, ...(weights ? { weights: weights.filter((_weight, m) => early[m]) } : {}) };
}

/** By step; `metrics`: where costs of the model stand that the steps do not tell. Steps that are folds count by their means. */
function costCurve(several: RungGoals, curve: readonly EpochPoint[], metrics: Metrics, folds: boolean): number[][] {
  const byMetric = new Map(
    several.goals.map(({ metric }) => {
      const values = objectiveCurve(curve, metric, isCost(metric) ? metrics[metric] : NaN);
      return [metric, folds ? runningMeans(values) : values];
    }),
  );
  const [first = []] = byMetric.values();
  return first.map((_value, step) => rungCosts(several, (metric) => byMetric.get(metric)![step]));
}

/** The same of one step. */
const costsAt = (several: RungGoals, point: EpochPoint | undefined, metrics: Metrics): number[] | undefined =>
  point && rungCosts(several, (name) => point.validation[name] ?? (isCost(name) ? (metrics[name] ?? NaN) : NaN));

/** Whether the trial ends after the newest point of its curve. `metric`: what it is judged by; `costs`: of its model, where the
 *  curve does not tell them. */
export function endsTrial(
  pruning: Pruning,
  curve: readonly EpochPoint[],
  metric: string,
  costs: Metrics = {},
): boolean {
  const { several, means } = pruning;
  const newest =
    several && (means ? costCurve(several, curve, costs, true).at(-1) : costsAt(several, curve.at(-1), costs));
  // Asked after every epoch: only the newest is turned over.
  const values = (curve[0]?.epoch ?? 0) === 0 ? curveColumn(curve, metric).y : objectiveCurve(curve, metric);
  return shouldPrune(pruning, values, newest);
}
