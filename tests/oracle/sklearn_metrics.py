"""Golden values of all metrics, by scikit-learn, in float64 from float32 outputs.

Run: python tests/oracle/sklearn_metrics.py   (versions: requirements.txt)
Cases: balanced and skewed classes, ties among scores, a class that is never predicted, values on another scale.
"""
import json
import pathlib

import numpy as np
from scipy.special import expit, softmax
from sklearn import metrics as m

rng = np.random.default_rng(7)
cases = []


def float32(x):
    return np.asarray(x, dtype=np.float32).astype(np.float64)


def counts(target, predicted, average):
    present = sorted(set(target) | set(predicted)) if average == "macro" else [1]
    return {
        "balancedAccuracy": m.balanced_accuracy_score(target, predicted),
        "precision": m.precision_score(target, predicted, average=average, zero_division=0),
        "recall": m.recall_score(target, predicted, average=average, zero_division=0),
        "specificity": float(np.mean([m.recall_score(target != k, predicted != k, zero_division=0) for k in present])),
        "f05": m.fbeta_score(target, predicted, beta=0.5, average=average, zero_division=0),
        "f2": m.fbeta_score(target, predicted, beta=2, average=average, zero_division=0),
        "mcc": m.matthews_corrcoef(target, predicted),
        "kappa": m.cohen_kappa_score(target, predicted),
    }


def binary(name, rows, skew, decimals):
    logits = float32(np.round(rng.normal(skew, 2, rows), decimals))
    target = (rng.random(rows) < expit(0.7 * logits + skew)).astype(int)
    target[:2] = [0, 1]
    p = expit(logits)
    predicted = (logits > 0).astype(int)
    cases.append({
        "name": name, "task": "binary", "classes": 2, "outputs": logits.tolist(), "target": target.tolist(),
        "mean": 0, "std": 1,
        "confusion": m.confusion_matrix(target, predicted, labels=[0, 1]).ravel().tolist(),
        "expected": {
            "loss": m.log_loss(target, np.column_stack([expit(-logits), p])),
            "accuracy": m.accuracy_score(target, predicted),
            "f1": m.f1_score(target, predicted),
            "auc": m.roc_auc_score(target, logits),
            **counts(target, predicted, "binary"),
            "prAuc": m.average_precision_score(target, logits),
            "brier": m.brier_score_loss(target, p.astype(np.float32).astype(np.float64)),
        },
    })


def multiclass(name, rows, classes, bias):
    logits = float32(np.round(rng.normal(0, 1.5, (rows, classes)) + bias, 2))
    target = np.array([rng.choice(classes, p=q) for q in softmax(logits + rng.normal(0, 1, logits.shape), axis=1)])
    target[:classes] = range(classes)
    p = softmax(logits, axis=1)
    predicted = logits.argmax(axis=1)
    cases.append({
        "name": name, "task": "multiclass", "classes": classes, "outputs": logits.ravel().tolist(),
        "target": target.tolist(), "mean": 0, "std": 1,
        "confusion": m.confusion_matrix(target, predicted, labels=list(range(classes))).ravel().tolist(),
        "expected": {
            "loss": m.log_loss(target, p, labels=list(range(classes))),
            "accuracy": m.accuracy_score(target, predicted),
            "f1": m.f1_score(target, predicted, average="macro"),
            "auc": m.roc_auc_score(target, p, multi_class="ovr", average="macro"),
            **counts(target, predicted, "macro"),
            "prAuc": m.average_precision_score(np.eye(classes)[target], float32(p), average="macro"),
            "brier": float(((float32(p) - np.eye(classes)[target]) ** 2).sum(axis=1).mean()),
            **({"top3": m.top_k_accuracy_score(target, logits, k=3)} if classes > 3 else {}),
        },
    })


def regression(name, rows, mean, std):
    target = float32(rng.normal(0, 1, rows))
    outputs = float32(0.8 * target + rng.normal(0, 0.5, rows))
    value, guess = target * std + mean, outputs * std + mean
    error = np.abs(outputs - target)
    cases.append({
        "name": name, "task": "regression", "classes": 0, "outputs": outputs.tolist(), "target": target.tolist(),
        "mean": mean, "std": std,
        "huber": float(np.where(error <= 1, 0.5 * error**2, error - 0.5).mean()),
        "expected": {
            "loss": m.mean_squared_error(target, outputs),
            "rmse": m.root_mean_squared_error(value, guess),
            "mae": m.mean_absolute_error(value, guess),
            "r2": m.r2_score(value, guess),
            "mse": m.mean_squared_error(value, guess),
            "medianError": m.median_absolute_error(value, guess),
            "mape": m.mean_absolute_percentage_error(value, guess),
            "pinball10": m.mean_pinball_loss(value, guess, alpha=0.1),
            "pinball90": m.mean_pinball_loss(value, guess, alpha=0.9),
        },
    })


def thresholds(name, rows, decimals):
    scores = np.round(rng.random(rows), decimals)
    actual = (rng.random(rows) < scores).astype(int)
    actual[:2] = [0, 1]
    fpr, tpr, at = m.roc_curve(actual, scores, drop_intermediate=False)
    precision, recall, _ = m.precision_recall_curve(actual, scores)
    return {"name": name, "scores": scores.tolist(), "actual": actual.tolist(), "thresholds": at[1:].tolist(),
            "roc": {"x": fpr.tolist(), "y": tpr.tolist()},
            "pr": {"x": recall[::-1].tolist(), "y": precision[::-1].tolist()}}


binary("binary", 200, 0.0, 6)
binary("binary, rare positives", 300, -2.0, 6)
binary("binary, many ties", 200, 0.0, 0)
binary("binary, confident logits", 50, 6.0, 3)
multiclass("three classes", 200, 3, np.zeros(3))
multiclass("ten classes, one never predicted", 400, 10, np.array([0.0] * 9 + [-9.0]))
regression("values", 200, 0.0, 1.0)
regression("values on another scale", 200, -1234.5, 67.8)

pathlib.Path(__file__).with_name("sklearn").joinpath("metrics.json").write_text(json.dumps(cases))

curves = [thresholds("distinct scores", 40, 12), thresholds("tied scores", 60, 1)]
pathlib.Path(__file__).with_name("sklearn").joinpath("thresholds.json").write_text(json.dumps(curves))
