"""Golden values of scikit-learn for tests/oracle/selection.test.ts.

Run: python tests/oracle/sklearn_selection.py > tests/oracle/sklearn/selection.json   (versions in requirements.txt)
"""
import json
import warnings

import numpy as np
import sklearn
from sklearn.datasets import load_breast_cancer, load_diabetes, load_wine
from sklearn.feature_selection import RFE, SelectKBest, SelectPercentile, VarianceThreshold, chi2, f_classif, f_regression
from sklearn.linear_model import Lasso, LogisticRegression, Ridge, RidgeClassifier

warnings.simplefilter("ignore")
rng = np.random.default_rng(3)


def nums(a):
    return [None if np.isnan(v) else float(f"{min(v, 1.7976931348623157e308):.12g}") if np.isfinite(v) else "inf"
            for v in np.asarray(a, dtype=float).ravel()]


def scaled(x):
    s = x.std(axis=0)
    return ((x - x.mean(axis=0)) / np.where(s > 0, s, 1)).round(6)


wine, cancer, diabetes = load_wine(), load_breast_cancer(), load_diabetes()
ties = rng.integers(0, 3, (40, 6)).astype(float)
ties[:, 4] = ties[:, 1]
constant = rng.normal(size=(30, 5)).round(4)
constant[:, 2] = 0.1
wide = rng.normal(size=(14, 25)).round(4)
classes = {
    "wine": (scaled(wine.data)[::3], wine.target[::3]), "cancer": (scaled(cancer.data)[::11], cancer.target[::11]),
    "ties": (ties, rng.integers(0, 2, 40)), "constant": (constant, np.arange(30) % 3), "wide": (wide, np.arange(14) % 2),
}
values = {
    "diabetes": (diabetes.data[::5], diabetes.target[::5]), "ties": (ties, ties[:, 0] - ties[:, 2] + rng.integers(0, 2, 40)),
    "constant": (constant, constant[:, 0] * 2), "wide": (wide, wide[:, 3] + rng.normal(size=14).round(3)),
}


def table(x, y):
    return {"rows": x.shape[0], "columns": x.shape[1], "x": nums(x), "y": nums(y)}


def of_classes(x, y):
    positive = (x - x.min(axis=0)).round(6)
    signed = [np.where(y == k, 1, -1) for k in (range(y.max() + 1) if y.max() > 1 else [1])]
    c = 2.0
    # Of equal columns any share of the coefficient is as good: only the first is compared.
    distinct = sorted(int(i) for i in np.unique(x, axis=1, return_index=True)[1])
    l1 = [LogisticRegression(l1_ratio=1, C=c, solver="saga", tol=1e-12, max_iter=200000).fit(x[:, distinct], s).coef_[0] for s in signed]
    rfe = [{"keep": k, "step": s, "ranks": [int(r) for r in RFE(RidgeClassifier(1.0), n_features_to_select=k, step=s).fit(x, y).ranking_]}
           for k, s in [(2, 1), (3, 2)]]
    return {**table(x, y), "f": nums(f_classif(x, y)[0]), "positive": nums(positive), "chi2": nums(chi2(positive, y)[0]),
            "c": c, "distinct": distinct, "l1": [nums(w) for w in l1], "rfe": rfe}


def of_values(x, y):
    alpha = 0.1 * y.std()
    rfe = [{"keep": k, "step": s, "ranks": [int(r) for r in RFE(Ridge(1.0), n_features_to_select=k, step=s).fit(x, y).ranking_]}
           for k, s in [(2, 1), (3, 2)]]
    return {**table(x, y), "f": nums(f_regression(x, y)[0]), "alpha": float(alpha),
            "lasso": nums(Lasso(alpha, tol=1e-14, max_iter=10**6).fit(scaled(x), y).coef_), "scaled": nums(scaled(x)), "rfe": rfe}


def kept(scores):
    scores = np.array(scores, dtype=float)
    x = np.zeros((3, len(scores)))
    fixed = lambda x, y: (scores, scores)
    y = [0, 1, 0]
    return {"scores": nums(scores),
            "best": [[k, [int(i) for i in SelectKBest(fixed, k=k).fit(x, y).get_support(True)]] for k in range(1, len(scores) + 1)],
            "share": [[p, [int(i) for i in SelectPercentile(fixed, percentile=p).fit(x, y).get_support(True)]] for p in [10, 25, 40, 50, 75, 100]]}


out = {"versions": {"scikit-learn": sklearn.__version__}, "classes": {n: of_classes(*t) for n, t in classes.items()},
       "values": {n: of_values(*t) for n, t in values.items()},
       "kept": [kept(s) for s in [[3, 1, 2, 2, 5], [1, 1, 1, 1], [0, np.nan, 2, 2, 1, 7], [4], rng.normal(size=12).round(3)]],
       "variance": [{"x": nums(x), "rows": len(x), "columns": x.shape[1], "variances": nums(VarianceThreshold().fit(x).variances_)}
                    for x in [constant, ties, wide]]}
json.dump(out, __import__("sys").stdout)
print()
