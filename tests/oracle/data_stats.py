"""Golden values of pandas, scipy and scikit-learn for tests/oracle/stats.test.ts.

Run: python tests/oracle/data_stats.py > tests/oracle/data/stats.json   (versions in requirements.txt)
Missing is null; NaN results are null too.
"""
import json
import math

import numpy as np
import pandas as pd
import scipy
import sklearn
from scipy import stats
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform
from sklearn.feature_selection import mutual_info_classif, mutual_info_regression
from sklearn.feature_selection._mutual_info import _compute_mi_cc, _compute_mi_cd
from sklearn.metrics import mutual_info_score

rng = np.random.default_rng(7)


def num(x):
    return None if x is None or (isinstance(x, float) and math.isnan(x)) else x


def nums(xs):
    return [num(float(x)) for x in xs]


def summary(values):
    s = pd.Series(values, dtype=float)
    # Far from zero pandas loses digits of skew and kurtosis; taking off a power of ten first is exact.
    shape = s - 1e9 if s.min() > 1e8 else s
    q = s.quantile([0.25, 0.5, 0.75])
    return {"values": nums(values), "count": int(s.count()), "missing": int(s.isna().sum()), "unique": int(s.nunique()),
            **{k: num(float(v)) for k, v in {"mean": s.mean(), "min": s.min(), "q1": q[0.25], "median": q[0.5],
               "q3": q[0.75], "max": s.max(), "sd": shape.std(), "skew": shape.skew(), "kurtosis": shape.kurt()}.items()}}


nan = float("nan")
describe = [summary(v) for v in [
    rng.normal(3, 2, 40).round(6), rng.lognormal(0, 1, 25).round(6), rng.integers(0, 4, 30).astype(float),
    np.array([1.5, nan, 2.5, nan, 9.0, -4.0]), np.array([7.25] * 6), np.array([0.1] * 10), np.array([1.0]),
    np.array([1.0, 2.0]), np.array([1.0, 5.0, 2.0]), np.array([nan, nan]), 1e9 + rng.normal(0, 1, 50).round(3),
]]


def categories(values):
    s = pd.Series(values, dtype=object)
    counts = s.value_counts(sort=False)
    return {"values": [v if isinstance(v, str) else None for v in values], "count": int(s.count()), "unique": int(s.nunique()),
            "freq": int(counts.max()), "entropy": float(stats.entropy(counts.to_numpy(), base=2))}


describeCategories = [categories(v) for v in [list("aabbbcd"), ["x"] * 4, ["p", None, "q", "q", None], [str(i) for i in range(9)],
                                              [chr(97 + i) for i in rng.integers(0, 6, 60)]]]


def pair(x, y):
    far = 1e8 if np.nanmin(x) > 1e7 else 0  # exact, as above
    f = pd.DataFrame({"x": x - far, "y": y - far})
    return {"x": nums(x), "y": nums(y), "pearson": num(float(f.corr().iloc[0, 1])), "spearman": num(float(f.corr("spearman").iloc[0, 1]))}


def holes(x, share):
    x = x.copy()
    x[rng.random(len(x)) < share] = nan
    return x


base = rng.normal(size=60).round(6)
pairs = [pair(x, y) for x, y in [
    (base, (base + rng.normal(size=60)).round(6)), (base, np.exp(2 * base).round(6)), (holes(base, 0.3), holes((-base).round(6), 0.3)),
    (rng.integers(0, 5, 50).astype(float), rng.integers(0, 3, 50).astype(float)), (holes(rng.integers(0, 5, 50).astype(float), 0.2), rng.normal(size=50).round(1)),
    (np.ones(8), np.arange(8.0)), (np.array([1.0, 2.0]), np.array([5.0, 3.0])), (np.array([1.0, nan]), np.array([5.0, 3.0])),
    (1e8 + base, 1e8 + base + rng.normal(size=60).round(6)),
]]


def table(a, b):
    m = (a >= 0) & (b >= 0)
    t = pd.crosstab(a[m], b[m]).to_numpy()
    n, (r, k) = t.sum(), t.shape
    chi2 = stats.chi2_contingency(t, correction=False).statistic
    if min(r, k) < 2:
        v = None
    else:
        phi2 = max(0, chi2 / n - (r - 1) * (k - 1) / (n - 1))
        v = math.sqrt(phi2 / (min(r - (r - 1) ** 2 / (n - 1), k - (k - 1) ** 2 / (n - 1)) - 1))
        v = min(1.0, v)
    return {"a": a.tolist(), "b": b.tolist(), "chi2": float(chi2), "v": v, "mi": float(mutual_info_score(a[m], b[m]))}


a = rng.integers(0, 4, 80)
tables = [table(x, y) for x, y in [
    (a, (a + (rng.random(80) < 0.3)) % 4), (a, rng.integers(0, 3, 80)), (a, a), (np.where(rng.random(80) < 0.2, -1, a), rng.integers(0, 2, 80)),
    (np.array([0, 0, 1, 1, 1]), np.array([0, 0, 1, 1, 0])), (np.zeros(6, int), np.arange(6) % 2),
]]


def ratio(codes, values):
    m = (codes >= 0) & ~np.isnan(values)
    groups = [values[m][codes[m] == c] for c in np.unique(codes[m])]
    n, k = int(m.sum()), len(groups)
    f = stats.f_oneway(*groups).statistic
    return {"codes": codes.tolist(), "values": nums(values), "eta": math.sqrt(f * (k - 1) / (f * (k - 1) + n - k))}


ratios = [ratio(c, v) for c, v in [
    (a, (a * 0.7 + rng.normal(size=80)).round(6)), (a, rng.normal(size=80).round(1)),
    (np.where(rng.random(80) < 0.1, -1, a), holes((a % 2 + rng.normal(size=80)).round(6), 0.2)), (np.array([0, 1, 0, 1, 1]), np.array([1.0, 2.0, 1.5, 4.0, 3.0])),
]]


def column(x):
    return np.asarray(x, float).reshape(-1, 1)


def cc(x, y):
    return {"x": nums(x), "y": nums(y), "mi": float(_compute_mi_cc(np.asarray(x, float), np.asarray(y, float), 3))}


def cd(x, c):
    return {"x": nums(x), "codes": c.tolist(), "mi": float(_compute_mi_cd(np.asarray(x, float), c, 3))}


n = 150
x = rng.normal(size=n)
c = rng.integers(0, 3, n)
alone = np.concatenate([c[:-1], [9]])
continuous = [cc(u, v) for u, v in [(x, x * x + 0.1 * rng.normal(size=n)), (x, rng.normal(size=n)), (x[:8], rng.normal(size=8)),
                                    (x.round(1), (x + rng.normal(size=n)).round(1)), (rng.integers(0, 4, n), x)]]
classes = [cd(u, v) for u, v in [(x + c, c), (x, c), (x, alone), ((x + c).round(1), c), (x[:6], np.array([0, 0, 1, 1, 1, 2]))]]
# The public functions scale and add noise of 1e-10 first; without ties that changes no neighbour.
public = {
    "x": nums(x), "y": nums(x * x + 0.1 * rng.normal(size=n)), "codes": c.tolist(),
}
public["regression"] = float(mutual_info_regression(column(x), np.array(public["y"]), random_state=0)[0])
public["classif"] = float(mutual_info_classif(column(x), c, random_state=0)[0])
public["discreteFeature"] = float(mutual_info_regression(c.reshape(-1, 1), np.array(public["y"]), discrete_features=True, random_state=0)[0])

m = np.corrcoef(np.vstack([base, base + 0.1 * rng.normal(size=60), rng.normal(size=60), base + 0.35 * rng.normal(size=60), rng.normal(size=60)]))
groups = []
for limit in [0.5, 0.9, 0.97]:
    d = 1 - np.abs(m)
    np.fill_diagonal(d, 0)
    labels = hierarchy.fcluster(hierarchy.linkage(squareform((d + d.T) / 2), "single"), 1 - limit, "distance")
    found = [np.flatnonzero(labels == g).tolist() for g in np.unique(labels)]
    groups.append({"limit": limit, "groups": sorted(g for g in found if len(g) > 1)})

print(json.dumps({"numpy": np.__version__, "pandas": pd.__version__, "scipy": scipy.__version__, "sklearn": sklearn.__version__,
                  "describe": describe, "describeCategories": describeCategories, "pairs": pairs, "tables": tables, "ratios": ratios,
                  "continuous": continuous, "classes": classes, "public": public, "matrix": m.ravel().tolist(), "groups": groups}))
