"""Mann-Whitney tests for mannWhitney.test.ts: python scipy_mann_whitney.py > scipy/mannWhitney.json (requirements.txt)."""
import json

import numpy as np
import scipy
from scipy.stats import mannwhitneyu

rng = np.random.default_rng(7)
cases = []
for m, n, levels, shift in [
    (1, 1, 0, 0), (1, 5, 0, 1), (5, 5, 0, 9), (5, 5, 0, 0.5), (3, 12, 0, -0.7), (8, 8, 0, 0), (8, 30, 0, 1), (30, 8, 0, -2), (9, 9, 0, 0.3),
    (30, 30, 0, 0), (30, 30, 0, 3), (30, 30, 0, -8), (12, 20, 4, 0), (5, 5, 3, 1), (6, 7, 2, 0), (40, 25, 6, 2), (4, 4, 1, 0),
]:
    a, b = rng.normal(size=m) + shift, rng.normal(size=n)
    if levels:
        a, b = np.clip(np.round(a), 0, levels - 1), np.clip(np.round(b), 0, levels - 1)
    a, b = a.round(4), b.round(4)
    larger = mannwhitneyu(a, b, alternative="greater").pvalue
    different = mannwhitneyu(a, b).pvalue
    cases.append({"a": a.tolist(), "b": b.tolist(), "larger": float(larger), "different": float(different)})
print(json.dumps({"scipy": scipy.__version__, "cases": cases}, separators=(",", ":")))
