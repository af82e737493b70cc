"""Optuna's samplers on the problems of tests/bench/regret: python optuna_regret.py out.json sampler seeds [macro.json | unseen | held].

sampler: random, tpe, tpeGroup (group=True), cmaes or gp, each else with its defaults, one trial at a time. Prints nothing; writes
after every search {"version", "sampler", "checkpoints", "best": {problem: [[best value after each checkpoint] per seed]}}, and
goes on where it was when the file is there. macro.json: the table of NAS-Bench-Macro (nas-bench-macro_cifar10.json); without it
that problem is left out. unseen, held: the problems of unseen_problems.py or held_problems.py instead; where they are noisy, the value
without noise of the trial that looks best. SECONDS_AT_MOST=60 in the environment: stops before the next search once so many have passed. FIRST_SEED=100: seeds from
there on. ONLY=levy3,boost: these problems alone.
"""
import json
import math
import os
import random
import sys
import time
import warnings

os.environ.setdefault("OMP_NUM_THREADS", "1")

import held_problems
import optuna
from unseen_problems import PROBLEMS

warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)

CHECKPOINTS = [5, 10, 25, 40, 50, 70, 100]
A3 = [[3, 10, 30], [0.1, 10, 35], [3, 10, 30], [0.1, 10, 35]]
P3 = [[3689, 1170, 2673], [4699, 4387, 7470], [1091, 8732, 5547], [381, 5743, 8828]]
A6 = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]]
P6 = [[1312, 1696, 5569, 124, 8283, 5886], [2329, 4135, 8307, 3736, 1004, 9991], [2348, 1451, 3522, 2883, 3047, 6650],
      [4047, 8828, 8732, 5743, 1091, 381]]


def branin(p):
    x, y = p
    t = y - 5.1 / (4 * math.pi**2) * x * x + 5 / math.pi * x - 6
    return t * t + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


def hartmann(a, centres):
    def cost(p):
        return -sum(alpha * math.exp(-sum(w * (x - c / 10000) ** 2 for w, x, c in zip(a[k], p, centres[k])))
                    for k, alpha in enumerate([1, 1.2, 3, 3.2]))
    return cost


def ackley(p):
    d = len(p)
    return (-20 * math.exp(-0.2 * math.sqrt(sum(x * x for x in p) / d))
            - math.exp(sum(math.cos(2 * math.pi * x) for x in p) / d) + 20 + math.e)


def rosenbrock(p):
    return sum(100 * (b - a * a) ** 2 + (1 - a) ** 2 for a, b in zip(p, p[1:]))


def levy(p):
    w = [1 + (x - 1) / 4 for x in p]
    inner = sum((v - 1) ** 2 * (1 + 10 * math.sin(math.pi * v + 1) ** 2) for v in w[:-1])
    return (math.sin(math.pi * w[0]) ** 2 + inner
            + (w[-1] - 1) ** 2 * (1 + math.sin(2 * math.pi * w[-1]) ** 2))


FUNCTIONS = {
    "branin": ([(-5, 10), (0, 15)], branin),
    "hartmann3": ([(0, 1)] * 3, hartmann(A3, P3)),
    "hartmann6": ([(0, 1)] * 6, hartmann(A6, P6)),
    "ackley5": ([(-32.768, 32.768)] * 5, ackley),
    "rosenbrock4": ([(-5, 10)] * 4, rosenbrock),
    "levy8": ([(-10, 10)] * 8, levy),
}


def sampler_of(name, seed):
    if name == "random":
        return optuna.samplers.RandomSampler(seed=seed)
    if name == "tpe":
        return optuna.samplers.TPESampler(seed=seed)
    if name == "tpeGroup":
        return optuna.samplers.TPESampler(seed=seed, multivariate=True, group=True)
    if name == "cmaes":
        return optuna.samplers.CmaEsSampler(seed=seed)
    return optuna.samplers.GPSampler(seed=seed)


def run(ask, cost, name, seed, noise=0):
    study = optuna.create_study(sampler=sampler_of(name, seed))
    luck = random.Random(f"noise {seed}")
    lowest, true, row = math.inf, math.inf, []
    for i in range(CHECKPOINTS[-1]):
        trial = study.ask()
        value = cost(ask(trial))
        seen = value + (noise(trial.params, luck) if callable(noise) else noise * luck.gauss(0, 1))
        study.tell(trial, seen)
        if seen < lowest:
            lowest, true = seen, value
        if i + 1 in CHECKPOINTS:
            row.append(float(f"{true:.7g}"))
    return row


def known(macro, name):
    problems = {}
    for key, (bounds, cost) in FUNCTIONS.items():
        def ask(trial, bounds=bounds):
            return [trial.suggest_float(f"x{i}", low, high) for i, (low, high) in enumerate(bounds)]
        problems[key] = (ask, cost, 0)
    if macro and name != "cmaes":
        with open(macro, encoding="utf-8") as file:
            table = {key: -row["mean_acc"] for key, row in json.load(file).items()}
        problems["macro"] = (
            lambda trial: "".join(str(trial.suggest_categorical(f"layer{i}", [0, 1, 2])) for i in range(8)),
            table.__getitem__,
            0,
        )
    return problems


def main(out, name, seeds, macro=None):
    others = {"unseen": PROBLEMS, "held": held_problems.PROBLEMS}
    problems = others[macro] if macro in others else known(macro, name)
    only = os.environ.get("ONLY")
    problems = {key: problem for key, problem in problems.items() if not only or key in only.split(",")}
    first = int(os.environ.get("FIRST_SEED", "0"))
    end = time.monotonic() + float(os.environ.get("SECONDS_AT_MOST", "inf"))
    best = {key: [] for key in problems}
    if os.path.exists(out):
        with open(out, encoding="utf-8") as file:
            best.update(json.load(file)["best"])
    for seed in range(seeds):
        for key, (ask, cost, noise) in problems.items():
            if len(best[key]) > seed:
                continue
            if time.monotonic() > end:
                return
            best[key].append(run(ask, cost, name, first + seed, noise))
            whole = {"version": f"Optuna {optuna.__version__}", "sampler": name, "first": first, "checkpoints": CHECKPOINTS, "best": best}
            with open(f"{out}.part", "w", encoding="utf-8") as file:
                json.dump(whole, file, separators=(",", ":"))
            os.replace(f"{out}.part", out)


main(sys.argv[1], sys.argv[2], int(sys.argv[3]), *sys.argv[4:5])
