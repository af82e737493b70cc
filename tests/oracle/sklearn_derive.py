"""Golden values of steps on tables: date parts and group figures by pandas, products and imputation by scikit-learn.

Run: python tests/oracle/sklearn_derive.py. Versions: requirements.txt. The tests compare to 1e-6 relative.
"""
import json
import pathlib
import warnings

import numpy as np
import pandas as pd
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.impute import IterativeImputer, KNNImputer
from sklearn.preprocessing import Normalizer, PolynomialFeatures

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).parent
cars = pd.DataFrame(json.loads((HERE.parent.parent / "node_modules/vega-datasets/data/cars.json").read_text()))
rng = np.random.default_rng(11)

# Dates: leap days, year ends where ISO weeks belong to the other year, before 1970, with a time of day.
dates = pd.to_datetime(
    ["2000-02-29", "1999-12-31 23:59:59", "2021-01-03", "2020-12-31", "1900-03-01", "1969-12-31 00:30", "2024-07-14 12:34:56",
     "1970-01-01", "2100-02-28 06:00", "2016-01-01"], format="mixed").as_unit("ms").to_series()
part = {
    "year": dates.dt.year, "quarter": dates.dt.quarter, "month": dates.dt.month, "week": dates.dt.isocalendar().week,
    "day": dates.dt.day, "dayOfYear": dates.dt.dayofyear, "weekday": dates.dt.weekday,
    "weekend": (dates.dt.weekday >= 5).astype(int), "hour": dates.dt.hour, "minute": dates.dt.minute,
}
golden = {"dates": {"ms": dates.astype("int64").tolist(), "parts": {k: [int(x) for x in s] for k, s in part.items()},
                    "monthSin": np.sin(2 * np.pi * (dates.dt.month - 1) / 12).tolist(),
                    "weekdayCos": np.cos(2 * np.pi * dates.dt.weekday / 7).tolist()}}

small = np.round(rng.normal(0, 2, (6, 4)), 3)
golden["polynomial"] = {"x": small.tolist(), "cases": [
    {"degree": d, "interactions": i,
     "names": list((p := PolynomialFeatures(d, interaction_only=i, include_bias=False).fit(small)).get_feature_names_out(list("abcd"))[4:]),
     "values": p.transform(small)[:, 4:].tolist()}
    for d, i in [(2, False), (2, True), (3, False), (3, True), (4, False)]]}

groups = cars.groupby("Origin")["Horsepower"]
golden["groups"] = {name: {k: float(v) for k, v in getattr(groups, name)().items()} for name in ["mean", "median", "min", "max", "sum", "count"]}
golden["groups"]["std"] = {k: float(v) for k, v in groups.std(ddof=0).items()}

# Tables with gaps: real columns, small whole numbers, a row of gaps alone, few rows for many columns. A little noise keeps
# distances apart: which of equally near rows scikit-learn takes is up to numpy's argpartition.
real = cars[["Miles_per_Gallon", "Displacement", "Horsepower", "Weight_in_lbs", "Acceleration"]].to_numpy(float)[:80].copy()
real += rng.normal(0, 0.01, real.shape) * np.nanstd(real, axis=0)
holes = rng.random(real.shape) < 0.15
real[holes] = np.nan
real[7] = np.nan
ties = np.array([[1, 2, np.nan], [3, 4, 3], [np.nan, 6, 5], [8, 8, 7], [1, np.nan, 2], [3, 4, np.nan], [8, 8, 7.0]])
ties += rng.normal(0, 0.01, ties.shape)
mixed = rng.normal(0, 1, (40, 3)) @ rng.normal(0, 1, (3, 6)) + 0.1 * rng.normal(0, 1, (40, 6))
mixed[rng.random(mixed.shape) < 0.2] = np.nan
wide = np.round(rng.normal(5, 3, (9, 7)), 2)
wide[rng.random(wide.shape) < 0.15] = np.nan
tables = {"real": (real[:60], real[60:]), "ties": (ties, ties[[0, 2, 4]] + 0.5), "mixed": (mixed[:30], mixed[30:]), "wide": (wide[:7], wide[7:])}


def gaps(a):
    return [[None if np.isnan(x) else float(x) for x in row] for row in a]


golden["impute"] = {"tables": {k: {"train": gaps(a), "later": gaps(b)} for k, (a, b) in tables.items()}, "knn": [], "iterative": []}
for name, (a, b) in tables.items():
    for k in [1, 3, 5]:
        for weights in ["uniform", "distance"]:
            imputer = KNNImputer(n_neighbors=k, weights=weights).fit(a)
            golden["impute"]["knn"].append({"table": name, "k": k, "weights": weights, "train": imputer.transform(a).tolist(), "later": imputer.transform(b).tolist()})
    for rounds, tol in [(1, 1e-3), (10, 1e-3), (25, 1e-8)]:
        imputer = IterativeImputer(max_iter=rounds, tol=tol, random_state=0)
        on = imputer.fit_transform(a)
        golden["impute"]["iterative"].append({"table": name, "rounds": rounds, "tol": tol, "ran": int(imputer.n_iter_), "train": on.tolist(), "later": imputer.transform(b).tolist()})

golden["normalize"] = [{"norm": n, "values": Normalizer(n).fit_transform(small).tolist()} for n in ["l1", "l2", "max"]]


def short(value):
    """12 digits: far below what the tests compare to."""
    if isinstance(value, dict):
        return {k: short(v) for k, v in value.items()}
    if isinstance(value, list):
        return [short(v) for v in value]
    return float(f"{value:.12g}") if isinstance(value, float) else value


(HERE / "sklearn" / "derive.json").write_text(json.dumps(short(golden)))
