# Rank correlations by scipy.stats, with ties. Writes tests/oracle/scipy/kendall.json.
import json
import pathlib
import numpy as np
from scipy import stats

rng = np.random.default_rng(3)
cases = []
for n, levels in ((5, 100), (12, 4), (30, 1000), (40, 3)):
    x = rng.integers(0, levels, n)
    y = np.where(rng.random(n) < 0.6, x, rng.integers(0, levels, n))
    cases.append({"x": x.tolist(), "y": y.tolist(), "tau": float(stats.kendalltau(x, y).statistic),
                  "rho": float(stats.spearmanr(x, y).statistic)})
out = pathlib.Path(__file__).parent / "scipy" / "kendall.json"
out.write_text(json.dumps(cases) + "\n")
