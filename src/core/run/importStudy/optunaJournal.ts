// An Optuna journal (JournalFileBackend of Optuna 5.0.0; optuna/storages/journal/_storage.py): one JSON object a line, each
// an operation by its code; trials are numbered over all studies, in the order in which they were made.
import * as v from 'valibot';
import type { Scalar } from '../../fields/field';
import type { Domain } from '../../space/space';
import { withoutPythonNumbers } from '../../table/pythonJson';
import type { Direction } from '../objectives';
import { spaceOf } from './conditions';
import { Limits, limitsIn } from './limits';
import {
  importLimits,
  limitNotes,
  momentOf,
  ontoStep,
  Paths,
  refuse,
  type ImportedStudy,
  type ImportedTrial,
} from './study';

const text = v.pipe(v.string(), v.maxLength(10_000));
const id = v.pipe(v.number(), v.integer(), v.minValue(0));
const real = v.union([v.number(), v.nan()]);
const values = v.nullish(v.pipe(v.array(v.nullable(real)), v.maxLength(importLimits.values)));
const state = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4));

/** What is read of the operations; what else they carry is left alone. */
const createStudy = v.object({
  study_name: text,
  directions: v.pipe(v.array(v.picklist([0, 1, 2])), v.minLength(1), v.maxLength(importLimits.values)),
});
const createTrial = v.object({
  study_id: id,
  datetime_start: v.nullish(text),
  datetime_complete: v.nullish(text),
  state: v.optional(state),
  value: v.nullish(real),
  values,
  params: v.optional(v.record(text, real)),
  distributions: v.optional(v.record(text, text)),
  intermediate_values: v.optional(v.record(text, v.nullable(real))),
  system_attrs: v.nullish(v.record(text, v.unknown())),
});
const setAttribute = v.object({ trial_id: id, system_attr: v.record(text, v.unknown()) });
const setParam = v.object({ trial_id: id, param_name: text, param_value_internal: real, distribution: text });
const setState = v.object({
  trial_id: id,
  state,
  values,
  datetime_start: v.nullish(text),
  datetime_complete: v.nullish(text),
});
const setStep = v.object({ trial_id: id, step: v.pipe(v.number(), v.integer()), intermediate_value: v.nullable(real) });
const operation = v.object({ op_code: v.pipe(v.number(), v.integer()) });

const numeric = {
  low: v.pipe(v.number(), v.finite()),
  high: v.pipe(v.number(), v.finite()),
  log: v.optional(v.boolean()),
};
const distribution = v.variant('name', [
  v.object({
    name: v.literal('FloatDistribution'),
    attributes: v.object({ ...numeric, step: v.nullish(v.pipe(v.number(), v.gtValue(0))) }),
  }),
  v.object({
    name: v.literal('IntDistribution'),
    attributes: v.object({ ...numeric, step: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(1))) }),
  }),
  v.object({
    name: v.literal('CategoricalDistribution'),
    attributes: v.object({
      choices: v.pipe(v.array(v.unknown()), v.minLength(1), v.maxLength(importLimits.choices)),
    }),
  }),
]);
type Distribution = v.InferOutput<typeof distribution>;

const states = ['running', 'done', 'pruned', 'failed', 'waiting'] as const;

interface Trial {
  readonly study: number;
  readonly number: number;
  state: (typeof states)[number];
  values: (number | null)[] | null;
  readonly params: Record<string, Scalar>;
  readonly steps: Map<number, number>;
  /** How far each limit is broken, by name. */
  readonly far: Map<string, number>;
  start: number;
  end: number;
}

interface Draft {
  readonly name: string;
  readonly directions: readonly number[];
  deleted: boolean;
  readonly paths: Paths;
  readonly domains: Map<string, Domain>;
  readonly limits: Limits;
  readonly trials: Trial[];
}

/** Whether a text looks like such a journal. */
export const isOptunaJournal = (head: string): boolean => /^\s*\{"?op_code"?|^\s*\{[^\n]*"op_code"\s*:/.test(head);

/** Lines between two words on how far it is. */
const between = 10_000;

/** The studies of a journal, in its order. `on` hears the share that is read. Throws `import-study`. */
export function readOptunaJournal(file: string, on?: (share: number) => void): ImportedStudy[] {
  const drafts: Draft[] = [];
  const trials: Trial[] = [];
  const known = new Map<string, Distribution>();
  let steps = 0;
  let line = 0;
  let torn = false;
  const check = <T>(schema: v.GenericSchema<unknown, T>, value: unknown): T => {
    const result = v.safeParse(schema, value, { abortEarly: true });
    if (result.success) return result.output;
    const at = v.getDotPath(result.issues[0]) ?? 'the whole';
    throw refuse(`line ${line}: ${at} is not as Optuna writes it`);
  };
  const draftOf = (study: number): Draft => {
    const draft = drafts[study];
    if (!draft) throw refuse(`line ${line} names a study that is not in the file`);
    return draft;
  };
  const trialOf = (trial: number): Trial => {
    const found = trials[trial];
    if (!found) throw refuse(`line ${line} names a trial that is not in the file`);
    return found;
  };
  const distributionOf = (json: string): Distribution => {
    let found = known.get(json);
    if (!found) known.set(json, (found = check(distribution, parsed(json, line))));
    return found;
  };
  const setOne = (trial: Trial, name: string, internal: number, json: string) => {
    const draft = draftOf(trial.study);
    const given = distributionOf(json);
    const path = draft.paths.of(name);
    const domain = domainOf(given, name);
    draft.domains.set(path, widened(domain, draft.domains.get(path), name));
    const value = valueOf(given, internal, name);
    trial.params[path] = typeof value === 'number' ? ontoStep(domain, value) : value;
  };
  const report = (trial: Trial, step: number, value: number | null) => {
    if (++steps > importLimits.steps) throw refuse(`it has more than ${importLimits.steps} values reported on the way`);
    trial.steps.set(step, value ?? NaN);
  };

  const rows = file.split('\n');
  for (const row of rows) {
    if (line++ % between === 0) on?.(line / rows.length);
    if (row.trim() === '') continue;
    // A journal that is still being written can end within a line.
    const last = !file.endsWith('\n') && line > 1 && row.length < file.length && file.endsWith(row);
    let json: unknown;
    try {
      json = parsed(row, line);
    } catch (error) {
      if (!last) throw error;
      torn = true;
      break;
    }
    switch (check(operation, json).op_code) {
      case 0: {
        const { study_name: name, directions } = check(createStudy, json);
        const empty = { deleted: false, paths: new Paths(), limits: new Limits(), trials: [] };
        const domains = new Map<string, Domain>();
        drafts.push({ name: name.slice(0, importLimits.text), directions, domains, ...empty });
        break;
      }
      case 1:
        draftOf(check(v.object({ study_id: id }), json).study_id).deleted = true;
        break;
      case 4: {
        const given = check(createTrial, json);
        const draft = draftOf(given.study_id);
        if (trials.length >= importLimits.trials) throw refuse(`it has more than ${importLimits.trials} trials`);
        const trial: Trial = {
          study: given.study_id,
          number: draft.trials.length,
          state: states[given.state ?? 0],
          values: given.values ?? (typeof given.value === 'number' ? [given.value] : null),
          params: {},
          steps: new Map(),
          far: new Map(),
          start: timeOf(given.datetime_start),
          end: timeOf(given.datetime_complete),
        };
        for (const [name, internal] of Object.entries(given.params ?? {})) {
          const of = given.distributions?.[name];
          if (of === undefined) throw refuse(`line ${line}: ${name.slice(0, 60)} has a value and no distribution`);
          setOne(trial, name, internal, of);
        }
        for (const [step, value] of Object.entries(given.intermediate_values ?? {})) report(trial, Number(step), value);
        limitsIn(given.system_attrs ?? {}, (name, far) => draft.limits.set(trial.far, name, far));
        trials.push(trial);
        draft.trials.push(trial);
        break;
      }
      case 5: {
        const given = check(setParam, json);
        setOne(trialOf(given.trial_id), given.param_name, given.param_value_internal, given.distribution);
        break;
      }
      case 6: {
        const given = check(setState, json);
        const trial = trialOf(given.trial_id);
        trial.state = states[given.state];
        trial.values = given.values ?? trial.values;
        if (given.datetime_start) trial.start = timeOf(given.datetime_start);
        if (given.datetime_complete) trial.end = timeOf(given.datetime_complete);
        break;
      }
      case 7: {
        const given = check(setStep, json);
        report(trialOf(given.trial_id), given.step, given.intermediate_value);
        break;
      }
      case 9: {
        const given = check(setAttribute, json);
        const trial = trialOf(given.trial_id);
        const { limits } = draftOf(trial.study);
        limitsIn(given.system_attr, (name, far) => limits.set(trial.far, name, far));
        break;
      }
      default: // Other attributes, which hold nothing that is read here.
    }
  }
  const left = drafts.filter(({ deleted, trials: own }) => !deleted && own.some(ended));
  if (left.length === 0) throw refuse('it holds no study with a trial that has ended');
  return left.map((draft) => studyOf(draft, torn ? line : null));
}

const ended = ({ state: of }: Trial) => of !== 'running' && of !== 'waiting';

function studyOf({ name, directions, domains, limits, paths, trials }: Draft, torn: number | null): ImportedStudy {
  const kept = trials.filter(ended).map((trial) => trialFrom(trial, limits));
  const notes: string[] = [];
  const open = trials.length - kept.length;
  if (open > 0)
    notes.push(`${open} ${open === 1 ? 'trial' : 'trials'} had not ended and ${open === 1 ? 'is' : 'are'} left out.`);
  if (torn !== null) notes.push(`The file ends within line ${torn}, which is left out: 1 of its ${torn} lines.`);
  notes.push(...paths.notes(), ...limitNotes(kept));
  return {
    source: 'Optuna journal',
    name,
    directions: directions.map((one): Direction => (one === 2 ? 'maximize' : 'minimize')),
    objectives: directions.length,
    space: spaceOf(domains, kept),
    trials: kept,
    notes,
  };
}

function trialFrom(trial: Trial, limits: Limits): ImportedTrial {
  const { number, state: of, values: given, params, steps, far, start, end } = trial;
  const violations = limits.of(far);
  const whole = given?.every((one): one is number => one !== null && !Number.isNaN(one)) ? given : null;
  const seconds = (end - start) / 1000;
  return {
    number,
    state: of === 'done' && !whole ? 'failed' : (of as ImportedTrial['state']),
    params,
    values: of === 'done' ? whole : null,
    ...(violations ? { violations } : {}),
    curve: [...steps].sort(([a], [b]) => a - b),
    seconds: Number.isFinite(seconds) ? Math.max(0, seconds) : 0,
    startedAt: Number.isNaN(start) ? null : start,
  };
}

const timeOf = (date: string | null | undefined): number => momentOf(date) ?? NaN;

/** Python writes NaN and Infinity, which JSON does not know. */
function parsed(row: string, line: number): unknown {
  try {
    return JSON.parse(row);
  } catch {
    // Not JSON as it stands; as Python writes it, it may be.
    const { text: plain } = withoutPythonNumbers(row, (negative) => (negative ? '-1e999' : '1e999'));
    try {
      return JSON.parse(plain);
    } catch (error) {
      throw refuse(`line ${line} is not JSON`, error);
    }
  }
}

/** Choices of any kind, as numbers, texts and switches. */
function choiceOf(value: unknown): Scalar {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'boolean') return value;
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'string') return value.slice(0, importLimits.text);
  try {
    return JSON.stringify(value).slice(0, importLimits.text);
  } catch (error) {
    throw refuse('one of its choices is nested too deeply', error);
  }
}

function domainOf(given: Distribution, name: string): Domain {
  if (given.name === 'CategoricalDistribution') {
    const choices = given.attributes.choices.map(choiceOf);
    if (new Set(choices).size < choices.length)
      throw refuse(`two choices of ${name.slice(0, 60)} cannot be told apart`);
    const switches = choices.length === 2 && choices.every((one) => typeof one === 'boolean');
    return switches ? { kind: 'bool' } : { kind: 'choice', values: choices };
  }
  const { low, high, log, step } = given.attributes;
  if (low > high || (log && low <= 0)) throw refuse(`the range of ${name.slice(0, 60)} is empty or touches zero`);
  if (given.name === 'IntDistribution') {
    const whole = Number.isInteger(low) && Number.isInteger(high);
    if (!whole) throw refuse(`the range of ${name.slice(0, 60)} is not of whole numbers`);
    return { kind: 'int', low, high, ...(step && step > 1 ? { step } : {}), ...(log ? { log } : {}) };
  }
  return { kind: 'float', low, high, ...(step ? { step } : {}), ...(log ? { log } : {}) };
}

function valueOf(given: Distribution, internal: number, name: string): Scalar {
  if (given.name !== 'CategoricalDistribution') {
    if (!Number.isFinite(internal)) throw refuse(`a value of ${name.slice(0, 60)} is not finite`);
    return given.name === 'IntDistribution' ? Math.round(internal) : internal;
  }
  const { choices } = given.attributes;
  if (!Number.isInteger(internal) || internal < 0 || internal >= choices.length)
    throw refuse(`a value of ${name.slice(0, 60)} is none of its choices`);
  return choiceOf(choices[internal]);
}

/** A range that changed during the study is as wide as its widest; anything else that changed is refused. */
function widened(now: Domain, before: Domain | undefined, name: string): Domain {
  if (!before) return now;
  const numbers = (now.kind === 'int' || now.kind === 'float') && now.kind === before.kind;
  if (numbers && (before.kind === 'int' || before.kind === 'float'))
    return { ...now, low: Math.min(now.low, before.low), high: Math.max(now.high, before.high) };
  if (JSON.stringify(now) === JSON.stringify(before)) return now;
  throw refuse(`${name.slice(0, 60)} changed its choices during the study`);
}
