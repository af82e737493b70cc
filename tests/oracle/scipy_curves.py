"""Golden fits of learning-curve families and p values of Wilcoxon's test, for tests/oracle/extrapolation.test.ts.

Curves with noise; per family the least weighted sum of squares that scipy.optimize.least_squares (method lm) finds from
the true parameters and from disturbed ones, and the value at epoch 60 of that fit.

Run: python tests/oracle/scipy_curves.py > tests/oracle/scipy/curves.json   (versions in requirements.txt)
"""
import json
import warnings

import numpy as np
import scipy
from scipy.optimize import least_squares
from scipy.stats import wilcoxon

warnings.filterwarnings("ignore")
rng = np.random.default_rng(11)

sigmoid = lambda z: 1 / (1 + np.exp(-z))
# Parametrised as in core/extrapolation/families.ts.
families = {
    "pow3": (lambda x, p: p[0] - p[1] * x ** -np.exp(p[2]), [0.9, 0.6, -0.7]),
    "pow4": (lambda x, p: p[0] - p[1] * ((x + np.exp(p[2])) / np.exp(p[2])) ** -np.exp(p[3]), [0.9, 0.7, 0.8, 0.1]),
    "mmf": (lambda x, p: p[0] - p[1] * sigmoid(-np.exp(p[3]) * (p[2] + np.log(x))), [0.85, 0.65, -2.2, 0.5]),
    "weibull": (lambda x, p: p[0] - p[1] * np.exp(-np.exp(np.exp(p[3]) * (p[2] + np.log(x)))), [0.8, 0.6, -2.0, 0.2]),
    "ilog2": (lambda x, p: p[0] - p[1] / np.log(x + 1), [0.9, 0.5]),
    "hill": (lambda x, p: p[0] * sigmoid(np.exp(p[2]) * (np.log(x) - p[1])), [0.9, 1.2, 0.1]),
    "vap": (lambda x, p: np.exp(p[0] + p[1] / x + p[2] * np.log(x)), [-0.4, -0.8, 0.05]),
    "loglog": (lambda x, p: np.log(p[0] * np.log(x) + p[1]), [0.25, 1.4]),
}

fits = []
for name, (f, true) in families.items():
    for n in (12, 30):
        x = np.arange(1, n + 1.0)
        y = f(x, np.array(true)) + rng.normal(size=n) * 0.01
        w = 10 ** (np.arange(1, n + 1) / n)
        w /= w.mean()
        best = None
        for k in range(20):
            start = np.array(true) + (rng.normal(size=len(true)) * 0.15 if k else 0)
            r = least_squares(lambda p: np.sqrt(w) * (y - f(x, p)), start, method="lm", xtol=1e-14, ftol=1e-14)
            if np.isfinite(r.cost) and (best is None or r.cost < best.cost):
                best = r
        fits.append({"family": name, "y": y.tolist(), "rss": 2 * best.cost, "at60": float(f(60.0, best.x))})

tests = []
for n in (1, 2, 5, 9, 13, 14, 20, 50, 60):
    for decimals in (9, 1):
        d = np.round(rng.normal(0.3, 1, size=n), decimals)
        p = wilcoxon(d, alternative="greater", zero_method="zsplit").pvalue
        tests.append({"d": d.tolist(), "p": float(p)})
tests.append({"d": [0.0] * 5, "p": float(wilcoxon([0.0] * 5, alternative="greater", zero_method="zsplit").pvalue)})

print(json.dumps({"scipy": scipy.__version__, "fits": fits, "wilcoxon": tests}, separators=(",", ":")))
