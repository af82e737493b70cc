// What a step of a lab asks the conductor to do: a study of one or many trials over one base configuration.
import { TablabError } from '$core/errors/error';
import { checkAims } from '$core/lab/checkAims';
import { checkFidelity, checkResolution, levelsOf } from '$core/lab/checkFidelity';
import type { FeaturesConfig, Lab, NasStep, Step } from '$core/lab/document';
import { outputUnits } from '$core/model/resolve';
import { proxyNames, type CompareSetting, type ProxyName } from '$core/nas/config';
import { goalOf } from '$core/nas/goal';
import { neighbourOf } from '$core/nas/neighbour';
import {
  archLevels,
  archSearch,
  checkSetting,
  type ArchSearch,
  type Descent,
  type RelaxedSearch,
  type ScoreOf,
} from '$core/nas/search';
import type { DataShape } from '$core/nas/space';
import { strategyDef, strategyOptions } from '$core/nas/strategies/registry';
import { SharedRanking } from '$core/nas/supernet/ranking';
import type { Prepared } from '$core/pipeline/prepared';
import type { DataVariant } from '$core/pipeline/variant';
import { configAtLevel, type Fidelity } from '$core/run/fidelity';
import { aimsOf, paretoDirections, type Aims, type Goal } from '$core/run/objectives';
import { Stream } from '$core/rng/stream';
import { prunerPlanOf } from '$core/run/prunerPlan';
import { Study, type Asked, type StudyPlan } from '$core/run/study';
import type { RunInfo, TrialRecord } from '$core/run/types';
import type { SamplerDef } from '$core/samplers/sampler';
import { boundConstraints } from '$core/space/constraints';
import { checkEnqueued } from '$core/space/enqueue';
import { applyFeatureParams } from '$core/space/featurePaths';
import { applyParams } from '$core/space/paths';
import { checkSpace } from '$core/space/validate';
import type { ParamValues } from '$core/space/space';
import type { TrainConfig } from '$core/train/config';
import { foldCount, type FoldChoice, type FoldPlan } from '$core/validation/foldPlan';
import { planValidate } from './validatePlan';

export interface RunPlan {
  readonly step: Step;
  readonly study: StudyPlan;
  readonly base: TrainConfig;
  /** The lab's features, into which a trial's `features.*` parameters are put. */
  readonly features: FeaturesConfig;
  /** Trials are cross-validated; missing: each trains once on the lab's split. */
  readonly folds?: FoldPlan;
  /** Trials are measured at these levels, the last a whole training; missing: they train once. */
  readonly levels?: readonly Fidelity[];
  readonly objective: Goal;
  /** Set where a study has more than one plain validation metric. */
  readonly aims?: Aims;
  /** Zero-cost scores to report of each trial. */
  readonly proxies?: readonly ProxyName[];
  /** Trials are judged by this score, untrained. */
  readonly judge?: ProxyName;
  /** Trials are networks that are judged in several ways. */
  readonly compare?: CompareSetting;
  /** Of a comparison: a network one gene away, from which a trial's network may inherit; null where there is none. */
  neighbour?(asked: Asked): ParamValues | null;
  /** Where trials go on from the weights of earlier ones. */
  readonly descent?: Descent;
  /** A relaxed space that is searched before the first trial. */
  readonly relaxed?: RelaxedSearch;
  /** Weights that are shared by all networks: trained before the first trial. */
  readonly supernet?: SharedRanking;
  /** What asks, where it is not the sampler that `study` names. */
  readonly sampler?: SamplerDef;
  /** What a trial takes otherwise than its parameters and `folds` say; missing: nothing. */
  workOf?(params: ParamValues): TrialWork;
  /** What the run comes to, where that is not its best trial. */
  headline?(trials: readonly TrialRecord[]): RunInfo['best'];
  /** The configuration of one point of the study's space. Throws what is wrong with the point. */
  configOf(params: ParamValues): TrainConfig;
}

/** What a trial of a validation trains. */
export interface TrialWork extends Pick<DataVariant, 'share' | 'draw'> {
  /** Trained once for each; undefined is the lab's own split. */
  readonly folds: readonly (FoldChoice | undefined)[];
  /** Number of its random streams. */
  readonly streams: number;
  /** Settings of the model and its features. */
  readonly point: ParamValues;
}

/** The folds that a trial is trained on, each by itself; null where it trains once, on the lab's split. */
export function foldsOf(plan: RunPlan, params: ParamValues): readonly (FoldChoice | undefined)[] | null {
  const { folds, workOf } = plan;
  if (workOf) return workOf(params).folds;
  return folds ? Array.from({ length: foldCount(folds) }, (_, index) => ({ ...folds, index })) : null;
}

/** Trainers know a trial by the number of its random streams. `streams`: of the trial that the whole run repeats. */
export const streamOf = (plan: RunPlan, { index, params }: Pick<Asked, 'index' | 'params'>, streams?: number): number =>
  streams ?? plan.workOf?.(params).streams ?? index;

/** What a model for this data takes and gives. */
export const dataShape = ({ inputs, task, classes }: Pick<Prepared, 'inputs' | 'task' | 'classes'>): DataShape => ({
  inputs,
  units: outputUnits(task, classes.length),
});

/**
 * Throws `step-unknown`, or what is wrong with the step's search space. `shape`: of the prepared data; architectures are
 * proposed and built only with it.
 */
export function planStep(lab: Lab, stepId: string, shape?: DataShape, scoreOf?: ScoreOf): RunPlan {
  const step = lab.steps.find(({ id }) => id === stepId);
  if (!step) throw new TablabError('step-unknown', { step: stepId });
  if (step.type === 'train') {
    const objective = { metric: 'loss', direction: 'minimize' } as const;
    // A grid over no parameters has exactly one point.
    const sampler = { type: 'grid', options: {} };
    const study = { space: [], sampler, direction: objective.direction, trials: 1, width: 1, seed: lab.seed };
    const configOf = (params: ParamValues) => applyParams(step.config, params);
    return { step, study, base: step.config, features: lab.features, objective, configOf };
  }
  if (step.type === 'nas') return planNas(lab, step, shape, scoreOf);
  if (step.type === 'validate') return planValidate(lab, step, shape);
  const { base, space, sampler, objective, validation, trials, width } = step.config;
  checkSpace(space, base, step.config.constraints, lab.features);
  const constraints = boundConstraints(step.config.constraints ?? [], space, base);
  const enqueue = step.config.enqueue ?? [];
  checkEnqueued(enqueue, space, constraints);
  checkAims(step.config);
  checkFidelity(
    step.config,
    space.map(({ path }) => path),
  );
  if (shape) checkResolution(step.config, shape);
  const levels = levelsOf(step.config);
  const aims = aimsOf(step.config);
  const directions = paretoDirections(aims);
  const judged = prunerPlanOf(step.config);
  const plain = { space, sampler, direction: objective.direction, trials, width, seed: lab.seed };
  const study = {
    ...plain,
    ...(constraints.length > 0 ? { constraints } : {}),
    ...(enqueue.length > 0 ? { enqueue } : {}),
    ...(directions ? { directions } : {}),
    ...(judged ? { pruner: judged } : {}),
  };
  const configOf = (params: ParamValues) => applyParams(base, params);
  return {
    step,
    study,
    base,
    features: lab.features,
    objective,
    configOf,
    ...(aims ? { aims } : {}),
    ...(validation ? { folds: validation } : {}),
    ...(levels ? { levels } : {}),
  };
}

/** Genes are the study's space. Without the data's shape the plan tells of a study, but cannot ask or build. */
function planNas(lab: Lab, step: NasStep, shape: DataShape | undefined, scoreOf: ScoreOf | undefined): RunPlan {
  const { base, pruner, trials, width } = step.config;
  const search = shape && archSearch(step.config, shape, scoreOf);
  const compare = step.config.compare?.on ? step.config.compare : undefined;
  const objective = goalOf(step.config);
  const judge = compare ? undefined : step.config.judge;
  checkSetting(step.config);
  const levels = archLevels(step.config);
  const steps = levels ? { epochs: levels.length, levels: true as const } : { epochs: base.epochs };
  const pruned = pruner && !judge && !compare && { ...pruner, metric: objective.metric, ...steps };
  const study: StudyPlan = {
    space: search?.architectures.genes ?? [],
    sampler: { type: 'random', options: {} },
    direction: objective.direction,
    trials: compare?.networks ?? trials,
    width,
    seed: lab.seed,
    ...(pruned ? { pruner: pruned } : {}),
  };
  const comparing = compare?.supernet && search ? comparedShared(step, compare.supernet, study, search) : undefined;
  const supernet = comparing ?? (judge ? undefined : search?.supernet);
  const configOf = (params: ParamValues) => {
    if (!search) throw new TablabError('unexpected', { reason: 'an architecture was asked for without its data' });
    return search.configOf(params);
  };
  const { features } = lab;
  const proxies = compare ? proxyNames : step.config.proxies;
  return {
    step,
    study,
    base,
    features,
    objective,
    configOf,
    ...(proxies?.length ? { proxies } : {}),
    ...(judge ? { judge } : {}),
    ...(levels ? { levels } : {}),
    ...(compare && search
      ? {
          compare,
          neighbour: ({ index, params }: Asked) =>
            neighbourOf(search.architectures, params, Stream.of(lab.seed, 'neighbour', index)),
        }
      : {}),
    ...(search ? { sampler: search.sampler } : {}),
    ...(search?.relaxed ? { relaxed: search.relaxed } : {}),
    ...(supernet ? { supernet } : {}),
    ...(search?.descent && !judge ? { descent: search.descent } : {}),
  };
}

/** Of a comparison: weights for all networks, by which those that it is going to draw are ranked. */
function comparedShared(step: NasStep, epochs: number, plan: StudyPlan, search: ArchSearch): SharedRanking {
  const { space, limits } = step.config;
  const def = strategyDef('oneShot');
  const options = def.supernet!(strategyOptions(def, { epochs }));
  const study = new Study(plan, search.sampler);
  const given: ParamValues[] = [];
  for (let asked = study.next(); asked; asked = study.next()) given.push(asked.params);
  return new SharedRanking(search.architectures, { space, limits, options: { ...options, candidates: 0 }, given });
}

/** The configuration of a trial at a fidelity. Throws what is wrong with its point. */
export function configAt(
  { configOf }: Pick<RunPlan, 'configOf'>,
  params: ParamValues,
  fidelity?: Fidelity,
): TrainConfig {
  const config = configOf(params);
  return fidelity ? configAtLevel(config, fidelity) : config;
}

/** The data of a trial. Throws `space-path-unknown` or `space-value` for parameters that the features lack. */
export function variantOf(
  { features, workOf }: Pick<RunPlan, 'features' | 'workOf'>,
  { params, share: asked }: Pick<Asked, 'params' | 'share'>,
  fold?: FoldChoice,
  fidelity?: Fidelity,
): DataVariant {
  if (fidelity?.of === 'rows') return variantOf({ features }, { params, share: fidelity.share }, fold);
  const { point = params, share = asked, draw } = workOf?.(params) ?? {};
  const own = applyFeatureParams(features, point);
  return {
    ...(own === features ? {} : { features: own }),
    ...(fold ? { fold } : {}),
    ...(share === undefined ? {} : { share }),
    ...(draw === undefined ? {} : { draw }),
    ...(fidelity?.of === 'resolution' ? { resolution: fidelity.share } : {}),
  };
}
