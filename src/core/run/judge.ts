// A study's pruner with what it knows: the objective of ended trials by epoch. Answers per trial what goes with it to the
// trainer; the same at any time, because it looks only at trials that the trial's ask could see.
import { freezePruning, prunerDef, prunerOptions, type PrunerChoice } from '../pruners/registry';
import type { Direction, PastCurve, Pruning } from '../pruners/pruner';
import type { LadderPlan } from './ladder';
import type { EpochPoint, TrialRecord } from './types';

export interface PrunerPlan extends PrunerChoice {
  /** Validation metric that it judges by. */
  readonly metric: string;
  /** Of that metric, where the study's own is another. */
  readonly direction?: Direction;
  /** Most epochs that a trial of the study can have. */
  readonly epochs: number;
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
    return freezePruning(plan, { index, trials, direction, epochs: plan.epochs, seed });
  }
}

/** The rungs at which trials pause, for a pruner that promotes. Throws `pruner-unknown` or `field-invalid`. */
export function ladderOf({ type, options, epochs }: PrunerPlan): LadderPlan | undefined {
  const def = prunerDef(type);
  return def.ladder?.(prunerOptions(def, options), epochs);
}

/** NaN where the metric is missing. */
export const objectiveCurve = (curve: readonly EpochPoint[], metric: string): number[] =>
  curve.map(({ validation }) => validation[metric] ?? NaN);
