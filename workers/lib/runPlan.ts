// What a step of a lab asks the conductor to do: a study of one or many trials over one base configuration.
import { TablabError } from '$core/errors/error';
import type { Lab, Step } from '$core/lab/document';
import { checkAims } from '$core/lab/checkAims';
import { aimsOf, judgedGoal, paretoDirections, type Aims, type Goal } from '$core/run/objectives';
import type { StudyPlan } from '$core/run/study';
import { boundConstraints } from '$core/space/constraints';
import { checkEnqueued } from '$core/space/enqueue';
import { checkSpace } from '$core/space/validate';
import type { Space } from '$core/space/space';
import type { TrainConfig } from '$core/train/config';

export interface RunPlan {
  readonly step: Step;
  readonly study: StudyPlan;
  readonly base: TrainConfig;
  readonly objective: Goal;
  /** Set where a study has more than one plain validation metric. */
  readonly aims?: Aims;
}

/** Throws `step-unknown`, or what is wrong with the step's search space. */
export function planStep(lab: Lab, stepId: string): RunPlan {
  const step = lab.steps.find(({ id }) => id === stepId);
  if (!step) throw new TablabError('step-unknown', { step: stepId });
  if (step.type === 'train') {
    const objective = { metric: 'loss', direction: 'minimize' } as const;
    // A grid over no parameters has exactly one point.
    const sampler = { type: 'grid', options: {} };
    const study = { space: [], sampler, direction: objective.direction, trials: 1, width: 1, seed: lab.seed };
    return { step, study, base: step.config, objective };
  }
  const { base, space, sampler, pruner, objective, trials, width } = step.config;
  checkSpace(space, base, step.config.constraints);
  const constraints = boundConstraints(step.config.constraints ?? [], space, base);
  const enqueue = step.config.enqueue ?? [];
  checkEnqueued(enqueue, space, constraints);
  checkAims(step.config);
  const aims = aimsOf(step.config);
  const directions = paretoDirections(aims);
  const goal = aims ? judgedGoal(aims) : objective;
  const judged = pruner && {
    ...pruner,
    metric: goal.metric,
    ...(aims ? { direction: goal.direction } : {}),
    epochs: mostEpochs(base, space),
  };
  const plain = { space, sampler, direction: objective.direction, trials, width, seed: lab.seed };
  const study = {
    ...plain,
    ...(constraints.length > 0 ? { constraints } : {}),
    ...(enqueue.length > 0 ? { enqueue } : {}),
    ...(directions ? { directions } : {}),
    ...(judged ? { pruner: judged } : {}),
  };
  return { step, study, base, objective, ...(aims ? { aims } : {}) };
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
