"""Unscrambled Sobol points of scipy, for tests/oracle/sobol.test.ts.

Run: python tests/oracle/scipy_sobol.py > tests/oracle/scipy/sobol.json
"""
import json

import numpy
import scipy
from scipy.stats import qmc

points = qmc.Sobol(d=200, scramble=False, bits=30).random(4096)
picked = [0, 1, 2, 3, 4, 5, 6, 7, 100, 511, 1023, 2048, 3001, 4095]
cases = [{"index": i, "point": points[i].tolist()} for i in picked]
print(json.dumps({"scipy": scipy.__version__, "numpy": numpy.__version__, "cases": cases}))
