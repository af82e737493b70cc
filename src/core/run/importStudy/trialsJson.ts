// Trials as *Save trials* writes them in JSON: with the space as it was searched, and what was reported on the way.
import * as v from 'valibot';
import { contains } from '../../space/domains';
import { paramValuesSchema, spaceSchema, type Param, type Space } from '../../space/space';
import { checkNetworks, networksSchema, wholeTrial } from './networks';
import { importLimits, limitNotes, refuse, type ImportedStudy, type ImportedTrial } from './study';

const finite = v.pipe(v.number(), v.finite());
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const numbers = v.record(v.string(), v.unknown());
const goal = v.object({
  metric: v.pipe(v.string(), v.minLength(1), v.maxLength(importLimits.text)),
  direction: v.picklist(['minimize', 'maximize']),
});

const fileSchema = v.object({
  networks: v.optional(networksSchema),
  config: v.object({
    space: spaceSchema,
    objective: goal,
    objectives: v.optional(v.pipe(v.array(goal), v.maxLength(importLimits.values - 1))),
  }),
  trials: v.pipe(
    v.array(
      v.looseObject({
        index: whole,
        state: v.string(),
        params: paramValuesSchema,
        value: v.nullable(v.number()),
        values: v.optional(v.array(v.nullable(v.number()))),
        metrics: v.optional(numbers, {}),
        measured: v.optional(numbers, {}),
        violations: v.optional(v.pipe(v.array(v.nullable(finite)), v.maxLength(importLimits.limits))),
        curve: v.optional(v.array(v.looseObject({ epoch: whole, validation: numbers })), []),
        seconds: v.optional(v.pipe(finite, v.minValue(0)), 0),
        startedAt: v.optional(v.pipe(finite, v.minValue(0))),
      }),
    ),
    v.maxLength(importLimits.trials),
  ),
});
type Saved = v.InferOutput<typeof fileSchema>['trials'][number];

/** By its first characters. */
export const isTrialsJson = (start: string): boolean => /^\s*\{\s*"run"\s*:\s*\{/.test(start);

const ended = new Set(['done', 'pruned', 'failed']);

/** Throws `import-study`. */
export function readTrialsJson(text: string, name: string): ImportedStudy {
  const { config, networks, trials: saved } = parsed(text);
  const goals = [config.objective, ...(config.objectives ?? [])];
  const wrong = config.space.find((param, i) => !isSound(param, config.space.slice(0, i)));
  if (wrong) throw refuse(`the setting ${wrong.path} of its space cannot be searched`);
  const domains = new Map(config.space.map(({ path, domain }) => [path, domain]));
  let steps = 0;
  const trialFrom = (trial: Saved): ImportedTrial => {
    const { index, params, curve, seconds, startedAt, violations } = trial;
    for (const [path, value] of Object.entries(params)) {
      const domain = domains.get(path);
      if (!domain || !contains(domain, value))
        throw refuse(`trial ${index} has ${path} ${String(value).slice(0, 40)}, which is not in its space`);
    }
    const own =
      goals.length === 1 ? [trial.value] : goals.map(({ metric }, i) => trial.values?.[i] ?? valueOf(trial, metric));
    const values = own.every((value): value is number => typeof value === 'number' && Number.isFinite(value))
      ? own
      : null;
    if ((steps += curve.length) > importLimits.steps) throw refuse(`it reports more than ${importLimits.steps} values`);
    const state = trial.state as ImportedTrial['state'];
    return {
      number: index,
      state: state === 'done' && !values ? 'failed' : state,
      params,
      values: state === 'done' ? values : null,
      ...(violations ? { violations: violations.map((far) => far ?? Infinity) } : {}),
      curve: curve.flatMap(({ epoch, validation }): [number, number][] => {
        const value = validation[goals[0].metric];
        return typeof value === 'number' && Number.isFinite(value) ? [[epoch, value]] : [];
      }),
      seconds,
      startedAt: startedAt ?? null,
      ...(networks ? { whole: wholeTrial(trial) } : {}),
    };
  };
  const trials = saved.filter(({ state }) => ended.has(state)).map(trialFrom);
  if (trials.length === 0) throw refuse('none of its trials has ended');
  if (new Set(trials.map(({ number }) => number)).size < trials.length)
    throw refuse('two of its trials have one number');
  if (networks) checkNetworks(networks, config.space, saved);
  const open = saved.length - trials.length;
  return {
    source: 'Saved trials',
    name,
    directions: goals.map(({ direction }) => direction),
    objectives: goals.length,
    space: config.space,
    ...(networks ? { networks } : {}),
    trials: trials.sort((a, b) => a.number - b.number),
    notes: [
      ...(open > 0
        ? [`${open} ${open === 1 ? 'trial' : 'trials'} had not ended and ${open === 1 ? 'is' : 'are'} left out.`]
        : []),
      ...limitNotes(trials),
    ],
  };
}

/** Whether a domain has values, and its parent comes before it. */
function isSound({ path, domain, when }: Param, before: Space): boolean {
  if (before.some((other) => other.path === path)) return false;
  if (when && !before.some((other) => other.path === when.path)) return false;
  if ('low' in domain) return domain.low <= domain.high && (!domain.log || domain.low > 0);
  return !('values' in domain) || new Set(domain.values).size === domain.values.length;
}

const valueOf = ({ metrics, measured }: Saved, metric: string) => metrics[metric] ?? measured[metric] ?? null;

function parsed(text: string) {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw refuse('it begins like saved trials, and was cut off or changed', error);
  }
  const found = v.safeParse(fileSchema, json);
  if (found.success) return found.output;
  const [issue] = found.issues;
  throw refuse(`it is no study of trials as Save trials writes them: ${v.getDotPath(issue) ?? 'the file'} is wrong`);
}
