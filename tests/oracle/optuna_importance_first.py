"""Golden first three parameters by fANOVA of Optuna, for tests/oracle/importanceOptuna.test.ts.

Run: python tests/oracle/optuna_importance_first.py > tests/oracle/optuna/importanceFirst.json   (optuna 5.0.0, scikit-learn)

Studies over spaces drawn by lot (numbers, log, steps, whole numbers, choices of two to six, switches, conditions within
conditions), with effects, products of two, noise, and trials that were pruned or failed. Kept are those on which all 20
forests of Optuna, each of another seed, name the same three parameters first; `order`: also in this order. Takes a few minutes.
"""
import json
import sys
import warnings

import numpy as np
import optuna
import sklearn
from optuna_domains import C, F, I, domain, draw

warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
FORESTS = 20
STUDIES = 9


def drawn_domain(rng):
    kind = rng.choice(["float", "log", "step", "int", "logint", "evens", "choice", "bool"])
    if kind == "float":
        low = float(rng.integers(-5, 5))
        return F(low, low + float(rng.integers(1, 9)))
    if kind == "log":
        low = 10.0 ** -int(rng.integers(2, 7))
        return F(low, low * 10.0 ** int(rng.integers(2, 6)), log=True)
    if kind == "step":
        return F(0.0, 0.25 * int(rng.integers(2, 9)), step=0.25)
    if kind == "int":
        return I(int(rng.integers(0, 3)), int(rng.integers(4, 40)))
    if kind == "logint":
        return I(int(rng.integers(1, 9)), int(rng.integers(64, 2000)), log=True)
    if kind == "evens":
        return I(2, 2 * int(rng.integers(3, 30)), step=2)
    if kind == "bool":
        return C([False, True])
    return C(["abcdef"[i] for i in range(rng.integers(2, 7))])


def place(d, value):
    """Where a value stands in its range, 0 to 1."""
    if isinstance(d, C):
        return d.choices.index(value) / (len(d.choices) - 1)
    if d.log:
        return np.log(value / d.low) / np.log(d.high / d.low)
    return (value - d.low) / (d.high - d.low)


def study_of(seed):
    rng = np.random.default_rng(1000 + seed)
    count = int(rng.integers(4, 10))
    space = [(f"p{i}", drawn_domain(rng), None) for i in range(count)]
    choices = [(n, d) for n, d, _ in space if isinstance(d, C)]
    # Up to three settings under a condition, one of them perhaps under another's.
    for i in range(int(rng.integers(0, 4))):
        if not choices:
            break
        name, parent = choices[rng.integers(len(choices))]
        some = rng.permutation(len(parent.choices))[: rng.integers(1, len(parent.choices))]
        child = drawn_domain(rng)
        space.append((f"c{i}", child, (name, [parent.choices[k] for k in sorted(some)])))
        if isinstance(child, C):
            choices.append((f"c{i}", child))
    # Three matter more than the rest, all by what every trial has; the others ever less.
    ranked = [space[i][0] for i in rng.permutation(count)] + [n for n, _, when in space if when]
    effects = {n: float(1.6 ** -j if j < 3 else 0.12 * 0.8**j) for j, n in enumerate(ranked)}
    shapes = {n: rng.choice(["line", "bowl", "wave"]) for n, _, _ in space}
    pair = list(rng.permutation(count)[:2])
    noise = float(rng.choice([0.0, 0.02, 0.1, 0.2]))
    study = optuna.create_study(direction="maximize" if seed % 2 else "minimize")
    trials = []
    for _ in range(int(rng.integers(50, 90))):
        params, dists, value = {}, {}, float(rng.normal(0, noise))
        at = {}
        for name, d, when in space:
            if when and params.get(when[0]) not in when[1]:
                continue
            params[name], dists[name] = draw(rng, d, 4), d
            u = at[name] = place(d, params[name])
            shape = shapes[name]
            value += effects[name] * (u if shape == "line" else 4 * (u - 0.4) ** 2 if shape == "bowl" else np.sin(5 * u))
        value += 0.15 * at[f"p{pair[0]}"] * at[f"p{pair[1]}"]
        luck = rng.uniform()
        value = float(f"{value:.4g}")
        state = "d" if luck > 0.25 else "p" if luck > 0.07 else "f"
        values = [params.get(n) for n, _, _ in space]
        if state == "d":
            study.add_trial(optuna.trial.create_trial(params=params, distributions=dists, value=value))
            trials.append([values, value])
        else:
            # A pruned trial has a value of its own, far from the others: nothing may read it.
            far = -50.0 if study.direction.name == "MINIMIZE" else 50.0
            more = {"value": far, "intermediate_values": {1: far}} if state == "p" else {}
            pruned = optuna.trial.TrialState.PRUNED if state == "p" else optuna.trial.TrialState.FAIL
            study.add_trial(optuna.trial.create_trial(state=pruned, params=params, distributions=dists, **more))
            trials.append([values, far if state == "p" else None, state])
    firsts = []
    for forest in range(FORESTS):
        evaluator = optuna.importance.FanovaImportanceEvaluator(seed=forest)
        one = optuna.importance.get_param_importances(study, evaluator=evaluator, normalize=False)
        firsts.append(sorted(one, key=one.get, reverse=True)[:3])
        if len(one) < 4 or set(firsts[-1]) != set(firsts[0]):
            return None
    return {
        "seed": seed, "direction": study.direction.name.lower(),
        "space": [{"path": n, "domain": domain(d), **({"when": {"path": w[0], "in": w[1]}} if w else {})} for n, d, w in space],
        "trials": trials, "first": firsts[0], "order": all(one == firsts[0] for one in firsts),
    }


kept, seed = [], 0
while len(kept) < STUDIES:
    found = study_of(seed)
    print(seed, "disagree" if found is None else "order" if found["order"] else "set", file=sys.stderr, flush=True)
    kept += [found] if found else []
    seed += 1
rows = ",\n".join(json.dumps(one, separators=(",", ":")) for one in kept)
print(f'{{"optuna":"{optuna.__version__}","scikit-learn":"{sklearn.__version__}","numpy":"{np.__version__}","drawn":{seed},"studies":[\n{rows}\n]}}')
