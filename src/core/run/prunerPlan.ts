// What a study's pruner goes by: the metric, and how many steps a whole trial has.
import { levelsOf } from '../lab/checkFidelity';
import type { TuneConfig } from '../lab/document';
import type { Space } from '../space/space';
import type { TrainConfig } from '../train/config';
import { judgesBySeveral } from '../pruners/registry';
import { foldCount } from '../validation/foldPlan';
import type { PrunerPlan } from './judge';
import { aimsOf, judgedGoal } from './objectives';

/** Undefined for a study that trains every trial to its end. */
export function prunerPlanOf(config: TuneConfig): PrunerPlan | undefined {
  const { base, space, pruner, objective, validation } = config;
  if (!pruner) return undefined;
  const levels = levelsOf(config);
  const aims = aimsOf(config);
  const goal = aims ? judgedGoal(aims) : objective;
  const several = aims && aims.goals.length > 1 && judgesBySeveral(pruner);
  return {
    ...pruner,
    metric: goal.metric,
    ...(aims ? { direction: goal.direction } : {}),
    ...(several ? { several: { goals: aims.goals, ...(aims.weights ? { weights: aims.weights } : {}) } } : {}),
    // Without levels a pruner of cross-validated trials judges by their folds.
    epochs: levels?.length ?? (validation ? foldCount(validation) : mostEpochs(base, space)),
    ...(levels ? { levels: true as const } : {}),
    ...(validation && !levels ? { folds: true as const } : {}),
  };
}

/** Epochs of the longest trial that the space allows. */
function mostEpochs(base: TrainConfig, space: Space): number {
  const domain = space.find(({ path }) => path === 'epochs')?.domain;
  switch (domain?.kind) {
    case 'int':
    case 'float':
      return domain.high;
    case 'choice':
    case 'ordinal':
      return Math.max(...domain.values.map(Number));
    case 'fixed':
      return Number(domain.value);
    default:
      return base.epochs;
  }
}
