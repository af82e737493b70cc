"""A random search in Keras Tuner, as a person writes it: the quickstart's network and search space on the same rows.

Called with a JSON file {"trials", "epochs", "batch", "classes", "train": {"x", "y"}, "validation": {"x", "y"}} of rows
that are already prepared. Prints one JSON line: versions, finished trials, best validation accuracy, and seconds of
loading the libraries, of the search, and of processor time. `--check` only says whether the libraries are there, without loading them.
"""
import importlib.util
import json
import os
import sys
import tempfile
import time

needed = ("tensorflow", "tensorboard", "keras", "keras_tuner", "numpy")
if sys.argv[1] == "--check":
    sys.exit(0 if all(importlib.util.find_spec(name) for name in needed) else 1)

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["KERAS_BACKEND"] = "tensorflow"

start = time.perf_counter()
import keras  # noqa: E402
import keras_tuner  # noqa: E402
import numpy as np  # noqa: E402

loaded = time.perf_counter()

with open(sys.argv[1], encoding="utf-8") as file:
    study = json.load(file)


def rows(part):
    return np.array(part["x"], dtype=np.float32), np.array(part["y"], dtype=np.int32)


def build(hp):
    rate = hp.Float("learning_rate", 0.0003, 0.1, sampling="log")
    units = hp.Int("units", 2, 64, sampling="log")
    activation = hp.Choice("activation", ["relu", "tanh", "gelu"])
    model = keras.Sequential([
        keras.Input((len(study["train"]["x"][0]),)),
        keras.layers.Dense(units, activation=activation),
        keras.layers.Dense(study["classes"], activation="softmax"),
    ])
    model.compile(
        optimizer=keras.optimizers.Adam(rate), loss="sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    return model


with tempfile.TemporaryDirectory() as folder:
    tuner = keras_tuner.RandomSearch(
        build, objective="val_accuracy", max_trials=study["trials"], seed=1, directory=folder, overwrite=True
    )
    x, y = rows(study["train"])
    tuner.search(
        x, y, batch_size=study["batch"], epochs=study["epochs"], validation_data=rows(study["validation"]), verbose=0
    )
    trials = list(tuner.oracle.trials.values())
    done = [trial for trial in trials if trial.status == keras_tuner.engine.trial.TrialStatus.COMPLETED]

print(json.dumps({
    "version": f"keras-tuner {keras_tuner.__version__}, keras {keras.__version__}",
    "trials": len(done),
    "best": max(trial.score for trial in done),
    "load": loaded - start,
    "search": time.perf_counter() - loaded,
    "cpu": time.process_time(),
}))
