"""Whole pipelines on real tables of the vega-datasets package: what scikit-learn makes of them from the file to the
metrics. Run with the folder of the package's data: python sklearn_tables.py node_modules/vega-datasets/data"""

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import (
    accuracy_score,
    balanced_accuracy_score,
    cohen_kappa_score,
    f1_score,
    log_loss,
    matthews_corrcoef,
    mean_absolute_error,
    mean_squared_error,
    median_absolute_error,
    r2_score,
    roc_auc_score,
)
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, PowerTransformer, RobustScaler, StandardScaler

folder = Path(sys.argv[1])


def numbers(*steps):
    return make_pipeline(SimpleImputer(strategy="median"), *steps, StandardScaler())


def words():
    # Missing is a category of its own, the last; an unknown one is a row of zeros.
    return make_pipeline(
        SimpleImputer(strategy="constant", fill_value="\uffff"),
        OneHotEncoder(handle_unknown="ignore", sparse_output=False),
    )


def one(table, target, transformer, task):
    table = table.reset_index(drop=True)
    has = np.flatnonzero(table[target].notna())
    part = np.arange(len(has)) % 5
    train, validation, test = has[part < 3], has[part == 3], has[part == 4]
    x = np.asarray(transformer.fit_transform(table.iloc[train]), float)
    seen = np.asarray(transformer.transform(table.iloc[validation]), float)
    y, truth = table[target].iloc[train], table[target].iloc[validation]
    metrics = {}
    if task == "regression":
        mean, sd = y.mean(), y.std(ddof=0)
        model = Ridge(alpha=1.0, solver="cholesky").fit(x, (y - mean) / sd)
        said = model.predict(seen) * sd + mean
        metrics = {
            "rmse": mean_squared_error(truth, said) ** 0.5,
            "mae": mean_absolute_error(truth, said),
            "medianError": median_absolute_error(truth, said),
            "r2": r2_score(truth, said),
        }
        answers = (said - mean) / sd
    else:
        model = LogisticRegression(C=1.0, tol=1e-10, max_iter=20000, solver="newton-cg").fit(x, y)
        answers = model.predict_proba(seen)
        said = model.classes_[answers.argmax(1)]
        metrics = {
            "loss": log_loss(truth, answers, labels=model.classes_),
            "accuracy": accuracy_score(truth, said),
            "balancedAccuracy": balanced_accuracy_score(truth, said),
            "f1": f1_score(truth, said, average="macro"),
            "kappa": cohen_kappa_score(truth, said),
            "mcc": matthews_corrcoef(truth, said),
            "auc": roc_auc_score(truth, answers, multi_class="ovr", average="macro", labels=model.classes_),
        }
    return {
        "train": [int(i) for i in train[:3]],
        "counts": [len(train), len(validation), len(test)],
        "width": x.shape[1],
        "sums": [float(s) for s in np.abs(x).sum(0)],
        "validationSums": [float(s) for s in seen.sum(0)],
        "rows": [[float(v) for v in row] for row in seen[:12]],
        "answers": [float(v) for v in np.ravel(answers)[:60]],
        "metrics": {key: float(value) for key, value in metrics.items()},
    }


weather = one(
    pd.read_csv(folder / "weather.csv"),
    "weather",
    ColumnTransformer(
        [
            ("location", words(), ["location"]),
            ("precipitation", numbers(FunctionTransformer(np.log1p, feature_names_out="one-to-one")), ["precipitation"]),
            ("temp_max", numbers(), ["temp_max"]),
            ("temp_min", numbers(), ["temp_min"]),
            ("wind", make_pipeline(SimpleImputer(strategy="median"), RobustScaler()), ["wind"]),
        ]
    ),
    "multiclass",
)
films = pd.DataFrame(json.loads((folder / "movies.json").read_text()))
for name in ["MPAA Rating", "Major Genre"]:
    films[name] = films[name].where(films[name].notna(), np.nan).astype(object)
movies = one(
    films,
    "IMDB Rating",
    ColumnTransformer(
        [
            ("gross", numbers(PowerTransformer("yeo-johnson", standardize=False)), ["US Gross"]),
            ("budget", numbers(FunctionTransformer(np.log1p, feature_names_out="one-to-one")), ["Production Budget"]),
            ("mpaa", words(), ["MPAA Rating"]),
            ("time", numbers(), ["Running Time min"]),
            ("genre", words(), ["Major Genre"]),
            ("tomatoes", numbers(), ["Rotten Tomatoes Rating"]),
        ]
    ),
    "regression",
)
out = Path(__file__).parent / "sklearn" / "tables.json"
out.write_text(json.dumps({"weather": weather, "movies": movies}) + "\n")
print(weather["metrics"], movies["metrics"], weather["width"], movies["width"])
