"""Windows of 32 streams in PyTorch with Adam: nn.RNN, eager, or a loop over time, compiled.

Protocol as in numpy_rnn.py; a unit of work is a window. Arguments: THREADS eager|compiled streams TEXT
HIDDEN LENGTH.
"""
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

threads, variant, _, path, hidden, length = sys.argv[1:]
torch.set_num_threads(int(threads))
torch.set_num_interop_threads(1)
torch.manual_seed(1)
B, H, T = 32, int(hidden), int(length)
text = np.fromfile(path, dtype=np.uint8).astype(np.int64)
V = int(text.max()) + 1
stretch = len(text) // B
streams = torch.from_numpy(np.ascontiguousarray(text[: stretch * B].reshape(B, stretch).T))
windows = (stretch - 1) // T


class Layer(nn.Module):
    """nn.RNN on one-hot characters: the fastest eager way."""

    def __init__(self):
        super().__init__()
        self.rnn = nn.RNN(V, H)
        self.readout = nn.Linear(H, V)

    def forward(self, inputs, h):
        hs, h = self.rnn(F.one_hot(inputs, V).float(), h[None])
        return self.readout(hs), h[0]


class Loop(nn.Module):
    """A row for each character and a loop over time: the fastest when compiled."""

    def __init__(self):
        super().__init__()
        uniform = lambda *shape: nn.Parameter((2 * torch.rand(*shape) - 1) / H**0.5)
        self.X, self.W, self.b = uniform(V, H), uniform(H, H), uniform(H)
        self.O, self.c = uniform(H, V), uniform(V)

    def forward(self, inputs, h):
        read = F.embedding(inputs, self.X) + self.b
        hs = []
        for t in range(T):
            h = torch.tanh(torch.addmm(read[t], h, self.W))
            hs.append(h)
        return torch.addmm(self.c, torch.stack(hs).view(-1, H), self.O), h


network = Loop() if variant == "compiled" else Layer()
optimizer = torch.optim.Adam(network.parameters(), lr=1e-3, fused=True)


def loss_of(inputs, targets, h):
    logits, h = network(inputs, h)
    return F.cross_entropy(logits.view(-1, V), targets.reshape(-1)), h


if variant == "compiled":
    loss_of = torch.compile(loss_of)


class Work:
    at, h, loss = 0, torch.zeros(B, H), 0

    def window(self):
        if self.at == windows:
            self.at, self.h = 0, torch.zeros(B, H)
        part = streams[self.at * T : (self.at + 1) * T + 1]
        optimizer.zero_grad(set_to_none=True)
        loss, h = loss_of(part[:-1], part[1:], self.h)
        loss.backward()
        optimizer.step()
        self.h, self.loss = h.detach(), loss.detach()
        self.at += 1


work = Work()
work.window()
print("ready", flush=True)
for line in sys.stdin:
    start = time.perf_counter()
    for _ in range(int(line)):
        work.window()
    print(f"{time.perf_counter() - start:.9f} {float(work.loss):.6f}", flush=True)
