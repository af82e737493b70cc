"""Golden values of the Kruskal-Wallis H of scipy, for tests/oracle/importance.test.ts.

Run: python tests/oracle/scipy_kruskal.py > tests/oracle/scipy/kruskal.json   (versions in requirements.txt)
"""
import json

import numpy
import scipy
from scipy import stats

rng = numpy.random.default_rng(20)
cases = []
for n, k, effect, decimals in [(12, 2, 0.0, 6), (30, 3, 1.0, 6), (50, 4, 0.3, 1), (200, 8, 2.0, 6), (40, 2, 5.0, 0), (25, 5, 0.0, 0)]:
    groups = numpy.concatenate([numpy.arange(k), rng.integers(0, k, n - k)])
    values = numpy.round(rng.normal(size=n) + effect * groups, decimals)
    h = stats.kruskal(*[values[groups == g] for g in range(k)]).statistic
    cases.append({"groups": groups.tolist(), "values": values.tolist(), "h": float(h)})
print(json.dumps({"scipy": scipy.__version__, "numpy": numpy.__version__, "cases": cases}))
