"""Folds of scikit-learn where no chance is involved: python tests/oracle/sklearn_folds.py > tests/oracle/sklearn/folds.json"""

import json
import warnings

import numpy as np
from sklearn.model_selection import GroupKFold, KFold, StratifiedKFold, TimeSeriesSplit

warnings.simplefilter("ignore")


def fold_of(splitter, n, y=None, groups=None):
    folds = np.full(n, -1)
    for i, (_, test) in enumerate(splitter.split(np.zeros((n, 1)), y, groups)):
        folds[test] = i
    return folds.tolist()


rng = np.random.default_rng(7)
out = {"kfold": [], "stratified": [], "grouped": [], "time": [], "shuffledGroups": []}
for n, k in [(10, 2), (10, 3), (11, 5), (5, 5), (103, 10)]:
    out["kfold"].append({"n": n, "k": k, "foldOf": fold_of(KFold(k), n)})
    if k + 1 <= n:
        out["time"].append({"n": n, "k": k, "foldOf": fold_of(TimeSeriesSplit(k), n)})
for n, k, classes in [(12, 3, 2), (30, 5, 3), (97, 4, 5), (60, 10, 2)]:
    y = rng.integers(0, classes, n)
    while np.bincount(y, minlength=classes).min() < k:
        y = rng.integers(0, classes, n)
    out["stratified"].append({"k": k, "labels": y.tolist(), "foldOf": fold_of(StratifiedKFold(k), n, y)})
for n, k, groups in [(12, 3, 4), (40, 3, 9), (200, 5, 23), (50, 4, 4)]:
    g = rng.integers(0, groups, n)
    present, g = np.unique(g, return_inverse=True)
    out["grouped"].append({"k": k, "groups": len(present), "groupOf": g.tolist(), "foldOf": fold_of(GroupKFold(k), n, None, g)})
    order = np.random.RandomState(3).permutation(np.arange(len(present)))
    folds = fold_of(GroupKFold(k, shuffle=True, random_state=3), n, None, g)
    out["shuffledGroups"].append({"k": k, "order": order.tolist(), "groupOf": g.tolist(), "foldOf": folds})
print(json.dumps(out))
