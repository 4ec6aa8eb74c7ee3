"""Dynamic evaluation by another route: gradients by central differences, a loop over characters.

Writes dynamic.json: parameters, a text and what each of its characters costs.

    python3 tests/reference/sampling/dynamic.py
"""
import json
from pathlib import Path

import numpy as np

H, V, N, STRETCH, RATE, DECAY, EPSILON, TAU = 5, 3, 41, 7, 0.02, 0.1, 0.05, 1.3
NAMES = ["Wxh", "Whh", "Why", "bh", "by"]
SHAPES = [(H, V), (H, H), (V, H), (H,), (V,)]


def logits(p, h):
    return (p["Why"] @ h + p["by"]) / TAU


def cost(p, h, character):
    y = logits(p, h)
    return np.log(np.exp(y).sum()) - y[character]


def read(p, h, character):
    return np.tanh(p["Wxh"][:, character] + p["Whh"] @ h + p["bh"])


def stretch_costs(p, h, inputs, targets):
    costs = []
    for x, t in zip(inputs, targets):
        h = read(p, h, x)
        costs.append(cost(p, h, t))
    return np.array(costs), h


def slope(p, name, at, h, inputs, targets):
    ends = []
    for sign in (1, -1):
        moved = {k: v.copy() for k, v in p.items()}
        moved[name][at] += sign * 1e-5
        ends.append(stretch_costs(moved, h, inputs, targets)[0].mean())
    return (ends[0] - ends[1]) / 2e-5


def main():
    random = np.random.default_rng(5)
    trained = {n: random.normal(size=s) * 0.6 for n, s in zip(NAMES, SHAPES)}
    v = {n: random.uniform(size=s) * 0.01 for n, s in zip(NAMES, SHAPES)}
    start = random.uniform(-1, 1, H)
    text = random.integers(0, V, N)
    p = {n: w.copy() for n, w in trained.items()}
    h, costs = start, [cost(p, start, text[0])]
    for at in range(0, N - 1, STRETCH):
        targets = text[at + 1:at + 1 + STRETCH]
        inputs = text[at:at + len(targets)]
        now, after = stretch_costs(p, h, inputs, targets)
        costs += list(now)
        g = {n: np.array([slope(p, n, i, h, inputs, targets) for i in np.ndindex(w.shape)])
             .reshape(w.shape) for n, w in p.items()}
        for n in NAMES:
            p[n] = p[n] - RATE * g[n] / (np.sqrt(v[n]) + EPSILON) + DECAY * (trained[n] - p[n])
        h = after
    stored = {
        "hiddenSize": H, "vocabularySize": V,
        "options": {"stretch": STRETCH, "rate": RATE, "decay": DECAY, "epsilon": EPSILON,
                    "temperature": TAU},
        "parameters": {n: w.ravel().tolist() for n, w in trained.items()},
        "secondMoment": {n: w.ravel().tolist() for n, w in v.items()},
        "h": start.tolist(), "text": text.tolist(), "nats": [float(c) for c in costs],
    }
    path = Path(__file__).parent / "dynamic.json"
    path.write_text(json.dumps(stored, indent=1) + "\n")
    print(np.mean(costs))


if __name__ == "__main__":
    main()
