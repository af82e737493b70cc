"""Golden values of scikit-learn for tests/oracle/decompose.test.ts.

Run: python tests/oracle/sklearn_decompose.py > tests/oracle/sklearn/decompose.json   (versions in requirements.txt)
Every table is rounded, so that the JSON holds it exactly.
"""
import json
import warnings

import numpy as np
import sklearn
from sklearn.datasets import load_breast_cancer, load_iris, load_wine
from sklearn.decomposition import PCA

warnings.simplefilter("ignore")
rng = np.random.default_rng(11)


def nums(a):
    return [float(v) for v in np.asarray(a, dtype=float).ravel()]


def scaled(x):
    s = x.std(axis=0)
    return ((x - x.mean(axis=0)) / np.where(s > 0, s, 1)).round(6)


iris = load_iris()
wine = load_wine()
cancer = load_breast_cancer()
some = rng.permutation(569)[:70]
ties = rng.integers(0, 4, (40, 6)).astype(float)
constant = rng.normal(size=(30, 5)).round(4)
constant[:, 2] = 3.25
wide = rng.normal(size=(12, 30)).round(4)
low = (rng.integers(-3, 4, (25, 2)) @ rng.integers(-3, 4, (2, 6))).astype(float)
copies = np.c_[scaled(wine.data)[:60, :4], scaled(wine.data)[:60, :2]]
tables = {
    "iris": (iris.data[::2], iris.target[::2]),
    "wine": (scaled(wine.data)[::2], wine.target[::2]),
    "cancer": (scaled(cancer.data)[some], cancer.target[some]),
    "ties": (ties, rng.integers(0, 2, 40)),
    "constant": (constant, rng.integers(0, 3, 30)),
    "wide": (wide, np.arange(12) % 3),
    "low rank": (low, np.arange(25) % 2),
    "copied columns": (copies, wine.target[:60]),
    "three rows": (rng.normal(size=(3, 4)).round(4), np.array([0, 1, 1])),
}


def rank(x):
    return int(np.linalg.matrix_rank(x - x.mean(axis=0)))


def pca(x):
    k = min(5, rank(x))
    out = []
    for options in [{"n_components": k}, {"n_components": 0.9, "svd_solver": "full"}, {"n_components": k, "whiten": True}]:
        m = PCA(**{"svd_solver": "full", **options}).fit(x)
        out.append({"count": options["n_components"], "whiten": bool(options.get("whiten")), "components": nums(m.components_),
                    "variance": nums(m.explained_variance_), "ratio": nums(m.explained_variance_ratio_),
                    "scores": nums(m.transform(x)), "back": nums(m.inverse_transform(m.transform(x)))})
    return out


out = {"versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
       "tables": {name: {"rows": x.shape[0], "columns": x.shape[1], "x": nums(x), "y": [int(v) for v in y]}
                  for name, (x, y) in tables.items()},
       "pca": {name: pca(x) for name, (x, _) in tables.items()}}
json.dump(out, __import__("sys").stdout)
print()
