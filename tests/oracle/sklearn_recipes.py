"""Golden values of scalers, transforms, imputers and encoders, by scikit-learn and scipy.

Columns of the cars table, and small ones with ties, constants, one value, negative and near-equal values. Each step is
fitted on the column and applied to it and to a few values beyond it. Run: python tests/oracle/sklearn_recipes.py
Versions: requirements.txt. The tests compare to 1e-6 relative.
"""
import json
import pathlib
import warnings

import numpy as np
import pandas as pd
from scipy import stats
from sklearn import preprocessing as pre
from sklearn.feature_extraction import FeatureHasher
from sklearn.impute import SimpleImputer
from sklearn.model_selection import KFold

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).parent
cars = pd.DataFrame(json.loads((HERE.parent.parent / "node_modules/vega-datasets/data/cars.json").read_text()))
rng = np.random.default_rng(7)

columns = {name: cars[name].dropna().to_numpy(float)[:60] for name in ["Horsepower", "Weight_in_lbs", "Acceleration", "Cylinders"]}
columns |= {
    "skewed": np.round(rng.lognormal(2, 1, 60), 3),
    "signed": np.round(rng.normal(0, 3, 40) ** 3, 4),
    "negative": -np.round(rng.gamma(2, 2, 25), 3) - 0.5,
    "ties": np.array([1, 1, 1, 2, 2, 5, 5, 5, 5, 9.0]),
    "constant": np.full(7, 0.1),
    "pair": np.array([2.0, 3.0]),
    "years": np.arange(1990, 2012, dtype=float),
}
beyond = {name: [float(x.min()) - 1, float(x.max()) + 1, float(np.median(x)) + 0.25] for name, x in columns.items()}


def run(step, x, more):
    x = x[:, None]
    step.fit(x)
    return {"on": step.transform(x)[:, 0].tolist(), "beyond": step.transform(np.array(more)[:, None])[:, 0].tolist()}


SCALERS = {
    "standard": ("standard", {}, lambda n: pre.StandardScaler()),
    "minMax": ("minMax", {}, lambda n: pre.MinMaxScaler()),
    "minMax both": ("minMax", {"range": "both"}, lambda n: pre.MinMaxScaler((-1, 1))),
    "maxAbs": ("maxAbs", {}, lambda n: pre.MaxAbsScaler()),
    "robust": ("robust", {}, lambda n: pre.RobustScaler()),
    "robust wide": ("robust", {"low": 10, "high": 90}, lambda n: pre.RobustScaler(quantile_range=(10, 90))),
    "quantile": ("quantile", {}, lambda n: pre.QuantileTransformer(n_quantiles=min(1000, n), subsample=None)),
    "quantile few normal": (
        "quantile",
        {"output": "normal", "count": 10},
        lambda n: pre.QuantileTransformer(n_quantiles=min(10, n), output_distribution="normal", subsample=None),
    ),
}
BINS = {
    f"bins {s}": ("bins", {"strategy": s, "count": 5}, lambda n, s=s: pre.KBinsDiscretizer(
        5, encode="ordinal", strategy=s, **({"quantile_method": "linear"} if s == "quantile" else {}), subsample=None))
    for s in ["quantile", "uniform", "kmeans"]
}
steps = []
for name, x in columns.items():
    for title, (kind, options, make) in (SCALERS | BINS).items():
        # Fewer values than bins: scikit-learn's empty clusters land anywhere.
        if kind == "bins" and (len(x) < 5 or (options["strategy"] == "kmeans" and len(set(x)) < 5 and name != "constant")):
            continue
        steps.append({"title": f"{title} of {name}", "type": kind, "options": options, "column": name} | run(make(len(x)), x, beyond[name]))
    if name == "constant":
        continue
    # Two values have a flat likelihood: no lambda is the best one.
    # Years span so little of their size that the top is flat to the last bit of a double over 1e-4.
    methods = [] if name in ("pair", "years") else ["yeo-johnson"] + (["box-cox"] if x.min() > 0 else [])
    for method in methods:
        lam = stats.yeojohnson_normmax(x) if method == "yeo-johnson" else stats.boxcox_normmax(x, method="mle")
        on = stats.yeojohnson(x, lam) if method == "yeo-johnson" else stats.boxcox(x, lam)
        steps.append({"title": f"{method} of {name}", "type": {"yeo-johnson": "yeoJohnson", "box-cox": "boxCox"}[method],
                      "options": {}, "column": name, "lambda": float(lam), "on": on.tolist(), "beyond": None})
plain = {"log": np.log, "log1p": np.log1p, "sqrt": np.sqrt, "cbrt": np.cbrt}
for name, x in columns.items():
    for kind, f in plain.items():
        if kind == "cbrt" or x.min() > 0:
            steps.append({"title": f"{kind} of {name}", "type": kind, "options": {}, "column": name, "on": f(x).tolist(), "beyond": None})
    q1, q3, p5, p95 = np.percentile(x, [25, 75, 5, 95])
    for title, options, low, high in [
        ("fences", {}, q1 - 1.5 * (q3 - q1), q3 + 1.5 * (q3 - q1)),
        ("percentiles", {"limits": "percentiles", "low": 5, "high": 95}, p5, p95),
    ]:
        steps.append({"title": f"clip to {title} of {name}", "type": "clip", "options": options, "column": name,
                      "on": np.clip(x, low, high).tolist(), "beyond": np.clip(beyond[name], low, high).tolist()})

imputes = []
for name in ["Horsepower", "Miles_per_Gallon"]:
    x = cars[[name]].to_numpy(float)
    for ours, theirs in {"mean": "mean", "median": "median", "mode": "most_frequent"}.items():
        imputes.append({"column": name, "type": ours, "fill": float(SimpleImputer(strategy=theirs).fit(x).statistics_[0])})

# Target encoding: small, medium and single groups.
groups = np.array(list("aaaabbbcccccddeffffgaab"))[:, None]
n = len(groups)
ys = {"continuous": np.round(rng.normal(5, 2, n), 3), "binary": rng.integers(0, 2, n), "multiclass": np.arange(n) % 3}
fold = np.zeros(n, int)
for i, (_, held) in enumerate(KFold(5).split(groups)):
    fold[held] = i
targets = []
for kind, y in ys.items():
    for smooth in ["auto", 3.0]:
        encoder = pre.TargetEncoder(target_type=kind, smooth=smooth, cv=5, shuffle=False)
        whole = encoder.fit(groups, y).transform(np.array([["a"], ["b"], ["e"], ["unseen"]]))
        entry = {"kind": kind, "smooth": smooth, "y": y.tolist(), "whole": whole.tolist()}
        if kind == "continuous":
            entry["crossFitted"] = pre.TargetEncoder(target_type=kind, smooth=smooth, cv=KFold(5)).fit_transform(groups, y)[:, 0].tolist()
        targets.append(entry)

words = ["USA", "Europe", "Japan", "", "a", "ab", "abc", "abcd", "Österreich", "日本", "x" * 33]
hasher = FeatureHasher(16, input_type="string")
hashes = hasher.transform([[w] for w in words]).toarray().tolist()
ordinal = pre.OrdinalEncoder(categories=[["low", "mid", "high"]], handle_unknown="use_encoded_value", unknown_value=-1)
ordinal.fit([["low"], ["mid"], ["high"]])

golden = {
    "columns": {name: x.tolist() for name, x in columns.items()},
    "beyond": beyond,
    "steps": steps,
    "imputes": imputes,
    "target": {"groups": groups[:, 0].tolist(), "fold": fold.tolist(), "cases": targets},
    "hashing": {"words": words, "rows": hashes},
    "ordinal": ordinal.transform([["high"], ["low"], ["other"]])[:, 0].tolist(),
}


def short(value):
    """12 digits: far below what the tests compare to."""
    if isinstance(value, dict):
        return {k: short(v) for k, v in value.items()}
    if isinstance(value, list):
        return [short(v) for v in value]
    return float(f"{value:.12g}") if isinstance(value, float) else value


(HERE / "sklearn" / "recipes.json").write_text(json.dumps(short(golden)))
