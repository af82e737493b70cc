// A study as a Python script for Ray Tune (checked with 2.60): the space as a define-by-run function of Ray's Optuna
// search, which is what Ray has for settings under a condition; the finished trials go in through Optuna's storage.
import { pyString, suggestions, trialRows, type ScriptQuestion } from './optunaScript';

/** ASCII only; the last line ends with a newline. */
export function rayScript({ title, space, trials, objective, seed }: ScriptQuestion): string {
  return `"""A tuning study as a Ray Tune script. Needs Python 3.9 or later, "ray[tune]" (checked with 2.60.0) and optuna."""
import optuna
from ray import tune
from ray.tune.search import ConcurrencyLimiter
from ray.tune.search.optuna import OptunaSearch

TITLE = ${pyString(title || 'study')}
METRIC = ${pyString(objective.metric)}
DIRECTION = ${pyString(objective.direction)}


def suggest(trial):
    """The search space: asks the trial for every active setting and returns them by name."""
    params = {}
${suggestions(space)}    return params


def train(params):
    """One trial. Report every epoch with tune.report({METRIC: value}), or return {METRIC: value} at the end."""
    raise NotImplementedError("Train with these settings and return METRIC: " + repr(params))


# State, value, settings, and METRIC by epoch (from 1).
TRIALS = [
${trialRows(trials, space, objective.metric).join('')}]


def known_trials():
    """A storage with all trials so far, under TITLE."""
    storage = optuna.storages.InMemoryStorage()
    study = optuna.create_study(study_name=TITLE, direction=DIRECTION, storage=storage)
    for state, value, params, curve in TRIALS:
        known = optuna.trial.FixedTrial(params)
        suggest(known)
        study.add_trial(
            optuna.trial.create_trial(
                state=optuna.trial.TrialState[state],
                value=value,
                params=known.params,
                distributions=known.distributions,
                intermediate_values=curve,
            )
        )
    return storage


def build(trainable=train, num_samples=20, max_concurrent=2):
    """A tuner that goes on from the trials so far."""
    search = OptunaSearch(
        space=suggest,
        metric=METRIC,
        mode="min" if DIRECTION == "minimize" else "max",
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
    # print(results.get_best_result(METRIC, "min" if DIRECTION == "minimize" else "max").config)
`;
}
