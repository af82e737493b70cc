"""The problems of tests/bench/regret/unseen.ts in Python, for Optuna: none of them was looked at when the samplers were made.

Each is (ask, cost, noise): ask(trial) gives the parameters by name, cost(parameters) the value without noise, noise is the
standard deviation of what a search sees beyond it.
python tests/bench/peers/unseen_problems.py > tests/bench/regret/unseen-points.json writes values at drawn points: both languages must agree.
"""
import json
import math
import random
import sys


def cube(d, low, high):
    def ask(trial):
        return {f"x{i}": trial.suggest_float(f"x{i}", low, high) for i in range(d)}
    return ask


def vector(p):
    return [p[f"x{i}"] for i in range(len(p))]


def griewank(p):
    x = vector(p)
    return (1 + sum(v * v for v in x) / 4000
            - math.prod(math.cos(v / math.sqrt(i + 1)) for i, v in enumerate(x)))


def styblinski(p):
    return sum(v**4 - 16 * v * v + 5 * v for v in vector(p)) / 2


def michalewicz(p):
    return -sum(math.sin(v) * math.sin((i + 1) * v * v / math.pi) ** 20 for i, v in enumerate(vector(p)))


def levy(p):
    w = [1 + (v - 1) / 4 for v in vector(p)]
    return (math.sin(math.pi * w[0]) ** 2 + sum((v - 1) ** 2 * (1 + 10 * math.sin(math.pi * v + 1) ** 2) for v in w[:-1])
            + (w[-1] - 1) ** 2 * (1 + math.sin(2 * math.pi * w[-1]) ** 2))


def ask_camel(trial):
    return {"x0": trial.suggest_float("x0", -3, 3), "x1": trial.suggest_float("x1", -2, 2)}


def camel(p):
    x, y = vector(p)
    return (4 - 2.1 * x * x + x**4 / 3) * x * x + x * y + (-4 + 4 * y * y) * y * y


def ask_boost(t):
    return {
        "booster": t.suggest_categorical("booster", ["tree", "dart", "linear"]),
        "depth": t.suggest_int("depth", 2, 12),
        "rate": t.suggest_float("rate", 1e-3, 1, log=True),
        "leaves": t.suggest_int("leaves", 8, 1024, log=True),
        "rows": t.suggest_float("rows", 0.3, 1, step=0.1),
        "penalty": t.suggest_categorical("penalty", ["none", "l1", "l2", "both"]),
        "strength": t.suggest_float("strength", 1e-6, 10, log=True),
        "bins": t.suggest_categorical("bins", ["32", "64", "128", "256"]),
    }


def boost(p):
    u = math.log10(p["rate"]) + 1.3 + 0.08 * (p["depth"] - 6)
    v = math.log(p["leaves"]) - (2 + 0.45 * p["depth"])
    s = 0 if p["penalty"] == "none" else math.log10(p["strength"]) + {"l1": 1, "l2": 2, "both": 3}[p["penalty"]]
    return ({"tree": 0, "dart": 0.02, "linear": 0.3}[p["booster"]]
            + {"none": 0.05, "l1": 0.03, "l2": 0, "both": 0.01}[p["penalty"]]
            + {"32": 0.04, "64": 0.01, "128": 0, "256": 0.015}[p["bins"]]
            + 0.15 * u * u + 0.04 * v * v + 0.3 * (p["rows"] - 0.8) ** 2 + 0.01 * s * s
            + 0.05 * abs(u * v) / (1 + abs(u * v)) + 0.02 * (1 - math.cos(3 * u)))


def ask_deep(t):
    p = {"model": t.suggest_categorical("model", ["linear", "forest", "net"])}
    if p["model"] == "linear":
        p["alpha"] = t.suggest_float("alpha", 1e-6, 10, log=True)
    elif p["model"] == "forest":
        p["trees"] = t.suggest_int("trees", 10, 500, log=True)
        p["depth"] = t.suggest_int("depth", 2, 20)
    else:
        p["layers"] = t.suggest_int("layers", 1, 4)
        for i in range(p["layers"]):
            p[f"units{i}"] = t.suggest_int(f"units{i}", 4, 512, log=True)
        p["rate"] = t.suggest_float("rate", 1e-5, 1, log=True)
        p["optimizer"] = t.suggest_categorical("optimizer", ["sgd", "adam"])
        if p["optimizer"] == "sgd":
            p["momentum"] = t.suggest_float("momentum", 0, 0.99)
        else:
            p["warm"] = t.suggest_categorical("warm", [False, True])
    return p


def deep(p):
    if p["model"] == "linear":
        return 0.35 + 0.01 * (math.log10(p["alpha"]) + 2) ** 2
    if p["model"] == "forest":
        return 0.2 + 0.02 * math.log(p["trees"] / 200) ** 2 + 0.002 * (p["depth"] - 12) ** 2
    layers = p["layers"]
    units = sum(math.log(p[f"units{i}"] * 2**i / 128) ** 2 for i in range(layers)) / layers
    if p["optimizer"] == "sgd":
        off, more = math.log(p["rate"] / 0.2) - math.log(1 - p["momentum"]), 0.02
    else:
        off, more = math.log(p["rate"] / 0.002), 0 if p["warm"] else 0.02
    return 0.1 + 0.03 * (layers - 3) ** 2 + 0.03 * units + 0.02 * off * off + more


A3 = [[3, 10, 30], [0.1, 10, 35], [3, 10, 30], [0.1, 10, 35]]
P3 = [[3689, 1170, 2673], [4699, 4387, 7470], [1091, 8732, 5547], [381, 5743, 8828]]


def sparse(p):
    x = [p["x3"], p["x11"], p["x23"]]
    return -sum(alpha * math.exp(-sum(a * (v - c / 10000) ** 2 for a, v, c in zip(A3[k], x, P3[k])))
                for k, alpha in enumerate([1, 1.2, 3, 3.2]))


CENTRE = [7, 21, 13, 4, 26, 16]


def ask_lattice(t):
    return {f"x{i}": t.suggest_int(f"x{i}", 0, 30) for i in range(6)}


def lattice(p):
    total = cost = 0
    for v, c in zip(vector(p), CENTRE):
        total += v - c
        cost += total * total
    return cost


PROBLEMS = {
    "griewank5": (cube(5, -300, 600), griewank, 0),
    "styblinski5": (cube(5, -5, 5), styblinski, 0),
    "michalewicz5": (cube(5, 0, math.pi), michalewicz, 0),
    "levy3": (cube(3, -10, 10), levy, 0),
    "camel2": (ask_camel, camel, 0),
    "boost": (ask_boost, boost, 0),
    "deep": (ask_deep, deep, 0),
    "noisy4": (cube(4, -5, 5), styblinski, 5),
    "sparse30": (cube(30, 0, 1), sparse, 0),
    "lattice6": (ask_lattice, lattice, 0),
}


class Draw:
    """A trial that draws at random."""

    def __init__(self, seed):
        self.rng = random.Random(seed)

    def suggest_float(self, _name, low, high, log=False, step=None):
        if step:
            return round(low + step * self.rng.randrange(round((high - low) / step) + 1), 10)
        u = self.rng.random()
        return float(f"{math.exp(math.log(low) + u * math.log(high / low)) if log else low + u * (high - low):.6g}")

    def suggest_int(self, _name, low, high, log=False):
        return self.rng.randint(low, high)

    def suggest_categorical(self, _name, choices):
        return self.rng.choice(choices)


if __name__ == "__main__":
    points = {}
    for key, (ask, cost, _noise) in PROBLEMS.items():
        drawn = [ask(Draw(f"{key} {i}")) for i in range(8 if key == "deep" else 3)]
        points[key] = [{"at": p, "value": cost(p)} for p in drawn]
    json.dump(points, sys.stdout, separators=(",", ":"))
    print()
