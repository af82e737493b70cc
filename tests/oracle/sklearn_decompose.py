"""Golden values of scikit-learn for tests/oracle/decompose.test.ts.

Run: python tests/oracle/sklearn_decompose.py > tests/oracle/sklearn/decompose.json   (versions in requirements.txt)
Every table is rounded, so that the JSON holds it exactly.
"""
import json
import warnings

import numpy as np
import sklearn
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris, load_wine
from sklearn.cross_decomposition import PLSRegression
from sklearn.decomposition import NMF, PCA, FastICA, KernelPCA, TruncatedSVD
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.random_projection import johnson_lindenstrauss_min_dim

warnings.simplefilter("ignore")
rng = np.random.default_rng(11)


def nums(a):
    return [float(f"{v:.12g}") for v in np.asarray(a, dtype=float).ravel()]


def scaled(x):
    s = x.std(axis=0)
    return ((x - x.mean(axis=0)) / np.where(s > 0, s, 1)).round(6)


iris = load_iris()
wine = load_wine()
cancer = load_breast_cancer()
# As measured: columns of very different size.
diabetes = load_diabetes(scaled=False)
some = rng.permutation(569)[:36]
ties = rng.integers(0, 4, (40, 6)).astype(float)
constant = rng.normal(size=(30, 5)).round(4)
constant[:, 2] = 3.25
wide = rng.normal(size=(12, 30)).round(4)
low = (rng.integers(-3, 4, (25, 2)) @ rng.integers(-3, 4, (2, 6))).astype(float)
copies = np.c_[scaled(wine.data)[::5, :4], scaled(wine.data)[::5, :2]]
tables = {
    "iris": (iris.data[::3], iris.target[::3]),
    "wine": (scaled(wine.data)[::4], wine.target[::4]),
    "cancer": (scaled(cancer.data)[some], cancer.target[some]),
    "ties": (ties, rng.integers(0, 2, 40)),
    "constant": (constant, rng.integers(0, 3, 30)),
    "wide": (wide, np.arange(12) % 3),
    "low rank": (low, np.arange(25) % 2),
    "copied columns": (copies, wine.target[::5]),
    "diabetes": (diabetes.data[::9].round(6), np.digitize(diabetes.target[::9], [90, 160, 220])),
    "three rows": (rng.normal(size=(3, 4)).round(4), np.array([0, 1, 1])),
}


def rank(x):
    return int(np.linalg.matrix_rank(x - x.mean(axis=0)))


def pca(x):
    k = min(5, rank(x))
    out = []
    for options in [{"n_components": k}, {"n_components": 0.9, "svd_solver": "full"}, {"n_components": k, "whiten": True}]:
        m = PCA(**{"svd_solver": "full", **options}).fit(x)
        out.append({"count": options["n_components"], "whiten": bool(options.get("whiten")), "components": nums(m.components_),
                    "variance": nums(m.explained_variance_), "ratio": nums(m.explained_variance_ratio_),
                    "scores": nums(m.transform(x)), "back": nums(m.inverse_transform(m.transform(x)))})
    return out



def flipped(w):
    """LAPACK's signs are arbitrary: the largest weight of each direction positive."""
    return w * np.sign(w[np.abs(w).argmax(axis=0), np.arange(w.shape[1])])


def truncated(x):
    k = min(3, int(np.linalg.matrix_rank(x)), min(x.shape) - 1)
    m = TruncatedSVD(k, algorithm="arpack", random_state=0).fit(x)
    return {"count": k, "components": nums(m.components_), "variance": nums(m.explained_variance_), "ratio": nums(m.explained_variance_ratio_),
            "scores": nums(m.transform(x)), "back": nums(m.inverse_transform(m.transform(x)))}


def lda(x, y):
    m = LinearDiscriminantAnalysis().fit(x, y)
    k = min(len(set(y)) - 1, m.scalings_.shape[1])
    w = flipped(m.scalings_[:, :k])
    return {"count": k, "weights": nums(w.T), "ratio": nums(m.explained_variance_ratio_[:k]), "scores": nums((x - m.xbar_) @ w)}


def pls(x, y, classes):
    k = min(3, rank(x))
    target = np.eye(int(y.max()) + 1)[y.astype(int)] if classes else y
    m = PLSRegression(k).fit(x, target)
    return {"count": k, "rotations": nums((m.x_rotations_ / m._x_std[:, None]).T), "scores": nums(m.transform(x)),
            "back": nums(m.inverse_transform(m.transform(x)))}


def ica(x):
    k = min(3, rank(x))
    start = np.random.default_rng(5).normal(size=(k, k)).round(6)
    m = FastICA(k, w_init=start, whiten="unit-variance", max_iter=1000).fit(x)
    return {"count": k, "start": nums(start), "components": nums(m.components_), "rounds": int(m.n_iter_), "mean": nums(m.mean_)}


def nmf(x):
    x = (x - x.min(axis=0)).round(6)
    k = min(3, min(x.shape))
    m = NMF(k, init="nndsvda", random_state=0).fit(x)
    alone = np.vstack([m.transform(x[i:i + 1]) for i in range(len(x))])
    return {"count": k, "x": nums(x), "h": nums(m.components_), "rounds": int(m.n_iter_), "w": nums(alone)}


def kernel(x, options):
    k = min(3, rank(x))
    m = KernelPCA(k, eigen_solver="dense", **options).fit(x[:-2])
    return {"count": k, "options": options, "rows": len(x) - 2, "eigenvalues": nums(m.eigenvalues_), "scores": nums(m.transform(x))}


kernels = [{"kernel": "rbf"}, {"kernel": "rbf", "gamma": 0.05}, {"kernel": "poly", "degree": 2, "coef0": 1}, {"kernel": "cosine"}]
all_of = lambda f: {name: f(x) for name, (x, _) in tables.items()}
out = {"versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
       "tables": {name: {"rows": x.shape[0], "columns": x.shape[1], "x": nums(x), "y": [int(v) for v in y]}
                  for name, (x, y) in tables.items()},
       "pca": all_of(pca), "truncatedSvd": all_of(truncated),
       "lda": {name: lda(*tables[name]) for name in ["iris", "wine", "cancer", "ties", "constant", "wide", "low rank", "copied columns", "diabetes"]},
       "pls": {name: [pls(x, y, True), pls(x, x[:, 0] + y, False)] for name, (x, y) in tables.items()},
       # Hundreds of rounds amplify rounding: only starts that settle soon can be compared.
       "ica": {name: got for name in ["iris", "wine", "cancer", "ties", "constant", "wide", "diabetes"]
               if (got := ica(tables[name][0]))["rounds"] < 60},
       "nmf": all_of(nmf),
       "kernelPca": {name: [kernel(tables[name][0], o) for o in kernels] for name in ["iris", "wine", "ties", "constant", "wide", "diabetes"]},
       "directions": [[n, e, int(johnson_lindenstrauss_min_dim(n, eps=e))] for n in [2, 100, 5000, 10**6] for e in [0.1, 0.3, 0.9]]}
json.dump(out, __import__("sys").stdout)
print()
