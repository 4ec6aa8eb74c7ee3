"""One training case in NumPy float64, written to forward_backward.json.

Independent of lib/: 1-of-V vectors and matrix products as in the equations, gradients by the chain
rule written out with explicit Jacobians for the state. Sizes are distinct primes, so that a transpose
cannot pass. Run: python3 tests/reference/forward_backward.py
"""

import json
import pathlib

import numpy as np

H, V, T = 7, 5, 11
TEMPERATURE = 1.7
rng = np.random.default_rng(20190601)
P = {
    "Wxh": rng.normal(0, 0.6, (H, V)),
    "Whh": rng.normal(0, 0.5, (H, H)),
    "Why": rng.normal(0, 0.9, (V, H)),
    "bh": rng.normal(0, 0.3, H),
    "by": rng.normal(0, 0.3, V),
}
inputs = rng.integers(0, V, T)
targets = rng.integers(0, V, T)
h_prev = rng.uniform(-0.9, 0.9, H)

X = np.eye(V)[inputs]
hs = np.zeros((T, H))
h = h_prev
for t in range(T):
    h = np.tanh(P["Wxh"] @ X[t] + P["Whh"] @ h + P["bh"])
    hs[t] = h
logits = hs @ P["Why"].T + P["by"]
scaled = logits / TEMPERATURE
scaled = scaled - scaled.max(axis=1, keepdims=True)
probs = np.exp(scaled) / np.exp(scaled).sum(axis=1, keepdims=True)
loss = -np.log(probs[np.arange(T), targets]).sum()

# d loss / d h_s for every s: sum over later losses of the product of the state's Jacobians.
before = np.vstack([h_prev, hs[:-1]])
dY = (probs - np.eye(V)[targets]) / TEMPERATURE
jacobian = [np.diag(1 - hs[t] ** 2) @ P["Whh"] for t in range(T)]
dH = np.zeros((T, H))
for s in range(T):
    chain = np.eye(H)
    for t in range(s, T):
        if t > s:
            chain = jacobian[t] @ chain
        dH[s] += chain.T @ (P["Why"].T @ dY[t])
dRaw = dH * (1 - hs**2)
gradients = {
    "Wxh": dRaw.T @ X,
    "Whh": dRaw.T @ before,
    "Why": dY.T @ hs,
    "bh": dRaw.sum(axis=0),
    "by": dY.sum(axis=0),
}

# The same when each loss is blamed on its own state only: the message from later ones is forgotten.
short = (dY @ P["Why"]) * (1 - hs**2)
forgetful = gradients | {"Wxh": short.T @ X, "Whh": short.T @ before, "bh": short.sum(axis=0)}
together = lambda g: np.concatenate([g[k].ravel() for k in P])
cosine = together(forgetful) @ together(gradients)
cosine /= np.linalg.norm(together(forgetful)) * np.linalg.norm(together(gradients))

flat = lambda a: np.asarray(a).ravel().tolist()
out = {
    "hiddenSize": H,
    "vocabularySize": V,
    "temperature": TEMPERATURE,
    "inputs": flat(inputs),
    "targets": flat(targets),
    "hPrev": flat(h_prev),
    "parameters": {k: flat(v) for k, v in P.items()},
    "hs": flat(hs),
    "logits": flat(logits),
    "probs": flat(probs),
    "lossNats": float(loss),
    "gradients": {k: flat(v) for k, v in gradients.items()},
    "forgetful": {
        "gradients": {k: flat(v) for k, v in forgetful.items()},
        "relativeErrors": {
            k: float(np.linalg.norm(forgetful[k] - g) / np.linalg.norm(g)) for k, g in gradients.items()
        },
        "cosine": float(cosine),
        "largest": float(abs(together(gradients)).max()),
        "beyondOne": int((abs(together(gradients)) > 1).sum()),
    },
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(out) + "\n")
