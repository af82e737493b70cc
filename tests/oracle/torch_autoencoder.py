"""Golden values of PyTorch (float64) for tests/oracle/autoencoder.test.ts: dense autoencoders trained by Adam.

Run: python tests/oracle/torch_autoencoder.py > tests/oracle/torch/autoencoder.json   (versions in requirements.txt)
"""
import json
import sys

import numpy as np
import torch
from torch import nn

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
BENDS = {"relu": nn.ReLU, "elu": nn.ELU, "tanh": nn.Tanh}


def nums(a):
    return [float(f"{v:.15g}") for v in np.asarray(a, dtype=float).ravel()]


def case(seed, rows, width, components, hidden, layers, activation, batch, rate, epochs):
    rng = np.random.default_rng(seed)
    x = torch.tensor(rng.normal(size=(rows, width)).round(3))
    sizes = [width, *[hidden] * layers, components, *[hidden] * layers, width]
    bent = [True] * layers + [False] + [True] * layers + [False]
    parts = []
    for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
        dense = nn.Linear(a, b)
        with torch.no_grad():
            dense.weight.copy_(torch.tensor((rng.normal(size=(b, a)) / np.sqrt(a)).round(3)))
            dense.bias.copy_(torch.tensor((rng.normal(size=b) / 10).round(3)))
        parts += [dense] + ([BENDS[activation]()] if bent[i] else [])
    net = nn.Sequential(*parts)
    encoder = nn.Sequential(*parts[: 2 * layers + 1])
    flat = lambda: torch.cat([p.detach().ravel() for p in net.parameters()])
    start = flat()
    optimizer = torch.optim.Adam(net.parameters(), lr=rate, betas=(0.9, 0.999), eps=1e-7)
    orders, losses, gradient = [], [], None
    for _ in range(epochs):
        order = rng.permutation(rows)
        orders.append([int(v) for v in order])
        total = 0.0
        for at in range(0, rows, batch):
            part = x[order[at : at + batch]]
            optimizer.zero_grad()
            loss = ((net(part) - part) ** 2).mean()
            loss.backward()
            if gradient is None:
                gradient = torch.cat([p.grad.ravel() for p in net.parameters()]).clone()
            optimizer.step()
            total += loss.item() * len(part)
        losses.append(total / rows)
    with torch.no_grad():
        code, back = encoder(x), net(x)
    return {"shape": {"width": width, "components": components, "hidden": hidden, "layers": layers, "activation": activation},
            "rows": rows, "batchSize": batch, "learningRate": rate, "x": nums(x), "start": nums(start), "orders": orders,
            "gradient": nums(gradient), "losses": nums(losses), "end": nums(flat()), "code": nums(code), "back": nums(back)}


out = {"version": torch.__version__.split("+")[0],
       "cases": [case(1, 12, 5, 2, 4, 1, "relu", 5, 0.01, 4), case(2, 12, 5, 2, 4, 1, "elu", 4, 0.02, 4),
                 case(3, 10, 4, 1, 3, 2, "tanh", 10, 0.01, 6), case(4, 12, 5, 3, 4, 0, "relu", 6, 0.05, 5)]}
json.dump(out, sys.stdout)
print()
