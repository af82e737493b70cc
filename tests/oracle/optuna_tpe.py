"""Golden values of Optuna's TPESampler for tests/oracle/tpe.test.ts: kernels, densities, splits, weights, quantiles.

Run: python tests/oracle/optuna_tpe.py > tests/oracle/optuna/tpe.json   (versions in requirements.txt)
Ties are sorted stably (numpy's default order of ties depends on the processor).
"""
import functools
import json
import warnings

import numpy
import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.samplers._tpe import _truncnorm, parzen_estimator
from optuna.samplers._tpe.parzen_estimator import _ParzenEstimator, _ParzenEstimatorParameters
from optuna.samplers._tpe.sampler import (_split_trials, default_gamma, default_weights, hyperopt_default_gamma)
from optuna.trial import TrialState, create_trial

warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
rng = numpy.random.default_rng(11)


class StableNumpy:
    argsort = staticmethod(functools.partial(numpy.argsort, kind="stable"))

    def __getattr__(self, name):
        return getattr(numpy, name)


parzen_estimator.np = StableNumpy()


def plain(array):
    return numpy.asarray(array, dtype=float).tolist()


def domain(d):
    if isinstance(d, CategoricalDistribution):
        return {"kind": "choice", "values": list(d.choices)}
    out = {"kind": "int" if isinstance(d, IntDistribution) else "float", "low": d.low, "high": d.high}
    if d.log:
        out["log"] = True
    elif d.step is not None:
        out["step"] = d.step
    return out


def parzen(space, observations, clip=True, ends=False, prior=1.0, extra=12):
    internal = {k: numpy.array([space[k].to_internal_repr(o[k]) for o in observations], dtype=float) for k in space}
    p = _ParzenEstimator(internal, space, _ParzenEstimatorParameters(prior, clip, ends, default_weights, True))
    at = p.sample(numpy.random.RandomState(3), extra)
    wide = {k: [space[k].to_internal_repr(v) for v in draw(space[k], extra)] for k in space}
    at = {k: numpy.concatenate([at[k], numpy.array(wide[k], dtype=float)]) for k in space}
    columns = []
    for d in p._mixture_distribution.distributions:
        columns.append({"rows": plain(d.weights)} if hasattr(d, "weights")
                       else {"mus": plain(d.mu), "sigmas": plain(d.sigma)})
    return {"space": [{"path": k, "domain": domain(d)} for k, d in space.items()], "observations": observations,
            "magicClip": clip, "endpoints": ends, "priorWeight": prior,
            "weights": plain(p._mixture_distribution.weights), "columns": columns,
            "points": [plain(at[k]) for k in space], "logPdf": plain(p.log_pdf(at))}


def draw(d, count):
    if isinstance(d, CategoricalDistribution):
        return [d.choices[i] for i in rng.integers(0, len(d.choices), count)]
    if isinstance(d, IntDistribution):
        u = rng.uniform(size=count)
        if d.log:
            return [int(round(numpy.exp(numpy.log(d.low) + x * numpy.log(d.high / d.low)))) for x in u]
        return [int(d.low + d.step * int(x * ((d.high - d.low) // d.step + 1))) for x in u]
    if d.log:
        return [float(numpy.exp(x)) for x in rng.uniform(numpy.log(d.low), numpy.log(d.high), count)]
    if d.step is not None:
        return [round(d.low + d.step * int(k), 10) for k in rng.integers(0, round((d.high - d.low) / d.step) + 1, count)]
    return [float(x) for x in rng.uniform(d.low, d.high, count)]


def observe(space, count):
    columns = {k: draw(d, count) for k, d in space.items()}
    return [{k: columns[k][i] for k in space} for i in range(count)]


small = {"lr": FloatDistribution(1e-5, 1e-1, log=True), "u": IntDistribution(1, 9), "a": CategoricalDistribution(["x", "y", "z"])}
full = {"x": FloatDistribution(-5, 10), "lr": FloatDistribution(1e-5, 1e-1, log=True), "step": FloatDistribution(0, 0.5, step=0.1),
        "n": IntDistribution(2, 40, step=2), "units": IntDistribution(1, 512, log=True), "kind": CategoricalDistribution(["a", "b"]),
        "op": CategoricalDistribution(["none", "skip", "conv1", "conv3"])}
narrow = {"x": FloatDistribution(0, 1), "n": IntDistribution(0, 1000), "units": IntDistribution(1, 2000, log=True)}
known = [{"lr": 1e-3, "u": 2, "a": "x"}, {"lr": 1e-2, "u": 8, "a": "z"}, {"lr": 3e-4, "u": 5, "a": "z"}]
parzens = [parzen(small, known)]
for n in [0, 1, 2, 5, 30]:
    parzens.append(parzen(full, observe(full, n)))
parzens.append(parzen(full, observe(full, 12), clip=False))
parzens.append(parzen(full, observe(full, 12), ends=True))
parzens.append(parzen(full, observe(full, 12), clip=False, ends=True, prior=0.3))
parzens.append(parzen(narrow, observe(narrow, 130)))
near = [{"x": 0.5 + 1e-3 * i, "n": 500 + i % 4, "units": 30 + i % 3} for i in range(20)]
parzens.append(parzen(narrow, near, clip=False))
parzens.append(parzen(narrow, near))

splits = []
for direction in ["minimize", "maximize"]:
    study = optuna.create_study(direction=direction)
    for n, pruned, running in [(10, 0, 0), (40, 0, 3), (60, 0.5, 2), (60, 0.98, 0), (40, 1, 1), (400, 0.2, 0)]:
        for i in range(n):
            if i % 7 == 3:
                study.add_trial(create_trial(state=TrialState.FAIL))
            elif rng.uniform() < pruned:
                steps = int(rng.integers(0, 4))
                steps = {s: float("nan") if rng.uniform() < 0.1 else float(rng.integers(0, 9)) for s in range(1, steps + 1)}
                study.add_trial(create_trial(state=TrialState.PRUNED, intermediate_values=steps))
            else:
                study.add_trial(create_trial(value=float(rng.integers(0, 50))))
        for _ in range(running):
            study.add_trial(create_trial(state=TrialState.RUNNING))
        trials = [t for t in study.get_trials(deepcopy=False) if t.state != TrialState.FAIL]
        ended = sum(t.state != TrialState.RUNNING for t in trials)
        below, above = _split_trials(study, trials, default_gamma(ended))

        def told(t):
            last = max(t.intermediate_values.items()) if t.intermediate_values else None
            if t.state == TrialState.PRUNED:
                reached = last and [last[0], None if numpy.isnan(last[1]) else last[1]]
                return ["pruned", None, reached]
            return ["done", t.value, None] if t.state == TrialState.COMPLETE else [
                "failed" if t.state == TrialState.FAIL else "running", None, None]
        splits.append({"direction": direction, "trials": [told(t) for t in study.get_trials(deepcopy=False)],
                       "good": [t.number for t in below], "rest": [t.number for t in above]})
        study = optuna.create_study(direction=direction)

tails = [[-3, 2], [-0.1, 8], [0, 0.5], [-60, 0], [-1e-3, 1e-3], [-100, 100], [-40, -30], [-8, -7.9], [2, 3], [19, 21], [70, 80],
         [-1e-9, 30], [-1.76, -1.75], [-20.5, -19.5], [-1, -1 + 1e-6]]
quantiles = [[q, a, b] for a, b in tails if a <= 0 <= b for q in [1e-9, 0.01, 0.3, 0.5, 0.77, 0.999, 1 - 1e-9]]
print(json.dumps({"optuna": optuna.__version__, "numpy": numpy.__version__, "parzens": parzens, "splits": splits,
    "gamma": [[n, default_gamma(n), hyperopt_default_gamma(n)] for n in [1, 9, 10, 11, 29, 30, 31, 249, 250, 251, 1000, 20000]],
    "weights": [plain(default_weights(n)) for n in [0, 1, 24, 25, 26, 27, 40, 60]],
    "mass": [[a, b, float(_truncnorm._log_gauss_mass(numpy.array([float(a)]), numpy.array([float(b)]))[0])] for a, b in tails],
    "quantile": [[q, a, b, float(_truncnorm.ppf(q, float(a), float(b))[0])] for q, a, b in quantiles]}))
