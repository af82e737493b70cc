"""Golden values of bins by the target and of replaced outliers: decision trees by scikit-learn, Fayyad and Irani's rule
written out from the paper with numpy, and, for iris, the cuts that R's discretization::mdlp prints in its manual.

Run: python tests/oracle/sklearn_bins.py. Versions: requirements.txt. Values are small multiples of 1/8 or of one decimal,
as scikit-learn reads columns as float32.
"""
import json
import pathlib

import numpy as np
from sklearn.datasets import load_iris, load_wine
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(21)
iris, wine = load_iris(), load_wine()


def edges(tree):
    cut = tree.tree_.feature >= 0
    return sorted(float(t) for t in tree.tree_.threshold[cut])


def entropy(y):
    p = np.bincount(y)[np.unique(y)] / len(y)
    return -(p * np.log2(p)).sum()


def mdl(x, y):
    order = np.argsort(x, kind="stable")
    x, y = x[order], y[order]
    n = len(y)
    cuts = [i for i in range(1, n) if x[i] != x[i - 1]]
    if not cuts:
        return []
    after = [(i * entropy(y[:i]) + (n - i) * entropy(y[i:])) / n for i in cuts]
    i = cuts[int(np.argmin(after))]
    k, k1, k2 = (len(np.unique(part)) for part in (y, y[:i], y[i:]))
    delta = np.log2(3.0**k - 2) - (k * entropy(y) - k1 * entropy(y[:i]) - k2 * entropy(y[i:]))
    if entropy(y) - min(after) <= (np.log2(n - 1) + delta) / n:
        return []
    return mdl(x[:i], y[:i]) + [float((x[i - 1] + x[i]) / 2)] + mdl(x[i:], y[i:])


published = [[5.55, 6.15], [2.95, 3.35], [2.45, 4.75], [0.8, 1.75]]
golden = {"tree": [], "mdl": [], "outliers": []}
for c in range(4):
    x, y = iris.data[:, c], iris.target
    assert np.allclose(mdl(x, y), published[c]), (c, mdl(x, y))
    golden["mdl"].append({"x": x.tolist(), "y": y.tolist(), "edges": published[c]})
for c in [0, 4, 9, 12]:
    x, y = wine.data[:, c], wine.target
    golden["mdl"].append({"x": x.tolist(), "y": y.tolist(), "edges": mdl(x, y)})
golden["mdl"].append({"x": np.arange(30.0).tolist(), "y": rng.integers(0, 2, 30).tolist(), "edges": None})
golden["mdl"][-1]["edges"] = mdl(np.arange(30.0), np.array(golden["mdl"][-1]["y"]))

for depth, least in [(1, 1), (3, 10), (4, 3), (8, 1)]:
    # Numbers without ties between cuts: noise decides which of equally good ones scikit-learn would meet first.
    x = np.round(rng.normal(0, 20, 150) * 8) / 8
    y = (np.sin(x / 9) + rng.normal(0, 0.5, 150) > 0).astype(int) + (x > 25)
    tree = DecisionTreeClassifier(max_depth=depth, min_samples_leaf=least, random_state=0).fit(x[:, None], y)
    golden["tree"].append({"kind": "classes", "depth": depth, "least": least, "x": x.tolist(), "y": y.tolist(), "edges": edges(tree),
                           "bins": np.searchsorted(edges(tree), x).tolist()})
    y = np.round(np.sin(x / 9) + rng.normal(0, 0.3, 150), 4)
    tree = DecisionTreeRegressor(max_depth=depth, min_samples_leaf=least, random_state=0).fit(x[:, None], y)
    golden["tree"].append({"kind": "values", "depth": depth, "least": least, "x": x.tolist(), "y": y.tolist(), "edges": edges(tree),
                           "bins": np.searchsorted(edges(tree), x).tolist()})

x = np.round(np.concatenate([rng.normal(10, 2, 40), [60, -30, 25]]), 3)
q1, q3 = np.percentile(x, [25, 75])
mad = np.median(np.abs(x - np.median(x))) / 0.6745
for rule, reach, low, high in [("iqr", 1.5, q1 - 1.5 * (q3 - q1), q3 + 1.5 * (q3 - q1)), ("z", 2, x.mean() - 2 * x.std(), x.mean() + 2 * x.std()),
                               ("mad", 3.5, np.median(x) - 3.5 * mad, np.median(x) + 3.5 * mad)]:
    far = (x < low) | (x > high)
    for by, value in [("mean", x[~far].mean()), ("median", np.median(x[~far]))]:
        golden["outliers"].append({"options": {"rule": rule, "reach": reach, "by": by}, "x": x.tolist(), "far": int(far.sum()),
                                   "on": np.where(far, value, x).tolist()})


def short(value):
    if isinstance(value, dict):
        return {k: short(v) for k, v in value.items()}
    if isinstance(value, list):
        return [short(v) for v in value]
    return float(f"{value:.12g}") if isinstance(value, float) else value


(HERE / "sklearn" / "bins.json").write_text(json.dumps(short(golden)))
