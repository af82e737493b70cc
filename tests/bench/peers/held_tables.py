"""Trains the models behind two problems of held_problems.py: python held_tables.py > ../regret/held-tables.json (under a minute).

Validation errors in counts. "classifiers": support vectors, forests and nearest neighbours on 300 of scikit-learn's digits, judged
on 700 others. "network": one hidden layer on 240 of them by gradient descent with momentum, eight epochs, each setting from three
seeds, judged on 500 others. Each table is a text of two base-36 digits a cell, the last parameter running fastest.
"""
import itertools
import json
import os
import sys

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import torch
from sklearn.datasets import load_digits
from sklearn.ensemble import RandomForestClassifier
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC

torch.set_num_threads(1)
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
RATES, DECAYS = [10 ** (-2.5 + i / 3) for i in range(9)], [0, 1e-4, 1e-3, 1e-2]
UNITS, BATCHES, MOMENTA = [8, 16, 32, 64], [8, 24, 80], [0, 0.9]
ACTIVATIONS = ["relu", "tanh", "sigmoid"]


def text(counts):
    return "".join(DIGITS[c // 36] + DIGITS[c % 36] for c in map(int, counts))


def digits():
    x, y = load_digits(return_X_y=True)
    order = np.random.RandomState(20).permutation(len(x))
    return x[order] / 16, y[order]


def classifiers():
    x, y = digits()
    train, valid = slice(0, 300), slice(300, 1000)

    def errors(model):
        return int((model.fit(x[train], y[train]).predict(x[valid]) != y[valid]).sum())

    rbf = [errors(SVC(C=10 ** (-2 + c / 3), gamma=10 ** (-4 + g / 3))) for c in range(13) for g in range(13)]
    poly = [errors(SVC(C=10 ** (-2 + c / 3), kernel="poly", degree=d, gamma=0.05, coef0=k / 2))
            for c in range(13) for d in range(2, 6) for k in range(5)]
    forest = [errors(RandomForestClassifier(40, max_depth=d, max_features=f / 16, criterion=criterion, random_state=1))
              for d in range(2, 14) for f in range(1, 9) for criterion in ("gini", "entropy")]
    near = [errors(KNeighborsClassifier(k, weights=w, p=p))
            for k in range(1, 21) for w in ("uniform", "distance") for p in (1, 2, 3)]
    return {"rbf": text(rbf), "poly": text(poly), "forest": text(forest), "near": text(near)}


def network():
    x, y = (torch.tensor(a) for a in digits())
    x = x.float()
    train, valid = slice(0, 240), slice(1000, 1500)
    onehot = torch.nn.functional.one_hot(y, 10).float()
    inner = list(itertools.product(RATES, DECAYS, MOMENTA, range(3)))
    rate, decay, momentum = (torch.tensor([one[k] for one in inner])[:, None, None] for k in range(3))
    counts = {}
    for units, batch, activation in itertools.product(UNITS, BATCHES, ACTIVATIONS):
        starts, orders = [], []
        for seed in range(3):
            g = torch.Generator().manual_seed(1000 + seed)
            starts.append([torch.randn(64, units, generator=g) / 8, torch.randn(units, 10, generator=g) / units**0.5])
            orders.append([torch.randperm(240, generator=g) for _ in range(8)])
        w = [torch.stack([starts[one[3]][k] for one in inner]) for k in range(2)]
        w += [torch.zeros(len(inner), 1, units), torch.zeros(len(inner), 1, 10)]
        v = [torch.zeros_like(one) for one in w]
        act = {"relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid}[activation]
        slope = {"relu": lambda h: (h > 0).float(), "tanh": lambda h: 1 - h * h, "sigmoid": lambda h: h * (1 - h)}[activation]
        for epoch in range(8):
            order = torch.stack([orders[one[3]][epoch] for one in inner])
            for at in range(0, 240, batch):
                rows = order[:, at:at + batch]
                a, t = x[train][rows], onehot[train][rows]
                h = act(torch.bmm(a, w[0]) + w[2])
                out = torch.softmax(torch.bmm(h, w[1]) + w[3], 2)
                d2 = (out - t) / batch
                d1 = torch.bmm(d2, w[1].transpose(1, 2)) * slope(h)
                slopes = [torch.bmm(a.transpose(1, 2), d1) + decay * w[0], torch.bmm(h.transpose(1, 2), d2) + decay * w[1],
                          d1.sum(1, keepdim=True), d2.sum(1, keepdim=True)]
                for k in range(4):
                    v[k] = momentum * v[k] + slopes[k]
                    w[k] = w[k] - rate * v[k]
        h = act(torch.matmul(x[valid][None], w[0]) + w[2])
        guess = (torch.bmm(h, w[1]) + w[3]).nan_to_num(0).argmax(2)
        wrong = (guess != y[valid][None]).sum(1)
        for one, count in zip(inner, wrong.tolist()):
            counts[(units, batch, activation) + one] = count
    order = itertools.product(UNITS, BATCHES, ACTIVATIONS, RATES, DECAYS, MOMENTA, range(3))
    return text(counts[key] for key in order)


json.dump({"classifiers": classifiers(), "network": network()}, sys.stdout, indent=2)
print()
