"""Optuna's samplers on a table, for scripts/replay.mjs: JSON on stdin, JSON on stdout.

In: {"space", "directions", "nearest", "rows": [{"params", "repeats"}], "sampler", "trials", "seeds"}. Out: {"version",
"searches": of each seed, of each trial [row, which of its evaluations was seen], "ask": milliseconds of an ask}. Each sampler with
its defaults, one trial at a time. Ordered lists are whole numbers, as in Tablab. A point that is not in the table is told as
failed and is no trial; after 1,000 of them in a row the search ends. With "nearest" the row nearest to the point is told.
"""
import json
import math
import os
import random
import sys
import time
import warnings

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.trial import TrialState

warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
IN_A_ROW = 1000


def sampler_of(name, seed):
    kinds = {
        "random": optuna.samplers.RandomSampler,
        "tpe": optuna.samplers.TPESampler,
        "gp": optuna.samplers.GPSampler,
        "cmaes": optuna.samplers.CmaEsSampler,
        "nsga2": optuna.samplers.NSGAIISampler,
    }
    if name not in kinds:
        sys.exit(f"There is no sampler {name}; there are {', '.join(kinds)}.")
    return kinds[name](seed=seed)


def distribution(domain):
    kind = domain["kind"]
    if kind == "int":
        return IntDistribution(domain["low"], domain["high"], log=domain.get("log", False), step=domain.get("step", 1))
    if kind == "float":
        return FloatDistribution(domain["low"], domain["high"], log=domain.get("log", False))
    if kind == "ordinal":
        return IntDistribution(0, len(domain["values"]) - 1)
    if kind == "bool":
        return CategoricalDistribution([False, True])
    return CategoricalDistribution(domain["values"] if kind == "choice" else [domain["value"]])


def main():
    problem = json.load(sys.stdin)
    space, rows = problem["space"], problem["rows"]
    kinds = {param["path"]: (param["domain"], distribution(param["domain"])) for param in space}

    def ask(trial):
        point = {}
        for param in space:
            when = param.get("when")
            if when and point.get(when["path"]) not in when["in"]:
                continue
            domain, dist = kinds[param["path"]]
            value = trial._suggest(param["path"], dist)
            point[param["path"]] = domain["values"][value] if domain["kind"] == "ordinal" else value
        return point

    def key(point):
        return json.dumps(sorted(point.items()))

    def inner(path, value):
        domain, _ = kinds[path]
        return domain["values"].index(value) if domain["kind"] == "ordinal" else value

    known = {key(row["params"]): i for i, row in enumerate(rows)}

    def axis(path, value):
        domain, dist = kinds[path]
        if value is None:
            return math.nan
        if isinstance(dist, CategoricalDistribution):
            return float(dist.choices.index(value))
        x = inner(path, value)
        half = 0.5 * dist.step if isinstance(dist, IntDistribution) else 0
        low, high = dist.low - half, dist.high + half
        if dist.log:
            x, low, high = math.log(x), math.log(low), math.log(high)
        return (x - low) / (high - low) if high > low else 0.5

    def place(point):
        return [axis(param["path"], point.get(param["path"])) for param in space]

    places = np.array([place(row["params"]) for row in rows]) if problem["nearest"] else None
    categorical = np.array([isinstance(dist, CategoricalDistribution) for _, dist in kinds.values()])

    def nearest(point, had):
        off = places - np.array(place(point))
        both = np.isnan(places) & np.isnan(np.array(place(point)))
        squares = np.where(both, 0, np.where(np.isnan(off), 1, np.where(categorical, off != 0, off * off)))
        total = squares.sum(1)
        total[list(had)] = math.inf
        return int(total.argmin())

    searches, spent, asks = [], 0.0, 0
    for seed in range(problem["seeds"]):
        study = optuna.create_study(sampler=sampler_of(problem["sampler"], seed), directions=problem["directions"])
        luck = random.Random(f"repeat {seed}")
        search, had, missed = [], set(), 0
        while len(search) < problem["trials"] and missed < IN_A_ROW and len(had) < len(rows):
            start = time.perf_counter()
            trial = study.ask()
            point = ask(trial)
            spent += time.perf_counter() - start
            asks += 1
            at = nearest(point, had) if problem["nearest"] else known.get(key(point))
            if at is None:
                missed += 1
                study.tell(trial, state=TrialState.FAIL)
                continue
            missed = 0
            repeats = rows[at]["repeats"]
            drawn = luck.randrange(len(repeats))
            seen = repeats[drawn]
            failed = any(value is None or not math.isfinite(value) for value in seen)
            search.append([at, drawn])
            if not problem["nearest"]:
                study.tell(trial, None if failed else seen, state=TrialState.FAIL if failed else TrialState.COMPLETE)
                continue
            had.add(at)
            study.tell(trial, state=TrialState.FAIL)
            if failed:
                continue
            params = {path: inner(path, value) for path, value in rows[at]["params"].items()}
            study.add_trial(
                optuna.trial.create_trial(params=params, distributions={p: kinds[p][1] for p in params}, values=seen)
            )
        searches.append(search)
    json.dump({"version": optuna.__version__, "searches": searches, "ask": 1000 * spent / max(1, asks)}, sys.stdout)


main()
