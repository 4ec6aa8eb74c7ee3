"""Four windows of training on streams in PyTorch float64, gradients by autograd, written to streams.json.

Masks from the keyed hash in NumPy's uint32, written out here once more. Independent of lib/.
Run: python3 tests/reference/engines/streams.py (with PyTorch)
"""

import json
import pathlib

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
B, T, H, V, SEED, UPDATES = 3, 5, 7, 11, 2**40 + 5, 3
P_RECURRENT, P_OUTPUT, CLIP_NORM = 0.3, 0.4, 0.35
RATES = {"Wxh": 0.096, "Whh": 0.0024, "Why": 0.006, "bh": 0.05, "by": 0.007}
BETA1, BETA2, EPSILON = 0.9, 0.99, 1e-3
SCALES = [1.0, 0.7, 0.4, 0.1]
U = np.uint32


def scramble(x, first, second):
    x = x ^ first
    x = (x ^ (x >> U(16))) * U(0x7FEB352D)
    x = x ^ second
    x = (x ^ (x >> U(15))) * U(0x846CA68B)
    return x ^ (x >> U(16))


def key_of(*numbers):
    first, second = U(0x243F6A88), U(0x85A308D3)
    for number in numbers:
        for word in (U(number & 0xFFFFFFFF), U((number >> 32) & 0xFFFFFFFF)):
            first, second = scramble(word, first, second), scramble(~word, second, first)
    return first, second


def mask(purpose, p, update, shape):
    with np.errstate(over="ignore"):
        bits = scramble(np.arange(np.prod(shape), dtype=U), *key_of(SEED, purpose, update))
    kept = bits.astype(np.uint64) >= int(p * 2**32)
    return torch.from_numpy((kept / (1 - p)).reshape(shape))


rng = np.random.default_rng(11)
shapes = {"Wxh": (H, V), "Whh": (H, H), "Why": (V, H), "bh": (H,), "by": (V,)}
P = {k: torch.from_numpy(rng.normal(0, 0.4, s)).requires_grad_() for k, s in shapes.items()}
first = {k: torch.from_numpy(rng.normal(0, 0.01, s)) for k, s in shapes.items()}
second = {k: torch.from_numpy(rng.uniform(0, 1e-3, s)) for k, s in shapes.items()}
h = torch.from_numpy(np.tanh(rng.normal(0, 1, (B, H))))
text = rng.integers(0, V, (len(SCALES) * T + 1, B))
flat = lambda arrays: {k: a.detach().numpy().ravel().tolist() for k, a in arrays.items()}
out = {
    "options": {
        "streams": B,
        "sequenceLength": T,
        "seed": SEED,
        "recurrentDropout": P_RECURRENT,
        "outputDropout": P_OUTPUT,
        "clipNorm": CLIP_NORM,
        "rates": RATES,
        "beta1": BETA1,
        "beta2": BETA2,
        "epsilon": EPSILON,
    },
    "start": {
        "parameters": {"hiddenSize": H, "vocabularySize": V} | flat(P),
        "firstMoment": flat(first),
        "secondMoment": flat(second),
        "hPrev": h.numpy().ravel().tolist(),
        "updates": UPDATES,
    },
    "indices": text.ravel().tolist(),
    "scales": SCALES,
    "losses": [],
    "norms": [],
}
for n, scale in enumerate(SCALES):
    update = UPDATES + n
    x = torch.from_numpy(text[n * T : (n + 1) * T])
    y = torch.from_numpy(text[n * T + 1 : (n + 1) * T + 1])
    m, d = mask(1, P_RECURRENT, update, (B, H)), mask(2, P_OUTPUT, update, (T, B, H))
    states = []
    for t in range(T):
        h = torch.tanh(P["Wxh"].T[x[t]] + (m * h) @ P["Whh"].T + P["bh"])
        states.append(h)
    logits = (d * torch.stack(states)) @ P["Why"].T + P["by"]
    loss = torch.nn.functional.cross_entropy(logits.reshape(-1, V), y.reshape(-1))
    gradients = dict(zip(P, torch.autograd.grad(loss, list(P.values()))))
    norm = torch.sqrt(sum((g * g).sum() for g in gradients.values()))
    out["losses"].append(loss.item())
    out["norms"].append(norm.item())
    if n == 0:
        out["gradients"] = flat(gradients)
    for k, w in P.items():
        g = gradients[k] * min(1, CLIP_NORM / norm.item())
        first[k] = BETA1 * first[k] + (1 - BETA1) * g
        second[k] = BETA2 * second[k] + (1 - BETA2) * g * g
        m_hat = first[k] / (1 - BETA1 ** (update + 1))
        v_hat = second[k] / (1 - BETA2 ** (update + 1))
        w.data -= RATES[k] * scale * m_hat / (torch.sqrt(v_hat) + EPSILON)
    h = h.detach()
out["end"] = {
    "parameters": flat(P),
    "firstMoment": flat(first),
    "secondMoment": flat(second),
    "hPrev": h.numpy().ravel().tolist(),
}
json.dump(out, open(pathlib.Path(__file__).with_suffix(".json"), "w"))
