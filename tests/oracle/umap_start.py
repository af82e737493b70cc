"""Golden values of umap-learn for tests/oracle/umap.test.ts: where a picture starts, and how true whole pictures are.

Run: python tests/oracle/umap_start.py > tests/oracle/sklearn/umap.json   (versions in requirements.txt)
"""
import json
import sys
import warnings

import numpy as np
import umap
import umap.spectral as sp
import umap.umap_ as um
from sklearn.datasets import load_digits, load_iris
from sklearn.manifold import trustworthiness

warnings.simplefilter("ignore")


def nums(a):
    return [float(f"{v:.10g}") for v in np.asarray(a, dtype=float).ravel()]


iris = load_iris().data[::4]


def fuzzy(x, k):
    d = np.sqrt(((x[:, None] - x[None]) ** 2).sum(-1))
    index = np.argsort(d, axis=1, kind="stable")[:, :k]
    graph, *_ = um.fuzzy_simplicial_set(x, k, np.random.RandomState(0), "euclidean", knn_indices=index,
                                        knn_dists=np.take_along_axis(d, index, 1).astype(np.float32))
    g = graph.tocoo()
    order = np.lexsort((g.col, g.row))
    return graph, {"rows": len(x), "columns": x.shape[1], "head": [int(v) for v in g.row[order]],
                   "tail": [int(v) for v in g.col[order]], "weight": nums(g.data[order])}


def start(x, k, layout):
    """`layout` with an exact eigensolver: umap-learn's own stops at a tolerance of 1e-4."""
    graph, edges = fuzzy(x, k)
    exact = sp._spectral_layout
    sp._spectral_layout = lambda *a, **b: exact(*a, **{**b, "tol": 1e-13})
    try:
        found = layout(x, graph.astype(np.float64), 2, np.random.RandomState(0))
    finally:
        sp._spectral_layout = exact
    return {**edges, "x": nums(x), "start": nums(found)}


def parts(sizes, spread):
    centres = np.random.default_rng(3).normal(size=(len(sizes), 3)) * spread
    return np.vstack([c + np.random.default_rng(4 + i).normal(size=(n, 3)) / 8 for i, (c, n) in enumerate(zip(centres, sizes))]).round(4)


def whole(name, x, k):
    """Trustworthiness of umap-learn's pictures from five seeds."""
    made = [um.UMAP(n_neighbors=k, random_state=seed, n_epochs=500).fit_transform(x) for seed in range(5)]
    return {"name": name, "rows": len(x), "columns": x.shape[1], "x": nums(x), "neighbours": k,
            "trustworthiness": [float(trustworthiness(x, z, n_neighbors=10)) for z in made]}


roll = np.random.default_rng(5)
t = 1.5 * np.pi * (1 + 2 * roll.random(200))
swiss = np.column_stack([t * np.cos(t) / 5, 2 * roll.random(200), t * np.sin(t) / 5]).round(3)
digits = load_digits().data[:200]
digits = (digits @ np.linalg.svd(digits - digits.mean(0))[2][:8].T).round(2)

out = {"version": umap.__version__,
       "starts": [start(iris[:, :3] + np.random.default_rng(9).normal(size=(len(iris), 3)).round(3), 10, sp.spectral_layout), start(swiss[:120], 8, sp.spectral_layout)],
       "apart": [start(parts([20, 15, 12], 40), 6, sp.spectral_layout), start(parts([14, 12, 10, 9, 8, 8], 0.8), 4, sp.spectral_layout)],
       "pictures": [whole("swiss roll", swiss, 10), whole("digits", digits, 15), whole("parts", parts([60, 50, 40], 40), 10)]}
json.dump(out, sys.stdout)
print()
