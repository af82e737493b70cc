"""Values as Google Vizier's half-rank warper gives them, for tests/oracle/vizierHalfRank.test.ts. Larger is better.

Only the module of the warpers is loaded: it names JAX and others but does not need them for this.
Run: pip install --no-deps google-vizier attrs; python tests/oracle/vizier_half_rank.py > tests/oracle/vizier/halfRank.json
(versions in requirements.txt)
"""
import importlib.util
import json
import sys
from pathlib import Path
from unittest.mock import MagicMock

import numpy as np

for name in ("equinox", "jax", "tensorflow_probability", "tensorflow_probability.substrates", "vizier._src.jax"):
    sys.modules[name] = MagicMock()

module = Path("vizier", "_src", "algorithms", "designers", "gp", "output_warpers.py")
found = next(Path(p, module) for p in sys.path if Path(p, module).is_file())
spec = importlib.util.spec_from_file_location("output_warpers", found)
warpers = importlib.util.module_from_spec(spec)
spec.loader.exec_module(warpers)

rng = np.random.default_rng(11)
cases = {
    "odd": -np.exp(2 * rng.standard_normal(11)),
    "even": -np.exp(2 * rng.standard_normal(12)),
    "ties": np.round(-np.exp(rng.standard_normal(17)), 0),
    "tiesAtMiddle": np.array([-5.0, 1, 1, -2, 1, 3, 1, -7, -7]),
    "betweenTies": np.array([-5.0, -5, -1, -1, 2, 2]),
    "bestHalfAlike": np.array([-5.0, 1, 1, -2, 1, 1, 1, -7, -7]),
    "two": np.array([3.0, -4.0]),
}
json.dump(
    {
        name: {
            "values": values.tolist(),
            "warped": warpers.HalfRankComponent().warp(values.reshape(-1, 1).copy()).ravel().tolist(),
        }
        for name, values in cases.items()
    },
    sys.stdout,
)
sys.stdout.write("\n")
