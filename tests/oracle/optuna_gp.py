"""Golden values of Optuna's Gaussian process (optuna._gp) for tests/oracle/gp.test.ts.

Run: python tests/oracle/optuna_gp.py > tests/oracle/optuna/gp.json   (versions in requirements.txt)
"""
import json

import mpmath
import numpy
import optuna
import scipy.optimize
import torch
from optuna._gp import acqf, gp, prior
from optuna._gp.prior import DEFAULT_MINIMUM_NOISE_VAR
from optuna._gp.search_space import SearchSpace
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

rng = numpy.random.default_rng(11)


def plain(array):
    return numpy.asarray(array, dtype=float).tolist()


def case(n, continuous, choices, seed, noiseless=False):
    r = numpy.random.default_rng(seed)
    d = continuous + choices
    x = r.uniform(size=(n, d))
    x[:, continuous:] = r.integers(0, 3, size=(n, choices))
    y = numpy.sin(5 * x[:, 0]) + (x[:, -1] - 0.4) ** 2 + 0.05 * r.normal(size=n)
    y = (y - y.mean()) / y.std()
    categorical = numpy.array([False] * continuous + [True] * choices)
    q, s, noise = r.uniform(0.5, 6, size=d), float(r.uniform(0.5, 2)), float(r.uniform(0.001, 0.05))

    def make(q, s, noise):
        return gp.GPRegressor(torch.from_numpy(categorical), torch.from_numpy(x), torch.from_numpy(y), q, s, noise)

    leaves = [torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in (q, s, noise)]
    model = make(*leaves)
    likelihood = model.marginal_log_likelihood()
    log_prior = prior.default_log_prior(model)
    likelihood.backward()
    likelihood_gradient = numpy.concatenate([plain(v.grad) if v.grad.ndim else [float(v.grad)] for v in leaves])
    for v in leaves:
        v.grad = None
    log_prior.backward()
    prior_gradient = numpy.concatenate([plain(v.grad) if v.grad.ndim else [float(v.grad)] for v in leaves])
    kernel = plain(model.kernel().detach().ravel())
    model._cache_matrix()

    space = SearchSpace({**{f"x{i}": FloatDistribution(0, 1) for i in range(continuous)},
                         **{f"z{i}": CategoricalDistribution(("a", "b", "c")) for i in range(choices)}})
    at = r.uniform(size=(6, d))
    at[:, continuous:] = r.integers(0, 3, size=(6, choices))
    at[0] = x[3]
    mean, variance = model.posterior(torch.from_numpy(at))
    best = float(y.max())
    log_ei = acqf.LogEI(model, space, best)

    running = r.uniform(size=(3, d))
    running[:, continuous:] = r.integers(0, 3, size=(3, choices))
    q_log_ei = acqf.qLogEI(model, space, best, 128, 5, running)
    draws = gp.sample_from_normal_sobol(dim=4, n_samples=128, seed=5)

    def evaluated(a):
        both = [a.eval_acqf_with_grad(p.copy()) for p in at]
        return {"values": [float(v) for v, _ in both],
                "gradients": [plain(numpy.where(categorical, 0.0, g)) for _, g in both]}

    # The optimum of the fit to a tight tolerance, and where Optuna itself stops.
    fits = {}
    for name, tolerance in (("tight", 1e-9), ("default", 1e-2)):
        m = make(torch.ones(d, dtype=torch.float64), torch.tensor(1.0, dtype=torch.float64),
                 torch.tensor(1.0, dtype=torch.float64))
        inner = scipy.optimize.minimize
        if name == "tight":
            def tightly(f, x0, **_):
                found = inner(f, x0, jac=True, method="l-bfgs-b", options={"gtol": tolerance, "ftol": 0.0})
                found.success = True  # It stops where no step lowers the value any more.
                return found
            gp.scipy.optimize.minimize = tightly
        m._fit_kernel_params(prior.default_log_prior, DEFAULT_MINIMUM_NOISE_VAR, noiseless, tolerance)
        gp.scipy.optimize.minimize = inner
        with torch.no_grad():
            loss = float(-m.marginal_log_likelihood() - prior.default_log_prior(m))
        fits[name] = {"q": plain(m.inverse_squared_lengthscales), "scale": float(m.kernel_scale),
                      "noise": float(m.noise_var), "loss": loss}
    return {"x": plain(x.ravel()), "y": plain(y), "categorical": categorical.tolist(), "noiseless": noiseless,
            "q": plain(q), "scale": s, "noise": noise, "kernel": kernel, "likelihood": float(likelihood.detach()),
            "likelihoodGradient": plain(likelihood_gradient), "prior": float(log_prior.detach()),
            "priorGradient": plain(prior_gradient), "at": plain(at.ravel()), "mean": plain(mean),
            "variance": plain(variance), "best": best, "logEI": evaluated(log_ei), "running": plain(running.ravel()),
            "draws": plain(draws), "qLogEI": evaluated(q_log_ei), "fits": fits}


zs = [-30.0, -5.0, 0.0, 3.0, -25.0, -25.001, -200.0, -900.0, -10.0, -1.0, 0.5, 9.0, -2.0, 40.0]
h = acqf.standard_logei(torch.tensor(zs, dtype=torch.float64))
# Autograd gives NaN where the closed form underflows, so the slopes Phi(z) / h(z) come from mpmath with 1000 digits.
mpmath.mp.dps = 1000
slopes = [float(mpmath.ncdf(v) / (v * mpmath.ncdf(v) + mpmath.npdf(v))) for v in zs]

domains = {"units": IntDistribution(4, 300, log=True), "step": FloatDistribution(0, 0.5, step=0.1),
           "rate": FloatDistribution(1e-5, 0.1, log=True), "count": IntDistribution(2, 20, step=3)}
shown = {"units": [4, 33, 300], "step": [0, 0.3, 0.5], "rate": [1e-5, 0.002, 0.1], "count": [2, 11, 20]}
space = SearchSpace(domains)
coordinates = space.get_normalized_params(None or [0, 0, 0], [{k: v[i] for k, v in shown.items()} for i in range(3)])

print(json.dumps({
    "versions": {"optuna": optuna.__version__, "torch": torch.__version__, "scipy": scipy.__version__,
                 "numpy": numpy.__version__},
    "logH": {"z": zs, "values": plain(h), "slopes": slopes},
    "coordinates": {"values": shown, "of": {k: plain(coordinates[:, i]) for i, k in enumerate(domains)}},
    "cases": [case(8, 2, 0, 1), case(12, 3, 2, 2), case(10, 0, 3, 3), case(14, 2, 1, 4, True)],
}))
