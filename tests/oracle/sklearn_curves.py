"""Sizes of learning curves and Holm's correction: python tests/oracle/sklearn_curves.py > tests/oracle/sklearn/curves.json"""

import json

import numpy as np
from sklearn.model_selection import KFold, learning_curve, validation_curve
from sklearn.neighbors import KNeighborsRegressor
from statsmodels.stats.multitest import multipletests

rng = np.random.default_rng(5)
out = {"sizes": [], "scores": None, "holm": []}
for n in [23, 60, 101, 150]:
    # Without classes scikit-learn trains on the first rows of each fold, as many as it reports.
    shares = [0.1, 0.29, 0.325, 0.55, 0.7, 0.775, 1.0]
    X, y = rng.normal(size=(n, 2)), rng.normal(size=n)
    absolute, _, _ = learning_curve(KNeighborsRegressor(1), X, y, cv=KFold(4), train_sizes=shares)
    train = len(next(KFold(4).split(X))[0])
    out["sizes"].append({"train": train, "shares": shares, "sizes": absolute.tolist()})
n = 40
X = np.round(rng.normal(size=(n, 3)), 3)
y = np.round(X[:, 0] - 0.5 * X[:, 1] ** 2 + 0.3 * rng.normal(size=n), 3)
shares = [0.25, 0.5, 1.0]
scoring = "neg_root_mean_squared_error"
absolute, train, test = learning_curve(KNeighborsRegressor(5, algorithm="brute"), X, y, cv=KFold(5), train_sizes=shares, scoring=scoring)
neighbours = [1, 5, 9]
vtrain, vtest = validation_curve(KNeighborsRegressor(algorithm="brute"), X, y, param_name="n_neighbors", param_range=neighbours, cv=KFold(5), scoring=scoring)
out["scores"] = {"X": X.tolist(), "y": y.tolist(), "folds": 5, "shares": shares, "sizes": absolute.tolist(), "test": (-test).tolist(),
                 "mean": (-test).mean(axis=1).tolist(), "sd": (-test).std(axis=1, ddof=1).tolist(),
                 "neighbours": neighbours, "validation": (-vtest)[1].tolist()}
for k in [1, 3, 6, 10]:
    p = np.round(rng.uniform(0, 0.2, k), 5)
    out["holm"].append({"p": p.tolist(), "adjusted": multipletests(p, method="holm")[1].tolist()})
out["holm"].append({"p": [0.01, 0.01, 0.5], "adjusted": multipletests([0.01, 0.01, 0.5], method="holm")[1].tolist()})
print(json.dumps(out))
