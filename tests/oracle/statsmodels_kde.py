# Kernel densities of statsmodels, as BOHB uses them: bandwidths by the normal reference rule and densities at points.
# Writes tests/oracle/statsmodels/kde.json.
import json
import pathlib
import numpy as np
import statsmodels.api as sm

rng = np.random.default_rng(7)
cases = []
for kinds, n in (("c", 5), ("cc", 9), ("cuc", 12), ("uc", 20)):
    data = np.column_stack([
        rng.integers(0, 3, n).astype(float) if kind == "u" else np.round(rng.random(n), 6) for kind in kinds
    ])
    kde = sm.nonparametric.KDEMultivariate(data=data, var_type=kinds, bw="normal_reference")
    # Where a choice's bandwidth is above that of an even kernel, statsmodels has negative kernels: not compared.
    ok = all(k == "c" or (b <= 2 / 3 and len(set(col)) == 3) for k, b, col in zip(kinds, kde.bw, data.T))
    if not ok:
        continue
    kde.bw = np.clip(kde.bw, 1e-3, None)
    points = np.column_stack([
        rng.integers(0, 3, 6).astype(float) if kind == "u" else np.round(rng.random(6), 6) for kind in kinds
    ])
    cases.append({"kinds": kinds, "data": data.tolist(), "bw": list(kde.bw), "points": points.tolist(),
                  "pdf": [float(kde.pdf(p)) for p in points]})
assert any("u" in case["kinds"] for case in cases)
out = pathlib.Path(__file__).parent / "statsmodels" / "kde.json"
out.parent.mkdir(exist_ok=True)
out.write_text(json.dumps({"statsmodels": __import__("statsmodels").__version__, "cases": cases}) + "\n")
print(len(cases), [c["kinds"] for c in cases])
