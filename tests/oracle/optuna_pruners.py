"""Golden decisions of Optuna's pruners, for tests/oracle/pruners.test.ts.

Fixed curves are reported one trial after the other; recorded is after how many epochs each trial ended and how.
Median, percentile, patient and threshold pruners count steps from 0, halving and Hyperband count epochs trained.

Run: python tests/oracle/optuna_pruners.py > tests/oracle/optuna/pruners.json   (versions in requirements.txt)
"""
import json
import math
import warnings

import numpy as np
import optuna
from optuna import pruners as P
from optuna.trial import TrialState

warnings.filterwarnings("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
rng = np.random.default_rng(5)


def curves(n, epochs, decimals, nan=0.0, seed=0):
    r = np.random.default_rng(seed)
    t = np.arange(epochs)
    out = []
    for _ in range(n):
        y = r.uniform(0.1, 0.6) + r.uniform(0.1, 1) * np.exp(-t * r.uniform(0.05, 0.8)) + r.normal(size=epochs) * 0.05
        y = np.round(y, decimals)
        y[r.uniform(size=epochs) < nan] = np.nan
        out.append(y.tolist())
    return out


sets = {
    "plain": curves(40, 12, 3, seed=1),
    "ties": curves(40, 12, 1, seed=2),
    "nan": curves(30, 12, 2, nan=0.15, seed=3),
    "long": curves(90, 27, 3, seed=4),
    "allnan": [[math.nan] * 6 for _ in range(8)],
    "infinite": [[math.inf, 1.0, 0.5, 0.25] if i % 3 else [2.0, 1.0, 0.6 - i / 100, -math.inf] for i in range(24)],
}


def run(make, direction, rows, offset, seed, mean=False):
    study = optuna.create_study(direction=direction, pruner=make(), study_name=str(seed))
    ends = []
    for i, row in enumerate(rows):
        trial = study.ask()
        state = TrialState.COMPLETE
        used = len(row)
        for epoch, value in enumerate(row):
            trial.report(value, epoch + offset)
            if trial.should_prune():
                state, used = TrialState.PRUNED, epoch + 1
                break
            # Some trials break down, as a diverged one would: their values stay, their state is failed.
            if i % 11 == 10 and epoch == 3:
                state, used = TrialState.FAIL, epoch + 1
                break
        value = sum(row) / len(row) if mean else row[-1]
        if state == TrialState.COMPLETE and math.isnan(value):
            state = TrialState.FAIL
        study.tell(trial, value if state == TrialState.COMPLETE else None, state=state)
        ends.append([used, {TrialState.COMPLETE: "done", TrialState.PRUNED: "pruned", TrialState.FAIL: "failed"}[state]])
    return ends


def schedule(startup, warmup, interval, least):
    ours = {"startupTrials": startup, "warmupEpochs": warmup, "interval": interval, "minTrials": least}
    theirs = dict(n_startup_trials=startup, n_warmup_steps=warmup, interval_steps=interval, n_min_trials=least)
    return ours, theirs


cases = []


def case(type, options, make, offset=0, only=None, seed=7, mean=False):
    for name, rows in sets.items():
        if only and name not in only:
            continue
        for direction in ["minimize", "maximize"]:
            ends = run(make, direction, rows, offset, seed, mean)
            cases.append({"type": type, "options": options, "set": name, "direction": direction, "seed": seed, "ends": ends})


for s in [(5, 0, 1, 1), (0, 3, 1, 1), (2, 1, 3, 4)]:
    ours, theirs = schedule(*s)
    case("median", ours, lambda: P.MedianPruner(**theirs))
    for q in [10.0, 25.0, 80.0]:
        case("percentile", {"percentile": q, **ours}, lambda: P.PercentilePruner(q, **theirs))
for patience, delta in [(0, 0.0), (2, 0.0), (3, 0.05)]:
    case("patient", {"patience": patience, "minDelta": delta, "wrapped": "none"}, lambda: P.PatientPruner(None, patience, delta))
    ours, theirs = schedule(4, 0, 1, 1)
    case("patient", {"patience": patience, "minDelta": delta, "percentile": 50, **ours},
         lambda: P.PatientPruner(P.MedianPruner(**theirs), patience, delta))
for bounds, lower, upper, warm, interval in [("upper", 0, 0.9, 2, 1), ("lower", 0.3, 1, 0, 4), ("both", 0.2, 1.0, 1, 2)]:
    case("threshold", {"bounds": bounds, "lower": lower, "upper": upper, "warmupEpochs": warm, "interval": interval},
         lambda: P.ThresholdPruner(lower if bounds != "upper" else None, upper if bounds != "lower" else None, warm, interval))
for least, eta, rate, boot in [(1, 4, 0, 0), (1, 3, 0, 0), (2, 2, 0, 3), (1, 3, 1, 0)]:
    case("halving", {"minEpochs": least, "eta": eta, "rate": rate, "bootstrap": boot},
         lambda: P.SuccessiveHalvingPruner(least, eta, rate, boot), offset=1)
for least, eta, boot in [(1, 3, 0), (2, 2, 0), (1, 3, 2)]:
    for name in ["plain", "ties", "nan", "long"]:
        case("hyperband", {"minEpochs": least, "eta": eta, "bootstrap": boot},
             lambda: P.HyperbandPruner(least, len(sets[name][0]), eta, boot), offset=1, only=[name], seed=9)
# Each value is a fold here, and a trial's value the mean over its folds.
for p, startup in [(0.1, 2), (0.01, 0), (0.3, 4)]:
    case("wilcoxon", {"threshold": p, "startupSteps": startup},
         lambda: P.WilcoxonPruner(p_threshold=p, n_startup_steps=startup), mean=True)

brackets = []
for least, most, eta in [(1, 9, 3), (1, 50, 3), (2, 50, 2), (1, 81, 3), (3, 100, 4), (5, 7, 3), (1, 1, 3)]:
    pruner = P.HyperbandPruner(least, most, eta)
    study = optuna.create_study(pruner=pruner, study_name="1")
    pruner._try_initialization(study)
    of = []
    for number in range(60):
        trial = optuna.trial.create_trial(value=0.0)
        trial.number = number
        of.append(pruner._get_bracket_id(study, trial))
    brackets.append({"minEpochs": least, "epochs": most, "eta": eta, "budgets": pruner._trial_allocation_budgets, "of": of})

percentiles = []
for n in [1, 2, 3, 7, 20]:
    for q in [0.0, 10.0, 25.0, 33.3, 50.0, 75.0, 100.0]:
        values = rng.normal(size=n).tolist()
        percentiles.append({"values": values, "q": q, "value": float(np.nanpercentile(values, q))})


def plain(x):
    if isinstance(x, float) and not math.isfinite(x):
        return str(x)
    if isinstance(x, dict):
        return {k: plain(v) for k, v in x.items()}
    if isinstance(x, (list, tuple)):
        return [plain(v) for v in x]
    return x


out = {"optuna": optuna.__version__, "numpy": np.__version__, "sets": sets, "cases": cases, "brackets": brackets, "percentiles": percentiles}
print(json.dumps(plain(out), separators=(",", ":")))
