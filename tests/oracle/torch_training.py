"""Golden training runs: whole small models, five optimizer steps, every update rule and penalty.

Writes torch/training.json. Run: python tests/oracle/torch_training.py   Versions: requirements.txt.
A case is one epoch over `rows` rows in order, in batches of `batchSize` (the last one short), with one learning rate
for each step. Truth is float64; PyTorch's own optimizers do the updates.
"""
import numpy as np
import torch
import torch.nn.functional as F
from sklearn.utils.class_weight import compute_class_weight

from torch_network import (
    Values, clip, decays, draw_weights, is_running, loss_of, make_optimizer, numbers, run_network, write,
)

ADAM = {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-7}
RULES = {
    "sgd": {},
    "momentum": {"momentum": 0.9},
    "nesterov": {"momentum": 0.9},
    "rmsprop": {"rho": 0.9, "epsilon": 1e-7},
    "adam": ADAM,
    "adamw": {**ADAM, "weightDecay": 0.1},
}


def layer(id, type, inputs=None, **options):
    return {"id": id, "type": type, "options": options, **({"inputs": inputs} if inputs else {})}


def infer(inputs, layers):
    """Weights drawn layer by layer; shapes come from running the layers on zeros."""
    values = Values(7)
    shapes = {i["id"]: tuple(i["shape"]) for i in inputs}
    vocabulary = {i["id"]: i.get("vocabulary") for i in inputs}
    dummies = {i["id"]: torch.zeros(2, *i["shape"], dtype=torch.long if i.get("vocabulary") else None) for i in inputs}
    weights, previous = {}, inputs[0]["id"]
    for index, one in enumerate(layers):
        sources = one.get("inputs", [previous])
        weights |= draw_weights(one, [shapes[s] for s in sources], values, vocabulary.get(sources[0]))
        y = run_network([i["id"] for i in inputs], layers[: index + 1], dummies, weights, False)
        shapes[one["id"]] = tuple(y.shape[1:])
        previous = one["id"]
    return weights, shapes[previous][0]


def training_case(name, inputs, layers, loss, rule="adam", options=None, rate=0.01, batch=4, rows=18, l1=0, l2=0, clip_norm=0,
                  balanced=False):
    values = Values(sum(map(ord, name)))
    options = RULES[rule] if options is None else options
    weights, units = infer(inputs, layers)
    x = {}
    for i in inputs:
        if i.get("vocabulary"):
            x[i["id"]] = values.codes(i["vocabulary"], rows, *i["shape"])
            if i.get("padding"):
                x[i["id"]] = padded(x[i["id"]], i["padding"], values)
        else:
            x[i["id"]] = values.normal(rows, *i["shape"])
    if loss == "softmaxCrossEntropy":
        targets = values.codes(units, rows)
    elif loss == "sigmoidCrossEntropy":
        targets = values.codes(2, rows, units).double()
    else:
        targets = values.normal(rows, units, scale=2)
    class_weights = None
    if balanced:
        labels = targets.reshape(-1).numpy()
        class_weights = torch.tensor(compute_class_weight("balanced", classes=np.unique(labels), y=labels))
    ids = [i["id"] for i in inputs]
    padding = {i["id"]: i["padding"] for i in inputs if i.get("padding")}
    first = {key: w.clone() for key, w in weights.items()}
    before = run_network(ids, layers, x, weights, False, padding=padding)
    for key, w in weights.items():
        w.requires_grad_(not is_running(key))
    optimizer = make_optimizer(rule, options, weights)
    steps = -(-rows // batch)
    rates = [float(torch.tensor(rate * 0.9**t, dtype=torch.float32)) for t in range(steps)]
    losses, after_first, gradients = [], None, None
    for step in range(steps):
        at = slice(step * batch, min(rows, (step + 1) * batch))
        moved = {}
        outputs = run_network(ids, layers, {key: value[at] for key, value in x.items()}, weights, True, moved, padding)
        value = loss_of(loss, outputs, targets[at], class_weights)
        if balanced and batch == rows and loss == "softmaxCrossEntropy":
            # Over all rows balanced weights sum to their number, so PyTorch's own weighted mean is the same.
            assert torch.isclose(value, F.cross_entropy(outputs, targets, weight=class_weights))
        losses.append(value)
        penalty = sum(l1 * w.abs().sum() + l2 * (w * w).sum() for key, w in weights.items() if decays(key))
        optimizer.zero_grad()
        (value + penalty).backward()
        if step == 0:
            gradients = {key: numbers(w.grad) for key, w in weights.items() if w.grad is not None}
        if clip_norm:
            clip(weights, clip_norm)
        for group in optimizer.param_groups:
            group["lr"] = rates[step]
        optimizer.step()
        for key, w in moved.items():
            weights[key] = w
        if step == 0:
            after_first = {key: numbers(w) for key, w in weights.items()}
    after = run_network(ids, layers, x, weights, False, padding=padding)
    return {
        "name": name,
        "inputs": [{"dtype": "int32" if i.get("vocabulary") else "float32", **i} for i in inputs],
        "layers": layers,
        "loss": loss,
        "optimizer": {"rule": rule, "options": options},
        "learningRates": numbers(torch.tensor(rates)),
        "batchSize": batch,
        "rows": rows,
        "l1": l1,
        "l2": l2,
        "clipNorm": clip_norm,
        **({"classWeights": numbers(class_weights)} if balanced else {}),
        "data": {key: numbers(value) for key, value in x.items()},
        "targets": numbers(targets),
        "weights": {key: numbers(w) for key, w in first.items()},
        "outputsBefore": numbers(before),
        "losses": numbers(torch.stack(losses)),
        "firstGradients": gradients,
        "weightsAfterFirst": after_first,
        "weightsAfter": {key: numbers(w) for key, w in weights.items()},
        "outputsAfter": numbers(after),
        "lossAfter": numbers(loss_of(loss, after, targets))[0],
    }


def padded(codes, padding, values):
    """Texts of every length: as many codes as there are paddings stand for as many texts side by side. The first row has
    nothing at all."""
    rows, steps = codes.shape
    own = steps // len(padding)
    for text, fill in enumerate(padding):
        part = codes[:, text * own : (text + 1) * own]
        part[part == fill] += 1
        lengths = values.codes(own + 1, rows)
        lengths[0] = 0
        for row in range(rows):
            part[row, lengths[row] :] = fill
    return codes


def features(*shape):
    return {"id": "features", "shape": list(shape)}


def out(units, inputs=None):
    return layer("output", "dense", inputs, units=units, activation="linear")


def cases():
    case = training_case
    mlp = [layer("h1", "dense", units=5, activation="tanh"), out(3)]
    for rule in RULES:
        rate = 0.1 if rule in ("sgd", "momentum", "nesterov") else 0.02
        yield case(f"{rule}, 3-5-3", [features(3)], mlp, "softmaxCrossEntropy", rule, rate=rate)
        yield case(
            f"{rule} with l1, l2 and clipping", [features(3)], mlp, "softmaxCrossEntropy", rule, rate=rate, l1=0.01, l2=0.02,
            clip_norm=0.3,
        )
    yield case("clipping that never binds", [features(3)], mlp, "softmaxCrossEntropy", "sgd", rate=0.1, clip_norm=1e6)
    yield case("l1 alone", [features(3)], mlp, "softmaxCrossEntropy", "sgd", rate=0.1, l1=0.05)
    yield case("one row a step", [features(3)], mlp, "softmaxCrossEntropy", "sgd", rate=0.1, batch=1, rows=5)
    yield case("all rows a step", [features(3)], mlp, "softmaxCrossEntropy", "sgd", rate=0.1, batch=17, rows=17)

    small = [layer("h1", "dense", units=5, activation="relu")]
    yield case("regression by squares", [features(5)], [*small, out(1)], "mse")
    yield case("regression by Huber", [features(5)], [*small, out(1)], "huber")
    yield case("binary", [features(5)], [*small, out(1)], "sigmoidCrossEntropy")
    for activation in ("leakyRelu", "elu", "gelu", "swish", "sigmoid", "softmax"):
        hidden = [layer("h1", "dense", units=17, activation=activation), layer("a", "activation", activation=activation)]
        yield case(f"{activation} twice", [features(3)], [*hidden, out(2)], "softmaxCrossEntropy", batch=5)
    yield case("MLP 17-17-33-3", [features(17)], [
        layer("h1", "dense", units=17), layer("h2", "dense", units=33, activation="swish"), out(3),
    ], "softmaxCrossEntropy", batch=3, rows=13)

    norm = [layer("h1", "dense", units=5, activation="linear", useBias=False), layer("n", "batchNorm", momentum=0.8)]
    yield case("batch norm", [features(3)], [*norm, layer("a", "activation"), out(2)], "softmaxCrossEntropy", batch=5)
    yield case("layer norm", [features(3)], [
        layer("h1", "dense", units=5), layer("n", "layerNorm"), out(2),
    ], "softmaxCrossEntropy", batch=5)

    yield case("CNN", [features(8, 8, 1)], [
        layer("c1", "conv2d", filters=4), layer("p1", "maxPool2d"), layer("c2", "conv2d", filters=5),
        layer("p2", "maxPool2d"), layer("f", "flatten"), out(3),
    ], "softmaxCrossEntropy", batch=3, rows=13)
    yield case("CNN with batch norm", [features(5, 5, 2)], [
        layer("c1", "conv2d", filters=4, activation="linear", useBias=False), layer("n1", "batchNorm"),
        layer("a1", "activation"), layer("p1", "maxPool2d", padding="same"),
        # No bias before a normalization: its true gradient is 0, and Adam would blow rounding noise up to full steps.
        layer("c2", "conv2d", filters=5, activation="linear", useBias=False), layer("n2", "batchNorm"),
        layer("a2", "activation"),
        layer("g", "globalAvgPool"), out(3),
    ], "softmaxCrossEntropy", batch=4, rows=18)
    yield case("residual block", [features(5, 5, 3)], [
        layer("c1", "conv2d", filters=3), layer("c2", "conv2d", ["c1"], filters=3, activation="linear"),
        layer("sum", "add", ["c1", "c2"]), layer("a", "activation", ["sum"]),
        layer("both", "concat", ["a", "c1"]), layer("g", "globalMaxPool", ["both"]), out(2),
    ], "softmaxCrossEntropy", batch=3, rows=13)
    yield case("separable and depthwise", [features(7, 5, 2)], [
        layer("s1", "separableConv2d", filters=4, strides=2), layer("d1", "depthwiseConv2d", depthMultiplier=2),
        layer("p", "avgPool2d"), layer("f", "flatten"), out(2),
    ], "softmaxCrossEntropy", batch=3, rows=13)
    yield case("sequence", [features(12)], [
        layer("r", "reshape", channels=1), layer("c1", "conv1d", filters=4, kernelSize=5), layer("p1", "maxPool1d"),
        layer("c2", "conv1d", filters=3, strides=2), layer("p2", "avgPool1d"), layer("f", "flatten"), out(1),
    ], "mse", batch=3, rows=13)
    codes = {"id": "codes", "shape": [3], "vocabulary": 11}
    yield case("embedding beside features", [features(4), codes], [
        layer("e", "embedding", ["codes"], dimension=3), layer("f", "flatten", ["e"]),
        layer("j", "concat", ["features", "f"]), layer("h1", "dense", units=5), out(3),
    ], "softmaxCrossEntropy", batch=4, rows=18)
    yield case("adamw decays embeddings", [codes], [
        layer("e", "embedding", ["codes"], dimension=3), layer("f", "flatten"), out(3),
    ], "softmaxCrossEntropy", "adamw", batch=4, rows=18)

    text = lambda steps, *padding: {"id": "codes", "shape": [steps], "vocabulary": 13, "padding": list(padding)}
    embed = layer("e", "embedding", ["codes"], dimension=5, maskZero=True)
    yield case("padding left out of averages", [text(7, 0)], [embed, layer("g", "globalAvgPool"), out(3)],
               "softmaxCrossEntropy", batch=4, rows=10)
    yield case("padding left out of convolutions and maxima", [text(9, 0)], [
        embed, layer("c1", "conv1d", filters=4, activation="tanh"), layer("p", "maxPool1d"),
        layer("c2", "conv1d", filters=6, kernelSize=5, activation="linear"), layer("g", "globalMaxPool"), out(1),
    ], "sigmoidCrossEntropy", batch=4, rows=10)
    yield case("padding left out of norms and averages", [text(8, 0)], [
        embed, layer("c1", "conv1d", filters=5, activation="linear", useBias=False), layer("n1", "batchNorm"),
        layer("a1", "activation"), layer("p", "avgPool1d", poolSize=3, padding="same"), layer("n2", "layerNorm"),
        layer("g", "globalAvgPool"), out(2),
    ], "softmaxCrossEntropy", batch=4, rows=10)
    yield case("padding of two texts, skip and flat head", [features(3), text(8, 0, 6)], [
        embed, layer("c1", "conv1d", filters=5), layer("s", "add", ["c1", "e"]), layer("b", "concat", ["s", "e"]),
        layer("f", "flatten"), layer("j", "concat", ["f", "features"]), out(1),
    ], "mse", batch=5, rows=10, l2=0.01)
    yield case("padding under strides", [text(10, 0)], [
        embed, layer("c1", "conv1d", filters=4, kernelSize=4, strides=2, activation="swish"),
        layer("c2", "conv1d", filters=5, kernelSize=2, padding="valid", activation="tanh"),
        layer("p", "maxPool1d", poolSize=2, strides=1, padding="same"), layer("g", "globalAvgPool"), out(3),
    ], "softmaxCrossEntropy", "sgd", batch=5, rows=10)

    yield case("balanced classes", [features(3)], mlp, "softmaxCrossEntropy", balanced=True)
    yield case("balanced classes, all rows a step", [features(3)], mlp, "softmaxCrossEntropy", "sgd", rate=0.1, batch=17,
               rows=17, balanced=True)
    yield case("balanced binary", [features(5)], [*small, out(1)], "sigmoidCrossEntropy", rows=13, balanced=True)


if __name__ == "__main__":
    write("training.json", list(cases()))
