"""The layer, loss and optimizer semantics of Tablab written once more on PyTorch in float64: the truth that both
engines are tested against. Shared by the torch_*.py scripts, which write the JSON files under torch/.

Layouts: rows first, channels last (NHWC). Weights are named `<layer id>/<weight>`: dense [in, out], convolution
[..kernel, in, out], depthwise [h, w, in, multiplier]. Versions: requirements.txt.
"""
import json
import math
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
FOLDER = pathlib.Path(__file__).parent / "torch"


# --- values -----------------------------------------------------------------------------------------------------------
def rounded(array):
    """Three decimals (to keep the files small), then float32, so that every engine starts from the same bits."""
    return torch.tensor(np.round(array, 3).astype(np.float32).astype(np.float64))


class Values:
    """Reproducible inputs."""

    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)

    def normal(self, *shape, scale=1.0):
        return rounded(self.rng.standard_normal(shape) * scale)

    def uniform(self, *shape, low=0.5, high=1.5):
        return rounded(self.rng.uniform(low, high, shape))

    def codes(self, below, *shape):
        return torch.tensor(self.rng.integers(0, below, shape))


def numbers(tensor):
    """Flat list: the shortest decimals that give a float32 back exactly, else 8 significant digits."""

    def short(x):
        if float(x).is_integer() and abs(x) < 1e9:
            return int(x)
        return float(str(np.float32(x)) if float(np.float32(x)) == x else f"{x:.8g}")

    return [short(x) for x in tensor.detach().reshape(-1).tolist()]


def write(name, cases):
    FOLDER.mkdir(exist_ok=True)
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    (FOLDER / name).write_text("[\n" + lines + "\n]\n")
    print(name, len(cases), "cases,", (FOLDER / name).stat().st_size, "bytes")


# --- layers -----------------------------------------------------------------------------------------------------------
def activate(x, name):
    return {
        "linear": lambda: x,
        "relu": lambda: F.relu(x),
        "leakyRelu": lambda: F.leaky_relu(x, 0.2),
        "elu": lambda: F.elu(x),
        "gelu": lambda: F.gelu(x),
        "swish": lambda: F.silu(x),
        "tanh": lambda: torch.tanh(x),
        "sigmoid": lambda: torch.sigmoid(x),
        "softmax": lambda: F.softmax(x, -1),
    }[name]()


def pads(size, kernel, stride, padding):
    """Zeros before and after, as TensorFlow places them: the smaller half comes first."""
    if padding == "valid":
        return 0, 0
    total = max(0, (math.ceil(size / stride) - 1) * stride + kernel - size)
    return total // 2, total - total // 2


def padded(x, kernel, stride, padding, value=0.0):
    """x is NCHW; kernel and stride are pairs."""
    top, bottom = pads(x.shape[2], kernel[0], stride[0], padding)
    left, right = pads(x.shape[3], kernel[1], stride[1], padding)
    return F.pad(x, (left, right, top, bottom), value=value)


def channels_first(x):
    return x.permute(0, 3, 1, 2)


def channels_last(x):
    return x.permute(0, 2, 3, 1)


def convolve(x, kernel, stride, padding, groups=1):
    """x NHWC, kernel [kh, kw, in / groups, out], stride a pair."""
    x = padded(channels_first(x).contiguous(), kernel.shape[:2], stride, padding)
    return channels_last(F.conv2d(x, kernel.permute(3, 2, 0, 1).contiguous(), stride=stride, groups=groups))


def depthwise(x, kernel, stride, padding):
    kh, kw, channels, multiplier = kernel.shape
    return convolve(x, kernel.reshape(kh, kw, 1, channels * multiplier), stride, padding, groups=channels)


def pool(x, kind, window, stride, padding):
    x = channels_first(x)
    if kind == "max":
        return channels_last(F.max_pool2d(padded(x, window, stride, padding, -math.inf), window, stride))
    # Average over the real elements under the window only.
    area = window[0] * window[1]
    total = F.avg_pool2d(padded(x, window, stride, padding), window, stride) * area
    count = F.avg_pool2d(padded(torch.ones_like(x), window, stride, padding), window, stride) * area
    return channels_last(total / count)


def batch_norm(x, o, w, training, moved):
    axes = tuple(range(x.dim() - 1))
    if training:
        mean, variance = x.mean(axes), x.var(axes, unbiased=False)
        m = o["momentum"]
        moved["movingMean"] = m * w("movingMean") + (1 - m) * mean.detach()
        moved["movingVariance"] = m * w("movingVariance") + (1 - m) * variance.detach()
    else:
        mean, variance = w("movingMean"), w("movingVariance")
    return (x - mean) / torch.sqrt(variance + o["epsilon"]) * w("gamma") + w("beta")


DEFAULTS = {
    "dense": dict(activation="relu", useBias=True),
    "activation": dict(activation="relu"),
    "conv2d": dict(kernelSize=3, strides=1, padding="same", activation="relu", useBias=True),
    "conv1d": dict(kernelSize=3, strides=1, padding="same", activation="relu", useBias=True),
    "depthwiseConv2d": dict(
        kernelSize=3, strides=1, padding="same", depthMultiplier=1, activation="linear", useBias=True
    ),
    "separableConv2d": dict(kernelSize=3, strides=1, padding="same", activation="relu", useBias=True),
    **{name: dict(poolSize=2, strides=2, padding="valid") for name in ("maxPool2d", "avgPool2d", "maxPool1d", "avgPool1d")},
    "batchNorm": dict(momentum=0.9, epsilon=1e-3),
    "layerNorm": dict(epsilon=1e-3),
}


def apply_layer(layer, xs, weights, training, moved=None):
    """One layer on its inputs (a list). `moved` receives the new running statistics when training."""
    kind, o = layer["type"], {**DEFAULTS.get(layer["type"], {}), **layer.get("options", {})}
    prefix = layer["id"] + "/"
    w = lambda name: weights[prefix + name]
    x = xs[0]

    def finish(y, bias="bias"):
        return activate(y + w(bias) if o["useBias"] else y, o["activation"])

    if kind == "dense":
        return finish(x @ w("kernel"))
    if kind == "activation":
        return activate(x, o["activation"])
    if kind == "embedding":
        return F.embedding(x, w("embeddings"))
    if kind == "conv2d":
        return finish(convolve(x, w("kernel"), (o["strides"],) * 2, o["padding"]))
    if kind == "conv1d":
        y = convolve(x[:, None], w("kernel")[None], (1, o["strides"]), o["padding"])
        return finish(y[:, 0])
    if kind == "depthwiseConv2d":
        return finish(depthwise(x, w("depthwiseKernel"), (o["strides"],) * 2, o["padding"]))
    if kind == "separableConv2d":
        y = depthwise(x, w("depthwiseKernel"), (o["strides"],) * 2, o["padding"])
        return finish(convolve(y, w("pointwiseKernel"), (1, 1), "valid"))
    if kind in ("maxPool2d", "avgPool2d"):
        return pool(x, kind[:3], (o["poolSize"],) * 2, (o["strides"],) * 2, o["padding"])
    if kind in ("maxPool1d", "avgPool1d"):
        return pool(x[:, None], kind[:3], (1, o["poolSize"]), (1, o["strides"]), o["padding"])[:, 0]
    if kind == "globalAvgPool":
        return x.flatten(1, -2).mean(1)
    if kind == "globalMaxPool":
        return x.flatten(1, -2).max(1).values
    if kind == "batchNorm":
        got = {}
        y = batch_norm(x, o, w, training, got)
        if moved is not None:
            moved.update({prefix + name: value for name, value in got.items()})
        return y
    if kind == "layerNorm":
        mean, variance = x.mean(-1, keepdim=True), x.var(-1, unbiased=False, keepdim=True)
        return (x - mean) / torch.sqrt(variance + o["epsilon"]) * w("gamma") + w("beta")
    if kind == "flatten":
        return x.flatten(1)
    if kind == "reshape":
        return x.reshape(x.shape[0], -1, o["channels"])
    if kind == "add":
        return sum(xs[1:], xs[0])
    if kind == "concat":
        return torch.cat(xs, -1)
    if kind == "dropout" and not training:
        return x
    raise ValueError(kind)


def weight_shapes(layer, shapes, vocabulary=None):
    """Shapes of a layer's weights from its input shapes (without the rows), in the order of the layer definition."""
    kind, o = layer["type"], {**DEFAULTS.get(layer["type"], {}), **layer.get("options", {})}
    c, k = (shapes[0][-1] if shapes[0] else 1), o.get("kernelSize")
    bias = lambda n: {"bias": (n,)} if o.get("useBias") else {}
    if kind == "dense":
        return {"kernel": (c, o["units"]), **bias(o["units"])}
    if kind == "embedding":
        return {"embeddings": (vocabulary, o["dimension"])}
    if kind == "conv2d":
        return {"kernel": (k, k, c, o["filters"]), **bias(o["filters"])}
    if kind == "conv1d":
        return {"kernel": (k, c, o["filters"]), **bias(o["filters"])}
    if kind == "depthwiseConv2d":
        m = o["depthMultiplier"]
        return {"depthwiseKernel": (k, k, c, m), **bias(c * m)}
    if kind == "separableConv2d":
        return {"depthwiseKernel": (k, k, c, 1), "pointwiseKernel": (1, 1, c, o["filters"]), **bias(o["filters"])}
    if kind == "batchNorm":
        return {name: (c,) for name in ("gamma", "beta", "movingMean", "movingVariance")}
    if kind == "layerNorm":
        return {"gamma": (c,), "beta": (c,)}
    return {}


def draw_weights(layer, shapes, values, vocabulary=None):
    """Plausible weights: kernels scaled by their fan-in, scales and variances around 1."""
    out = {}
    for name, shape in weight_shapes(layer, shapes, vocabulary).items():
        if name in ("gamma", "movingVariance"):
            tensor = values.uniform(*shape)
        elif name in ("bias", "beta", "movingMean"):
            tensor = values.normal(*shape, scale=0.2)
        elif name == "embeddings":
            tensor = values.normal(*shape, scale=0.5)
        else:
            fan_in = math.prod(shape[:-1]) if name != "depthwiseKernel" else shape[0] * shape[1]
            tensor = values.normal(*shape, scale=1 / math.sqrt(fan_in))
        out[f"{layer['id']}/{name}"] = tensor
    return out


def run_network(inputs, layers, x, weights, training, moved=None, padding=None):
    """inputs: ids; x: tensors by input id. Layers are wired as in a lab: by `inputs`, else to the layer before.
    padding: by input id, codes that count for nothing behind an embedding with `maskZero`."""
    known, previous = dict(x), inputs[0]
    masks = {key: ~torch.isin(x[key], torch.tensor(codes)) for key, codes in (padding or {}).items()}
    for layer in layers:
        sources = layer.get("inputs", [previous])
        xs, real = [known[s] for s in sources], [masks.get(s) for s in sources]
        if real[0] is None or layer["type"] == "embedding" and not layer["options"].get("maskZero"):
            known[layer["id"]] = apply_layer(layer, xs, weights, training, moved)
        else:
            known[layer["id"]], masks[layer["id"]] = apply_masked(layer, xs, real, weights, training, moved)
        previous = layer["id"]
    return known[previous]


def apply_masked(layer, xs, masks, weights, training, moved):
    """A layer on sequences of which some steps are padding: output, and which of its steps are real (None: no steps)."""
    kind, o = layer["type"], {**DEFAULTS.get(layer["type"], {}), **layer["options"]}
    x, mask = xs[0], masks[0]
    plain = lambda *inputs: apply_layer(layer, list(inputs), weights, training, moved)
    cleared = lambda y: torch.where(mask[..., None], y, torch.zeros(()))
    if kind == "embedding":
        return cleared(plain(x)), mask
    if kind == "conv1d":
        y = plain(cleared(x))
        return y, mask[:, :: o["strides"]][:, : y.shape[1]]
    if kind == "flatten":
        return plain(cleared(x)), None
    if kind.startswith("global"):
        return pool_real(x, mask, kind, [(0, x.shape[1])])[0][:, 0], None
    if kind in ("maxPool1d", "avgPool1d"):
        k, s = o["poolSize"], o["strides"]
        steps = plain(x).shape[1]
        before = pads(x.shape[1], k, s, o["padding"])[0]
        windows = [(max(0, i * s - before), min(x.shape[1], i * s - before + k)) for i in range(steps)]
        y, _ = pool_real(x, mask, kind, windows)
        own = max(1, min(s, k - before))
        return y, torch.stack([mask[:, i * s : i * s + own].any(1) for i in range(steps)], 1)
    if kind == "batchNorm" and training:
        y = torch.zeros_like(x)
        y[mask] = plain(x[mask])
        return y, mask
    if kind in ("add", "concat"):
        same = all(m is not None and torch.equal(m, mask) for m in masks)
        return plain(*xs), mask if same else None
    return plain(x), mask


def pool_real(x, mask, kind, windows):
    """Over the real steps under each window (from, to); 0 where there are none."""
    out, real = [], []
    for start, end in windows:
        part, here = x[:, start:end], mask[:, start:end, None]
        some = here.any(1)
        if "max" in kind.lower():
            y = torch.where(here, part, torch.tensor(-1e9)).max(1).values
        else:
            y = (part * here).sum(1) / here.sum(1).clamp(min=1)
        out.append(torch.where(some, y, torch.zeros(())))
        real.append(some[:, 0])
    return torch.stack(out, 1), torch.stack(real, 1)


# --- losses -----------------------------------------------------------------------------------------------------------
def loss_of(name, outputs, targets, class_weights=None):
    """Mean over rows; mse and huber also over outputs. Softmax targets are class numbers [rows]; others [rows, units].
    With class weights: sum of weight * loss over the rows, divided by the number of rows (not by the sum of weights)."""
    if class_weights is not None:
        each = {"softmaxCrossEntropy": F.cross_entropy, "sigmoidCrossEntropy": F.binary_cross_entropy_with_logits}[name]
        return (class_weights[targets.long()] * each(outputs, targets, reduction="none")).mean()
    if name == "softmaxCrossEntropy":
        return F.cross_entropy(outputs, targets)
    if name == "sigmoidCrossEntropy":
        return F.binary_cross_entropy_with_logits(outputs, targets)
    if name == "mse":
        return F.mse_loss(outputs, targets)
    if name == "huber":
        return F.huber_loss(outputs, targets, delta=1.0)
    raise ValueError(name)


# --- optimizers -------------------------------------------------------------------------------------------------------
KERNELS = ("kernel", "depthwiseKernel", "pointwiseKernel", "embeddings")


def is_running(name):
    return name.split("/")[1] in ("movingMean", "movingVariance")


def decays(name):
    return name.split("/")[1] in KERNELS


def make_optimizer(rule, options, weights):
    """PyTorch's own optimizers; weight decay of AdamW on kernels and embeddings only."""
    groups = [
        {"params": [w for name, w in weights.items() if decays(name)]},
        {"params": [w for name, w in weights.items() if not decays(name) and not is_running(name)], "weight_decay": 0.0},
    ]
    groups = [group for group in groups if group["params"]]
    o = options
    if rule == "sgd":
        return torch.optim.SGD(groups, lr=1.0)
    if rule in ("momentum", "nesterov"):
        return torch.optim.SGD(groups, lr=1.0, momentum=o["momentum"], nesterov=rule == "nesterov")
    if rule == "rmsprop":
        return torch.optim.RMSprop(groups, lr=1.0, alpha=o["rho"], eps=o["epsilon"])
    betas = (o.get("beta1"), o.get("beta2"))
    if rule == "adam":
        return torch.optim.Adam(groups, lr=1.0, betas=betas, eps=o["epsilon"])
    if rule == "adamw":
        return torch.optim.AdamW(groups, lr=1.0, betas=betas, eps=o["epsilon"], weight_decay=o["weightDecay"])
    raise ValueError(rule)


def clip(weights, limit):
    """Scales all gradients by limit / max(limit, global norm)."""
    grads = [w.grad for w in weights.values() if w.grad is not None]
    norm = math.sqrt(sum(float((g * g).sum()) for g in grads))
    for g in grads:
        g.mul_(limit / max(limit, norm))
