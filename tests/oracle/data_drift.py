"""Golden values of scipy and scikit-learn for tests/oracle/drift.test.ts: two-sample statistics and isolation forests.

Run: python tests/oracle/data_drift.py > tests/oracle/data/drift.json   (versions in requirements.txt)
"""
import json

import numpy as np
import scipy
import sklearn
from scipy import special, stats
from scipy.spatial.distance import jensenshannon
from sklearn.ensemble import IsolationForest
from sklearn.ensemble._iforest import _average_path_length
from sklearn.metrics import roc_auc_score

rng = np.random.default_rng(23)


def numbers(a, b):
    ks = stats.ks_2samp(a, b, method="exact")
    return {"a": a.tolist(), "b": b.tolist(), "d": float(ks.statistic), "exact": float(ks.pvalue),
            "limit": float(special.kolmogorov(np.sqrt(len(a) * len(b) / (len(a) + len(b))) * ks.statistic)),
            "wasserstein": float(stats.wasserstein_distance(a, b))}


r = np.array([38.7, 41.5, 43.8, 44.5, 45.5, 46, 47.7, 58])
c = np.array([39.2, 39.3, 39.7, 41.4, 41.8, 42.9, 43.3, 45.8])
ks = [numbers(r, c)] + [numbers(rng.normal(size=n).round(d), rng.normal(s, t, size=m).round(d)) for n, m, s, t, d in [
    (40, 25, 0, 1, 6), (60, 90, 0.5, 1, 6), (50, 50, 0, 2, 1), (200, 150, 0.2, 1, 6), (7, 300, 1, 1, 6)]]
limits = [[float(x), float(special.kolmogorov(x))] for x in [0.2, 0.5, 0.8, 0.999, 1.0, 1.2, 1.63, 2.5, 4]]


def counts(a, b):
    a, b = np.array(a, float), np.array(b, float)
    used = (a + b) > 0
    chi = stats.chi2_contingency(np.stack([a, b])[:, used], correction=False)
    return {"a": a.tolist(), "b": b.tolist(), "chi2": float(chi.statistic), "df": int(chi.dof), "p": float(chi.pvalue),
            "js": float(jensenshannon(a / a.sum(), b / b.sum(), base=2))}


tables = [counts(a, b) for a, b in [([16, 18, 16, 14, 12, 12], [16, 16, 16, 16, 16, 8]), ([1, 2, 3, 4], [5, 5, 5, 5]), ([30, 0, 12], [20, 0, 31]),
                                    ([5, 0], [0, 5]), (rng.integers(1, 40, 15), rng.integers(1, 40, 15)), ([900, 100], [400, 600])]]
tails = [[float(x), int(df), float(stats.chi2.sf(x, df))] for x in [0.1, 1, 3.84, 10, 50, 300] for df in [1, 2, 5, 30, 200]]
ps = rng.random(12).round(4) ** 2
adjusted = stats.false_discovery_control(ps)

# A forest whose trees are written out: the scores must follow from them. float32 values, as scikit-learn compares.
x = rng.normal(size=(120, 3)).astype(np.float32)
x[:4] += np.array([6, -5, 7], np.float32)
forest = IsolationForest(n_estimators=12, max_samples=64, random_state=3).fit(x)
trees = [{"feature": np.where(t.children_left < 0, -1, t.feature).tolist(), "threshold": t.threshold.tolist(), "left": t.children_left.tolist(),
          "right": t.children_right.tolist(), "size": t.n_node_samples.tolist()} for t in (e.tree_ for e in forest.estimators_)]
fixed = {"x": x.astype(float).tolist(), "sample": 64, "trees": trees, "scores": (-forest.score_samples(x)).tolist()}

# Planted outliers: how well a whole forest finds them.
inliers = rng.normal(size=(600, 4))
inliers[:, 1] += 0.8 * inliers[:, 0]
outliers = rng.uniform(-5, 5, size=(20, 4))
planted = np.concatenate([inliers, outliers]).round(5)
truth = np.r_[np.zeros(600), np.ones(20)]
scores = -IsolationForest(n_estimators=100, max_samples=256, random_state=0).fit(planted).score_samples(planted)
other = -IsolationForest(n_estimators=100, max_samples=256, random_state=1).fit(planted).score_samples(planted)

print(json.dumps({
    "scipy": scipy.__version__, "sklearn": sklearn.__version__, "ks": ks, "kolmogorov": limits, "tables": tables, "tails": tails,
    "falseDiscovery": {"p": ps.tolist(), "adjusted": adjusted.tolist()},
    "meanPath": [[n, float(_average_path_length(np.array([n]))[0])] for n in [1, 2, 3, 5, 16, 100, 256, 1000]],
    "forest": fixed,
    "planted": {"x": planted.tolist(), "outliers": 20, "scores": scores.round(6).tolist(), "auc": float(roc_auc_score(truth, scores)),
                "agreement": float(stats.spearmanr(scores, other).statistic)},
}))
