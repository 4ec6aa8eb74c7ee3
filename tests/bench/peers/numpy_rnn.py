"""The same training loop as the report's listing, operation by operation: NumPy, float64, one
matrix-vector product a step.

It speaks the benchmark's protocol: a line "ready" once its work is prepared, then for every line "N" on
standard input it does N units of work and answers with the seconds taken and the smoothed loss.
Arguments: train|sample TEXT HIDDEN LENGTH. TEXT holds the characters' numbers, one byte each.
"""
import sys
import time

import numpy as np

task, path, H, T = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
text = np.fromfile(path, dtype=np.uint8).astype(int)
V = text.max() + 1
temperature = 1
random = np.random.RandomState(1)
shapes = {"Wxh": (H, V), "Whh": (H, H), "Why": (V, H), "bh": (H, 1), "by": (V, 1)}
W = {name: random.randn(*shape) * (0.01 if name[0] == "W" else 0) for name, shape in shapes.items()}
M = {name: np.zeros(shape) for name, shape in shapes.items()}


def one_hot(index):
    x = np.zeros((V, 1))
    x[index] = 1
    return x


def step(x, h):
    return np.tanh(np.dot(W["Wxh"], x) + np.dot(W["Whh"], h) + W["bh"])


def probabilities(h):
    y = np.dot(W["Why"], h) + W["by"]
    y = (y - np.max(y, axis=0)) / temperature
    return np.exp(y) / np.sum(np.exp(y), axis=0)


def gradients(inputs, targets, h):
    xs, hs, ps, loss = [], [h], [], 0.0
    for x, target in zip(inputs, targets):
        xs.append(one_hot(x))
        hs.append(step(xs[-1], hs[-1]))
        ps.append(probabilities(hs[-1]))
        loss -= np.log(ps[-1][target, 0] + 1e-300)
    d = {name: np.zeros_like(w) for name, w in W.items()}
    d_next = np.zeros_like(h)
    for t in reversed(range(len(inputs))):
        dy = ps[t].copy()
        dy[targets[t]] -= 1
        dy = dy / temperature
        d["Why"] += np.dot(dy, hs[t + 1].T)
        d["by"] += dy
        dh = np.dot(W["Why"].T, dy) + d_next
        d_raw = (1 - hs[t + 1] * hs[t + 1]) * dh
        d["bh"] += d_raw
        d["Wxh"] += np.dot(d_raw, xs[t].T)
        d["Whh"] += np.dot(d_raw, hs[t].T)
        d_next = np.dot(W["Whh"].T, d_raw)
    for g in d.values():
        np.clip(g, -5, 5, out=g)
    return loss, d, hs[-1]


class Work:
    position, started, h = 0, False, np.zeros((H, 1))
    smoothed, x = T * np.log(V), 0

    def train(self):
        if not self.started or self.position + T + 1 >= len(text):
            self.position, self.started, self.h = 0, True, np.zeros((H, 1))
        inputs = text[self.position : self.position + T]
        targets = text[self.position + 1 : self.position + T + 1]
        loss, d, self.h = gradients(inputs, targets, self.h)
        for name in W:
            M[name] += d[name] * d[name]
            W[name] += -0.1 * d[name] / np.sqrt(M[name] + 1e-8)
        self.position += T
        self.smoothed = self.smoothed * 0.999 + loss * 0.001

    def sample(self):
        self.h = step(one_hot(self.x), self.h)
        self.x = random.choice(range(V), p=probabilities(self.h).ravel())


work = Work()
unit = getattr(work, task)
print("ready", flush=True)
for line in sys.stdin:
    start = time.perf_counter()
    for _ in range(int(line)):
        unit()
    print(f"{time.perf_counter() - start:.9f} {work.smoothed:.6f}", flush=True)
