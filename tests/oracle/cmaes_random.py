"""CMA-ES with and without margin on random populations in 2 to 8 dimensions, by the package `cmaes`, for cmaesRandom.test.ts.

Ranges that are not even steps of the axis (whole numbers on a log scale) are put into CMAwM by a subclass with the limits
that such a range has. Populations are drawn around the mean of the state at hand, so an error would grow.

Run: python tests/oracle/cmaes_random.py > tests/oracle/cmaes/random.json   (versions in requirements.txt)
"""
import json
import math

import cmaes
import numpy as np
from cmaes import CMA, CMAwM

from draws import Draws


class Uneven(CMAwM):
    """Discrete dimension i ends value k at limits[i][k], on an axis from 0 to 1."""

    def __init__(self, counts, limits, **kw):
        n = len(counts)
        bounds = np.array([[0.5 / k, 1 - 0.5 / k] if k else [0.0, 1.0] for k in counts])
        steps = np.array([1 / k if k else 0.0 for k in counts])
        self.ends = [np.array(x) for x, k in zip(limits, counts) if k]
        super().__init__(mean=np.full(n, 0.5), sigma=1 / 6, bounds=bounds, steps=steps, **kw)

    def _get_discrete_param_indices(self, values):
        return np.array([int(np.searchsorted(e, v)) for e, v in zip(self.ends, values)])

    def _get_discrete_param_limit_values(self, indices):
        return np.array([e[i] for e, i in zip(self.ends, indices)])


def state(c):
    return {"mean": c._mean.tolist(), "sigma": float(c._sigma), "covariance": c._C.ravel().tolist(),
            "sigmaPath": c._p_sigma.tolist(), "covariancePath": c._pc.tolist()}


def population(draws, c, lam, target):
    points = [np.array([m + c._sigma * draws.bell() for m in c._mean]) for _ in range(lam)]
    costs = [sum((i + 1) * (x - t) ** 2 for i, (x, t) in enumerate(zip(p, target))) for p in points]
    return list(zip(points, costs))


plain = []
for n in range(2, 9):
    for seed, lam in [(n, None), (50 + n, 2 * n + 5)]:
        draws = Draws(seed)
        c = CMA(mean=np.full(n, 0.5), sigma=1 / 6, population_size=lam)
        target = [draws.uniform() for _ in range(n)]
        after = []
        for g in range(15):
            c.tell(population(draws, c, c.population_size, target))
            if g in (0, 5, 14):
                after.append({"generation": g, **state(c)})
        plain.append({"n": n, "seed": seed, "lambda": c.population_size, "after": after})

KINDS = ["float", "int", "log", "reverse"]
margins = []
for n in range(2, 9):
    for seed in (100 + n, 200 + n, 300 + n):
        draws = Draws(seed)
        kinds, counts, limits = [], [], []
        for i in range(n):
            kind = KINDS[draws.below(4)] if i else "int"
            count = 2 + draws.below(30)
            start, length = math.log(0.5), math.log(count + 0.5) - math.log(0.5)
            log = [(math.log(k + 1.5) - start) / length for k in range(count - 1)]
            if kind == "float":
                limits.append([])
            elif kind == "int":
                limits.append([(k + 1) / count for k in range(count - 1)])
            else:
                limits.append(log if kind == "log" else [1 - x for x in reversed(log)])
            kinds.append(kind)
            counts.append(count)
        c = Uneven([0 if k == "float" else m for k, m in zip(kinds, counts)], limits)
        # Every third optimum lies on an end of its range.
        target = [[0.0, draws.uniform(), 1.0, draws.uniform(), draws.uniform(), draws.uniform()][draws.below(6)] for _ in range(n)]
        after = []
        moved = 0
        for g in range(25):
            c.tell(population(draws, c._cma, c.population_size, target))
            moved += int(np.any(c._A != 1))
            if g in (1, 10, 24):
                after.append({"generation": g, "stretch": c._A.tolist(), **state(c._cma)})
        assert moved > 0
        margins.append({"seed": seed, "kinds": kinds, "counts": counts, "margin": float(c.margin), "after": after})

print(json.dumps({"cmaes": cmaes.__version__, "numpy": np.__version__, "plain": plain, "margins": margins}, separators=(",", ":")))
