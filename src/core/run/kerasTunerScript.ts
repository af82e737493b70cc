// A study as a Python script for Keras Tuner (checked with 1.4.8): the space as a HyperModel with conditional scopes, the
// best trial's settings as defaults. Keras Tuner takes no finished trials, so they stand in the script as data.
import { enumerate, normalise, sizeOfDomain } from '../space/domains';
import type { Scalar } from '../fields/field';
import type { Param, Space } from '../space/space';
import { trialRows, type ScriptQuestion } from './optunaScript';
import { list, pyFloat, pyString, pyValue } from './python';
import { isFront, limitsBlock, rulesBlock } from './scriptAims';
import { leaderboard } from './leaderboard';

/** ASCII only; the last line ends with a newline. */
export function kerasTunerScript(question: ScriptQuestion): string {
  const { title, space, trials, objective, seed, goals = [], rules = [], limits = [] } = question;
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
  const refuse =
    rules.length > 0
      ? '        if not allowed(params):\n            raise keras_tuner.errors.FailedTrialError("against the rules between settings")\n'
      : '';
  const judge =
    limits.length > 0
      ? '        # Keras Tuner knows no limits: with a metric beyond one, broken(metrics) says how far.\n'
      : '';
  return `"""A tuning study as a Keras Tuner script. Needs Python 3.9 or later, keras and keras-tuner (checked with 1.4.8)."""
import keras_tuner

TITLE = ${pyString(title)}
${objectives}


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


def build(model, max_trials=20, **more):
    """A tuner over the same space."""
${
  rules.length > 0
    ? '    # Settings against the rules are failed trials, and Keras Tuner would give up after three in a row.\n    more.setdefault("max_consecutive_failed_trials", max_trials + 1)\n'
    : ''
}    return keras_tuner.BayesianOptimization(
        model, objective=OBJECTIVE, max_trials=max_trials, seed=${positive}, project_name="tablab", **more
    )


if __name__ == "__main__":
    hp = keras_tuner.HyperParameters()
    print(TITLE, "-", len(hp.space), "settings before,", len(TRIALS), "trials so far; defaults:", suggest(hp))
    # build(Model()).search(x, y, validation_data=(x_val, y_val), epochs=10)
`;
}

function suggestion(param: Param, space: Space, best: Scalar | undefined): string {
  const name = pyString(param.path);
  const line = `params[${name}] = ${asked(name, param.domain, best)}\n`;
  const { when } = param;
  if (!when) return `    ${line}`;
  const parent = space.find(({ path }) => path === when.path);
  const condition = `    if params.get(${pyString(when.path)}) in ${list(when.in)}:\n`;
  // A constant parent is no hyperparameter, so that Keras Tuner knows no scope of it.
  if (!parent || sizeOfDomain(parent.domain) === 1) return `${condition}        ${line}`;
  const values = isIndexed(parent.domain)
    ? when.in.map((value) => enumerate(parent.domain).indexOf(value)).filter((index) => index >= 0)
    : when.in;
  return `    with hp.conditional_scope(${pyString(when.path)}, ${list(values)}):\n    ${condition}            ${line}`;
}

/** Choices of several kinds of value: Keras Tuner wants one kind, so their number is asked for. */
function isIndexed(domain: Param['domain']): boolean {
  if (domain.kind !== 'choice' && domain.kind !== 'ordinal') return false;
  return new Set(domain.values.map((value) => typeof value)).size > 1;
}

function asked(name: string, given: Param['domain'], best: Scalar | undefined): string {
  const domain = normalise(given);
  const usual = best === undefined ? '' : `, default=${pyValue(best)}`;
  switch (domain.kind) {
    case 'fixed':
      return pyValue(domain.value);
    case 'bool':
      return `hp.Boolean(${name}${usual})`;
    case 'choice':
    case 'ordinal': {
      if (!isIndexed(domain)) return `hp.Choice(${name}, ${list(domain.values)}${usual})`;
      const index = best === undefined ? '' : `, default=${domain.values.indexOf(best)}`;
      const numbers = list(domain.values.map((_, i) => i));
      return `${list(domain.values)}[hp.Choice(${name}, ${numbers}${index})]`;
    }
    case 'int':
    case 'float': {
      const of = domain.kind === 'float' ? pyFloat : pyValue;
      const from = best === undefined ? '' : `, default=${of(Number(best))}`;
      const step = domain.step === undefined ? '' : `, step=${of(domain.step)}`;
      const log = domain.log ? `, sampling="${domain.reverse ? 'reverse_log' : 'log'}"` : '';
      const ask = domain.kind === 'float' ? 'Float' : 'Int';
      return `hp.${ask}(${name}, ${of(domain.low)}, ${of(domain.high)}${step}${log}${from})`;
    }
  }
}
