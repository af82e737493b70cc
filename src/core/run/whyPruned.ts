// Why a pruner ended a trial, in a sentence: the decision made once more from what the trial's ask could see. Nothing of it
// is stored, so studies of before tell it too.
import type { Values } from '../fields/field';
import { number } from '../format';
import { newestMean } from '../pruners/curves';
import type { Direction } from '../pruners/pruner';
import { prunerDef, prunerOptions } from '../pruners/registry';
import { samplerDef } from '../samplers/registry';
import { endsTrial, Judge, objectiveCurve, type PrunerPlan } from './judge';
import { visibleTo } from './study';
import type { TrialRecord } from './types';

export interface PrunedStudy {
  readonly pruner: PrunerPlan;
  readonly sampler: string;
  readonly direction: Direction;
  readonly width: number;
  readonly seed: number;
  /** Trials that have ended, in any order. */
  readonly trials: readonly TrialRecord[];
}

/** Null where the pruner did not end it, or does not say. */
export function whyPruned(trial: TrialRecord, study: PrunedStudy): string | null {
  const { pruner: plan, direction, width, seed, trials } = study;
  if (trial.state !== 'pruned') return null;
  const def = prunerDef(plan.type);
  const options = prunerOptions(def, plan.options);
  const curve = objectiveCurve(trial.curve, plan.metric);
  if (curve.length === 0) return null;
  if (def.scheduler && def.population) return null;
  if (def.scheduler) return atRung(Number(options.eta), plan.several ? null : curve[curve.length - 1]);
  const judge = new Judge(plan, direction, seed);
  for (const one of trials) if (one.index < trial.index) judge.ended(one);
  const pruning = judge.pruning(trial.index, visibleTo(samplerDef(study.sampler), width, trial.index));
  if (!endsTrial(pruning, trial.curve, plan.metric, trial.metrics)) return null;
  const seen = pruning.means ? newestMean(curve) : curve;
  return def.why?.(pruning.frozen, seen, pruning.direction, options as Values<typeof def.fields>) ?? null;
}

/** value: null where several objectives count. */
const atRung = (eta: number, value: number | null) =>
  `${value === null ? 'By all objectives together' : `With ${number(value)}`} it was not among the best 1/${number(eta)} of this rung, which went on.`;
