"""Golden parameter importances of Optuna, for tests/oracle/importanceOptuna.test.ts.

Run: python tests/oracle/optuna_importance.py > tests/oracle/optuna/importance.json   (optuna 5.0.0, scikit-learn)

Frozen studies (linear and log numbers, whole numbers, steps, choices, conditionals) and the PED-ANOVA and fANOVA
importances Optuna gives them: fANOVA with 20 forests, by parameter the mean and the standard deviation, and which
parameters come first, for Optuna does not always agree with itself. Single regression trees with the variances of
their marginals, choices as one-hot columns. Takes about four minutes.
"""
import json
import warnings
from collections import Counter

import numpy as np
import optuna
import sklearn
from optuna.importance._fanova._tree import _FanovaTree
from optuna_domains import C, F, I, domain, draw
from sklearn.tree import DecisionTreeRegressor

warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
FORESTS = 20


def frozen(seed, flat):
    rng = np.random.default_rng(seed)
    space = [("x", F(-2, 3), None), ("n", I(1, 9), None), ("kind", C(["a", "b", "c"]), None), ("y", F(0, 1), None)]
    if not flat:
        space += [("rate", F(1e-5, 1e-1, log=True), None), ("units", I(4, 512, log=True), None),
                  ("step", F(0.1, 0.7, step=0.2), None), ("even", I(2, 100, step=2), None), ("flag", C([False, True]), None),
                  ("inner", F(0, 5), ("kind", ["b", "c"])), ("deep", I(1, 4), ("flag", [True]))]
    strength = rng.permutation([8.0, 4.0, 1.0, 0.2] + ([] if flat else [0.6, 3.0, 0.1, 0.0, 2.0, 1.5, 0.4]))
    count = int(rng.integers(60, 90)) if flat else int(rng.integers(50, 110))
    study = optuna.create_study(direction="maximize" if seed % 2 else "minimize")
    trials = []
    for _ in range(count):
        params, dists, value = {}, {}, float(rng.normal(0, 0.3))
        for (name, d, when), k in zip(space, strength):
            if when and params.get(when[0]) not in when[1]:
                continue
            params[name], dists[name] = draw(rng, d, 6), d
            if isinstance(d, C):
                value += k * d.choices.index(params[name]) / (len(d.choices) - 1)
            else:
                at = (np.log(params[name] / d.low) / np.log(d.high / d.low)) if d.log else (params[name] - d.low) / (d.high - d.low)
                value += k * 4 * (at - 0.4) ** 2
        value = float(f"{value:.5g}") if seed % 5 else float(round(value))
        study.add_trial(optuna.trial.create_trial(params=params, distributions=dists, value=value))
        trials.append([params, value])
    ped = optuna.importance.get_param_importances(study, evaluator=optuna.importance.PedAnovaImportanceEvaluator())
    fan = [optuna.importance.get_param_importances(
        study, evaluator=optuna.importance.FanovaImportanceEvaluator(seed=forest), normalize=False)
        for forest in range(FORESTS)]
    firsts = Counter(tuple(sorted(one, key=one.get, reverse=True)[:3]) for one in fan)
    shares = {name: [one[name] for one in fan] for name in sorted(fan[0])}
    names = [name for name, _, _ in space]
    return {
        "direction": study.direction.name.lower(),
        "space": [{"path": n, "domain": domain(d), **({"when": {"path": w[0], "in": w[1]}} if w else {})} for n, d, w in space],
        "trials": [[[p.get(n) for n in names], v] for p, v in trials],
        "pedAnova": ped, "fanova": {n: [float(f"{np.mean(v):.6g}"), float(f"{np.std(v, ddof=1):.6g}")] for n, v in shares.items()},
        "firsts": [[list(first), count] for first, count in firsts.most_common()],
    }


def tree(seed):
    rng = np.random.default_rng(seed)
    bounds = np.array([[0.0, 1.0], [-3.0, 5.0], [10.0, 20.0], [0.0, 1.0]])
    x = np.round(rng.uniform(bounds[:, 0], bounds[:, 1], (40, 4)), 4)
    y = np.round(np.sin(5 * x[:, 0]) + x[:, 1] * (x[:, 2] > 14) + rng.normal(0, 0.2, 40), 4)
    fit = DecisionTreeRegressor(max_depth=64 if seed % 2 else 4, random_state=seed).fit(x, y).tree_
    other = _FanovaTree(fit, bounds)
    return {
        "bounds": bounds.tolist(), "feature": fit.feature.tolist(), "threshold": fit.threshold.tolist(),
        "left": fit.children_left.tolist(), "right": fit.children_right.tolist(),
        "value": fit.value.reshape(-1).tolist(), "variance": float(other.variance),
        "marginals": [float(other.get_marginal_variance(np.array([f]))) for f in range(4)],
    }


def hot_tree(seed):
    """A number and a choice of four: the columns of the choice are 1 to 4."""
    rng = np.random.default_rng(seed)
    bounds = np.array([[0.0, 1.0]] * 5)
    choice = rng.integers(4, size=60)
    x = np.column_stack([np.round(rng.uniform(size=60), 4), np.eye(4)[choice]])
    y = np.round(np.array([0.0, 2.0, 1.0, -1.0])[choice] * (1 + x[:, 0]) + rng.normal(0, 0.2, 60), 4)
    fit = DecisionTreeRegressor(max_depth=6, random_state=seed).fit(x, y).tree_
    other = _FanovaTree(fit, bounds)
    return {
        "feature": fit.feature.tolist(), "threshold": fit.threshold.tolist(), "left": fit.children_left.tolist(),
        "right": fit.children_right.tolist(), "value": fit.value.reshape(-1).tolist(), "variance": float(other.variance),
        "marginals": [float(other.get_marginal_variance(np.array(f))) for f in ([0], [1, 2, 3, 4])],
    }


print(json.dumps({
    "optuna": optuna.__version__, "scikit-learn": sklearn.__version__, "numpy": np.__version__,
    "studies": [frozen(seed, seed >= 10) for seed in range(20)],
    "trees": [tree(seed) for seed in range(3)],
    "hotTrees": [hot_tree(seed) for seed in range(3)],
}))
