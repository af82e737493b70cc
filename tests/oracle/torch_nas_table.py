"""A table of networks and their accuracies, for tests/oracle/nasTable.test.ts: made by PyTorch, not by our engine.

Run: python tests/oracle/torch_nas_table.py > tests/oracle/torch/nasTable.json   (torch, scikit-learn)

All 1,080 genotypes of the space of networks for tables with at most two blocks of 8 or 16 units, on the 8 x 8 digits of
scikit-learn: 500 rows to learn from, 1,297 to be judged by, 10 epochs of Adam, mean accuracy of two seeds in
1/10,000, families outermost and shapes innermost. Takes ten minutes.
"""
import itertools
import json
import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import sklearn
import torch
from sklearn.datasets import load_digits
from torch import nn

torch.set_num_threads(1)
FAMILIES, ACTIVATIONS, NORMS, DROPOUTS = ["mlp", "residual", "wide"], ["relu", "gelu", "swish", "tanh"], \
    ["none", "batchNorm", "layerNorm"], [0, 0.1, 0.3]
WIDTHS = [8, 16]
SHAPES = [[a] for a in WIDTHS] + [[a, b, skip] for a in WIDTHS for b in WIDTHS for skip in (False, True)]
ACTIVATION = {"relu": nn.ReLU, "gelu": nn.GELU, "swish": nn.SiLU, "tanh": nn.Tanh}

x, y = load_digits(return_X_y=True)
order = np.random.default_rng(0).permutation(len(x))
x, y = torch.tensor(x[order] / 16, dtype=torch.float32), torch.tensor(y[order])
TRAIN, TEST = slice(0, 500), slice(500, None)


def norm_of(kind, width):
    return {"none": nn.Identity, "batchNorm": lambda: nn.BatchNorm1d(width), "layerNorm": lambda: nn.LayerNorm(width)}[kind]()


class Chain(nn.Module):
    def __init__(self, family, shape, activation, norm, dropout):
        super().__init__()
        widths, self.skip, self.wide = shape[:2], shape[-1] is True, family == "wide"
        blocks, width = [], 64
        for i, units in enumerate(widths):
            into = width + 64 if i > 0 and self.skip else width
            blocks.append(nn.Sequential(nn.Linear(into, units), norm_of(norm, units), ACTIVATION[activation](), nn.Dropout(dropout)))
            width = units
        self.blocks, self.out = nn.ModuleList(blocks), nn.Linear(width + (64 if self.wide else 0), 10)

    def forward(self, x):
        h = x
        for i, block in enumerate(self.blocks):
            h = block(torch.cat([h, x], 1) if i > 0 and self.skip else h)
        return self.out(torch.cat([h, x], 1) if self.wide else h)


class Residual(nn.Module):
    def __init__(self, shape, activation, norm, dropout):
        super().__init__()
        trunk, act = shape[0], ACTIVATION[activation]
        self.trunk = nn.Linear(64, trunk)
        self.blocks = nn.ModuleList(
            nn.Sequential(norm_of(norm, trunk), nn.Linear(trunk, units), act(), nn.Dropout(dropout), nn.Linear(units, trunk))
            for units in shape[:2])
        self.out = nn.Sequential(norm_of(norm, trunk), act(), nn.Linear(trunk, 10))

    def forward(self, x):
        h = self.trunk(x)
        for block in self.blocks:
            h = h + block(h)
        return self.out(h)


def accuracy(family, activation, norm, dropout, shape, seed):
    torch.manual_seed(seed)
    net = Residual(shape, activation, norm, dropout) if family == "residual" else Chain(family, shape, activation, norm, dropout)
    optimizer, loss = torch.optim.Adam(net.parameters(), lr=0.005), nn.CrossEntropyLoss()
    for _ in range(10):
        for rows in torch.randperm(500).split(50):
            optimizer.zero_grad(set_to_none=True)
            loss(net(x[TRAIN][rows]), y[TRAIN][rows]).backward()
            optimizer.step()
    net.eval()
    with torch.no_grad():
        return float((net(x[TEST]).argmax(1) == y[TEST]).double().mean())


table = [round(10_000 * sum(accuracy(*one, seed) for seed in range(2)) / 2)
         for one in itertools.product(FAMILIES, ACTIVATIONS, NORMS, DROPOUTS, SHAPES)]
print(json.dumps({
    "torch": torch.__version__, "scikit-learn": sklearn.__version__,
    "families": FAMILIES, "activations": ACTIVATIONS, "norms": NORMS, "dropouts": DROPOUTS, "shapes": SHAPES,
    "accuracies": table,
}))
