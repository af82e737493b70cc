// A study as a Python script for Keras Tuner (checked with 1.4.8): the space with conditional scopes, the best trial's settings as
// defaults, and the finished trials, which the oracle proposes first and the tuner answers without training.
import { contains, enumerate, normalise, sizeOfDomain, valueAt } from '../space/domains';
import type { Scalar } from '../fields/field';
import type { Domain, Param, Space } from '../space/space';
import { isComplete, trialRows, type ScriptQuestion } from './optunaScript';
import { list, pyFloat, pyString, pyValue } from './python';
import { isFront, isLimited, limitsBlock, lostBlock, rulesBlock } from './scriptAims';
import { leaderboard } from './leaderboard';

/** ASCII only; the last line ends with a newline. `rows`: those of its trials, not mirrored, where they are made already. */
export function kerasTunerScript(
  question: ScriptQuestion,
  rows: readonly string[] = trialRows(question, false),
): string {
  const { title, space, trials, objective, seed, goals = [], rules = [] } = question;
  const known = trials.filter((trial) => isComplete(trial, space, question));
  const leading = leaderboard(known, objective.direction)[0]?.params ?? {};
  // To Keras Tuner 0 is no seed.
  const positive = (seed % 4294967295) + 1;
  const aimed = ({ metric, direction }: typeof objective) =>
    `keras_tuner.Objective(${pyString(`val_${metric}`)}, ${pyString(direction === 'minimize' ? 'min' : 'max')})`;
  const front = isFront(question);
  const objectives = front
    ? `# The names under which your model reports the metrics to Keras. Keras Tuner adds several up, each by its direction.
OBJECTIVE = [${goals.map(aimed).join(', ')}]`
    : `# The name under which your model reports the metric to Keras, and its better direction.
OBJECTIVE = ${aimed(objective)}`;
  const ruled = rules.length > 0;
  const refuse = ruled
    ? '        if not allowed(params):\n            raise keras_tuner.errors.FailedTrialError("against the rules between settings")\n'
    : '';
  const judge = isLimited(question)
    ? '        # Keras Tuner knows no limits: with a metric beyond one, broken(metrics) says how far.\n'
    : '';
  return `"""A tuning study as a Keras Tuner script. Needs Python 3.9 or later, keras and keras-tuner (checked with 1.4.8)."""
import zlib

import keras_tuner

TITLE = ${pyString(title)}
${objectives}
${lostBlock(question)}

def suggest(hp, everything=False):
    """The search space: asks hp for every active setting and returns them by name. Defaults are the best trial so far.

    everything: asks for those that are not active too, so that hp knows all settings and their conditions.
    """
    params = {}
${space.map((param) => suggestion(param, space, leading[param.path])).join('')}    return params


def settings():
    """All settings. Keras Tuner would look for them by building models, with values that a rule may refuse."""
    hp = keras_tuner.HyperParameters()
    suggest(hp, everything=True)
    return hp


${rulesBlock(question)}${limitsBlock(question)}class Model(keras_tuner.HyperModel):
    def build(self, hp):
        params = suggest(hp)
${refuse}${judge}        raise NotImplementedError("Build and compile a Keras model with these settings: " + repr(params))


# State, value, settings, and metric by epoch (from 1).
TRIALS = [
${rows.join('')}]
KNOWN = [(value, params) for state, value, params, *_ in TRIALS if state == "COMPLETE"]

# Settings that Keras Tuner has in another way: by their number, or as fractions.
HELD = {
${space.map(held).join('')}}


class Oracle(keras_tuner.oracles.BayesianOptimizationOracle):
    """Proposes the trials so far, then new ones. Of 20 settings and more a new one may take Keras Tuner a minute."""

    def populate_space(self, trial_id):
        if int(trial_id) >= len(KNOWN):
            return super().populate_space(trial_id)
        names = {one.name for one in self.get_space().space}
        _, params = KNOWN[int(trial_id)]
        values = {name: HELD.get(name, lambda as_is: as_is)(params[name]) for name in params if name in names}
        return {"status": "RUNNING", "values": values}


class Tuner(keras_tuner.Tuner):
    """Trains new trials only: those so far give what they reached. get_best_models has no weights of them."""

    def run_trial(self, trial, *args, **more):
        if int(trial.trial_id) >= len(KNOWN):
            return super().run_trial(trial, *args, **more)
${
  front
    ? `        values, _ = KNOWN[int(trial.trial_id)]
        metrics = {one.name: value for one, value in zip(OBJECTIVE, values)}
        return {**metrics, self.oracle.objective.name: self.oracle.objective.get_value(metrics)}`
    : '        return KNOWN[int(trial.trial_id)][0]'
}


def build(model, max_trials=20, **more):
    """A tuner that goes on from the trials so far with max_trials more of a HyperModel. more: what keras_tuner.Tuner takes."""
    oracle = Oracle(
        objective=OBJECTIVE,
        max_trials=len(KNOWN) + max_trials,
        seed=${positive},
        hyperparameters=settings(),
${
  ruled
    ? '        # Settings against the rules are failed trials, and Keras Tuner would give up after three in a row.\n        max_consecutive_failed_trials=max_trials + 1,\n'
    : ''
}    )
    # Keras Tuner goes on with what it finds in the folder of this name, which another study must not share.
    study = repr((TITLE, TRIALS, settings().get_config()))
    more.setdefault("project_name", "tablab-%08x" % zlib.crc32(study.encode()))
    tuner = Tuner(oracle, **more)
    # Only now: with a model from the start Keras Tuner would explore the space by building it.
    tuner.hypermodel = model
    return tuner


if __name__ == "__main__":
    print(TITLE, "-", len(settings().space), "settings,", len(KNOWN), "of", len(TRIALS), "trials to go on from")
    print("defaults:", suggest(keras_tuner.HyperParameters()))
    # build(Model()).search(x, y, validation_data=(x_val, y_val), epochs=10)
`;
}

/**
 * Keras Tuner knows a setting only within the scopes that it was asked in, so every condition up to the outermost is entered
 * again. A constant parent is no hyperparameter, so that there is no scope of it.
 */
function suggestion(param: Param, space: Space, best: Scalar | undefined): string {
  let [lines, indent] = ['', '    '];
  for (const when of conditionsOf(param, space)) {
    const path = pyString(when.path);
    const parent = space.find((other) => other.path === when.path);
    const isScope = parent !== undefined && sizeOfDomain(parent.domain) > 1;
    if (isScope) {
      lines += `${indent}with hp.conditional_scope(${path}, [${scopeValues(parent.domain, when.in).join(', ')}]):\n`;
      indent += '    ';
    }
    lines += `${indent}if ${isScope ? 'everything or ' : ''}params.get(${path}) in ${list(when.in)}:\n`;
    indent += '    ';
  }
  const name = pyString(param.path);
  return `${lines}${indent}params[${name}] = ${asked(name, param, best)}\n`;
}

/** Those of its ancestors and its own, outermost first. */
function conditionsOf({ when }: Param, space: Space): NonNullable<Param['when']>[] {
  const parent = when && space.find(({ path }) => path === when.path);
  return when ? [...(parent ? conditionsOf(parent, space) : []), when] : [];
}

/** Values of a parent as Keras Tuner has them. */
function scopeValues(domain: Domain, values: readonly Scalar[]): string[] {
  const own = values.filter((value) => contains(domain, value));
  if (isCounted(domain)) return own.map((value) => String(numberOf(domain, value)));
  return domain.kind === 'choice' || domain.kind === 'ordinal' ? own.map(ofOneKind(domain)) : own.map(pyValue);
}

/** Keras Tuner wants choices of one kind, and may lose the last of the steps between fractions: it is asked for their number. */
function isCounted(domain: Domain): boolean {
  if (domain.kind === 'float') return domain.step !== undefined;
  return isChoice(domain) && new Set(domain.values.map((value) => typeof value)).size > 1;
}

const numberOf = (domain: Domain, value: Scalar): number =>
  domain.kind === 'float' ? Math.round((Number(value) - domain.low) / domain.step!) : enumerate(domain).indexOf(value);

type Choice = Extract<Domain, { kind: 'choice' | 'ordinal' }>;
const isChoice = (domain: Domain): domain is Choice => domain.kind === 'choice' || domain.kind === 'ordinal';

/** Whole numbers among fractions are written as fractions too. */
const ofOneKind = ({ values }: Choice): ((value: Scalar) => string) =>
  values.every((value) => typeof value === 'number') && values.some((value) => !/^-?\d+$/.test(pyValue(value)))
    ? (value) => pyFloat(value as number)
    : pyValue;

function asked(name: string, { domain: given, when }: Param, best: Scalar | undefined): string {
  const domain = normalise(given);
  // Of a setting that is not active Keras Tuner gives no number.
  const counted = (number: string) => (when ? `(${number} or 0)` : number);
  if (sizeOfDomain(domain) === 1) return domain.kind === 'float' ? pyFloat(domain.low) : pyValue(valueAt(domain, 0));
  const usual = (text: (value: Scalar) => string) => (best === undefined ? '' : `, default=${text(best)}`);
  const byNumber = domain.kind === 'int' ? '' : usual((value) => String(numberOf(domain, value)));
  switch (domain.kind) {
    case 'fixed':
      return pyValue(domain.value);
    case 'bool':
      return `hp.Boolean(${name}${usual(pyValue)})`;
    case 'choice':
    case 'ordinal': {
      const literal = ofOneKind(domain);
      const values = `[${domain.values.map(literal).join(', ')}]`;
      if (!isCounted(domain)) return `hp.Choice(${name}, ${values}${usual(literal)})`;
      return `${values}[${counted(`hp.Choice(${name}, ${list(domain.values.map((_, i) => i))}${byNumber})`)}]`;
    }
    case 'int':
    case 'float': {
      const { low, high, step } = domain;
      const of = domain.kind === 'float' ? pyFloat : pyValue;
      if (domain.kind === 'float' && step !== undefined) {
        const number = `hp.Int(${name}, 0, ${sizeOfDomain(domain) - 1}${byNumber})`;
        return `float("%.12g" % (${of(low)} + ${of(step)} * ${counted(number)}))`;
      }
      const by = step === undefined ? '' : `, step=${of(step)}`;
      const log = domain.log ? `, sampling="${domain.reverse ? 'reverse_log' : 'log'}"` : '';
      const ask = domain.kind === 'float' ? 'Float' : 'Int';
      return `hp.${ask}(${name}, ${of(low)}, ${of(high)}${by}${log}${usual((value) => of(Number(value)))})`;
    }
  }
}

/** A line of HELD: how Keras Tuner has a value of a trial; nothing where it has it as it is. */
function held({ path, domain: given }: Param): string {
  const domain = normalise(given);
  if (sizeOfDomain(domain) === 1) return '';
  const line = (text: string) => `    ${pyString(path)}: ${text},\n`;
  if (domain.kind === 'float' && domain.step !== undefined)
    return line(`lambda value: round((value - ${pyFloat(domain.low)}) / ${pyFloat(domain.step)})`);
  if (!isChoice(domain)) return '';
  // True is 1 to Python, but not to this study.
  if (isCounted(domain)) return line(`lambda value: [repr(one) for one in ${list(domain.values)}].index(repr(value))`);
  return ofOneKind(domain) === pyValue ? '' : line('float');
}
