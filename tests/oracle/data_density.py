"""Golden values of scipy's gaussian_kde and matplotlib's boxplot_stats for tests/oracle/density.test.ts.

Run: python tests/oracle/data_density.py > tests/oracle/data/density.json   (versions in requirements.txt)
"""
import json

import numpy as np
from matplotlib.cbook import boxplot_stats
from scipy.stats import gaussian_kde

rng = np.random.default_rng(11)
samples = {
    "normal": rng.normal(3, 2, 60).round(4),
    "skewed": rng.lognormal(0, 1, 80).round(4),
    "two humps": np.concatenate([rng.normal(-4, 0.5, 30), rng.normal(4, 1, 20)]).round(4),
    "ties": rng.integers(0, 5, 50).astype(float),
    "two values": np.array([1.0, 4.0]),
    "far from zero": (1.7e12 + 1e6 * rng.normal(size=40)).round(0),
    "many": rng.normal(size=6000).round(3),
}
kde, boxes = [], []
for name, values in samples.items():
    for rule in ["scott", "silverman"]:
        if name == "many" and rule == "silverman":
            continue
        k = gaussian_kde(values, rule)
        h = float(np.sqrt(k.covariance[0, 0]))
        x = np.linspace(values.min() - 3 * h, values.max() + 3 * h, 21)
        kde.append({"name": name, "rule": rule, "values": values.tolist(), "bandwidth": h, "low": float(x[0]),
                    "high": float(x[-1]), "y": k(x).tolist()})
for name, values in {**samples, "one": np.array([5.0]), "far outlier": np.array([1, 2, 2, 3, 3, 3, 4, 50, -30.0]),
                     "whisker at the box": np.array([0.0, 0, 0, 0, 10, 10, 10, 1000])}.items():
    if name == "many":
        continue
    s = boxplot_stats(values)[0]
    boxes.append({"name": name, "values": values.tolist(), "mean": float(s["mean"]), "q1": float(s["q1"]), "median": float(s["med"]),
                  "q3": float(s["q3"]), "low": float(s["whislo"]), "high": float(s["whishi"]),
                  "outliers": sorted(float(v) for v in s["fliers"])})
print(json.dumps({"kde": kde, "boxes": boxes}))
