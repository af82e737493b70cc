// A validate step as a study: its trials are trainings of given models on given folds, or a search within each fold.
import { TablabError } from '$core/errors/error';
import type { Lab, ValidateStep } from '$core/lab/document';
import type { DataShape } from '$core/nas/space';
import { aimsOf } from '$core/run/objectives';
import type { StudyPlan } from '$core/run/study';
import { samplerDef, samplerOptions } from '$core/samplers/registry';
import type { SamplerDef } from '$core/samplers/sampler';
import { boundConstraints } from '$core/space/constraints';
import { applyParams } from '$core/space/paths';
import type { ParamValues } from '$core/space/space';
import { foldCount } from '$core/validation/foldPlan';
import { innerTrials, nestedSampler } from '$core/validation/nested';
import { headlineOf } from '$core/validation/results';
import { checkValidate, modelOf, objectiveOf, searchOf } from '$core/validation/step';
import { plannedTrials, pointOf, workOf } from '$core/validation/work';
import type { RunPlan, TrialWork } from './runPlan';

/** Streams of the seeds of one trial lie so far apart: no study has more trials. */
const streamsPerSeed = 100_000;

/** Throws what `checkValidate` says against the step. */
export function planValidate(lab: Lab, step: ValidateStep, shape?: DataShape): RunPlan {
  checkValidate(lab, step.config);
  const objective = objectiveOf(lab, step.config);
  const common = {
    step,
    features: lab.features,
    objective,
    headline: (trials: Parameters<typeof headlineOf>[1]) => headlineOf(step.config, trials, objective),
  };
  return step.config.method.type === 'nested'
    ? { ...common, ...planNested(lab, step) }
    : { ...common, ...planGiven(lab, step, shape) };
}

const studyOf = (lab: Lab, direction: StudyPlan['direction'], trials: number): StudyPlan => ({
  space: [],
  sampler: { type: 'grid', options: {} },
  direction,
  trials,
  width: 1,
  seed: lab.seed,
});

function planGiven(lab: Lab, { config }: ValidateStep, shape?: DataShape) {
  const models = config.models.map((ref) => modelOf(lab, ref, shape));
  const planned = plannedTrials(config);
  const sampler: SamplerDef = {
    type: 'planned',
    label: 'Planned',
    summary: 'The trainings of a validation, in order.',
    fields: {},
    usesResults: false,
    points: () => planned.length,
    check: () => null,
    ask: ({ index }) => planned[index] ?? null,
  };
  return {
    study: studyOf(lab, config.objective.direction, planned.length),
    sampler,
    base: models[0].base,
    configOf: (params: ParamValues) => {
      const { model, set } = workOf(config, params);
      return models[model].configOf(set);
    },
    workOf: (params: ParamValues): TrialWork => {
      const { model, folds, draw, share, set } = workOf(config, params);
      const { streams, params: own } = models[model];
      return {
        folds,
        streams: streams + draw * streamsPerSeed,
        point: { ...own, ...set },
        ...(share === undefined || share >= 1 ? {} : { share, draw }),
      };
    },
  };
}

function planNested(lab: Lab, { config }: ValidateStep) {
  const search = searchOf(lab, config);
  const { base, space, sampler: named, objective, trials, width, enqueue = [] } = search;
  const sampler = samplerDef(named.type);
  const nested = {
    space,
    constraints: boundConstraints(search.constraints ?? [], space, base),
    enqueue,
    sampler,
    options: samplerOptions(sampler, named.options),
    direction: objective.direction,
    trials,
    width,
    outer: foldCount(config.folds!),
  };
  const count = (innerTrials(nested) + 1) * nested.outer;
  const aims = aimsOf(search);
  return {
    study: { ...studyOf(lab, objective.direction, count), width: width * nested.outer },
    sampler: nestedSampler(nested),
    base,
    ...(aims ? { aims } : {}),
    configOf: (params: ParamValues) => {
      if (params.chosen === -1) throw new TablabError('validate-none-chosen');
      return applyParams(base, pointOf(params));
    },
    workOf: (params: ParamValues): TrialWork => ({
      folds: workOf(config, params).folds,
      streams: Number(params.chosen ?? params.try),
      point: pointOf(params),
    }),
  };
}
