"""Golden values of bilinear sampling by an affine mapping: scipy.ndimage.map_coordinates of order 1.

Run: python tests/oracle/scipy_augment.py. Versions: requirements.txt. The tests compare to 1e-6.
"""
import json
import pathlib

import numpy as np
from scipy.ndimage import map_coordinates

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(4)
cases = []
for shape, mapping in [((5, 4, 1), (0.3, 1, 0, -1.25, 0, 1)), ((6, 7, 3), (2.1, 0.8, -0.5, -0.7, 0.5, 0.9)), ((4, 4, 1), (3, -1, 0, 0, 0, 1))]:
    image = np.round(rng.random(shape), 4)
    y0, yy, yx, x0, xy, xx = mapping
    row, column = np.mgrid[: shape[0], : shape[1]]
    at = [y0 + yy * row + yx * column, x0 + xy * row + xx * column]
    for outside, mode in [("zero", "grid-constant"), ("edge", "nearest")]:
        made = np.stack([map_coordinates(image[:, :, c], at, order=1, mode=mode, cval=0) for c in range(shape[2])], -1)
        cases.append({"shape": shape, "mapping": dict(zip(["y0", "yy", "yx", "x0", "xy", "xx"], mapping)), "outside": outside,
                      "image": image.ravel().tolist(), "made": [float(f"{x:.9g}") for x in made.ravel()]})
(HERE / "scipy" / "augment.json").write_text(json.dumps(cases))
