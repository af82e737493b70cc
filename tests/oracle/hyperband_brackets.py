"""Brackets of Hyperband for random least and most resource and factor, for tests/oracle/pruners.test.ts.

By the paper (Li et al. 2018, JMLR 18, algorithm 1) in whole numbers: s_max is the largest s with r eta^s <= R, bracket s starts
ceil((s_max + 1) eta^s / (s + 1)) configurations at R eta^-s. Optuna's HyperbandPruner counts by a floating logarithm; where it
loses a bracket by that (`optuna` false) only the paper's are compared.

Run: python tests/oracle/hyperband_brackets.py > tests/oracle/optuna/brackets.json
"""
import json
import warnings
from fractions import Fraction

import numpy as np
import optuna

warnings.filterwarnings("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
rng = np.random.default_rng(17)


def paper(least, most, eta):
    top = 0
    while least * eta ** (top + 1) <= most:
        top += 1
    sizes = []
    for s in range(top, -1, -1):
        n = Fraction((top + 1) * eta**s, s + 1)
        n = -(-n.numerator // n.denominator)
        # Of each rung: how many come there and where it is, n_i = floor(n eta^-i) and R eta^-(s - i).
        sizes.append({"n": n, "rungs": [n // eta**i for i in range(s + 1)], "at": [float(Fraction(most, eta ** (s - i))) for i in range(s + 1)]})
    return sizes


cases = []
# The last of these: exact powers.
pairs = [(int(rng.integers(1, 20)), int(rng.integers(1, 2000)), int(rng.integers(2, 9))) for _ in range(60)]
pairs += [(r, r * eta**k, eta) for r in (1, 2, 5) for eta in (2, 3, 4, 5, 7, 10) for k in range(0, 6)]
for least, most, eta in pairs:
    most = max(least, most)
    pruner = optuna.pruners.HyperbandPruner(least, most, eta)
    study = optuna.create_study(pruner=pruner, study_name="1")
    pruner._try_initialization(study)
    own = paper(least, most, eta)
    same = pruner._n_brackets == len(own)
    if same:
        assert pruner._trial_allocation_budgets == [one["n"] for one in own]
    cases.append({"least": least, "most": most, "eta": eta, "optuna": same, "power": least * eta ** (len(own) - 1) == most, "brackets": own})
print(json.dumps({"optuna": optuna.__version__, "cases": cases}, separators=(",", ":")))
