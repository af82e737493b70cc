"""Sobol points far along the sequence, and scipy's scrambling bit for bit, for tests/oracle/sobol.test.ts.

scipy walks to an index one point at a time; beyond a million its own direction numbers are combined by the Gray code of the
index, which is checked against the walk up to there.

Run: python tests/oracle/scipy_sobol_far.py > tests/oracle/scipy/sobolFar.json
"""
import json
import warnings

import numpy as np
import scipy
from scipy.stats import qmc
from scipy.stats._qmc import rng_integers

warnings.filterwarnings("ignore")
D, BITS = 200, 32


def at(sv, index, shift=None):
    gray = index ^ (index >> 1)
    x = np.zeros(len(sv), dtype=np.uint64) if shift is None else shift.astype(np.uint64)
    for k in range(BITS):
        if gray >> k & 1:
            x ^= sv[:, k].astype(np.uint64)
    return x


def checked(make, sv, shift=None):
    for index in (1, 77, 4097, 1_000_003):
        walk = make()
        walk.fast_forward(index)
        assert np.array_equal(walk.random(1)[0] * 2.0**BITS, at(sv, index, shift).astype(float))


rng = np.random.default_rng(5)
sobol = qmc.Sobol(d=D, scramble=False, bits=BITS)
checked(lambda: qmc.Sobol(d=D, scramble=False, bits=BITS), sobol._sv)
far = []
for index in [65_537, 1_000_003, 2**24 + 12_345, 2**31 - 1, 2**31, 2**32 - 1, *map(int, rng.integers(2**20, 2**32, 4))]:
    far.append({"index": index, "bits": [int(x) for x in at(sobol._sv, index)]})

# As `_scramble` draws them: the shift first, its lowest bit first, then the lower triangles.
seed = 11
# The engine spawns a generator of its own.
r = np.random.default_rng(seed).spawn(1)[0]
bits = rng_integers(r, 2, size=(D, BITS), dtype=np.uint32)
ltm = np.tril(rng_integers(r, 2, size=(D, BITS, BITS), dtype=np.uint32))
make = lambda: qmc.Sobol(d=D, scramble=True, bits=BITS, rng=np.random.default_rng(seed))
scrambled = make()
shift = np.array(scrambled._shift)
assert np.array_equal(shift.astype(np.uint64), bits.astype(np.uint64) @ (2 ** np.arange(BITS, dtype=np.uint64)))
checked(make, scrambled._sv, shift)
scrambles = []
for d in [0, 1, 2, 63, 150, 199]:
    triangle = ltm[d] | np.eye(BITS, dtype=np.uint32)
    rows = [int(sum(int(bit) << (31 - k) for k, bit in enumerate(row))) for row in triangle]
    points = [[i, int(at(scrambled._sv, i, shift)[d])] for i in [0, 1, 2, 5, 1023, 99_999, 2**31 + 7, 2**32 - 1]]
    scrambles.append({"dimension": d, "rows": rows, "shift": int(shift[d]), "points": points})
print(json.dumps({"scipy": scipy.__version__, "numpy": np.__version__, "far": far, "scrambles": scrambles}, separators=(",", ":")))
