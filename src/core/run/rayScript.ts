// A study as a Python script for Ray Tune (checked with 2.60): the space as a define-by-run function of Ray's Optuna
// search, which is what Ray has for settings under a condition; the finished trials go in through Optuna's storage.
import { goalsBlock, suggestions, trialColumns, trialRows, type ScriptQuestion } from './optunaScript';
import { pyString } from './python';
import { isFront, isLimited, limitsBlock, lostBlock, rulesBlock } from './scriptAims';

/** ASCII only; the last line ends with a newline. `rows`: those of its trials, where they are made already. */
export function rayScript(question: ScriptQuestion, rows: readonly string[] = trialRows(question)): string {
  const { title, space, seed, rules = [] } = question;
  const front = isFront(question);
  const limited = isLimited(question);
  return `"""A tuning study as a Ray Tune script. Needs Python 3.9 or later, "ray[tune]" (checked with 2.60.0) and optuna."""
import optuna
from ray import tune
from ray.tune.search import ConcurrencyLimiter
from ray.tune.search.optuna import OptunaSearch

TITLE = ${pyString(title || 'study')}
${goalsBlock(question)}
${lostBlock(question)}

def suggest(trial):
    """The search space: asks the trial for every active setting and returns them by name."""
    params = {}
${suggestions(space)}    return params


${rulesBlock(question)}${limitsBlock(question)}def train(params):
    """One trial. ${front ? 'Return every one of METRICS at the end, by its name.' : 'Report every epoch with tune.report({METRIC: value}), or return {METRIC: value} at the end.'}"""
${rules.length > 0 ? '    if not allowed(params):\n        raise ValueError("against the rules between settings")\n' : ''}${limited ? '    # Ray tells Optuna nothing of limits on new trials; broken(metrics) says how far they are broken.\n' : ''}    raise NotImplementedError("Train with these settings and return ${front ? 'METRICS' : 'METRIC'}: " + repr(params))


# ${trialColumns(question)}.
TRIALS = [
${rows.join('')}]


def known_trials():
    """A storage with all trials so far, under TITLE."""
    storage = optuna.storages.InMemoryStorage()
    study = optuna.create_study(study_name=TITLE, ${front ? 'directions=DIRECTIONS' : 'direction=DIRECTION'}, storage=storage)
    for state, ${front ? 'values' : 'value'}, params, curve${limited ? ', far' : ''} in TRIALS:
        known = optuna.trial.FixedTrial(params)
        suggest(known)
        study.add_trial(
            optuna.trial.create_trial(
                state=optuna.trial.TrialState[state],
                ${front ? 'values=values' : 'value=value'},
                params=known.params,
                distributions=known.distributions,
                intermediate_values=curve,
${limited ? '                constraints=far,\n' : ''}            )
        )
    return storage


def build(trainable=train, num_samples=20, max_concurrent=2):
    """A tuner that goes on from the trials so far."""
    search = OptunaSearch(
        space=suggest,
${front ? '        metric=METRICS,\n        mode=["min" if one == "minimize" else "max" for one in DIRECTIONS],' : '        metric=METRIC,\n        mode="min" if DIRECTION == "minimize" else "max",'}
        study_name=TITLE,
        storage=known_trials(),
        seed=${seed % 4294967296},
    )
    config = tune.TuneConfig(
        search_alg=ConcurrencyLimiter(search, max_concurrent=max_concurrent), num_samples=num_samples
    )
    return tune.Tuner(trainable, tune_config=config)


if __name__ == "__main__":
    print(len(TRIALS), "trials so far")
    # results = build().fit()
${front ? '    # for result in results: print(result.metrics, result.config)' : '    # print(results.get_best_result(METRIC, "min" if DIRECTION == "minimize" else "max").config)'}
`;
}
