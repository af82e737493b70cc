"""Golden values of every layer, activation and loss: forward pass and gradients.

Writes torch/layers.json, torch/activations.json, torch/losses.json. Run: python tests/oracle/torch_layers.py
Versions: requirements.txt. Truth is computed in float64 from inputs that float32 holds exactly.
"""
import torch

from torch_network import Values, apply_layer, draw_weights, is_running, loss_of, numbers, write

SAME, VALID = "same", "valid"


def layer_case(name, kind, shapes, options=None, rows=2, training=True, vocabulary=None, spread=1.0):
    values = Values(sum(map(ord, name)))
    layer = {"id": "l", "type": kind, "options": options or {}}
    if vocabulary:
        xs = [values.codes(vocabulary, rows, *shapes[0])]
    else:
        xs = [values.normal(rows, *shape, scale=spread).requires_grad_() for shape in shapes]
    weights = draw_weights(layer, shapes, values, vocabulary)
    for key, w in weights.items():
        w.requires_grad_(not is_running(key))
    moved = {}
    y = apply_layer(layer, xs, weights, training, moved)
    dy = values.normal(*y.shape)
    (y * dy).sum().backward()
    trainable = {key: w for key, w in weights.items() if w.requires_grad}
    return {
        "name": name,
        "type": kind,
        "options": layer["options"],
        "rows": rows,
        "training": training,
        **({"vocabulary": vocabulary} if vocabulary else {}),
        "inputs": [{"shape": list(shape), "values": numbers(x)} for shape, x in zip(shapes, xs)],
        "weights": {key[2:]: numbers(w) for key, w in weights.items()},
        "output": {"shape": list(y.shape[1:]), "values": numbers(y)},
        "outputGradient": numbers(dy),
        "inputGradients": [numbers(x.grad) for x in xs] if not vocabulary else [],
        "weightGradients": {key[2:]: numbers(w.grad) for key, w in trainable.items()},
        "moved": {key[2:]: numbers(w) for key, w in moved.items()},
    }


def layers():
    case = layer_case
    for rows, size, units, activation, bias in [
        (1, 1, 1, "linear", True), (1, 3, 5, "relu", True), (3, 17, 5, "tanh", True), (5, 5, 17, "gelu", False),
        (17, 3, 3, "sigmoid", True), (2, 65, 3, "elu", True), (3, 5, 63, "swish", True), (4, 8, 8, "leakyRelu", True),
        (3, 4, 5, "softmax", True), (5, 63, 1, "linear", False),
    ]:
        o = {"units": units, "activation": activation, "useBias": bias}
        yield case(f"dense {size} to {units}, {activation}, {rows} rows", "dense", [(size,)], o, rows)

    for h, w, c, filters, k, s, padding, activation, bias, rows in [
        (5, 5, 1, 8, 3, 1, SAME, "relu", True, 2), (7, 5, 3, 5, 3, 1, SAME, "linear", True, 2),
        (6, 6, 8, 16, 3, 1, SAME, "relu", True, 1), (5, 7, 2, 3, 3, 2, SAME, "tanh", True, 3),
        (6, 8, 3, 4, 3, 2, SAME, "linear", False, 1), (7, 7, 3, 5, 3, 1, VALID, "gelu", True, 1),
        (9, 8, 2, 3, 5, 2, VALID, "linear", True, 2), (5, 5, 3, 4, 2, 1, SAME, "linear", True, 2),
        (4, 4, 5, 3, 1, 1, SAME, "relu", True, 2), (5, 5, 4, 4, 1, 2, SAME, "sigmoid", True, 1),
        (1, 1, 3, 17, 3, 1, SAME, "linear", True, 3), (3, 3, 17, 1, 3, 1, SAME, "linear", True, 1),
        (3, 5, 1, 1, 5, 1, SAME, "elu", True, 1), (8, 8, 1, 2, 4, 3, SAME, "swish", True, 1),
        (4, 5, 2, 3, 3, 5, SAME, "linear", True, 1), (4, 4, 2, 3, 2, 1, VALID, "softmax", True, 1),
        (17, 3, 1, 3, 3, 1, SAME, "linear", True, 1),
    ]:
        o = {"filters": filters, "kernelSize": k, "strides": s, "padding": padding}
        o |= {"activation": activation, "useBias": bias}
        name = f"conv2d {h}x{w}x{c} to {filters}, {k}x{k} by {s} {padding}, {activation}, {rows} rows"
        yield case(name, "conv2d", [(h, w, c)], o, rows)

    for steps, c, filters, k, s, padding, activation, rows in [
        (17, 1, 5, 3, 1, SAME, "relu", 2), (9, 3, 4, 5, 2, SAME, "linear", 2), (8, 4, 8, 4, 1, SAME, "tanh", 1),
        (11, 2, 3, 3, 3, VALID, "linear", 3), (1, 5, 3, 3, 1, SAME, "linear", 1), (5, 3, 17, 1, 1, SAME, "relu", 1),
        (5, 8, 3, 31, 1, SAME, "linear", 1),
    ]:
        o = {"filters": filters, "kernelSize": k, "strides": s, "padding": padding, "activation": activation}
        name = f"conv1d {steps}x{c} to {filters}, {k} by {s} {padding}, {activation}, {rows} rows"
        yield case(name, "conv1d", [(steps, c)], o, rows)

    for h, w, c, k, s, padding, m, activation, bias, rows in [
        (5, 5, 3, 3, 1, SAME, 1, "linear", True, 2), (6, 5, 8, 3, 1, SAME, 1, "relu", True, 1),
        (7, 7, 2, 3, 2, SAME, 3, "linear", True, 1), (6, 6, 5, 2, 1, VALID, 1, "tanh", False, 2),
        (8, 7, 1, 5, 2, VALID, 4, "linear", True, 1), (3, 3, 17, 3, 1, SAME, 1, "linear", True, 1),
        (1, 3, 4, 3, 1, SAME, 2, "gelu", True, 3), (6, 6, 4, 4, 3, SAME, 1, "linear", True, 1),
    ]:
        o = {"kernelSize": k, "strides": s, "padding": padding, "depthMultiplier": m}
        o |= {"activation": activation, "useBias": bias}
        name = f"depthwiseConv2d {h}x{w}x{c} times {m}, {k}x{k} by {s} {padding}, {activation}, {rows} rows"
        yield case(name, "depthwiseConv2d", [(h, w, c)], o, rows)

    for h, w, c, filters, k, s, padding, activation, bias, rows in [
        (5, 5, 3, 5, 3, 1, SAME, "relu", True, 2), (7, 6, 4, 8, 3, 2, SAME, "linear", True, 1),
        (6, 6, 1, 3, 5, 1, VALID, "tanh", False, 2), (3, 3, 5, 1, 3, 1, SAME, "linear", True, 1),
    ]:
        o = {"filters": filters, "kernelSize": k, "strides": s, "padding": padding}
        o |= {"activation": activation, "useBias": bias}
        name = f"separableConv2d {h}x{w}x{c} to {filters}, {k}x{k} by {s} {padding}, {activation}, {rows} rows"
        yield case(name, "separableConv2d", [(h, w, c)], o, rows)

    for kind in ("maxPool2d", "avgPool2d"):
        for h, w, c, k, s, padding, rows in [
            (6, 6, 3, 2, 2, VALID, 2), (7, 5, 5, 2, 2, VALID, 1), (7, 5, 4, 2, 2, SAME, 2), (5, 5, 8, 3, 1, SAME, 1),
            (8, 7, 1, 3, 2, SAME, 1), (7, 7, 2, 3, 2, VALID, 3), (5, 6, 3, 1, 3, SAME, 1), (1, 1, 17, 2, 2, SAME, 1),
            (3, 3, 5, 5, 2, SAME, 1), (5, 5, 1, 2, 3, VALID, 1),
        ]:
            o = {"poolSize": k, "strides": s, "padding": padding}
            yield case(f"{kind} {h}x{w}x{c}, {k}x{k} by {s} {padding}, {rows} rows", kind, [(h, w, c)], o, rows)
    for kind in ("maxPool1d", "avgPool1d"):
        for steps, c, k, s, padding, rows in [
            (8, 3, 2, 2, VALID, 2), (7, 5, 2, 2, SAME, 1), (17, 1, 3, 1, SAME, 2), (9, 4, 3, 2, VALID, 1),
            (1, 3, 3, 2, SAME, 1), (5, 2, 5, 5, SAME, 3),
        ]:
            o = {"poolSize": k, "strides": s, "padding": padding}
            yield case(f"{kind} {steps}x{c}, {k} by {s} {padding}, {rows} rows", kind, [(steps, c)], o, rows)
    for kind in ("globalAvgPool", "globalMaxPool"):
        for shape, rows in [((5, 3, 4), 2), ((1, 1, 3), 1), ((7, 5), 3), ((3, 3, 17), 1), ((1, 1), 1)]:
            yield case(f"{kind} {'x'.join(map(str, shape))}, {rows} rows", kind, [shape], {}, rows)

    for shape, rows, o in [
        ((5,), 17, {}), ((1,), 3, {"momentum": 0.5}), ((17,), 5, {"epsilon": 0.01}), ((3, 3, 4), 3, {}),
        ((5, 3, 5), 1, {"momentum": 0}), ((7, 3), 2, {}), ((8,), 2, {}),
    ]:
        for training in (True, False):
            name = f"batchNorm {'x'.join(map(str, shape))}, {rows} rows, {'training' if training else 'prediction'}"
            yield case(name, "batchNorm", [shape], o, rows, training)
    for shape, rows, o in [
        ((5,), 3, {}), ((17,), 1, {"epsilon": 0.01}), ((65,), 2, {}), ((3, 5, 4), 2, {}), ((4, 3), 1, {}), ((1,), 2, {}),
    ]:
        yield case(f"layerNorm {'x'.join(map(str, shape))}, {rows} rows", "layerNorm", [shape], o, rows)

    for columns, vocabulary, dimension, rows in [(3, 7, 5, 4), (1, 1, 1, 1), (5, 3, 8, 17), (2, 65, 3, 5)]:
        o = {"dimension": dimension}
        name = f"embedding {columns} columns of {vocabulary} in {dimension}, {rows} rows"
        yield case(name, "embedding", [(columns,)], o, rows, vocabulary=vocabulary)
    yield case("flatten 3x5x2", "flatten", [(3, 5, 2)])
    yield case("reshape 15 by 3", "reshape", [(15,)], {"channels": 3})
    yield case("add two of 17", "add", [(17,), (17,)], {}, 3)
    yield case("add three of 3x5x3", "add", [(3, 5, 3)] * 3, {}, 1)
    yield case("concat 3, 5, 1", "concat", [(3,), (5,), (1,)], {}, 3)
    yield case("concat 3x3x2, 3x3x4", "concat", [(3, 3, 2), (3, 3, 4)])
    yield case("concat 5x4, 5x4", "concat", [(5, 4), (5, 4)], {}, 1)
    yield case("dropout predicts unchanged", "dropout", [(5,)], {"rate": 0.5}, 2, training=False)


NAMES = ("linear", "relu", "leakyRelu", "elu", "gelu", "swish", "tanh", "sigmoid", "softmax")


def activations():
    for name in NAMES:
        o = {"activation": name}
        yield layer_case(f"activation {name}, 17", "activation", [(17,)], o, 5, spread=2.5)
        yield layer_case(f"activation {name}, 3x5x3, wide", "activation", [(3, 5, 3)], o, 1, spread=20)
    yield layer_case("activation softmax, 1", "activation", [(1,)], {"activation": "softmax"}, 3)


def losses():
    for name, rows, units, spread in [
        ("softmaxCrossEntropy", 5, 3, 1), ("softmaxCrossEntropy", 1, 17, 1), ("softmaxCrossEntropy", 3, 65, 30),
        ("softmaxCrossEntropy", 17, 2, 3), ("sigmoidCrossEntropy", 5, 1, 1), ("sigmoidCrossEntropy", 1, 1, 1),
        ("sigmoidCrossEntropy", 65, 1, 40), ("mse", 5, 1, 1), ("mse", 1, 1, 1), ("mse", 17, 3, 1), ("huber", 5, 1, 1),
        ("huber", 17, 3, 2), ("huber", 1, 1, 5),
    ]:
        values = Values(rows * 100 + units)
        outputs = values.normal(rows, units, scale=spread).requires_grad_()
        if name == "softmaxCrossEntropy":
            targets = values.codes(units, rows)
        elif name == "sigmoidCrossEntropy":
            targets = values.codes(2, rows, units).double()
        else:
            targets = values.normal(rows, units)
        loss = loss_of(name, outputs, targets)
        loss.backward()
        yield {
            "loss": name,
            "rows": rows,
            "units": units,
            "outputs": numbers(outputs),
            "targets": numbers(targets),
            "value": numbers(loss)[0],
            "gradient": numbers(outputs.grad),
        }


if __name__ == "__main__":
    write("layers.json", list(layers()))
    write("activations.json", list(activations()))
    write("losses.json", list(losses()))
