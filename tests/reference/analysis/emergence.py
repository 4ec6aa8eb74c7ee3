"""A network at one moment of its training in NumPy, written to emergence.json.

The network is drawn from the formula below, so that the tests can make it too. The information about
which target follows is counted as a mean Kullback-Leibler divergence, not as a difference of entropies.
Independent of lib/. Run: python3 tests/reference/analysis/emergence.py
"""

import json
import pathlib

import numpy as np

CHARACTERS = "ab: \nqu"
TEXT = "a: b\nqua b:\nab qu: a\nbu ab:\n" * 3
RARE = "baqu" * 4
H, V = 11, len(CHARACTERS)


def drawn(rows, columns, k):
    i, j = np.meshgrid(np.arange(rows), np.arange(columns), indexing="ij")
    return np.sin(1 + k + 3.7 * i * i + 2.3 * j + 0.9 * i * j)


def network(scale):
    return {
        "Wxh": scale * drawn(H, V, 1),
        "Whh": scale * 0.4 * drawn(H, H, 2),
        "Why": scale * drawn(V, H, 3),
        "bh": scale * drawn(H, 1, 4)[:, 0],
        "by": drawn(V, 1, 5)[:, 0],
    }


def read(P, text, h):
    states, probs = [], []
    for c in text:
        x = np.eye(V)[CHARACTERS.index(c)]
        h = np.tanh(P["Wxh"] @ x + P["Whh"] @ h + P["bh"])
        y = P["Why"] @ h + P["by"]
        states.append(h)
        probs.append(np.exp(y) / np.exp(y).sum())
    return np.array(states), np.array(probs)


def rule(text, probs, after, targets):
    columns = [CHARACTERS.index(c) for c in targets]
    at = np.array([t for t in range(len(text)) if text[: t + 1].endswith(after)])
    p = probs[:, columns]
    base, there = p.sum(1).mean(), p[at].sum(1).mean()
    mass = p[at].sum(1)
    given = p[at] / mass[:, None]
    overall = (mass[:, None] * given).sum(0) / mass.sum()
    divergences = (given * np.log2(given / overall)).sum(1)
    return {
        "places": len(at),
        "probability": there,
        "base": base,
        "strength": (there - base) / (1 - base),
        "whichTarget": (mass * divergences).mean(),
    }


results = []
for scale in [0.3, 1.7]:
    P = network(scale)
    start = np.cos(np.arange(H))
    states, probs = read(P, TEXT, start)
    following = [CHARACTERS.index(c) for c in TEXT[1:]]
    results.append(
        {
            "scale": scale,
            "inMask": float((np.abs(states) > 0.5).mean()),
            "varying": int((states.var(0) > 1e-3).sum()),
            "natsPerChar": float(-np.log(probs[np.arange(len(TEXT) - 1), following]).mean()),
            "rules": [
                rule(TEXT, probs, ":", " \n"),
                rule(RARE, read(P, RARE, start)[1], "q", "u"),
            ],
        }
    )
json.dump(
    {"characters": CHARACTERS, "text": TEXT, "rare": RARE, "H": H, "snapshots": results},
    open(pathlib.Path(__file__).with_suffix(".json"), "w"),
)
