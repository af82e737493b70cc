"""Golden values of resampling by imbalanced-learn: class counts, SMOTE and SMOTE-NC with the draws that they made.

Run: python tests/oracle/imblearn_resample.py. Versions: requirements.txt. The tests compare to 1e-6 relative.
"""
import json
import pathlib

import numpy as np
from imblearn.over_sampling import SMOTE, SMOTENC, RandomOverSampler
from imblearn.under_sampling import RandomUnderSampler

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(5)
golden = {"counts": []}


def counts(y):
    return np.bincount(y, minlength=y.max() + 1).tolist()


y2 = np.array([0] * 37 + [1] * 11)
y3 = np.array([0] * 50 + [1] * 20 + [2] * 7)
x = np.zeros((100, 1))
for ratio in [0.4, 0.5, 0.77, 1.0]:
    golden["counts"].append({"type": "over", "ratio": ratio, "now": counts(y2),
                             "wanted": counts(RandomOverSampler(sampling_strategy=ratio, random_state=0).fit_resample(x[:len(y2)], y2)[1])})
    golden["counts"].append({"type": "under", "ratio": ratio, "now": counts(y2),
                             "wanted": counts(RandomUnderSampler(sampling_strategy=ratio, random_state=0).fit_resample(x[:len(y2)], y2)[1])})
golden["counts"].append({"type": "over", "ratio": 1.0, "now": counts(y3), "wanted": counts(RandomOverSampler(random_state=0).fit_resample(x[:len(y3)], y3)[1])})
golden["counts"].append({"type": "under", "ratio": 1.0, "now": counts(y3), "wanted": counts(RandomUnderSampler(random_state=0).fit_resample(x[:len(y3)], y3)[1])})


def places(rows, k, n, seed):
    """The draws of imbalanced-learn's _make_samples."""
    state = np.random.RandomState(seed)
    picks = state.randint(low=0, high=rows * k, size=n)
    return [{"pick": int(p), "gap": float(g)} for p, g in zip(picks, state.uniform(size=n))]


golden["smote"] = []
for k, rows, width in [(5, 12, 3), (2, 7, 5), (1, 4, 2)]:
    minority = np.round(rng.normal(0, 2, (rows, width)), 4)
    majority = rng.normal(5, 1, (30, width))
    made, _ = SMOTE(k_neighbors=k, random_state=3).fit_resample(np.vstack([majority, minority]), np.array([0] * 30 + [1] * rows))
    golden["smote"].append({"k": k, "rows": minority.tolist(), "places": places(rows, k, 30 - rows, 3), "made": made[30 + rows:].tolist()})

# Two categories and odd k: no ties, which imbalanced-learn breaks by chance.
golden["smoteNc"] = []
for k, rows, flat in [(5, 14, False), (3, 9, False), (3, 8, True)]:
    numbers = np.round(rng.normal(0, [2, 0.5, 7], (rows, 3)), 4)
    if flat:
        # Most quantities constant: the median deviation is 0 and categories do not count.
        numbers[:, :2] = 1.0
    kinds = rng.integers(0, 2, (rows, 2)).astype(float)
    minority = np.hstack([numbers, kinds])
    majority = np.hstack([rng.normal(5, 1, (25, 3)), rng.integers(0, 2, (25, 2))])
    made, _ = SMOTENC([3, 4], k_neighbors=k, random_state=8).fit_resample(np.vstack([majority, minority]), np.array([0] * 25 + [1] * rows))
    golden["smoteNc"].append({"k": k, "rows": minority.tolist(), "places": places(rows, k, 25 - rows, 8), "made": made[25 + rows:].tolist()})


def short(value):
    if isinstance(value, dict):
        return {k: short(v) for k, v in value.items()}
    if isinstance(value, list):
        return [short(v) for v in value]
    return float(f"{value:.12g}") if isinstance(value, float) else value


(HERE / "sklearn" / "resample.json").write_text(json.dumps(short(golden)))
