"""A supernet of the cell space (four nodes, six edges, five operations each) written out in PyTorch, float64, from the
definitions of DARTS (Liu, Simonyan & Yang 2018, arXiv 1806.09055) and NAS-Bench-201 (Dong & Yang 2020, 2001.00326).
Writes torch/darts.json for tests/browser/darts.test.ts.

Every edge gives sum_o softmax(alpha)_o o(x), `none` giving zero; batch norms of candidate operations have no scale and
shift; average pooling counts real elements only. First order: alphas step on one batch (torch.optim.Adam, 3e-4, betas
0.5 and 0.999, weight decay 1e-3), then weights on another (SGD, 0.025, momentum 0.9), in turn.
"""
import torch
import torch.nn.functional as F
from torch_network import Values, apply_layer, loss_of, numbers, write

EDGES = [(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3)]
OPS = ["none", "skip", "conv1x1", "conv3x3", "avgPool3x3"]
CHANNELS, STACKS, CLASSES, SIDE = 2, 2, 3, 4


def draw():
    values, w = Values(21), {}

    def conv(id, size, before, after):
        w[f"{id}/kernel"] = values.normal(size, size, before, after, scale=0.5)

    def norm(id, channels, fixed=False):
        w[f"{id}/gamma"] = torch.ones(channels) if fixed else values.uniform(channels)
        w[f"{id}/beta"] = torch.zeros(channels) if fixed else values.normal(channels, scale=0.2)
        w[f"{id}/movingMean"], w[f"{id}/movingVariance"] = torch.zeros(channels), torch.ones(channels)

    conv("stem", 3, 1, CHANNELS)
    norm("stem-norm", CHANNELS)
    for s in range(1, STACKS + 1):
        c = CHANNELS * 2 ** (s - 1)
        if s > 1:
            for half, size, before in (("a", 3, c // 2), ("b", 3, c)):
                conv(f"r{s - 1}{half}", size, before, c)
                norm(f"r{s - 1}{half}-norm", c)
            conv(f"r{s - 1}-proj", 1, c // 2, c)
        for a, b in EDGES:
            for op, size in (("conv1x1", 1), ("conv3x3", 3)):
                id = f"s{s}c1-e{a}{b}-{op}"
                conv(id, size, c, c)
                norm(f"{id}-norm", c, fixed=True)
    norm("last-norm", c)
    w["output/kernel"] = values.normal(c, CLASSES)
    w["output/bias"] = values.normal(CLASSES, scale=0.1)
    return w


def fixed(name):
    return "/moving" in name or name.startswith("s") and "-norm/" in name and not name.startswith("stem")


def forward(x, w, alphas):
    shares = torch.softmax(alphas, -1)

    def run(id, kind, x, **options):
        return apply_layer({"id": id, "type": kind, "options": options}, [x], w, True)

    def conv(id, x, size, strides=1):
        y = run(id, "conv2d", x, kernelSize=size, strides=strides, activation="linear", useBias=False)
        return run(f"{id}-norm", "batchNorm", y)

    def operation(id, op, x):
        if op == "none":
            return torch.zeros_like(x)
        if op == "skip":
            return x
        if op == "avgPool3x3":
            return run(id, "avgPool2d", x, poolSize=3, strides=1, padding="same")
        return conv(f"{id}-{op}", F.relu(x), int(op[4]))

    def cell(id, x):
        nodes = [x, 0, 0, 0]
        for edge, (a, b) in enumerate(EDGES):
            given = [operation(f"{id}-e{a}{b}", op, nodes[a]) for op in OPS]
            nodes[b] = nodes[b] + sum(shares[edge, o] * y for o, y in enumerate(given))
        return nodes[3]

    h = conv("stem", x, 3)
    for s in range(1, STACKS + 1):
        if s > 1:
            r = f"r{s - 1}"
            y = conv(f"{r}b", F.relu(conv(f"{r}a", F.relu(h), 3, 2)), 3)
            pooled = run(f"{r}-pool", "avgPool2d", h, poolSize=2, strides=2, padding="same")
            h = y + run(f"{r}-proj", "conv2d", pooled, kernelSize=1, activation="linear", useBias=False)
        h = cell(f"s{s}c1", h)
    h = F.relu(run("last-norm", "batchNorm", h))
    return run("output", "dense", h.flatten(1, 2).mean(1), activation="linear")


def case():
    rows, values = 6, Values(7)
    weights = draw()
    alphas = values.normal(len(EDGES), len(OPS), scale=0.7)
    x = values.normal(2 * rows, SIDE, SIDE, 1)
    target = values.codes(CLASSES, 2 * rows)
    out = {
        "channels": CHANNELS,
        "stacks": STACKS,
        "classes": CLASSES,
        "side": SIDE,
        "rows": rows,
        "features": numbers(x),
        "target": numbers(target.double()),
        "weights": {n: numbers(v) for n, v in weights.items()},
        "alphas": numbers(alphas),
    }
    w = {n: v.clone().requires_grad_(not fixed(n)) for n, v in weights.items()}
    a = alphas.clone().requires_grad_(True)
    loss = lambda half: loss_of("softmaxCrossEntropy", forward(x[half], w, a), target[half])
    mine, held = slice(0, rows), slice(rows, 2 * rows)
    first = loss(held)
    first.backward()
    out["loss"] = first.item()
    out["alphaGradient"] = numbers(a.grad)
    out["weightGradients"] = {n: numbers(v.grad) for n, v in w.items() if v.requires_grad}
    by_alpha = torch.optim.Adam([a], lr=3e-4, betas=(0.5, 0.999), weight_decay=1e-3)
    by_weight = torch.optim.SGD([v for v in w.values() if v.requires_grad], lr=0.025, momentum=0.9)
    out["losses"], out["heldOut"] = [], []
    for _ in range(3):
        for optimizer, half, losses in ((by_alpha, held, "heldOut"), (by_weight, mine, "losses")):
            by_alpha.zero_grad()
            by_weight.zero_grad()
            value = loss(half)
            value.backward()
            optimizer.step()
            out[losses].append(value.item())
    out["alphasAfter"] = numbers(a)
    out["weightsAfter"] = {n: numbers(w[n]) for n in ("stem/kernel", "s1c1-e03-conv3x3/kernel", "output/bias")}
    return out


write("darts.json", [case()])
