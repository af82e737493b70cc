"""pandas' describe() and corr(), asked from a bench: reads one JSON request a line, answers with one JSON line.

The first request {"rows", "columns"} makes the data and answers {"version"}; each further one runs both and answers
{"ms"}. Half of the columns are normal, half whole numbers below 100.
"""
import json
import sys
import time

import numpy as np
import pandas as pd

frame = None
for line in sys.stdin:
    request = json.loads(line)
    if frame is None:
        rng = np.random.default_rng(1)
        rows, columns = request["rows"], request["columns"]
        frame = pd.DataFrame({f"c{c}": rng.normal(size=rows) if c < columns // 2 else rng.integers(0, 100, rows).astype(float)
                              for c in range(columns)})
        answer = {"version": pd.__version__}
    else:
        start = time.perf_counter()
        frame.describe()
        frame.corr()
        answer = {"ms": 1000 * (time.perf_counter() - start)}
    print(json.dumps(answer), flush=True)
