// What a lab will do, in words, before anything runs.
import type { Lab, NasConfig, Step, ValidateConfig } from '$core/lab/document';
import { unpacked } from '$core/label/edit';
import { proxyDef } from '$core/nas/proxies';
import { archSpaceDefs } from '$core/nas/spaces/registry';
import { strategyDefs } from '$core/nas/strategies/registry';
import type { FoldPlan } from '$core/validation/foldPlan';
import { prunerDefs } from '$core/pruners/registry';
import type { Domain, Param } from '$core/space/space';
import { parseFeaturePath } from '$core/space/featurePaths';
import { metricText } from '$features/lab';

const executors: Readonly<Record<Lab['executor'], string>> = {
  auto: 'chosen by a short measurement on this device',
  simd: 'SIMD: the same bits on every machine',
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  wasm: 'WASM',
  cpu: 'CPU',
};
export const executorText = (lab: Lab): string => executors[lab.executor];

export function dataText({ data }: Lab): string {
  if (data.kind === 'imported') return data.name;
  if (data.kind === 'bundled') return `${data.id}, ships with Tablab`;
  const options = Object.entries(data.options).map(([key, value]) => `${key} ${value}`);
  return `${data.id}, generated here${options.length ? ` (${options.join(', ')})` : ''}`;
}

/** Null where the lab holds no labels. */
export function labelsText({ labels }: Lab): string | null {
  const columns = (labels ?? [])
    .map(unpacked)
    .map(({ column, values }) => `${column} in ${plural(values.size, 'row')}`);
  return columns.length > 0 ? columns.join(', ') : null;
}

export function goalText({ roles }: Lab): string {
  const tasks = { binary: 'two classes', multiclass: 'several classes', regression: 'a number' };
  const left = roles.exclude.length > 0 ? `; without ${roles.exclude.join(', ')}` : '';
  return `${roles.target}: ${tasks[roles.task]}${left}`;
}

function domainText(domain: Domain): string {
  switch (domain.kind) {
    case 'int':
    case 'float': {
      const scale = domain.log
        ? domain.reverse
          ? ', reverse log'
          : ', log'
        : domain.step === undefined
          ? ''
          : `, step ${metricText(domain.step)}`;
      return `${metricText(domain.low)} to ${metricText(domain.high)}${scale}`;
    }
    case 'choice':
    case 'ordinal':
      return domain.values.join(', ');
    case 'bool':
      return 'on or off';
    case 'fixed':
      return String(domain.value);
  }
}
/** Paths as they are read: without what only says where they are; columns by their own names. */
function nameOf(path: string): string {
  const place = parseFeaturePath(path);
  const column = place && 'column' in place ? path.split('.').slice(3).join(' ') : null;
  if (column !== null && place && 'column' in place) return `${place.column}: ${column}`;
  return path.replace(/^(layers|features)\./, '').replace(/^(optimizer|schedule)\.(options\.)?/, '');
}

export const paramText = ({ path, domain }: Param): { name: string; range: string } => ({
  name: nameOf(path),
  range: domainText(domain),
});

const plural = (n: number, one: string) => `${n.toLocaleString('en')} ${one}${n === 1 ? '' : 's'}`;

/** One sentence about a step. */
export function stepText(step: Step): string {
  if (step.type === 'nas') return nasText(step.config);
  if (step.type === 'validate') return validateText(step.config);
  const config = step.type === 'tune' ? step.config.base : step.config;
  const shape = config.layers.filter(({ enabled }) => enabled !== false).map(({ type }) => type);
  const network = `a network of ${plural(shape.length, 'layer')}`;
  if (step.type === 'train') return `Trains ${network} for ${plural(config.epochs, 'epoch')}.`;
  const { trials, space, sampler, pruner, objective, validation, fidelity } = step.config;
  const def = pruner && prunerDefs.find(({ type }) => type === pruner.type);
  const rule = (def?.label ?? pruner?.type ?? '').toLowerCase();
  const rungs = fidelity ? ` and measured at ${fidelity.of} from ${fidelity.least} up` : '';
  const judged = def?.population ? ' as one population that hands weights on' : `, fewer if the ${rule} pruner ends it`;
  const ending = `${pruner ? judged : ''}${rungs}`;
  const goal = `${objective.direction === 'maximize' ? 'highest' : 'lowest'} ${objective.metric}`;
  const folds = validation ? `, cross-validated over ${foldsText(validation)}` : '';
  return `Tries ${plural(trials, 'setting')} of ${network} by ${sampler.type} search over ${plural(space.length, 'parameter')}, each for up to ${plural(config.epochs, 'epoch')}${ending}${folds}, for the ${goal}.`;
}

function nasText({ base, space, strategy, trials, objective, compare, judge, preselect }: NasConfig): string {
  const labelOf = (defs: readonly { type: string; label: string }[], type: string) =>
    (defs.find((def) => def.type === type)?.label ?? type).toLowerCase();
  const goal = `${objective.direction === 'maximize' ? 'highest' : 'lowest'} ${objective.metric}`;
  const of = `of the space "${labelOf(archSpaceDefs, space.type)}"`;
  const training = `trained for up to ${plural(base.epochs, 'epoch')}`;
  if (compare?.on) {
    return `Compares shortcuts with full training on ${plural(compare.networks, 'random architecture')} ${of}, each ${training}, for the ${goal}.`;
  }
  const by = labelOf(strategyDefs, strategy.type);
  const chosen = preselect ? `, each the best of ${preselect.of} by ${proxyDef(preselect.proxy).label}` : '';
  const judged = judge ? `judged untrained by ${proxyDef(judge).label}` : `each ${training}, for the ${goal}`;
  return `Tries ${plural(trials, 'architecture')} ${of} by ${by}${chosen}, ${judged}.`;
}

function validateText({ models, folds, method }: ValidateConfig): string {
  const where = folds ? `over ${foldsText(folds)}` : 'on the hold-out split';
  switch (method.type) {
    case 'folds':
      return `Cross-validates ${plural(models.length, 'model')} ${where}${models.length > 1 ? ' and compares them pair by pair' : ''}.`;
    case 'nested':
      return `Searches within each fold and judges what was chosen on it, ${where}.`;
    case 'learning':
      return `Draws the learning curve of a model at ${plural(method.sizes.length, 'size')} of the training rows, ${where}.`;
    case 'curve':
      return `Draws the score of a model against ${nameOf(method.path)} at ${plural(method.values.length, 'value')}, ${where}.`;
  }
}

const methods: Readonly<Record<FoldPlan['method'], string>> = {
  kfold: '',
  stratified: 'stratified ',
  grouped: 'grouped ',
  time: 'time-ordered ',
};
/** `5 stratified folds, 3 times`. */
export const foldsText = ({ method, folds, repeats = 1 }: FoldPlan): string =>
  `${folds} ${methods[method]}folds${repeats > 1 ? `, ${repeats} times` : ''}`;

/** What the sender's run gave. */
export function expectedText({ expected }: Lab): string | null {
  if (!expected) return null;
  const { metric, value, digest } = expected;
  const headline = metric && value !== undefined ? `${metric} ${metricText(value)}` : 'a result';
  const how = digest ? 'the same bits on the SIMD engine' : `on ${expected.executor}, within a tolerance`;
  return `${headline}, ${how}`;
}
