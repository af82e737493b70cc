"""Golden values of cleanlab, scikit-learn and statsmodels for tests/oracle/label.test.ts.

Run: python tests/oracle/confident.py > tests/oracle/data/label.json   (versions in requirements.txt)
"""
import json
import warnings

import cleanlab
import numpy as np
import statsmodels
from cleanlab.count import compute_confident_joint, get_confident_thresholds
from cleanlab.filter import find_label_issues
from cleanlab.rank import get_label_quality_scores
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa

warnings.filterwarnings("ignore")
rng = np.random.default_rng(17)


def confident(n, k, noise, sharp, missing=None):
    true = rng.integers(0, k, n)
    given = np.where(rng.random(n) < noise, rng.integers(0, k, n), true)
    if missing is not None:
        given[given == missing] = 0
    z = rng.normal(size=(n, k))
    z[np.arange(n), true] += sharp
    p = np.exp(z) / np.exp(z).sum(1, keepdims=True)
    p = p.round(6)
    p /= p.sum(1, keepdims=True)
    issues = {by: np.flatnonzero(find_label_issues(given, p, filter_by="prune_by_noise_rate")).tolist() for by in ["noise"]}
    return {
        "classes": k,
        "given": given.tolist(),
        "probabilities": p.ravel().tolist(),
        "thresholds": np.asarray(get_confident_thresholds(given, p)).tolist(),
        "joint": compute_confident_joint(given, p, calibrate=False).ravel().tolist(),
        "calibrated": compute_confident_joint(given, p, calibrate=True).ravel().tolist(),
        "suspects": issues["noise"],
        "ranked": find_label_issues(given, p, filter_by="prune_by_noise_rate", return_indices_ranked_by="normalized_margin").tolist(),
        "self": get_label_quality_scores(given, p, method="self_confidence").tolist(),
        "margin": get_label_quality_scores(given, p, method="normalized_margin").tolist(),
    }


def kappa(n, k, agree):
    a = rng.integers(0, k, n)
    near = np.clip(a + rng.integers(-1, 2, n), 0, k - 1)
    b = np.where(rng.random(n) < agree, a, np.where(rng.random(n) < 0.5, near, rng.integers(0, k, n)))
    table = np.zeros((k, k), int)
    np.add.at(table, (a, b), 1)
    out = {"classes": k, "counts": table.ravel().tolist()}
    for name, weights in [("none", None), ("linear", "linear"), ("quadratic", "quadratic")]:
        r = cohens_kappa(table, wt=weights)
        out[name] = {
            "kappa": cohen_kappa_score(a, b, weights=weights, labels=range(k)),
            "error": float(r.std_kappa),
            "low": float(r.kappa_low),
            "high": float(r.kappa_upp),
        }
    return out


print(
    json.dumps(
        {
            "cleanlab": cleanlab.__version__,
            "statsmodels": statsmodels.__version__,
            "confident": [confident(120, 3, 0.2, 2.0), confident(60, 2, 0.3, 1.5), confident(150, 5, 0.25, 2.5), confident(40, 4, 0.4, 1.0, 2)],
            "kappa": [kappa(80, 2, 0.7), kappa(200, 4, 0.6), kappa(30, 3, 0.2), kappa(50, 5, 0.95)],
        }
    )
)
