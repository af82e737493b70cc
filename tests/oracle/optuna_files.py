"""Study files as Optuna 5.0.0 writes them, for tests/unit/run/importStudy.test.ts: python optuna_files.py

Writes into optuna/files: journal.jsonl (JournalFileBackend, two studies); trials.csv and front.csv
(trials_dataframe().to_csv()), and both with a head of two rows (multi_index=True); and expected.json: what Optuna itself reads
back from the journal.
"""
import json
import math
import pathlib
import re
import warnings

import optuna
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend

warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
folder = pathlib.Path(__file__).parent / "optuna" / "files"
folder.mkdir(parents=True, exist_ok=True)
journal = folder / "journal.jsonl"
journal.unlink(missing_ok=True)
storage = JournalStorage(JournalFileBackend(str(journal)))


def objective(trial):
    rate = trial.suggest_float("learning_rate", 1e-5, 1e-1, log=True)
    units = trial.suggest_int("units", 4, 64, step=4)
    dropout = trial.suggest_float("dropout", 0, 0.5, step=0.1)
    optimizer = trial.suggest_categorical("optimizer", ["adam", "sgd", None])
    trial.suggest_categorical("norm", [False, True])
    if optimizer == "sgd":
        trial.suggest_float("momentum", 0, 0.99)
    for epoch in range(3):
        trial.report(math.nan if trial.number == 7 and epoch == 1 else rate * epoch, epoch)
    if trial.number == 3:
        raise optuna.TrialPruned()
    if trial.number == 4:
        return math.nan
    if trial.number == 5:
        raise ValueError
    return math.inf if trial.number == 6 else rate * units - dropout


study = optuna.create_study(study_name="net", direction="maximize", storage=storage,
                            sampler=optuna.samplers.TPESampler(seed=1))
study.optimize(objective, n_trials=12, catch=(ValueError,))
study.ask()
study.set_user_attr("note", "kept out")
study.enqueue_trial({"units": 8})
study.add_trial(optuna.trial.create_trial(
    value=0.5, params={"learning_rate": 0.01, "units": 16},
    distributions={"learning_rate": optuna.distributions.FloatDistribution(1e-5, 1e-1, log=True),
                   "units": optuna.distributions.IntDistribution(4, 64, step=4)},
    intermediate_values={0: 0.1, 1: 0.4}))
front = optuna.create_study(study_name="front", directions=["minimize", "maximize"], storage=storage,
                            sampler=optuna.samplers.RandomSampler(seed=1))
front.optimize(lambda t: (t.suggest_float("x", 0, 1), t.suggest_int("n", 1, 100, log=True)), n_trials=4)

# The machine's name and the process do not belong into the repository.
journal.write_text(re.sub(r'"worker_id":"[^"]*"', '"worker_id":"worker"', journal.read_text()))
study.trials_dataframe().to_csv(folder / "trials.csv")
front.trials_dataframe().to_csv(folder / "front.csv", index=False)
study.trials_dataframe(multi_index=True).to_csv(folder / "trials-two-rows.csv")
front.trials_dataframe(multi_index=True).to_csv(folder / "front-two-rows.csv", index=False)

again = JournalStorage(JournalFileBackend(str(journal)))
expected = {}
for name in ("net", "front"):
    one = optuna.load_study(study_name=name, storage=again)
    expected[name] = [
        {"number": t.number, "state": t.state.name, "values": t.values and [repr(v) for v in t.values], "params": t.params,
         "steps": {k: repr(v) for k, v in t.intermediate_values.items()}}
        for t in one.trials if t.state.is_finished()
    ]
(folder / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")
