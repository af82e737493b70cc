"""Domains of Optuna in our words, and values drawn from them: for optuna_importance.py and optuna_importance_first.py."""
import numpy as np
import optuna

F, I, C = (optuna.distributions.FloatDistribution, optuna.distributions.IntDistribution,
           optuna.distributions.CategoricalDistribution)


def domain(d):
    if isinstance(d, C):
        return {"kind": "choice", "values": list(d.choices)}
    out = {"kind": "int" if isinstance(d, I) else "float", "low": d.low, "high": d.high}
    if d.step is not None and not (isinstance(d, I) and d.step == 1):
        out["step"] = d.step
    return {**out, "log": True} if d.log else out


def draw(rng, d, digits):
    """Numbers with so many digits."""
    if isinstance(d, C):
        return d.choices[rng.integers(len(d.choices))]
    if isinstance(d, I):
        if d.log:
            return int(np.clip(round(np.exp(rng.uniform(np.log(d.low), np.log(d.high)))), d.low, d.high))
        return int(d.low + d.step * rng.integers((d.high - d.low) // d.step + 1))
    if d.log:
        return float(f"{np.exp(rng.uniform(np.log(d.low * 1.001), np.log(d.high * 0.999))):.{digits}g}")
    if d.step:
        return float(f"{d.low + d.step * rng.integers(round((d.high - d.low) / d.step) + 1):.6g}")
    return float(np.clip(float(f"{rng.uniform(d.low, d.high):.{digits}g}"), d.low, d.high))
