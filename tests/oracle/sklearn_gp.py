"""A textbook case of Gaussian process regression by scikit-learn, for tests/oracle/gpTextbook.test.ts.

Rasmussen & Williams 2006, algorithm 2.1 and figure 2.2: five values of a function of one variable, mean and deviation between
and beyond them; Matern 5/2 with fixed length, scale and noise. The same in two variables with a length each. Expected improvement
over the best value, in closed form (Jones, Schonlau & Welch 1998, equation 15), values to be maximised.
Run: python tests/oracle/sklearn_gp.py > tests/oracle/sklearn/gp.json   (versions in requirements.txt)
"""
import json
import sys

import numpy as np
from scipy.stats import norm
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern


def case(x, y, at, lengths, scale, noise):
    kernel = ConstantKernel(scale, "fixed") * Matern(lengths, "fixed", nu=2.5)
    process = GaussianProcessRegressor(kernel, alpha=noise, optimizer=None).fit(x, y)
    mean, deviation = process.predict(at, return_std=True)
    best = float(np.max(y))
    z = (mean - best) / deviation
    improvement = (mean - best) * norm.cdf(z) + deviation * norm.pdf(z)
    return {
        "x": x.ravel().tolist(), "y": y.tolist(), "at": at.ravel().tolist(), "lengths": list(lengths), "scale": scale,
        "noise": noise, "mean": mean.tolist(), "deviation": deviation.tolist(), "improvement": improvement.tolist(),
        "next": int(np.argmax(improvement)), "likelihood": float(process.log_marginal_likelihood_value_),
    }


x1 = np.array([0.05, 0.3, 0.45, 0.7, 0.95])[:, None]
at1 = np.linspace(0, 1, 41)[:, None]
rng = np.random.default_rng(4)
x2 = rng.uniform(size=(12, 2))
at2 = np.stack(np.meshgrid(np.linspace(0, 1, 6), np.linspace(0, 1, 6)), -1).reshape(-1, 2)
json.dump({
    "one": case(x1, np.sin(6 * x1[:, 0]) + x1[:, 0], at1, [0.25], 1.3, 1e-4),
    "noisy": case(x1, np.sin(6 * x1[:, 0]) + x1[:, 0], at1, [0.15], 0.8, 0.05),
    "two": case(x2, np.cos(4 * x2[:, 0]) * x2[:, 1], at2, [0.3, 0.9], 0.6, 1e-3),
}, sys.stdout, separators=(",", ":"))
print()
