"""Zero-cost proxies of small networks in PyTorch, float64, by their definitions in SamsungLabs/zero-cost-nas and
BayesWatch/nas-without-training. Writes torch/proxies.json for tests/oracle/proxies.test.ts.

Kernels (dense and convolution) take part in the sums, biases and normalisation do not. Synflow: all weights absolute,
normalisation and dropout left out, one row of ones (the table of an embedding gives ones), R = sum of the outputs. NASWOT: codes of all units behind a ReLU (or
GELU, swish, tanh: input above 0), K = sum of c c' + (1 - c)(1 - c)', training mode.
"""
import torch
from torch_network import Values, apply_layer, draw_weights, loss_of, numbers, write

CODED = ("relu", "leakyRelu", "elu", "gelu", "swish", "tanh")
NORMS = ("batchNorm", "layerNorm")


def dense(id, units, activation="relu", **more):
    return {"id": id, "type": "dense", "options": {"units": units, "activation": activation}, **more}


def layer(id, kind, inputs=None, **options):
    out = {"id": id, "type": kind}
    if options:
        out["options"] = options
    if inputs:
        out["inputs"] = inputs
    return out


NETWORKS = [
    ("mlp", (5,), 3, "softmaxCrossEntropy", [dense("a", 20), dense("b", 16)]),
    (
        "residual with layer norm, gelu",
        (5,),
        1,
        "mse",
        [
            dense("trunk", 12, "linear"),
            layer("n1", "layerNorm"),
            dense("h1", 24, "gelu"),
            layer("drop", "dropout", rate=0.3),
            dense("o1", 12, "linear"),
            layer("sum", "add", ["trunk", "o1"]),
            layer("act", "activation", activation="gelu"),
        ],
    ),
    (
        "convolutions with batch norm",
        (6, 6, 2),
        1,
        "sigmoidCrossEntropy",
        [
            layer("c1", "conv2d", filters=4, activation="linear"),
            layer("c1n", "batchNorm"),
            layer("c1a", "activation", activation="relu"),
            layer("p1", "maxPool2d"),
            layer("c2", "separableConv2d", filters=6, activation="relu"),
            layer("c3", "depthwiseConv2d", activation="swish"),
            layer("head", "globalAvgPool"),
        ],
    ),
    (
        "numbers as a sequence, with a skip and layer norm",
        (12,),
        2,
        "softmaxCrossEntropy",
        [
            layer("steps", "reshape", channels=1),
            layer("b1", "conv1d", filters=6, kernelSize=5, activation="linear"),
            layer("b1n", "layerNorm"),
            layer("b1p", "conv1d", ["steps"], filters=6, kernelSize=1, activation="linear"),
            layer("b1s", "add", ["b1n", "b1p"]),
            layer("b1a", "activation", activation="gelu"),
            layer("p1", "maxPool1d"),
            layer("b2", "conv1d", filters=8, kernelSize=3, activation="tanh"),
            layer("p2", "avgPool1d"),
            layer("head", "globalMaxPool"),
            dense("d", 16, "relu"),
        ],
    ),
    (
        "codes through an embedding",
        (9,),
        3,
        "softmaxCrossEntropy",
        [
            layer("embed", "embedding", ["codes"], dimension=5),
            layer("b1", "conv1d", filters=8, kernelSize=3, activation="relu"),
            layer("n1", "batchNorm"),
            layer("head", "flatten"),
            dense("d", 16, "relu"),
        ],
    ),
    (
        "a cell with operations on its edges",
        (6, 6, 1),
        3,
        "softmaxCrossEntropy",
        [
            layer("stem", "conv2d", filters=4, activation="linear"),
            layer("stemN", "batchNorm"),
            layer("e01a", "activation", ["stemN"], activation="relu"),
            layer("e01", "conv2d", filters=4, kernelSize=3, activation="linear"),
            layer("e01n", "batchNorm"),
            layer("e02", "avgPool2d", ["stemN"], poolSize=3, strides=1, padding="same"),
            layer("e12a", "activation", ["e01n"], activation="relu"),
            layer("e12", "conv2d", filters=4, kernelSize=1, activation="linear"),
            layer("e12n", "batchNorm"),
            layer("n2", "add", ["e02", "e12n"]),
            layer("n3", "add", ["stemN", "e01n", "n2"]),
            layer("lastN", "batchNorm"),
            layer("lastA", "activation", activation="relu"),
            layer("head", "globalAvgPool"),
        ],
    ),
    (
        "a cell that joins separable convolutions",
        (6, 6, 2),
        1,
        "mse",
        [
            layer("stem", "conv2d", filters=4, activation="linear"),
            layer("stemN", "batchNorm"),
            layer("s3a", "activation", ["stemN"], activation="relu"),
            layer("s3", "separableConv2d", filters=4, kernelSize=3, activation="linear"),
            layer("s3n", "batchNorm"),
            layer("m3", "maxPool2d", ["stemN"], poolSize=3, strides=1, padding="same"),
            layer("b1", "add", ["s3n", "m3"]),
            layer("s5a", "activation", ["b1"], activation="relu"),
            layer("s5", "separableConv2d", filters=4, kernelSize=5, activation="linear"),
            layer("s5n", "batchNorm"),
            layer("out", "concat", ["b1", "s5n"]),
            layer("outA", "activation", activation="relu"),
            layer("head", "globalAvgPool"),
        ],
    ),
]
VOCABULARY = 20


def forward(layers, x, weights, training, codes=None, bare=False):
    known = {"features": x, "codes": x}
    before, previous = {}, "features"
    for one in layers:
        inputs = one.get("inputs", [previous])
        xs = [known[i] for i in inputs]
        skip = one["type"] == "dropout" or (bare and one["type"] in NORMS)
        y = xs[0] if skip else apply_layer(one, xs, weights, training)
        known[one["id"]] = y
        activation = {"dense": "relu", "conv2d": "relu", "conv1d": "relu", "separableConv2d": "relu"}.get(one["type"], "linear")
        if one.get("options", {}).get("activation", activation) in CODED and codes is not None:
            codes.append((y > 0).double().flatten(1))
        previous = one["id"]
    return known[previous]


def shapes_of(layers, shape):
    """Weights drawn layer by layer: each needs its input's shape."""
    start = torch.zeros(2, *shape)
    known, previous = {"features": start, "codes": start.long()}, "features"
    values, weights = Values(11), {}
    for one in layers:
        xs = [known[i] for i in one.get("inputs", [previous])]
        weights.update(draw_weights(one, [tuple(x.shape[1:]) for x in xs], values, VOCABULARY))
        known[one["id"]] = xs[0] if one["type"] == "dropout" else apply_layer(one, xs, weights, True)
        previous = one["id"]
    return weights


def case(name, shape, units, loss, hidden):
    tail = hidden[-1]
    layers = [*hidden, dense("output", units, "linear")]
    weights = shapes_of(layers, shape)
    kernels = [n for n in weights if n.lower().endswith("kernel")]
    rows = 24
    values = Values(5)
    coded = hidden[0]["type"] == "embedding"
    x = values.codes(VOCABULARY, rows, *shape) if coded else values.normal(rows, *shape)
    if loss == "softmaxCrossEntropy":
        target = values.codes(units, rows)
    elif loss == "mse":
        target = values.normal(rows, units)
    else:
        target = values.codes(2, rows, units).double()
    for w in weights.values():
        w.requires_grad_(True)
    loss_of(loss, forward(layers, x, weights, True), target).backward()
    grad_norm = sum(weights[k].grad.norm() for k in kernels)
    snip = sum((weights[k].grad * weights[k]).abs().sum() for k in kernels)
    positive = {n: w.detach().abs().requires_grad_(True) for n, w in weights.items()}
    with torch.no_grad():
        for n, w in positive.items():
            if n.endswith("/embeddings"):
                w.fill_(1)
    ones = torch.zeros(1, *shape).long() if coded else torch.ones(1, *shape)
    forward(layers, ones, positive, True, bare=True).sum().backward()
    synflow = sum((positive[k].grad * positive[k]).abs().sum() for k in kernels)
    codes = []
    few = 16
    forward(layers, x[:few], weights, True, codes)
    k = sum(c @ c.T + (1 - c) @ (1 - c).T for c in codes)
    sign, logdet = torch.linalg.slogdet(k)
    assert sign > 0 and tail
    return {
        "name": name,
        "shape": shape,
        "units": units,
        "loss": loss,
        "layers": layers,
        "rows": rows,
        **({"vocabulary": VOCABULARY, "codes": x.flatten().tolist()} if coded else {"features": numbers(x)}),
        "target": numbers(target.double()),
        "weights": {n: numbers(w) for n, w in weights.items()},
        "scores": {
            "gradNorm": grad_norm.item(),
            "snip": snip.item(),
            "synflow": synflow.log().item(),
            "naswot": logdet.item(),
        },
    }


write("proxies.json", [case(*one) for one in NETWORKS])
