# Goldens for several objectives and limits from optuna 5.0.0: fronts, crowding, elite, hypervolume, subset, TPE's split,
# constrained log expected improvement's chance of feasibility.
# Run: python tests/oracle/optuna_pareto.py > tests/oracle/optuna/pareto.json
import json, warnings
import numpy as np, optuna, torch
from optuna._hypervolume import compute_hypervolume
from optuna._hypervolume.hssp import _solve_hssp
from optuna.samplers._tpe.sampler import _get_reference_point, _split_trials
from optuna.samplers.nsgaii._elite_population_selection_strategy import NSGAIIElitePopulationSelectionStrategy, _calc_crowding_distance
from optuna.study._multi_objective import _fast_non_domination_rank
from optuna.trial import TrialState, create_trial

warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
assert optuna.__version__ == "5.0.0"
rng = np.random.RandomState(7)


def points(n, m, ties):
    x = rng.rand(n, m)
    return np.round(x, 1) if ties else x


def trial(values, violations=None, state=TrialState.COMPLETE, steps=None):
    t = create_trial(values=values if state == TrialState.COMPLETE else None, state=state, intermediate_values=steps or {})
    if violations is not None:
        t.system_attrs["constraints"] = list(violations)
    return t


cases = []
for m in (2, 3, 4):
    for ties in (False, True):
        costs = points(40, m, ties)
        penalty = np.maximum(0, np.round(rng.randn(40), 1))
        reference = _get_reference_point(costs)
        front = np.flatnonzero(_fast_non_domination_rank(costs) == 0)
        half = max(1, len(front) // 2)
        trials = [trial(list(v)) for v in costs]
        for i, t in enumerate(trials):
            t.number = i
        crowd = _calc_crowding_distance(list(trials))
        study = optuna.create_study(directions=["minimize"] * m)
        elite = NSGAIIElitePopulationSelectionStrategy(population_size=15)(study, list(trials))
        cases.append(
            dict(
                costs=costs.tolist(),
                penalty=penalty.tolist(),
                ranks=_fast_non_domination_rank(costs).tolist(),
                constrained=_fast_non_domination_rank(costs, penalty=penalty).tolist(),
                reference=reference.tolist(),
                hypervolume=float(compute_hypervolume(costs, reference)),
                beyond=float(compute_hypervolume(costs[(costs <= 0.7).all(axis=1)], np.full(m, 0.7))),
                front=front.tolist(),
                subset=_solve_hssp(costs[front], front, half, reference).tolist(),
                crowding=[crowd[i] if np.isfinite(crowd[i]) else None for i in range(40)],
                elite=[t.number for t in elite],
            )
        )

splits = []
for m, directions in ((2, ["minimize", "maximize"]), (3, ["maximize", "minimize", "minimize"])):
    for count in (3, 7, 12, 34, 39):
        study = optuna.create_study(directions=directions)
        values = points(36, m, count == 7)
        trials = [trial(list(v)) for v in values]
        for i, t in enumerate(trials):
            t.number = i
        below, _ = _split_trials(study, trials, count)
        splits.append(dict(directions=directions, values=values.tolist(), count=count, good=[t.number for t in below]))

from optuna._gp.acqf import LogPI

z = [-40.0, -8.0, -2.0, 0.0, 1.5, 7.0]
print(json.dumps(dict(version=optuna.__version__, cases=cases, splits=splits, logPi=[[x, float(torch.special.log_ndtr(torch.tensor(x, dtype=torch.float64)))] for x in z])))
