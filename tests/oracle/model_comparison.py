"""Intervals and paired tests: python tests/oracle/model_comparison.py > tests/oracle/scipy/comparison.json"""

import json

import numpy as np
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar

rng = np.random.default_rng(11)
out = {"t": [], "quantile": [], "corrected": [], "wilcoxon": [], "mcnemar": []}
for df in [1, 2, 3, 4, 9, 29, 99]:
    for t in [0.1, 0.7, 2.5, 12.0]:
        out["t"].append({"t": t, "df": df, "p": float(2 * stats.t.sf(t, df))})
    out["quantile"].append({"level": 0.95, "df": df, "t": float(stats.t.ppf(0.975, df))})
for n, ratio in [(5, 0.25), (10, 1 / 9), (30, 0.5)]:
    d = rng.normal(0.02, 0.05, n)
    stat = d.mean() / np.sqrt((1 / n + ratio) * d.var(ddof=1))
    half = stats.t.ppf(0.975, n - 1) * np.sqrt((1 / n + ratio) * d.var(ddof=1))
    plain = stats.t.ppf(0.975, n - 1) * stats.sem(d)
    out["corrected"].append({"d": d.tolist(), "ratio": ratio, "statistic": float(stat), "p": float(2 * stats.t.sf(abs(stat), n - 1)), "half": float(half), "plain": float(plain)})
for n, step in [(1, 0), (5, 0), (10, 0), (20, 0), (50, 0), (10, 0.5), (12, 1.0), (60, 0), (80, 0.5)]:
    d = rng.normal(0.3, 1, n)
    if step:
        d = np.round(d / step) * step
    r = stats.wilcoxon(d)
    out["wilcoxon"].append({"d": d.tolist(), "statistic": float(r.statistic), "p": float(r.pvalue)})
for b, c in [(0, 1), (3, 3), (5, 12), (1, 9), (40, 61), (400, 450)]:
    table = [[0, b], [c, 0]]
    e = mcnemar(table, exact=True)
    k = mcnemar(table, exact=False, correction=True)
    out["mcnemar"].append({"b": b, "c": c, "statistic": float(e.statistic), "p": float(e.pvalue), "chi2": float(k.statistic), "pChi2": float(k.pvalue)})
print(json.dumps(out))
