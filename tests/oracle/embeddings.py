"""Golden values of scikit-learn and umap-learn for tests/oracle/embeddings.test.ts.

Run: python tests/oracle/embeddings.py > tests/oracle/sklearn/embeddings.json   (versions in requirements.txt)
"""
import json
import warnings

import numpy as np
import sklearn
import umap.umap_ as um
from scipy.optimize import curve_fit
from sklearn.datasets import load_iris
from sklearn.manifold import trustworthiness
from sklearn.manifold._t_sne import _joint_probabilities, _kl_divergence
from sklearn.manifold._utils import _binary_search_perplexity
from scipy.spatial.distance import squareform

warnings.simplefilter("ignore")
rng = np.random.default_rng(9)


def nums(a):
    return [float(f"{v:.12g}") for v in np.asarray(a, dtype=float).ravel()]


iris = load_iris().data[::4]
ties = rng.integers(0, 3, (30, 3)).astype(float)
tables = {"iris": iris, "ties": ties, "noise": (rng.integers(-64, 65, (40, 6)) / 16.0)}


def search(squared, perplexity):
    squared = squared.astype(np.float32)
    return {"rows": len(squared), "count": squared.shape[1], "squared": [float(v) for v in squared.ravel()],
            "perplexity": perplexity, "p": nums(_binary_search_perplexity(squared, perplexity, 0))}


def divergence(x, perplexity):
    d = ((x[:, None] - x[None]) ** 2).sum(-1)
    p = _joint_probabilities(d, perplexity, 0)
    y = rng.normal(size=(len(x), 2)).round(4)
    kl, grad = _kl_divergence(y.ravel(), p, 1, len(x), 2)
    return {"rows": len(x), "p": [float(v) for v in squareform(p).ravel()], "y": nums(y), "kl": float(kl), "gradient": nums(grad)}


def smooth(x, k):
    d = np.sqrt(((x[:, None] - x[None]) ** 2).sum(-1))
    index = np.argsort(d, axis=1, kind="stable")[:, :k]
    for i in range(len(x)):  # a row comes first among those that equal it
        row = [j for j in index[i] if j != i][: k - 1]
        index[i] = [i, *row]
    dist = np.take_along_axis(d, index, 1).astype(np.float32)
    sigma, rho = um.smooth_knn_dist(dist, float(k))
    graph, *_ = um.fuzzy_simplicial_set(x, k, np.random.RandomState(0), "euclidean", knn_indices=index, knn_dists=dist)
    g = graph.tocoo()
    order = np.lexsort((g.col, g.row))
    return {"rows": len(x), "count": k, "index": [int(v) for v in index.ravel()], "distances": [float(v) for v in dist.ravel()],
            "sigma": nums(sigma), "rho": nums(rho), "head": [int(v) for v in g.row[order]], "tail": [int(v) for v in g.col[order]],
            "weight": nums(g.data[order])}


def quality(x, k):
    z = x[:, :2] + rng.normal(size=(len(x), 2)).round(3)
    return {"rows": len(x), "columns": x.shape[1], "x": nums(x), "z": nums(z), "neighbours": k,
            "trustworthiness": float(trustworthiness(x, z, n_neighbors=k)), "continuity": float(trustworthiness(z, x, n_neighbors=k))}


def curve(d):
    x = np.linspace(0, 3, 300)
    y = np.where(x < d, 1.0, np.exp(-(x - d)))
    (a, b), _ = curve_fit(lambda x, a, b: 1 / (1 + a * x ** (2 * b)), x, y, ftol=1e-15, xtol=1e-15, gtol=1e-15, maxfev=10000)
    return {"minDist": d, "a": float(a), "b": float(b), "umap": [float(v) for v in um.find_ab_params(1.0, d)]}


def own_excluded(x):
    d = ((x[:, None] - x[None]) ** 2).sum(-1)
    return np.sort(d[~np.eye(len(x), dtype=bool)].reshape(len(x), -1), axis=1)


out = {"versions": {"scikit-learn": sklearn.__version__, "umap-learn": um.__dict__.get("__version__") or __import__("umap").__version__},
       "search": [search(own_excluded(iris)[:, :20], 5.0), search(own_excluded(ties)[:, :20], 8.0),
                  search(own_excluded(tables["noise"]) * 1e4, 10.0)],
       "divergence": [divergence(iris, 8.0), divergence(tables["noise"], 5.0)],
       "smooth": [smooth(iris, 8), smooth(tables["noise"], 15), smooth(ties, 6)],
       # Without equal distances: rounding decides their order there.
       "quality": [quality((iris + rng.normal(size=iris.shape) / 100).round(5), 5), quality(tables["noise"], 12), quality(rng.normal(size=(25, 4)).round(3), 3)],
       "curve": [curve(d) for d in [0.0, 0.1, 0.5, 0.9]]}
json.dump(out, __import__("sys").stdout)
print()
