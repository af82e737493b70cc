// From anything at all to a Lab that can run: format, version, schema, and what a schema cannot say.
import * as v from 'valibot';
import { TablabError } from '../errors/error';
import { issueText } from '../errors/issueText';
import { complete } from '../fields/complete';
import { checkLabels } from '../label/check';
import { layerDef } from '../model/registry';
import { checkSetting } from '../nas/search';
import { prunerDef, prunerOptions } from '../pruners/registry';
import { checkMatrix } from '../pipeline/matrix/chosen';
import { checkDerive } from '../pipeline/derive/run';
import { checkResample } from '../pipeline/resample/run';
import { checkRecipes } from '../pipeline/recipe';
import { aimsOf, paretoDirections } from '../run/objectives';
import { samplerDef, samplerOptions, samplerRefusal } from '../samplers/registry';
import { boundConstraints } from '../space/constraints';
import { checkEnqueued } from '../space/enqueue';
import { checkSpace } from '../space/validate';
import type { TrainConfig } from '../train/config';
import { optimizerDef } from '../train/optimizers';
import { scheduleDef } from '../train/schedules';
import { checkFolds, checkPrunerFolds, checkSplit } from '../validation/check';
import { checkValidateFolds } from '../validation/step';
import { checkAims } from './checkAims';
import { checkFidelity } from './checkFidelity';
import { labSchema, type Lab, type NasStep, type Step, type TuneStep } from './document';
import { migrate } from './migrate';

/** A grid beyond this can never be finished: it is the largest number of trials. */
export const maxGridPoints = 100_000;

/** Step types of this version. */
const stepTypes: readonly string[] = ['train', 'tune', 'nas', 'validate'] satisfies Step['type'][];

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A checked lab from parsed JSON. Throws coded errors that name the place: `lab-*`, `layer-*`, `space-*`, `sampler-*`, `pruner-*`. */
export function parseLab(value: unknown): Lab {
  if (!isRecord(value) || value.format !== 'tablab') {
    throw new TablabError('lab-invalid', { path: 'format', reason: 'it must be "tablab"' });
  }
  const document = migrate(value);
  refuseUnknownSteps(document.steps);
  const result = v.safeParse(labSchema, document, { abortEarly: true });
  if (!result.success) throw schemaError(result.issues[0]);
  const lab = result.output as Lab;
  checkLab(lab);
  return lab;
}

/** Said before the schema speaks, because the schema would only list the types it knows. */
function refuseUnknownSteps(steps: unknown): void {
  if (!Array.isArray(steps)) return;
  steps.forEach((step: unknown, i) => {
    if (!isRecord(step) || typeof step.type !== 'string' || stepTypes.includes(step.type)) return;
    throw new TablabError('lab-step-unknown', { step: i + 1, type: step.type.slice(0, 40) });
  });
}

/** Of the place of a fault, so much is repeated. */
const longestPath = 200;

function schemaError(issue: v.BaseIssue<unknown>): TablabError {
  const path = (v.getDotPath(issue) ?? 'the top').slice(0, longestPath);
  return new TablabError('lab-invalid', { path, reason: issueText(issue) });
}

/** What the schema cannot say. Throws the first thing that is wrong. */
export function checkLab(lab: Lab): void {
  checkLabels(lab.labels ?? []);
  checkSplit(lab);
  checkRecipes(lab.features);
  checkMatrix(lab.features);
  checkDerive(lab.features);
  checkResample(lab.features);
  const ids = new Set<string>();
  for (const step of lab.steps) {
    if (ids.has(step.id)) throw new TablabError('lab-step-duplicate', { step: step.id });
    ids.add(step.id);
    if (step.type === 'train') checkConfig(step.config);
    else if (step.type === 'tune') checkTune(step, lab);
    else if (step.type === 'validate') checkValidateFolds(step.config, lab);
    else checkNas(step);
  }
  if (lab.expected && !ids.has(lab.expected.step)) throw new TablabError('step-unknown', { step: lab.expected.step });
}

function checkTune({ id, config }: TuneStep, lab: Lab): void {
  checkConfig(config.base);
  checkSpace(config.space, config.base, config.constraints, lab.features);
  checkEnqueued(
    config.enqueue ?? [],
    config.space,
    boundConstraints(config.constraints ?? [], config.space, config.base),
  );
  if (config.validation) checkFolds(config.validation, lab, config.pruner?.type);
  checkPrunerFolds(config.pruner?.type, config.validation);
  const sampler = samplerDef(config.sampler.type);
  const options = samplerOptions(sampler, config.sampler.options);
  checkAims(config);
  const refusal = samplerRefusal(sampler, config.space, options, paretoDirections(aimsOf(config)) !== null);
  if (refusal) throw refusal;
  if (config.pruner) prunerOptions(prunerDef(config.pruner.type), config.pruner.options);
  checkFidelity(
    config,
    config.space.map(({ path }) => path),
  );
  if (sampler.type !== 'grid') return;
  const points = sampler.points(config.space, options);
  if (points > maxGridPoints) throw new TablabError('space-too-large', { step: id, points, limit: maxGridPoints });
}

function checkNas({ config }: NasStep): void {
  checkConfig(config.base);
  checkSetting(config);
  if (!config.pruner) return;
  const pruner = prunerDef(config.pruner.type);
  if (pruner.population) throw new TablabError('population-nas');
  prunerOptions(pruner, config.pruner.options);
}

/** Layers, optimizer and schedule have only options that exist, each within its range; shapes are checked with data. */
function checkConfig({ layers, optimizer, schedule }: TrainConfig): void {
  for (const { id, type, options } of layers) {
    const def = layerDef(type);
    if (!def) throw new TablabError('layer-unknown', { layer: id, type });
    complete(def.fields, options, `of layer "${id}"`);
  }
  complete(optimizerDef(optimizer.type).fields, optimizer.options, 'of the optimizer');
  complete(scheduleDef(schedule.type).fields, schedule.options, 'of the schedule');
}
