// A study as a Python script for Keras Tuner (checked with 1.4.8): the space as a HyperModel with conditional scopes, the
// best trial's settings as defaults. Keras Tuner takes no finished trials, so they stand in the script as data.
import { contains, enumerate, normalise, sizeOfDomain, valueAt } from '../space/domains';
import type { Scalar } from '../fields/field';
import type { Domain, Param, Space } from '../space/space';
import { trialRows, type ScriptQuestion } from './optunaScript';
import { list, pyFloat, pyString, pyValue } from './python';
import { isFront, isLimited, limitsBlock, lostBlock, rulesBlock } from './scriptAims';
import { leaderboard } from './leaderboard';

/** ASCII only; the last line ends with a newline. */
export function kerasTunerScript(question: ScriptQuestion): string {
  const { title, space, trials, objective, seed, goals = [], rules = [] } = question;
  const finite = trials.filter(({ state, value }) => state === 'done' && value !== null && Number.isFinite(value));
  const leading = leaderboard(finite, objective.direction)[0]?.params ?? {};
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
import keras_tuner

TITLE = ${pyString(title)}
${objectives}
${lostBlock(question)}

def suggest(hp):
    """The search space: asks hp for every active setting and returns them by name. Defaults are the best trial so far."""
    params = {}
${space.map((param) => suggestion(param, space, leading[param.path])).join('')}    return params


${rulesBlock(question)}${limitsBlock(question)}class Model(keras_tuner.HyperModel):
    def build(self, hp):
        params = suggest(hp)
${refuse}${judge}        raise NotImplementedError("Build and compile a Keras model with these settings: " + repr(params))


# State, value, settings, and metric by epoch (from 1). Keras Tuner cannot take finished trials: look here for them.
TRIALS = [
${trialRows(trials, space, objective.metric, question).join('')}]


${ruled ? spaceClass : ''}def build(model, max_trials=20, **more):
    """A tuner over the same space."""
${
  ruled
    ? '    # Settings against the rules are failed trials, and Keras Tuner would give up after three in a row.\n    more.setdefault("max_consecutive_failed_trials", max_trials + 1)\n'
    : ''
}    ${ruled ? 'tuner =' : 'return'} keras_tuner.BayesianOptimization(
        ${ruled ? 'Space()' : 'model'}, objective=OBJECTIVE, max_trials=max_trials, seed=${positive}, project_name="tablab", **more
    )
${ruled ? '    tuner.hypermodel = model\n    return tuner\n' : ''}

if __name__ == "__main__":
    hp = keras_tuner.HyperParameters()
    print(TITLE, "-", len(hp.space), "settings before,", len(TRIALS), "trials so far; defaults:", suggest(hp))
    # build(Model()).search(x, y, validation_data=(x_val, y_val), epochs=10)
`;
}

/** Keras Tuner first looks for all settings by building models, with values that may be against the rules. */
const spaceClass = `class Space(keras_tuner.HyperModel):
    """Only asks for settings: what Keras Tuner explores before the first trial, where no rule may stop it."""

    def build(self, hp):
        suggest(hp)


`;

/**
 * Keras Tuner knows a setting only within the scopes that it was asked in, so every condition up to the outermost is entered
 * again. A constant parent is no hyperparameter, so that there is no scope of it.
 */
function suggestion(param: Param, space: Space, best: Scalar | undefined): string {
  let [lines, indent] = ['', '    '];
  for (const when of conditionsOf(param, space)) {
    const path = pyString(when.path);
    const parent = space.find((other) => other.path === when.path);
    if (parent && sizeOfDomain(parent.domain) > 1) {
      lines += `${indent}with hp.conditional_scope(${path}, [${scopeValues(parent.domain, when.in).join(', ')}]):\n`;
      indent += '    ';
    }
    lines += `${indent}if params.get(${path}) in ${list(when.in)}:\n`;
    indent += '    ';
  }
  const name = pyString(param.path);
  return `${lines}${indent}params[${name}] = ${asked(name, param.domain, best)}\n`;
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

function asked(name: string, given: Domain, best: Scalar | undefined): string {
  const domain = normalise(given);
  if (sizeOfDomain(domain) === 1) return domain.kind === 'float' ? pyFloat(domain.low) : pyValue(valueAt(domain, 0));
  const usual = (text: (value: Scalar) => string) => (best === undefined ? '' : `, default=${text(best)}`);
  const byNumber = usual((value) => String(numberOf(domain, value)));
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
      return `${values}[hp.Choice(${name}, ${list(domain.values.map((_, i) => i))}${byNumber})]`;
    }
    case 'int':
    case 'float': {
      const { low, high, step } = domain;
      const of = domain.kind === 'float' ? pyFloat : pyValue;
      if (domain.kind === 'float' && step !== undefined) {
        const number = `hp.Int(${name}, 0, ${sizeOfDomain(domain) - 1}${byNumber})`;
        return `float("%.12g" % (${of(low)} + ${of(step)} * ${number}))`;
      }
      const by = step === undefined ? '' : `, step=${of(step)}`;
      const log = domain.log ? `, sampling="${domain.reverse ? 'reverse_log' : 'log'}"` : '';
      const ask = domain.kind === 'float' ? 'Float' : 'Int';
      return `hp.${ask}(${name}, ${of(low)}, ${of(high)}${by}${log}${usual((value) => of(Number(value)))})`;
    }
  }
}
