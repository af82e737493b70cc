"""Optuna's samplers on the problems of samplers.node.bench.ts: python optuna_samplers.py request.json (or --check).

Prints {"version", "best": {problem: [[best after each budget] per seed]}, "milliseconds": mean time of an ask, "ten" and "gp":
time of one with ten parameters by TPE and by the Gaussian process, null without PyTorch}.
"""
import json
import math
import sys
import time
import warnings

import optuna
from optuna.samplers import GPSampler, TPESampler

warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)

A = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]]
P = [[1312, 1696, 5569, 124, 8283, 5886], [2329, 4135, 8307, 3736, 1004, 9991], [2348, 1451, 3522, 2883, 3047, 6650],
     [4047, 8828, 8732, 5743, 1091, 381]]


def branin(p):
    x, y = p["x"], p["y"]
    t = y - 5.1 / (4 * math.pi**2) * x * x + 5 / math.pi * x - 6
    return t * t + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


def hartmann6(p):
    return -sum(a * math.exp(-sum(A[k][i] * (p[f"x{i}"] - P[k][i] / 10000) ** 2 for i in range(6)))
                for k, a in enumerate([1, 1.2, 3, 3.2]))


def rosenbrock(p):
    u = [math.log10(p[f"x{i}"]) for i in range(4)]
    return sum(100 * (b - a * a) ** 2 + (1 - a) ** 2 for a, b in zip(u, u[1:]))


def training(p):
    sgd = p["optimizer"] == "sgd"
    base = {"sgd": 0.1, "adam": 0, "rmsprop": 0.03}[p["optimizer"]]
    effective = math.log(p["rate"]) - (math.log(1 - p["momentum"]) if sgd else 0)
    off = effective - (math.log(0.3) if sgd else math.log(0.003)) - (0.5 if p["norm"] else 0)
    width = math.log(p["units"]) - math.log(96)
    return (0.1 + base + 0.02 * off * off + 0.04 * width * width + (p["dropout"] - 0.2) ** 2
            + (0 if p["norm"] else 0.04) + 0.01 * abs(off * width))


def suggest(trial, space):
    values = {}
    for param in space:
        name, domain, when = param["path"], param["domain"], param.get("when")
        if when and values.get(when["path"]) not in when["in"]:
            continue
        log = domain.get("log", False)
        if domain["kind"] == "float":
            values[name] = trial.suggest_float(name, domain["low"], domain["high"], step=domain.get("step"), log=log)
        elif domain["kind"] == "int":
            values[name] = trial.suggest_int(name, domain["low"], domain["high"], step=domain.get("step", 1), log=log)
        else:
            choices = [False, True] if domain["kind"] == "bool" else domain["values"]
            values[name] = trial.suggest_categorical(name, choices)
    return values


def ten_parameters(space, sampler):
    """Milliseconds of an ask after 100 trials, median of 15, after 3 to warm up."""
    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=1))

    def cost(trial):
        point = suggest(trial, space)
        return point["a"] + point["e"]

    study.optimize(cost, n_trials=100)
    study.sampler = sampler
    times = []
    for _ in range(18):
        start = time.perf_counter()
        trial = study.ask()
        suggest(trial, space)
        times.append(1000 * (time.perf_counter() - start))
        # Failed trials teach nothing: the history stays at 100.
        study.tell(trial, state=optuna.trial.TrialState.FAIL)
    return sorted(times[3:])[7]


def gp_time(space):
    try:
        import torch  # noqa: F401
    except ImportError:
        return None
    return ten_parameters(space, GPSampler(seed=1))


def main(request):
    table = request["table"]
    costs = {"branin": branin, "hartmann6": hartmann6, "rosenbrock": rosenbrock, "training": training,
             "table": lambda p: table["".join(str(table["operations"].index(p[f"edge{i}"])) for i in range(6))]}
    best, asks, spent = {}, 0, 0.0
    for problem in request["problems"]:
        rows = []
        for seed in range(request["seeds"]):
            study = optuna.create_study(sampler=TPESampler(seed=seed))
            lowest, row = math.inf, []
            for i in range(max(request["budgets"])):
                start = time.perf_counter()
                trial = study.ask()
                point = suggest(trial, problem["space"])
                spent += time.perf_counter() - start
                asks += 1
                value = costs[problem["name"]](point)
                study.tell(trial, value)
                lowest = min(lowest, value)
                if i + 1 in request["budgets"]:
                    row.append(lowest)
            rows.append(row)
        best[problem["name"]] = rows
    print(json.dumps({"version": f"Optuna {optuna.__version__}", "best": best, "milliseconds": 1000 * spent / asks,
                      "ten": ten_parameters(request["ten"], TPESampler(seed=1)), "gp": gp_time(request["ten"])}))


if sys.argv[1] != "--check":
    with open(sys.argv[1], encoding="utf-8") as file:
        main(json.load(file))
