"""The problems of tests/bench/regret/held.ts in Python, for Optuna: held back until the rule of the automatic sampler was settled.

As unseen_problems.py: each is (ask, cost, noise), but noise may be a function of (parameters, random generator): what a search
sees beyond the cost. python tests/bench/peers/held_problems.py > tests/bench/regret/held-points.json writes values at drawn points.
"""
import json
import math
import pathlib
import sys

from unseen_problems import Draw, camel, cube, vector

TABLES = json.loads((pathlib.Path(__file__).parent.parent / "regret" / "held-tables.json").read_text())


def dixon_price(p):
    x = vector(p)
    return (x[0] - 1) ** 2 + sum((i + 2) * (2 * b * b - a) ** 2 for i, (a, b) in enumerate(zip(x, x[1:])))


SHEKEL_C = [1, 2, 2, 4, 4, 6, 3, 7, 5, 5]
SHEKEL_A = [[4, 4, 4, 4], [1, 1, 1, 1], [8, 8, 8, 8], [6, 6, 6, 6], [3, 7, 3, 7], [2, 9, 2, 9], [5, 5, 3, 3], [8, 1, 8, 1],
            [6, 2, 6, 2], [7, 3.6, 7, 3.6]]


def shekel(p):
    x = vector(p)
    return -sum(1 / (sum((v - w) ** 2 for v, w in zip(x, a)) + c / 10) for a, c in zip(SHEKEL_A, SHEKEL_C))


def schwefel(p):
    return sum(418.9828872724338 - v * math.sin(math.sqrt(abs(v))) for v in vector(p))


def ask_vessel(t):
    return {"shell": t.suggest_int("shell", 1, 40), "head": t.suggest_int("head", 1, 40),
            "radius": t.suggest_float("radius", 10, 200), "length": t.suggest_float("length", 10, 240)}


def vessel(p):
    s, h, r, l = p["shell"] / 16, p["head"] / 16, p["radius"], p["length"]
    price = 0.6224 * s * r * l + 1.7781 * h * r * r + 3.1661 * s * s * l + 19.84 * s * s * r
    short = [0.0193 * r / s - 1, 0.00954 * r / h - 1, 1296000 / (math.pi * r * r * (l + 4 * r / 3)) - 1]
    return price + 50000 * sum(max(0, v) for v in short)


def ask_surfaces(t):
    return {"first": t.suggest_categorical("first", ["valley", "camel", "beale"]),
            "second": t.suggest_categorical("second", ["valley", "camel", "beale", "bowl", "ridge"]),
            "x0": t.suggest_float("x0", -1, 1), "x1": t.suggest_float("x1", -1, 1)}


def surface(kind, x, y):
    if kind == "valley":
        return (100 * (2 * y - 4 * x * x) ** 2 + (1 - 2 * x) ** 2) / 300
    if kind == "camel":
        return camel({"x0": 2 * x, "x1": y}) / 10
    if kind == "beale":
        a, b = 2 * x, 2 * y
        return ((1.5 - a + a * b) ** 2 + (2.25 - a + a * b * b) ** 2 + (2.625 - a + a * b**3) ** 2) / 50
    return x * x + y * y if kind == "bowl" else abs(x + y) / 2


def surfaces(p):
    return surface(p["first"], p["x0"], p["x1"]) + surface(p["second"], p["x0"], p["x1"])


def ask_decays(t):
    return {"amount0": t.suggest_float("amount0", 0.1, 10, log=True), "rate0": t.suggest_float("rate0", 1e-3, 10, log=True),
            "amount1": t.suggest_float("amount1", 0.1, 10, log=True), "rate1": t.suggest_float("rate1", 1e-3, 10, log=True),
            "floor": t.suggest_float("floor", 1e-3, 1, log=True)}


def decays(p):
    def at(t, a, k, b, m, c):
        return a * math.exp(-k * t) + b * math.exp(-m * t) + c
    own = [p["amount0"], p["rate0"], p["amount1"], p["rate1"], p["floor"]]
    return sum((at(t, *own) - at(t, 3, 1.2, 1, 0.08, 0.2)) ** 2 for t in range(21)) / 21


def goldstein(p):
    x, y = (4 * v - 2 for v in vector(p))
    first = 1 + (x + y + 1) ** 2 * (19 - 14 * x + 3 * x * x - 14 * y + 6 * x * y + 3 * y * y)
    second = 30 + (2 * x - 3 * y) ** 2 * (18 - 32 * x + 12 * x * x + 48 * y - 36 * x * y + 27 * y * y)
    return (math.log(first * second) - 8.693) / 2.427


def ask_landscape(t):
    return {f"x{i}": t.suggest_categorical(f"x{i}", [False, True]) for i in range(14)}


def contributions():
    state, table = 20, []
    for _ in range(14 * 16):
        state = state * 16807 % 2147483647
        table.append(state / 2147483647)
    return table


SHARES = contributions()


def landscape(p):
    x = vector(p)
    return -sum(SHARES[16 * i + sum(x[(i + k) % 14] << k for k in range(4))] for i in range(14)) / 14


def ask_classifiers(t):
    p = {"model": t.suggest_categorical("model", ["vectors", "forest", "near"])}
    if p["model"] == "vectors":
        p["kernel"] = t.suggest_categorical("kernel", ["rbf", "poly"])
        p["penalty"] = t.suggest_int("penalty", 0, 12)
        if p["kernel"] == "rbf":
            p["gamma"] = t.suggest_int("gamma", 0, 12)
        else:
            p["degree"] = t.suggest_int("degree", 2, 5)
            p["offset"] = t.suggest_int("offset", 0, 4)
    elif p["model"] == "forest":
        p["depth"] = t.suggest_int("depth", 2, 13)
        p["share"] = t.suggest_int("share", 1, 8)
        p["criterion"] = t.suggest_categorical("criterion", ["gini", "entropy"])
    else:
        p["neighbours"] = t.suggest_int("neighbours", 1, 20)
        p["weights"] = t.suggest_categorical("weights", ["uniform", "distance"])
        p["power"] = t.suggest_int("power", 1, 3)
    return p


def cell(table, *places):
    at = 0
    for index, size in places:
        at = at * size + index
    return int(table[2 * at:2 * at + 2], 36)


def classifiers(p):
    tables = TABLES["classifiers"]
    if p["model"] == "forest":
        wrong = cell(tables["forest"], (p["depth"] - 2, 12), (p["share"] - 1, 8), (int(p["criterion"] == "entropy"), 2))
    elif p["model"] == "near":
        wrong = cell(tables["near"], (p["neighbours"] - 1, 20), (int(p["weights"] == "distance"), 2), (p["power"] - 1, 3))
    elif p["kernel"] == "rbf":
        wrong = cell(tables["rbf"], (p["penalty"], 13), (p["gamma"], 13))
    else:
        wrong = cell(tables["poly"], (p["penalty"], 13), (p["degree"] - 2, 4), (p["offset"], 5))
    return wrong / 7


ACTIVATIONS = ["relu", "tanh", "sigmoid"]


def ask_network(t):
    return {"units": t.suggest_int("units", 0, 3), "batch": t.suggest_int("batch", 0, 2),
            "activation": t.suggest_categorical("activation", ACTIVATIONS), "rate": t.suggest_int("rate", 0, 8),
            "decay": t.suggest_int("decay", 0, 3), "momentum": t.suggest_categorical("momentum", [False, True])}


def network_seeds(p):
    places = [(p["units"], 4), (p["batch"], 3), (ACTIVATIONS.index(p["activation"]), 3), (p["rate"], 9), (p["decay"], 4),
              (int(p["momentum"]), 2)]
    return [cell(TABLES["network"], *places, (seed, 3)) / 5 for seed in range(3)]


def network(p):
    return sum(network_seeds(p)) / 3


def network_noise(p, luck):
    return luck.choice(network_seeds(p)) - network(p)


PROBLEMS = {
    "dixonPrice4": (cube(4, -10, 10), dixon_price, 0),
    "shekel4": (cube(4, 0, 10), shekel, 0),
    "schwefel3": (cube(3, -500, 500), schwefel, 0),
    "vessel": (ask_vessel, vessel, 0),
    "surfaces": (ask_surfaces, surfaces, 0),
    "decays5": (ask_decays, decays, 0),
    "goldstein2": (cube(2, 0, 1), goldstein, 0.2),
    "landscape14": (ask_landscape, landscape, 0),
    "classifiers": (ask_classifiers, classifiers, 0),
    "network": (ask_network, network, network_noise),
}

if __name__ == "__main__":
    points = {}
    for key, (ask, cost, _noise) in PROBLEMS.items():
        drawn = [ask(Draw(f"{key} {i}")) for i in range(10 if key == "classifiers" else 3)]
        points[key] = [{"at": p, "value": cost(p)} for p in drawn]
    json.dump(points, sys.stdout, separators=(",", ":"))
    print()
