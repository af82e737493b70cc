"""Golden values of padding that is left out, by Keras on PyTorch in float64: Embedding(mask_zero=True), batch normalization
in training and prediction, GlobalAveragePooling1D. Where Keras divides by zero (no real step) the golden value is null.

Run: KERAS_BACKEND=torch python tests/oracle/keras_masking.py. Versions: requirements.txt.
"""
import json
import pathlib

import keras
import numpy as np
import torch

keras.config.set_floatx("float64")
HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(5)
VOCABULARY, STEPS, DIMENSION, UNITS = 9, 6, 5, 3
three = lambda *shape: np.round(rng.standard_normal(shape), 3).astype(np.float32).astype(np.float64)
lengths = [6, 1, 3, 0, 4]
codes = np.zeros((len(lengths), STEPS), dtype=np.int64)
for row, length in enumerate(lengths):
    codes[row, :length] = rng.integers(1, VOCABULARY, length)

# Keras drops the mask at these, with a warning; Tablab keeps it (docs/methods/layers.md).
for layer in (keras.layers.Conv1D(2, 3), keras.layers.GlobalMaxPooling1D(), keras.layers.MaxPooling1D(), keras.layers.Flatten()):
    assert not layer.supports_masking, layer


def case(name, norm, training):
    rows = [row for row, length in enumerate(lengths) if length > 0] if training else list(range(len(lengths)))
    embed = keras.layers.Embedding(VOCABULARY, DIMENSION, mask_zero=True)
    layers = [embed] + ([keras.layers.BatchNormalization(momentum=0.9, epsilon=1e-3)] if norm else [])
    layers += [keras.layers.GlobalAveragePooling1D(), keras.layers.Dense(UNITS)]
    model = keras.Sequential([keras.Input((STEPS,), dtype="int64"), *layers])
    names = ["e/embeddings", *(["n/gamma", "n/beta", "n/movingMean", "n/movingVariance"] if norm else []), "output/kernel",
             "output/bias"]
    drawn = {key: np.abs(three(*w.shape)) + 0.5 if "gamma" in key or "Variance" in key else three(*w.shape)
             for key, w in zip(names, model.weights)}
    model.set_weights(list(drawn.values()))
    y = model(codes[rows], training=training)
    dy = three(len(rows), UNITS)
    finite = torch.isfinite(y).all(-1)
    (y[finite] * torch.tensor(dy)[finite]).sum().backward()
    flat = lambda t: [None if not np.isfinite(v) else float(f"{v:.10g}") for v in np.asarray(t).reshape(-1)]
    return {
        "name": name, "norm": norm, "training": training, "rows": len(rows), "codes": codes[rows].reshape(-1).tolist(),
        "weights": {key: flat(w) for key, w in drawn.items()},
        "output": flat(y.detach().numpy()), "outputGradient": flat(dy),
        "gradients": {key: flat(w.value.grad.numpy()) for key, w in zip(names, model.weights) if w.trainable} if training else {},
        "moved": {key: flat(w.value.detach().numpy()) for key, w in zip(names, model.weights) if "moving" in key}
        if training else {},
    }


golden = {"vocabulary": VOCABULARY, "steps": STEPS, "dimension": DIMENSION, "units": UNITS, "cases": [
    case("averages, training", False, True), case("averages, prediction", False, False),
    case("normalized averages, training", True, True), case("normalized averages, prediction", True, False)]}
path = HERE / "keras" / "masking.json"
path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
print(path.name, path.stat().st_size, "bytes")
