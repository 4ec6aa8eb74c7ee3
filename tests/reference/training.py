"""Twelve iterations of the report's training loop in NumPy float64, written to training.json.

Starts from given parameters; the text is so short that the sweep restarts twice. Independent of lib/.
Run: python3 tests/reference/training.py
"""

import json
import pathlib

import numpy as np

H, T, LEARNING_RATE, TEMPERATURE, CLIP = 7, 5, 0.1, 1.7, 0.3
TEXT = "the quick brown fox jumps"
characters = sorted(set(TEXT))
V = len(characters)
data = [characters.index(c) for c in TEXT]
rng = np.random.default_rng(7)
P = {
    "Wxh": rng.normal(0, 0.4, (H, V)),
    "Whh": rng.normal(0, 0.4, (H, H)),
    "Why": rng.normal(0, 0.4, (V, H)),
    "bh": rng.normal(0, 0.1, H),
    "by": rng.normal(0, 0.1, V),
}
start = {k: v.ravel().tolist() for k, v in P.items()}
M = {k: np.zeros_like(v) for k, v in P.items()}
h = np.zeros(H)
position, smoothed = 0, T * np.log(V)
losses, smoothed_losses, positions = [], [], []
for iteration in range(12):
    if position + T + 1 >= len(data) or iteration == 0:
        h, position = np.zeros(H), 0
    positions.append(position)
    X = np.eye(V)[data[position : position + T]]
    Y = np.eye(V)[data[position + 1 : position + T + 1]]
    hs = [h]
    for x in X:
        hs.append(np.tanh(P["Wxh"] @ x + P["Whh"] @ hs[-1] + P["bh"]))
    S = np.array(hs[1:])
    scores = (S @ P["Why"].T + P["by"]) / TEMPERATURE
    probs = np.exp(scores) / np.exp(scores).sum(1, keepdims=True)
    loss = -(Y * np.log(probs)).sum()
    dY = (probs - Y) / TEMPERATURE
    G = {"Why": dY.T @ S, "by": dY.sum(0)}
    raw, carry = np.zeros((T, H)), np.zeros(H)
    for t in range(T - 1, -1, -1):
        raw[t] = (1 - S[t] ** 2) * (dY[t] @ P["Why"] + carry)
        carry = raw[t] @ P["Whh"]
    G |= {"Wxh": raw.T @ X, "Whh": raw.T @ np.array(hs[:-1]), "bh": raw.sum(0)}
    for k in P:
        g = np.clip(G[k], -CLIP, CLIP)
        M[k] += g * g
        P[k] -= LEARNING_RATE * g / np.sqrt(M[k] + 1e-8)
    h, position = hs[-1], position + T
    smoothed = 0.999 * smoothed + 0.001 * loss
    losses.append(float(loss))
    smoothed_losses.append(float(smoothed))

json.dump(
    {
        "text": TEXT,
        "settings": {
            "hiddenSize": H,
            "sequenceLength": T,
            "learningRate": LEARNING_RATE,
            "temperature": TEMPERATURE,
            "clip": CLIP,
        },
        "start": start,
        "positions": positions,
        "losses": losses,
        "smoothedLosses": smoothed_losses,
        "parameters": {k: v.ravel().tolist() for k, v in P.items()},
        "memory": {k: v.ravel().tolist() for k, v in M.items()},
        "hPrev": h.tolist(),
    },
    open(pathlib.Path(__file__).with_suffix(".json"), "w"),
)
