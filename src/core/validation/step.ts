// A validate step against the lab that it stands in: which configurations its models mean, and what keeps it from running.
import { TablabError } from '../errors/error';
import type { Lab, TuneConfig, ValidateConfig } from '../lab/document';
import { archSearch } from '../nas/search';
import type { DataShape } from '../nas/space';
import { aimsOf, paretoDirections, type Goal } from '../run/objectives';
import { samplerDef } from '../samplers/registry';
import { applyParams } from '../space/paths';
import type { ParamValues } from '../space/space';
import { checkSpace } from '../space/validate';
import type { TrainConfig } from '../train/config';
import { checkFolds } from './check';
import type { ModelRef } from './config';
import { foldCount } from './foldPlan';
import { plannedTrials } from './work';

/** More trainings than this are no cross-validation that anyone waits for. */
export const mostTrainings = 5000;

export interface StepModel {
  readonly ref: ModelRef;
  /** Settings of the trial that it is; none for a train step. */
  readonly params: ParamValues;
  /** Number of the random streams: those of the trial, so that the same folds give the same bits as in its study. */
  readonly streams: number;
  /** Configuration before the parameters. Of an architecture: of its training, without layers. */
  readonly base: TrainConfig;
  /** With the parameters, and others on top. Throws what is wrong with them; of an architecture without `shape`, that too. */
  configOf(set: ParamValues): TrainConfig;
}

/** Throws `validate-model-*`. `shape`: of the prepared data, which architectures are built for. */
export function modelOf(lab: Pick<Lab, 'steps'>, ref: ModelRef, shape?: DataShape): StepModel {
  const step = lab.steps.find(({ id }) => id === ref.step);
  if (!step) throw new TablabError('validate-model-missing', { step: ref.step });
  const { params = {}, trial: streams = 0 } = ref;
  if (step.type === 'train') {
    const base = step.config;
    return { ref, params: {}, streams: 0, base, configOf: (set) => applyParams(base, set) };
  }
  if (step.type === 'validate') throw new TablabError('validate-model-kind', { step: ref.step });
  if (ref.params === undefined) throw new TablabError('validate-model-trial', { step: ref.step });
  const { base } = step.config;
  if (step.type === 'tune') {
    return { ref, params, streams, base, configOf: (set) => applyParams(base, { ...params, ...set }) };
  }
  const configOf = (set: ParamValues) => {
    if (!shape) throw new TablabError('unexpected', { reason: 'an architecture was asked for without its data' });
    return applyParams(archSearch(step.config, shape).configOf(params), set);
  };
  return { ref, params, streams, base, configOf };
}

/** The search that a nested validation does within each fold. Throws `validate-model-*` or `validate-nested-*`. */
export function searchOf(lab: Pick<Lab, 'steps'>, { models }: Pick<ValidateConfig, 'models'>): TuneConfig {
  if (models.length === 0) throw new TablabError('validate-no-search');
  const step = lab.steps.find(({ id }) => id === models[0].step);
  if (!step) throw new TablabError('validate-model-missing', { step: models[0].step });
  if (step.type !== 'tune') throw new TablabError('validate-nested-step', { step: models[0].step });
  if (paretoDirections(aimsOf(step.config))) throw new TablabError('validate-nested-goals', { step: step.id });
  const sampler = samplerDef(step.config.sampler.type);
  if (sampler.group) throw new TablabError('validate-nested-sampler', { sampler: sampler.label });
  return step.config;
}

/** What the step's scores are: its own choice, or in a nested validation that of the search. */
export function objectiveOf(lab: Pick<Lab, 'steps'>, config: ValidateConfig): Goal {
  if (config.method.type !== 'nested') return config.objective;
  const step = lab.steps.find(({ id }) => id === config.models[0]?.step);
  return step?.type === 'tune' ? step.config.objective : config.objective;
}

/** How many trainings a step means in all, folds within folds counted. */
export function trainingsOf(lab: Pick<Lab, 'steps'>, config: ValidateConfig): number {
  const { method, folds } = config;
  if (method.type !== 'nested') return plannedTrials(config).length;
  const step = lab.steps.find(({ id }) => id === config.models[0]?.step);
  const trials = step?.type === 'tune' ? step.config.trials : 0;
  return (folds ? foldCount(folds) : 1) * (trials * (method.inner ? foldCount(method.inner) : 1) + 1);
}

/** What can be said of the folds without the other steps. Throws `folds-*`, `validate-folds-missing` or `validate-too-many`. */
export function checkValidateFolds(config: ValidateConfig, lab: Pick<Lab, 'split' | 'roles'>): void {
  const { method, folds } = config;
  if (folds) checkFolds(folds, lab);
  if (method.type === 'nested' && method.inner) checkFolds(method.inner, lab);
  if (!folds && (method.type === 'folds' || method.type === 'nested')) throw new TablabError('validate-folds-missing');
  const count = plannedTrials(config).length;
  if (count > mostTrainings) throw new TablabError('validate-too-many', { count, limit: mostTrainings });
}

/** Throws the first thing that keeps the step from running. What only the data can tell, the run says. */
export function checkValidate(lab: Lab, config: ValidateConfig): void {
  checkValidateFolds(config, lab);
  if (config.method.type === 'nested') {
    const { space, base, constraints } = searchOf(lab, config);
    checkSpace(space, base, constraints, lab.features);
    const count = trainingsOf(lab, config);
    if (count > mostTrainings) throw new TablabError('validate-too-many', { count, limit: mostTrainings });
    return;
  }
  if (config.models.length === 0) throw new TablabError('validate-no-model');
  const models = config.models.map((ref) => modelOf(lab, ref));
  const { method } = config;
  if (method.type !== 'curve') return;
  const [{ ref, params, base }] = models;
  const architecture = lab.steps.find(({ id }) => id === ref.step)?.type === 'nas';
  const domain = { kind: 'choice' as const, values: method.values };
  checkSpace([{ path: method.path, domain }], architecture ? base : applyParams(base, params), [], lab.features);
}
