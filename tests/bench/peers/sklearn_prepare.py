"""scikit-learn, asked from a bench: reads one JSON request a line, answers with milliseconds. On one thread, or with the
argument "default" on as many as it takes by itself.

Request {"do": "knn", "rows", "columns", "values": base64 of float64, row-major, NaN where missing, "k"} fits and applies a
KNNImputer; {"do": "pca", ..., "components"} fits and applies a PCA. Answers {"ms", "cpu", "check"}, by the clock and
by processor time: the sum of what came out, of
absolute values for a PCA.
"""
import base64
import json
import os
import sys
import time

if "default" not in sys.argv[1:]:
    for name in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"]:
        os.environ[name] = "1"

import numpy as np
import sklearn
from sklearn.decomposition import PCA
from sklearn.impute import KNNImputer

data = {}
for line in sys.stdin:
    ask = json.loads(line)
    if ask["do"] == "hello":
        print(json.dumps({"version": sklearn.__version__}), flush=True)
        continue
    if ask["do"] == "load":
        data[ask["name"]] = np.frombuffer(base64.b64decode(ask["values"])).reshape(ask["rows"], ask["columns"]).copy()
        print("{}", flush=True)
        continue
    x = data[ask["name"]]
    start, start_cpu = time.perf_counter(), time.process_time()
    if ask["do"] == "knn":
        made = KNNImputer(n_neighbors=ask["k"]).fit_transform(x)
    else:
        made = np.abs(PCA(ask["components"], random_state=0).fit_transform(x))
    ms, cpu = 1000 * (time.perf_counter() - start), 1000 * (time.process_time() - start_cpu)
    print(json.dumps({"ms": ms, "cpu": cpu, "check": float(made.sum())}), flush=True)
