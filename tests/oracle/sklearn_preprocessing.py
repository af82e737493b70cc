"""Golden values of imputing, standardizing and one-hot coding, by scikit-learn, on the cars table.

Fitted on the first 300 rows, applied to rows 300 to 329. Run: python tests/oracle/sklearn_preprocessing.py
Versions: requirements.txt. The tests compare to 1e-12 relative in float64 (fitted values) and to float32 (features).
"""
import json
import pathlib

import numpy as np
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

HERE = pathlib.Path(__file__).parent
COLUMNS = ["Miles_per_Gallon", "Cylinders", "Displacement", "Horsepower", "Weight_in_lbs", "Acceleration"]

cars = pd.DataFrame(json.loads((HERE.parent.parent / "node_modules/vega-datasets/data/cars.json").read_text()))
numbers = cars[COLUMNS].to_numpy(dtype=np.float64)
origin = cars[["Origin"]].to_numpy()

golden = {"columns": COLUMNS, "fitted": {}, "scaled": {}}
for strategy in ["mean", "median"]:
    pipeline = make_pipeline(SimpleImputer(strategy=strategy), StandardScaler()).fit(numbers[:300])
    imputer, scaler = pipeline[0], pipeline[1]
    golden["fitted"][strategy] = {
        "fill": imputer.statistics_.tolist(),
        "mean": scaler.mean_.tolist(),
        "std": scaler.scale_.tolist(),
    }
    golden["scaled"][strategy] = pipeline.transform(numbers[300:330]).tolist()

encoder = OneHotEncoder(handle_unknown="ignore").fit(origin[:300])
golden["origin"] = {
    "categories": encoder.categories_[0].tolist(),
    "onehot": encoder.transform(origin[300:330]).toarray().tolist(),
}

target = HERE / "sklearn" / "preprocessing.json"
target.write_text(json.dumps(golden))
