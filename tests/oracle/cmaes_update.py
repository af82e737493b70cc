"""Golden values of the package `cmaes` for tests/oracle/cmaes.test.ts: constants, updates, margin correction.

Run: python tests/oracle/cmaes_update.py > tests/oracle/cmaes/update.json   (versions in requirements.txt)
"""
import json

import cmaes
import numpy
import scipy
from cmaes import CMA, CMAwM
from scipy import stats

rng = numpy.random.default_rng(7)


def plain(array):
    return numpy.asarray(array, dtype=float).tolist()


def state(cma):
    return {"mean": plain(cma._mean), "sigma": float(cma._sigma), "covariance": plain(cma._C.ravel()),
            "sigmaPath": plain(cma._p_sigma), "covariancePath": plain(cma._pc)}


constants = []
for n, population in [(1, None), (2, None), (6, None), (6, 20), (11, None), (40, None), (3, 7)]:
    c = CMA(mean=numpy.zeros(n), sigma=1.0, population_size=population)
    constants.append({"n": n, "lambda": c._popsize, "mu": c._mu, "muEff": float(c._mu_eff), "c1": float(c._c1),
                      "cMu": float(c._cmu), "cSigma": float(c._c_sigma), "dSigma": float(c._d_sigma), "cC": float(c._cc),
                      "chiN": float(c._chi_n), "weights": plain(c._weights)})

updates = []
for n, generations, scale in [(1, 4, 1.0), (2, 6, 1.0), (5, 12, 1.0), (4, 3, 30.0)]:
    c = CMA(mean=numpy.full(n, 0.5), sigma=1 / 6)
    steps = []
    for _ in range(generations):
        points = 0.5 + scale * rng.normal(size=(c.population_size, n)) * c._sigma
        points[:, 0] += 0.2 * c._sigma
        order = [(x, float(((x - 0.3) * numpy.arange(1, n + 1)) @ (x - 0.3))) for x in points]
        c.tell(order)
        steps.append({"points": [plain(x) for x, _ in sorted(order, key=lambda s: s[1])], "after": state(c)})
    updates.append({"n": n, "steps": steps})

margins = []
for counts, generations, pull in [([0, 5, 2], 14, 0.2), ([9, 3, 0, 17], 25, 0.9), ([2], 6, 0.5), ([4, 4], 20, 0.45)]:
    n = len(counts)
    bounds = numpy.array([[0.5 / k, 1 - 0.5 / k] if k else [0.0, 1.0] for k in counts])
    steps = numpy.array([1 / k if k else 0.0 for k in counts])
    c = CMAwM(mean=numpy.full(n, 0.5), sigma=1 / 6, bounds=bounds, steps=steps)
    after = []
    for _ in range(generations):
        points = [c._cma._mean + c._cma._sigma * numpy.linalg.cholesky(c._cma._C) @ rng.normal(size=n)
                  for _ in range(c.population_size)]
        draws = numpy.array(points)
        read = draws.copy()
        read[:, c._discrete_idx] = [c._encode_discrete_params(x[c._discrete_idx]) for x in draws]
        solutions = [(x.copy(), float(numpy.sum((e - pull) ** 2))) for x, e in zip(draws, read)]
        c.tell(solutions)
        after.append({"points": [plain(x) for x, _ in solutions], "draws": [plain(x) for x in draws],
                      "read": [plain(x) for x in read], "stretch": plain(c._A), "after": state(c._cma)})
    margins.append({"counts": counts, "margin": float(c.margin), "steps": after})

p = [1e-300, 1e-20, 1e-10, 1e-5, 0.01, 0.07, 0.0749, 0.0751, 0.3, 0.5, 0.6, 0.925, 0.93, 0.999, 1 - 1e-12]
symmetric = []
for n in [1, 2, 3, 8, 20]:
    m = rng.normal(size=(n, n)) * 10.0 ** rng.integers(-3, 3, n)
    m = m @ m.T if n != 8 else m + m.T
    symmetric.append({"n": n, "matrix": plain(m.ravel()), "values": plain(numpy.linalg.eigvalsh(m))})

print(json.dumps({"cmaes": cmaes.__version__, "numpy": numpy.__version__, "scipy": scipy.__version__,
                  "constants": constants, "updates": updates, "margins": margins,
                  "quantile": [[x, float(stats.norm.ppf(x))] for x in p], "symmetric": symmetric}))
