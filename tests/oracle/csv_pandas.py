"""What pandas reads in the CSV files of vega-datasets, for tests/oracle/csv.test.ts: rows, and per column its kind, missing
values, distinct values and, for numbers, mean and extremes. Run from the repository root; writes csv_pandas.json."""
import json
from pathlib import Path

import pandas as pd

root = Path(__file__).resolve().parent.parent.parent
files = sorted((root / "node_modules/vega-datasets/data").glob("*.[ct]sv"))
golden = {}
for path in files:
    # The marks for missing values that Tablab knows. pandas' own list has "None", which among words is a word: here it
    # says that a bird did no damage.
    marks = ["", "NA", "N/A", "#N/A", "<NA>", "NaN", "nan", "null", "NULL", "?", "-", "--"]
    separator = "\t" if path.suffix == ".tsv" else ","
    frame = pd.read_csv(path, sep=separator, na_values=marks, keep_default_na=False)
    columns = {}
    for name in frame.columns:
        values = frame[name]
        number = pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
        text = None if number else values.dropna().astype(str).str.strip()
        columns[str(name)] = {
            "kind": "number" if number else "text",
            "missing": int(values.isna().sum()),
            "distinct": int(values.nunique() if number else text.nunique()),
            **({"min": float(values.min()), "max": float(values.max()), "mean": float(values.mean())} if number else {}),
        }
    golden[path.name] = {"rows": len(frame), "columns": columns}
out = Path(__file__).with_suffix(".json")
out.write_text(json.dumps({"pandas": pd.__version__, "files": golden}, indent=1) + "\n")
