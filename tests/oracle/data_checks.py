"""Golden values of pandas and scipy for tests/unit/checks/checks.test.ts.

Run: python tests/oracle/data_checks.py > tests/oracle/data/checks.json   (versions in requirements.txt)
"""
import json

import numpy as np
import pandas as pd
import scipy
from scipy import stats

rng = np.random.default_rng(11)
x = rng.integers(0, 4, 60).astype(float)
x[rng.random(60) < 0.15] = np.nan
word = rng.choice(["a", "b", "c"], 60).astype(object)
word[rng.random(60) < 0.1] = None
label = rng.choice(["yes", "no"], 60).astype(object)
label[[5, 17]] = None
f = pd.DataFrame({"x": x, "word": word, "label": label})
repeated = np.flatnonzero(f.duplicated()).tolist()
labelled = f[f.label.notna()]
classes = labelled.groupby(["x", "word"], dropna=False).label.transform("nunique")
conflicting = labelled.index[classes > 1].tolist()


def none(values):
    return [None if pd.isna(v) else v for v in values]


outliers = []
for v in [np.concatenate([rng.normal(size=80), [9, -7, 3.2]]), rng.lognormal(0, 1.2, 100), rng.normal(size=50), np.concatenate([np.zeros(60), np.arange(1, 15)])]:
    v = v.round(4)
    q1, q3 = np.percentile(v, [25, 75])
    mad = stats.median_abs_deviation(v)
    by_iqr = (v < q1 - 1.5 * (q3 - q1)) | (v > q3 + 1.5 * (q3 - q1)) if q3 > q1 else np.zeros(len(v), bool)
    by_z = np.abs(stats.zscore(v)) > 3
    by_mad = np.abs(0.6745 * (v - np.median(v)) / mad) > 3.5 if mad > 0 else np.zeros(len(v), bool)
    rows = np.flatnonzero(by_iqr.astype(int) + by_z + by_mad >= 2).tolist()
    outliers.append({"values": v.tolist(), "iqr": int(by_iqr.sum()), "z": int(by_z.sum()), "mad": int(by_mad.sum()), "rows": rows})

print(json.dumps({"pandas": pd.__version__, "scipy": scipy.__version__, "x": none(x), "word": none(word), "label": none(label),
                  "repeated": repeated, "conflicting": conflicting, "outliers": outliers}))
