"""Random sets of points with two to four costs for tests/oracle/frontsRandom.test.ts: ranks, crowding, hypervolume, elites and subsets.

By Optuna 5.0.0, and by pymoo 0.6.2 where it defines the same: ranks, hypervolumes, and crowding where no values are equal (it divides by the
number of costs). Sets with ties, repeated points, a cost that all share, infinite costs, and whole fronts.

Run: python tests/oracle/fronts_random.py > tests/oracle/pymoo/fronts.json   (versions in requirements.txt)
"""

import json
import warnings

import numpy
import optuna
import pymoo
from optuna._hypervolume import compute_hypervolume
from optuna._hypervolume.hssp import _solve_hssp
from optuna.samplers._tpe.sampler import _get_reference_point, _split_trials
from optuna.samplers.nsgaii._elite_population_selection_strategy import (NSGAIIElitePopulationSelectionStrategy,
                                                                         _calc_crowding_distance)
from optuna.study._multi_objective import _fast_non_domination_rank
from optuna.trial import create_trial
from pymoo.indicators.hv import HV
from pymoo.operators.survival.rank_and_crowding.metrics import calc_crowding_distance
from pymoo.util.nds.non_dominated_sorting import NonDominatedSorting

warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
rng = numpy.random.default_rng(29)


def points(kind, n, m):
    x = numpy.round(rng.uniform(-1, 2, size=(n, m)), 3)
    if kind == "ties":
        return rng.integers(-2, 3, size=(n, m)).astype(float)
    if kind == "repeated":
        return x[rng.integers(0, max(1, n // 3), size=n)]
    if kind == "shared":
        x[:, rng.integers(m)] = 0.5
    if kind == "front":
        x = rng.exponential(size=(n, m))
        x = numpy.round(x / x.sum(axis=1, keepdims=True), 3)
    if kind == "infinite":
        x[rng.uniform(size=x.shape) < 0.15] = numpy.inf
        x[rng.uniform(size=x.shape) < 0.05] = -numpy.inf
    return x


def plain(x):
    x = float(x)
    return x if numpy.isfinite(x) else ("inf" if x > 0 else "-inf")


def rows(x):
    return [[plain(v) for v in row] for row in x]


def trials_of(values, violations=None):
    trials = []
    for i, v in enumerate(values):
        attrs = {} if violations is None else {"constraints": [float(violations[i])]}
        t = create_trial(values=[float(x) for x in v], system_attrs=attrs)
        t.number = i
        trials.append(t)
    return trials


def case(kind, n, m):
    costs = points(kind, n, m)
    directions = [["minimize", "maximize"][k] for k in rng.integers(0, 2, size=m)]
    values = costs * [-1 if d == "maximize" else 1 for d in directions]
    finite = bool(numpy.isfinite(costs).all())
    ranks = _fast_non_domination_rank(costs)
    penalty = numpy.maximum(0, numpy.round(rng.normal(size=n), 1))
    # It breaks down on infinite costs.
    theirs = NonDominatedSorting().do(costs, return_rank=True)[1] if finite else ranks
    assert (ranks == theirs).all()
    crowd = _calc_crowding_distance(trials_of(costs))
    crowd = [crowd[i] for i in range(n)]
    if n > 2 and all(len(set(column)) == n for column in costs.T) and finite:
        own = calc_crowding_distance(costs) * m
        assert numpy.allclose(own, crowd, rtol=1e-12, equal_nan=True)
    count = int(rng.integers(2, max(3, n)))
    study = optuna.create_study(directions=directions)
    select = NSGAIIElitePopulationSelectionStrategy(population_size=count)
    out = {"costs": rows(costs), "directions": directions, "ranks": ranks.tolist(), "penalty": penalty.tolist(),
           "constrained": _fast_non_domination_rank(costs, penalty=penalty).tolist(), "crowding": [plain(c) for c in crowd],
           "count": count, "elite": [t.number for t in select(study, trials_of(values))]}
    few = min(count, n - 1)
    if few >= 1:
        below, _ = _split_trials(study, trials_of(values), few)
        out["good"] = [t.number for t in below]
    if finite:
        reference = _get_reference_point(costs)
        volume = compute_hypervolume(costs, reference)
        assert abs(HV(ref_point=reference)(costs) - volume) <= 1e-12 * max(1, volume)
        out |= {"reference": reference.tolist(), "hypervolume": float(volume)}
        middle = numpy.full(m, 0.4)
        # Optuna wants every point inside.
        out["within"] = float(HV(ref_point=middle)(costs))
        inside = costs[(costs <= middle).all(axis=1)]
        assert len(inside) == 0 or abs(compute_hypervolume(inside, middle) - out["within"]) <= 1e-12
        front = numpy.flatnonzero(ranks == 0)
        half = max(1, len(front) // 2)
        out["subset"] = _solve_hssp(costs[front], front, half, reference).tolist()
    return out


cases = []
for m in (2, 3, 4):
    for kind in ("plain", "ties", "repeated", "shared", "front", "infinite"):
        for n in (1, 2, 3, 5, 9, 16, 26):
            cases.append({"kind": kind, **case(kind, n, m)})
print(json.dumps({"versions": {"optuna": optuna.__version__, "pymoo": pymoo.__version__, "numpy": numpy.__version__}, "cases": cases},
                 separators=(",", ":")))
