"""What each view of a small study must show, worked out from its trials alone, for tests/oracle/studyViews.test.ts.

Run: python tests/oracle/study_views.py > tests/oracle/optuna/studyViews.json   (versions in requirements.txt)

One study of 26 trials with a log range, whole numbers, choices, a setting under a condition and a switch, in the order in
which they ended; one ended early with the best value of all, two failed, two are equal. Its trials with the loss as the value
(smaller is better), with the accuracy (larger is), and with a limit that some break. By numpy, scipy, Optuna (importance,
hypervolume) and csv of the standard library; the smoothed contour and the Gaussian process by the formulas of docs/methods.
"""
import csv
import io
import json

import numpy as np
import optuna
from optuna._hypervolume import compute_hypervolume
from scipy import optimize, stats

optuna.logging.set_verbosity(optuna.logging.ERROR)
rng = np.random.default_rng(12)
SPACE = [
    {"path": "rate", "domain": {"kind": "float", "low": 0.001, "high": 1, "log": True}},
    {"path": "units", "domain": {"kind": "int", "low": 4, "high": 64}},
    {"path": "kind", "domain": {"kind": "choice", "values": ["relu", "tanh", "gelu"]}},
    {"path": "inner", "domain": {"kind": "float", "low": 0, "high": 1}, "when": {"path": "kind", "in": ["tanh", "gelu"]}},
    {"path": "flag", "domain": {"kind": "bool"}},
]
PATHS = [one["path"] for one in SPACE]
KINDS = SPACE[2]["domain"]["values"]


def made():
    trials = []
    for i in range(26):
        kind = KINDS[rng.integers(3)]
        params = {"rate": float(f"{10 ** rng.uniform(-2.99, -0.01):.4g}"), "units": int(rng.integers(4, 65)), "kind": kind}
        if kind != "relu":
            params["inner"] = float(f"{rng.uniform(0.001, 0.999):.4g}")
        params["flag"] = bool(rng.integers(2))
        u = np.log10(params["rate"]) / 3 + 1
        loss = 0.2 + (u - 0.6) ** 2 + 0.1 * KINDS.index(kind) + 0.2 * params.get("inner", 0) + rng.normal(0, 0.01)
        loss = float(f"{loss:.4f}")
        accuracy = float(f"{0.95 - 0.5 * (loss - 0.2) + rng.normal(0, 0.02):.4f}")
        state = {7: "pruned", 15: "pruned", 19: "failed", 3: "failed"}.get(i, "done")
        steps = {"done": 4, "pruned": 2, "failed": 1}[state]
        if i == 15:
            loss, accuracy = 0.0123, 0.9991
        curve = [float(f"{loss + 0.3 * 0.5**e - 0.3 * 0.5**(steps - 1):.5g}") for e in range(steps)]
        start = float(1000 + 3.5 * (i // 2) + 0.25 * (i % 2))
        trials.append({
            "index": i, "state": state, "params": params, "loss": None if state == "failed" else loss,
            "accuracy": None if state == "failed" else accuracy, "parameters": params["units"] * 12 + 7,
            "curve": [curve, [float(f"{accuracy - 0.1 * 0.5**e:.5g}") for e in range(steps)]],
            "startedAt": start * 1000, "seconds": float(f"{rng.uniform(1, 4.5):.3f}"),
        })
    # Two that are equally good, the second by order of index ended first.
    trials[20]["loss"] = trials[12]["loss"]
    order = list(range(26))
    for a in (4, 12, 20):
        order[a], order[a + 1] = order[a + 1], order[a]
    return [trials[i] for i in order]


TRIALS = made()
BY_INDEX = sorted(TRIALS, key=lambda t: t["index"])
SIGN = {"minimize": 1, "maximize": -1}


def broken(trial, limited):
    return limited and trial["parameters"] > 600


def history(metric, direction, limited):
    rows, best = [], None
    for t in BY_INDEX:
        v = t[metric]
        if t["state"] == "done" and not broken(t, limited) and (best is None or SIGN[direction] * v < SIGN[direction] * best):
            best = v
        rows.append([t["index"], t["state"], v, best])
    return rows


def edf(metric):
    done = sorted((t[metric], t["index"]) for t in TRIALS if t["state"] == "done")
    values = np.array([v for v, _ in done])
    return [[i, v, float(np.searchsorted(values, v, side="right") / len(values))] for v, i in done]


def ranks(metric, direction):
    done = [t for t in TRIALS if t["state"] == "done"]
    r = stats.rankdata([-SIGN[direction] * t[metric] for t in done])
    share = {t["index"]: float((x - 1) / (len(done) - 1)) for t, x in zip(done, r)}
    return [share.get(t["index"]) for t in TRIALS]


PLOT = {"left": 30, "top": 40, "right": 626, "bottom": 264}


def place(path, value):
    """Share of the axis of a view."""
    if path == "rate":
        return np.log10(value / 0.001) / 3
    return (value - 4) / 60


def contour(metric, direction, plot):
    """Kernel-weighted means at the centres of 56 x 56 cells of the plot, whose axes begin six pixels in."""
    done = [t for t in TRIALS if t["state"] == "done"]
    v = np.array([t[metric] for t in done])
    q = np.sort(v)
    q1, q3 = q[len(q) // 4], q[3 * len(q) // 4]
    v = np.minimum(v, q3 + 3 * (q3 - q1)) if direction == "minimize" else np.maximum(v, q1 - 3 * (q3 - q1))
    weight = []
    for path, low, high in (("rate", plot["left"], plot["right"]), ("units", plot["bottom"], plot["top"])):
        inset = 6 if high > low else -6
        x = np.array([low + inset + place(path, t["params"][path]) * (high - low - 2 * inset) for t in done])
        width = max(abs(high - low) / 40, np.std(x) * len(x) ** (-1 / 6))
        centres = min(low, high) + (np.arange(56) + 0.5) * abs(high - low) / 56
        weight.append(np.exp(-0.5 * ((centres[:, None] - x) / width) ** 2))
    sums = weight[1] @ weight[0].T
    field = (weight[1] * v) @ weight[0].T / sums
    return [[None if s < np.exp(-0.5 * 2.5**2) else float(f) for f, s in zip(fr, sr)] for fr, sr in zip(field[::11, ::11], sums[::11, ::11])]


def lanes():
    until, found = [], {}
    for t in sorted(TRIALS, key=lambda t: (t["startedAt"], t["index"])):
        start = t["startedAt"] / 1000
        lane = next((k for k, end in enumerate(until) if end <= start + 0.002), len(until))
        until[lane:lane + 1] = [start + t["seconds"]]
        found[t["index"]] = lane
    return [[t["index"], t["state"], found[t["index"]] + 1, round(t["startedAt"] / 1000 - 1000, 6), t["seconds"]] for t in TRIALS]


def fronts(limited):
    """By layers: nothing in what is left is at least as good everywhere and better somewhere."""
    kept = [t for t in TRIALS if t["state"] == "done" and not broken(t, limited)]
    cost = {t["index"]: np.array([t["loss"], -t["accuracy"], t["parameters"]]) for t in kept}
    rank, left, layer = {}, set(cost), 0
    while left:
        first = {a for a in left if not any(np.all(cost[b] <= cost[a]) and np.any(cost[b] < cost[a]) for b in left)}
        rank.update({a: layer for a in first})
        left, layer = left - first, layer + 1
    ordered = sorted(cost)
    points = np.array([cost[i] for i in ordered])
    # As shares of the box between the best and the worst value of each.
    points = (points - points.min(axis=0)) / np.ptp(points, axis=0)
    reference = np.ones(points.shape[1])
    volumes = [float(compute_hypervolume(points[: k + 1], reference)) for k in range(len(points))]
    return {"front": rank, "trial": ordered, "volume": volumes}


def compared():
    """Best values so far of the study and of two others whose trials came in another order, by numbers of trials."""
    studies = []
    for seed in range(3):
        some = BY_INDEX if seed == 0 else [BY_INDEX[i] for i in np.random.default_rng(seed).permutation(26)[: 26 - 4 * seed]]
        best, row = np.nan, []
        for t in some:
            best = np.fmin(best, t["loss"]) if t["state"] == "done" else best
            row.append(best)
        studies.append({"order": [t["index"] for t in some], "best": row})
    shortest = min(len(s["best"]) for s in studies)
    table = np.array([s["best"][:shortest] for s in studies])
    first = int(np.argmax(np.all(np.isfinite(table), axis=0)))
    table = table[:, first:]
    low, middle, high = (np.percentile(table, q, axis=0).tolist() for q in (25, 50, 75))
    return {"orders": [s["order"] for s in studies], "x": list(range(first + 1, shortest + 1)), "low": low, "median": middle,
            "high": high, "final": sorted(table[:, -1].tolist())}


def dist(path):
    d = next(one["domain"] for one in SPACE if one["path"] == path)
    if d["kind"] == "float":
        return optuna.distributions.FloatDistribution(d["low"], d["high"], log=d.get("log", False))
    if d["kind"] == "int":
        return optuna.distributions.IntDistribution(d["low"], d["high"])
    return optuna.distributions.CategoricalDistribution(d.get("values", [False, True]))


def importance(metric, direction):
    study = optuna.create_study(direction=direction)
    for t in BY_INDEX:
        state = {"done": "COMPLETE", "pruned": "PRUNED", "failed": "FAIL"}[t["state"]]
        more = {"value": t[metric]} if state == "COMPLETE" else {}
        study.add_trial(optuna.trial.create_trial(
            state=optuna.trial.TrialState[state], params=t["params"], distributions={p: dist(p) for p in t["params"]}, **more))
    ped = optuna.importance.get_param_importances(study, evaluator=optuna.importance.PedAnovaImportanceEvaluator())
    done = [t for t in BY_INDEX if t["state"] == "done"]
    kruskal = {}
    for path in PATHS:
        having = [t for t in done if path in t["params"]]
        x = [t["params"][path] for t in having]
        if path in ("kind", "flag"):
            group = [str(v) for v in x]
        else:
            bins = max(2, min(8, len(x) // 5))
            edges = [sorted(x)[(k + 1) * len(x) // bins] for k in range(bins - 1)]
            group = [sum(v >= e for e in edges) for v in x]
        parts = [[t[metric] for t, g in zip(having, group) if g == one] for one in sorted(set(group))]
        h, p = stats.kruskal(*parts)
        kruskal[path] = [max(0.0, (h - len(parts) + 1) / (len(x) - len(parts))), float(p)]
    return {"pedAnova": ped, "kruskal": kruskal}


def figure(x):
    """Four significant digits."""
    if float(x).is_integer():
        return f"{int(x):,}"
    return f"{float(f'{x:.4g}'):,}"


def listed(parts):
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]


def summary(metric, direction, limited):
    done = [t for t in BY_INDEX if t["state"] == "done"]
    kept = [t for t in done if not broken(t, limited)]
    ranked = sorted(kept, key=lambda t: (SIGN[direction] * t[metric], t["index"]))
    text = [f"26 trials: {len(done)} finished, 2 ended early and 2 failed."]
    if len(kept) < len(done):
        text.append(f"{len(done) - len(kept)} of {len(done)} finished trials break a limit and cannot be the best.")
    best = ranked[0]
    said = [f"{p} {'on' if v is True else 'off' if v is False else v if isinstance(v, str) else figure(v)}" for p, v in best["params"].items()]
    equal = sum(t[metric] == best[metric] for t in ranked) - 1
    also = f" {equal} other trial{'s' if equal > 1 else ''} reached the same value." if equal else ""
    text.append(f"Trial {best['index']} is the best: V {figure(best[metric])}, with {listed(said)}.{also}")
    effects = importance(metric, direction)["kruskal"]
    order = sorted(PATHS, key=lambda p: -effects[p][0])
    strong = [p for p in order if effects[p][0] >= 0.14 and effects[p][1] < 0.01][:3]
    figures = [f"{p} ({figure(float(f'{effects[p][0]:.2g}'))})" for p in strong]
    text.append(f"What mattered most, by Kruskal-Wallis effect size: {listed(figures)}." if strong
                else "No single setting stands out (Kruskal-Wallis).")
    if len(ranked) >= 20:
        last = ranked[9][metric]
        top = [t for k, t in enumerate(ranked) if k < 10 or t[metric] == last]
        where = []
        for p in order[:3]:
            values = [t["params"][p] for t in top if p in t["params"]]
            if len(values) < len(top):
                continue
            if p in ("rate", "units", "inner"):
                where.append(f"{p} runs from {figure(min(values))} to {figure(max(values))}")
            else:
                common = max(values, key=values.count)
                name = {True: "on", False: "off"}.get(common, common)
                where.append(f"{p} is always {name}" if values.count(common) == len(values) else f"{p} is {name} in {values.count(common)} of {len(values)}")
        text.append(f"The best {len(top)} trials lie between {figure(last)} and {figure(best[metric])}; among them {listed(where)}.")
    quarter = len(kept) - len(kept) // 4
    before = min(kept[:quarter], key=lambda t: (SIGN[direction] * t[metric], t["index"]))
    span = f"the last quarter of the finished trials (from trial {kept[quarter]['index']})"
    if best[metric] == before[metric]:
        text.append(f"Nothing better came in {span}; the best value was first reached by trial {best['index']}.")
    else:
        text.append(f"The search still improved in {span}: V from {figure(before[metric])} to {figure(best[metric])}, "
                    f"a gain of {figure(abs(before[metric] - best[metric]))}. More trials may find better.")
    return text


def unit(params):
    """Coordinates of the Gaussian process: choices by number, what does not exist in the middle of its range."""
    return [np.log(params["rate"] / 0.001) / np.log(1000), (params["units"] - 4 + 0.5) / 61, KINDS.index(params["kind"]),
            params.get("inner", 0.5) if params["kind"] != "relu" else 0.5, int(params["flag"])]


def kernel(a, b, q, scale):
    d2 = sum(qd * ((a[:, None, k] != b[None, :, k]) if k in (2, 4) else (a[:, None, k] - b[None, :, k]) ** 2) for k, qd in enumerate(q))
    r = np.sqrt(5 * d2)
    return scale * (1 + r + r * r / 3) * np.exp(-r)


def surrogate(metric, direction):
    """Hyperparameters at the maximum of likelihood and priors; the cut along the rate through the best trial."""
    done = [t for t in BY_INDEX if t["state"] == "done"]
    x = np.array([unit(t["params"]) for t in done], dtype=float)
    raw = np.array([t[metric] for t in done])
    y = -SIGN[direction] * (raw - raw.mean()) / raw.std()

    def loss(theta):
        q, scale, noise = np.exp(theta[:5]), np.exp(theta[5]), np.exp(theta[6]) + 1e-6
        k = kernel(x, x, q, scale) + noise * np.eye(len(y))
        low = np.linalg.cholesky(k)
        half = np.linalg.solve(low, y)
        prior = np.sum(0.1 / q + 0.1 * q) + scale - np.log(scale) + 30 * noise - 0.1 * np.log(noise)
        return 0.5 * half @ half + np.sum(np.log(np.diag(low))) + prior

    found = optimize.minimize(loss, np.zeros(7), method="BFGS", options={"gtol": 1e-7})
    best = min(done, key=lambda t: (SIGN[direction] * t[metric], t["index"]))

    def believed(theta, some):
        q, scale, noise = np.exp(theta[:5]), np.exp(theta[5]), np.exp(theta[6]) + 1e-6
        k = kernel(x, x, q, scale) + noise * np.eye(len(y))
        at = np.array([unit(p) for p in some], dtype=float)
        ks = kernel(at, x, q, scale)
        mean = ks @ np.linalg.solve(k, y)
        sd = np.sqrt(scale - np.sum(ks * np.linalg.solve(k, ks.T).T, axis=1))
        z = (mean - y.max()) / sd
        gain = sd * (z * stats.norm.cdf(z) + stats.norm.pdf(z))
        return raw.mean() - SIGN[direction] * mean * raw.std(), sd * raw.std(), gain * raw.std()

    grid = [float(0.001 * 1000 ** (k / 8)) for k in range(9)]
    mean, sd, gain = believed(found.x, [{**best["params"], "rate": v} for v in grid])
    # The largest expected improvement: whole numbers and choices all tried, the two ranges on a grid, then climbed.
    top = (-np.inf, None)
    for kind in KINDS:
        for flag in (False, True):
            inner = [0.5] if kind == "relu" else np.linspace(0, 1, 21)
            some = [{"rate": float(r), "units": int(u), "kind": kind, "flag": flag, "inner": float(v)}
                    for r in np.logspace(-3, 0, 31) for u in range(4, 65, 3) for v in inner]
            gains = believed(found.x, some)[2]
            k = int(np.argmax(gains))
            if gains[k] > top[0]:
                top = (gains[k], some[k])
    for units in range(max(4, top[1]["units"] - 3), min(64, top[1]["units"] + 3) + 1):
        start = {**top[1], "units": units}
        relu = start["kind"] == "relu"

        def minus(z, start=start):
            return -believed(found.x, [{**start, "rate": float(10 ** np.clip(z[0], -3, 0)), "inner": float(np.clip(z[1], 0, 1))}])[2][0]

        climbed = optimize.minimize(minus, [np.log10(start["rate"]), start["inner"]], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-14})
        if -climbed.fun > top[0]:
            top = (-climbed.fun, {**start, "rate": float(10 ** np.clip(climbed.x[0], -3, 0)), "inner": float(np.clip(climbed.x[1], 0, 1))})
    return {"at": grid, "mean": mean.tolist(), "deviation": sd.tolist(), "gain": gain.tolist(), "largest": float(top[0]),
            "next": top[1], "loss": float(found.fun), "noise": float(np.sqrt(np.exp(found.x[6]) + 1e-6) * raw.std()),
            "best": best["index"], "unit": float(raw.std())}


def exported():
    """The CSV of the trials: metrics, costs and limits beside the settings."""
    text = io.StringIO()
    out = csv.writer(text)
    out.writerow(["trial", "state", "value", *PATHS, "validation loss", "validation accuracy", "parameters", "violation 1",
                  "best epoch", "epochs", "seconds", "backend", "attempts", "error"])
    plain = lambda v: "" if v is None else str(v).lower() if isinstance(v, bool) else int(v) if isinstance(v, float) and v.is_integer() else v
    for t in TRIALS:
        done = t["state"] == "done"
        over = (t["parameters"] - 600) / 600
        row = [t["index"], t["state"], t["loss"], *[t["params"].get(p) for p in PATHS],
               *([t["loss"], t["accuracy"], t["parameters"]] if t["state"] != "failed" else [None] * 3),
               over if done else None, len(t["curve"][0]) - 1 if done else None, len(t["curve"][0]), t["seconds"], "wasm", 1,
               'It said "NaN", then stopped.' if t["state"] == "failed" else None]
        out.writerow([plain(v) for v in row])
    return text.getvalue()


AIMS = {"loss": ("loss", "minimize"), "accuracy": ("accuracy", "maximize")}
print(json.dumps({
    "space": SPACE, "trials": TRIALS, "plot": PLOT,
    "views": {name: {
        "history": history(*aim, False), "limited": history(*aim, True), "edf": edf(aim[0]), "ranks": ranks(*aim),
        "contour": contour(*aim, PLOT), "importance": importance(*aim), "summary": summary(*aim, False),
        "summaryLimited": summary(*aim, True), "surrogate": surrogate(*aim),
    } for name, aim in AIMS.items()},
    "lanes": lanes(), "fronts": fronts(False), "frontsLimited": fronts(True), "compared": compared(), "csv": exported(),
}, separators=(",", ":")))
