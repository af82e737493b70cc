"""One study as three versions of Optuna write it, for tests/unit/run/importLimits.test.ts.

Run with each version: python optuna_limits.py   (optuna 3.6.2, 4.6.0 and 5.0.0; others give other attributes)

Limits by a constraints function, settings two conditions deep, under a number of layers and under a choice, a trial that breaks
down before it asks for everything, a step that Python does not add up exactly. Writes optuna/files/limits-<version>.jsonl
and, with 5.0.0, limits.csv and limits.json: what Optuna reads of it. 5.0.0 adds a study with named limits.
"""
import json
import pathlib
import re
import warnings

import optuna
from optuna.storages import JournalStorage

try:
    from optuna.storages.journal import JournalFileBackend
except ImportError:
    from optuna.storages import JournalFileStorage as JournalFileBackend

warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
folder = pathlib.Path(__file__).parent / "optuna" / "files"
journal = folder / f"limits-{optuna.__version__}.jsonl"
journal.unlink(missing_ok=True)
storage = JournalStorage(JournalFileBackend(str(journal)))


def objective(trial):
    layers = trial.suggest_int("n_layers", 1, 3)
    kind = trial.suggest_categorical("optimizer", ["adam", "sgd"])
    if trial.number == 4:
        raise ValueError("before it has asked for everything")
    for layer in range(1, layers):
        trial.suggest_int(f"units_{layer}", 4, 16)
    if kind == "sgd" and trial.suggest_categorical("momentum", [False, True]):
        trial.suggest_float("rate", 0.0, 0.9, step=0.3)
    return trial.suggest_float("lr", 1e-5, 1e-1, log=True) + layers


sampler = optuna.samplers.NSGAIISampler(seed=3, population_size=40, constraints_func=lambda t: (t.params["n_layers"] - 2.0, -1.0))
study = optuna.create_study(study_name="limits", storage=storage, direction="maximize", sampler=sampler)
for _ in range(26):
    trial = study.ask()
    try:
        value = objective(trial)
    except ValueError:
        study.tell(trial, state=optuna.trial.TrialState.FAIL)
    else:
        study.tell(trial, value)
if optuna.__version__.startswith("5."):
    named = optuna.create_study(study_name="named", storage=storage)
    for number in range(4):
        trial = named.ask({"x": optuna.distributions.FloatDistribution(0, 1)})
        if number != 2:
            trial.set_constraint("size \u00fc", number - 1.0)
        trial.set_constraint("time", float("inf") if number == 3 else -1.0)
        named.tell(trial, float(number))
    known = {
        one.study_name: [
            {"params": t.params, "value": t.value, "constraints": list(t.constraints.values())} for t in one.get_trials()
        ]
        for one in (study, named)
    }
    study.trials_dataframe().to_csv(folder / "limits.csv", index=False)
    (folder / "limits.json").write_text(json.dumps(known, separators=(",", ":")).replace("Infinity", '"inf"') + "\n")
# The machine's name and the process do not belong into the repository.
journal.write_text(re.sub(r'"worker_id": ?"[^"]*"', '"worker_id":"worker"', journal.read_text()))
