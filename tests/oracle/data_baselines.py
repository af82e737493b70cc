"""Golden values of scikit-learn for tests/oracle/baselines.test.ts.

Run: python tests/oracle/data_baselines.py > tests/oracle/data/baselines.json   (versions in requirements.txt)
"""
import json

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor

rng = np.random.default_rng(31)


def case(n, p, k, scale=1.0):
    x = (rng.normal(size=(n + 12, p)) * scale).round(5)
    w = rng.normal(size=(p, max(k, 1)))
    z = x @ w / scale + rng.normal(size=(n + 12, max(k, 1)))
    y = z[:, 0].round(5) if k == 0 else (z[:, 0] > 0).astype(int) if k == 2 else z.argmax(1)
    a, b, t = x[:n], x[n:], y[:n]
    if k == 0:
        m = Ridge(alpha=1.0, solver="svd").fit(a, t)
        near = KNeighborsRegressor(5, algorithm="brute").fit(a, t).predict(b)
        out = m.predict(b)
    else:
        m = LogisticRegression(C=1.0, tol=1e-12, max_iter=100000).fit(a, t)
        near = KNeighborsClassifier(5, algorithm="brute").fit(a, t).predict_proba(b)
        out = m.predict_proba(b)
    return {"classes": k, "train": a.tolist(), "target": t.tolist(), "validation": b.tolist(), "linear": out.ravel().tolist(), "nearest": near.ravel().tolist()}


print(json.dumps({"sklearn": sklearn.__version__, "cases": [case(60, 4, 2), case(80, 3, 3, 2.0), case(50, 5, 0), case(20, 30, 2), case(15, 25, 0)]}))
