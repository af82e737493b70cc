// What a step of a lab asks the conductor to do: a study of one or many trials over one base configuration.
import { TablabError } from '$core/errors/error';
import type { Lab, Step } from '$core/lab/document';
import type { StudyPlan } from '$core/run/study';
import { checkSpace } from '$core/space/validate';
import type { TrainConfig } from '$core/train/config';

export interface RunPlan {
  readonly step: Step;
  readonly study: StudyPlan;
  readonly base: TrainConfig;
  readonly objective: { readonly metric: string; readonly direction: 'minimize' | 'maximize' };
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
  const { base, space, sampler, objective, trials, width } = step.config;
  checkSpace(space, base);
  const study = { space, sampler, direction: objective.direction, trials, width, seed: lab.seed };
  return { step, study, base, objective };
}
