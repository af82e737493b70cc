// All pruners. One line each. A study without one trains every trial to its end.
import { TablabError } from '../errors/error';
import { complete } from '../fields/complete';
import type { Scalar, Values } from '../fields/field';
import { asha } from './asha';
import { brackets } from './brackets';
import { newestMean, runningMeans } from './curves';
import { extrapolation } from './extrapolation';
import { hyperband } from './hyperband';
import { median } from './median';
import { patient } from './patient';
import { percentile } from './percentile';
import { population } from './population';
import type { Curve, PrunerContext, PrunerDef, Pruning } from './pruner';
import { successiveHalving } from './successiveHalving';
import { threshold } from './threshold';
import { wilcoxon } from './wilcoxon';

export const prunerDefs: readonly PrunerDef[] = [
  median,
  percentile,
  successiveHalving,
  hyperband,
  asha,
  brackets,
  population,
  extrapolation,
  wilcoxon,
  patient,
  threshold,
];

const byType = new Map(prunerDefs.map((def) => [def.type, def]));

export interface PrunerChoice {
  readonly type: string;
  readonly options: Readonly<Record<string, Scalar>>;
}

/** Throws `pruner-unknown`. */
export function prunerDef(type: string): PrunerDef {
  const def = byType.get(type);
  if (!def) throw new TablabError('pruner-unknown', { pruner: type });
  return def;
}

/** A pruner's options, checked and completed. Throws `field-invalid`. */
export function prunerOptions(def: PrunerDef, given: PrunerChoice['options']): Values<PrunerDef['fields']> {
  const options = complete(def.fields, given, `of the ${def.label} pruner`);
  const refusal = def.check(options);
  if (refusal) throw refusal;
  return options;
}

/** What the trial takes along. Throws `pruner-unknown` or `field-invalid`. */
export function freezePruning({ type, options }: PrunerChoice, context: PrunerContext): Pruning {
  const def = prunerDef(type);
  const complete = prunerOptions(def, options);
  const { direction, several } = context;
  const means = context.folds === true && judgesByMeans(def);
  const trials = means ? context.trials.map((one) => ({ ...one, curve: runningMeans(one.curve) })) : context.trials;
  const frozen = def.freeze({ ...context, trials }, complete);
  return { type, options: complete, direction, frozen, ...(means ? { means } : {}), ...(several ? { several } : {}) };
}

/** Whether trials whose steps are folds are known by the mean over the folds so far. */
export const judgesByMeans = ({ folds }: PrunerDef): boolean => folds === undefined;

/** Whether a pruner, as it is set, compares trials by several objectives where a study has them. */
export const judgesBySeveral = ({ type, options }: PrunerChoice): boolean =>
  String(prunerOptions(prunerDef(type), options).several) === 'all';

/** Whether the trial ends after the newest step of its curve. `costs`: there, where several objectives count. */
export function shouldPrune(
  { type, options, direction, frozen, means }: Pruning,
  curve: Curve,
  costs?: readonly number[],
): boolean {
  const seen = means ? newestMean(curve) : curve;
  return prunerDef(type).decide(frozen, seen, direction, options as Values<PrunerDef['fields']>, costs);
}
