"""PyTorch on one thread, asked from a bench: reads one JSON request a line, answers with one JSON line.

Request {"name", "input": [..], "rows", "batch", "layers": [..]} builds a model and data; {"train": n} trains n epochs
and answers {"ms": [..]}; {"predict": n} answers milliseconds of n single-row predictions. Layers: ["dense", units],
["relu"], ["conv", filters], ["pool"], ["norm"], ["flatten"], ["gap"]. Adam is the faster of torch's own two for this
model (plain and fused), found before timing. Layout is torch's native NCHW.
"""
import json
import sys
import time

import torch
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(1)


def build(layers, shape):
    x = torch.zeros(2, *shape)
    parts = []
    for kind, *arguments in layers:
        if kind == "dense":
            part = nn.Linear(x.shape[1], arguments[0])
        elif kind == "conv":
            part = nn.Conv2d(x.shape[1], arguments[0], 3, padding=1)
        else:
            part = {
                "relu": nn.ReLU, "pool": lambda: nn.MaxPool2d(2), "flatten": nn.Flatten,
                "norm": lambda: nn.BatchNorm2d(x.shape[1]),
                "gap": lambda: nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten()),
            }[kind]()
        parts.append(part)
        x = part(x)
    return nn.Sequential(*parts), x.shape[1]


class Work:
    def __init__(self, request):
        self.request = request
        shape = request["input"]
        # Requests say height, width, channels; torch wants channels first.
        self.shape = shape if len(shape) == 1 else [shape[2], shape[0], shape[1]]
        self.x = torch.randn(request["rows"], *self.shape)
        _, self.classes = build(request["layers"], self.shape)
        self.y = torch.randint(0, self.classes, (request["rows"],))
        times = {fused: min(self.trainer(fused)(3)) for fused in (False, True)}
        self.fused = times[True] < times[False]
        self.train = self.trainer(self.fused)

    def trainer(self, fused):
        model, _ = build(self.request["layers"], self.shape)
        optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=fused)
        loss_of = nn.CrossEntropyLoss()
        self.model = model

        def train(epochs):
            times = []
            for _ in range(epochs):
                start = time.perf_counter()
                for rows in torch.randperm(len(self.x)).split(self.request["batch"]):
                    optimizer.zero_grad()
                    loss_of(model(self.x[rows]), self.y[rows]).backward()
                    optimizer.step()
                times.append(1000 * (time.perf_counter() - start))
            return times

        return train

    @torch.inference_mode()
    def predict(self, count):
        start = time.perf_counter()
        for i in range(count):
            self.model(self.x[i % len(self.x)][None])
        return 1000 * (time.perf_counter() - start)


work = None
for line in sys.stdin:
    request = json.loads(line)
    if "layers" in request:
        work = Work(request)
        answer = {"fused": work.fused, "torch": torch.__version__}
    elif "train" in request:
        answer = {"ms": work.train(request["train"])}
    else:
        answer = {"ms": work.predict(request["predict"])}
    print(json.dumps(answer), flush=True)
