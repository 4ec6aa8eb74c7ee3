"""Scores side by side, calibration, mixtures and halves in NumPy, with its own random numbers.

Writes scores.json. The made scores come from Park and Miller's generator, so that the test can make them too.

    python3 tests/reference/analysis/scores.py
"""
import json
from pathlib import Path

import numpy as np

N, V = 6000, 4


def uniforms(count, seed):
    x, out = seed, []
    for _ in range(count):
        x = x * 16807 % 2147483647
        out.append(x / 2147483647)
    return np.array(out)


def interval(values, weights, tail):
    """Stretches of 200, redrawn by multinomial counts."""
    blocks = len(values) // 200
    above = values.reshape(blocks, -1).sum(1)
    below = weights.reshape(blocks, -1).sum(1)
    times = np.random.default_rng(7).multinomial(blocks, np.full(blocks, 1 / blocks), 20000)
    return np.quantile((times @ above) / (times @ below), [tail, 1 - tail]).tolist()


def main():
    u = uniforms(3 * N, 1).reshape(3, N)
    first = 3 * u[0]
    slow = np.repeat(u[2][:N // 200], 200)  # what a stretch has in common
    second = first + 0.6 * (u[1] - 0.5) + 0.5 * (slow - 0.5)
    classes = np.arange(N) * 7 % 3
    second[classes == 1] += 0.1
    second[classes == 2] -= 0.12
    rows = []
    for k in range(3):
        w = (classes == k).astype(float)
        d = w * (second - first)
        rows.append({
            "characters": int(w.sum()), "first": float((w * first).sum() / w.sum()),
            "second": float((w * second).sum() / w.sum()),
            "difference": float(d.sum() / w.sum()), "interval": interval(d, w, 0.025 / 3),
        })

    raw = uniforms(N * V, 2).reshape(N, V) ** 3
    probs = raw / raw.sum(1, keepdims=True)
    draws = uniforms(N, 3)
    # What came is drawn from a flatter distribution: the model is too sure.
    flat = probs ** 0.6
    flat /= flat.sum(1, keepdims=True)
    targets = (np.cumsum(flat, 1) < draws[:, None]).sum(1)
    best, said = probs.argmax(1), probs.max(1)
    came = (best == targets).astype(float)
    bins = []
    for k in range(10):
        at = (said >= k / 10) & (said < (k + 1) / 10)
        if at.any():
            bins.append({"places": int(at.sum()), "said": float(said[at].mean()),
                         "came": float(came[at].mean())})
    temperatures = [0.8, 1.0, 1.5, 1.7, 2.5]
    tempered = {}
    for t in temperatures:
        q = probs ** (1 / t)
        q /= q.sum(1, keepdims=True)
        tempered[str(t)] = -np.log(q[np.arange(N), targets])
    half = N // 2
    best_of = lambda part: min(temperatures, key=lambda t: tempered[str(t)][part].mean())
    choices = [best_of(slice(half, N)), best_of(slice(0, half))]
    elsewhere = np.concatenate([tempered[str(choices[0])][:half], tempered[str(choices[1])][half:]])
    mixed = -np.log(0.3 * np.exp(-first) + 0.7 * np.exp(-second))
    stored = {
        "rows": rows,
        "whole": {"difference": float((second - first).mean()),
                  "interval": interval(second - first, np.ones(N), 0.025)},
        "calibration": {"said": float(said.mean()), "came": float(came.mean()), "bins": bins,
                        "interval": interval(said - came, np.ones(N), 0.025)},
        "tempered": {t: float(x.mean()) for t, x in tempered.items()},
        "choices": choices, "elsewhere": float(elsewhere.mean()), "mixed": float(mixed.mean()),
    }
    (Path(__file__).parent / "scores.json").write_text(json.dumps(stored, indent=1) + "\n")
    print(json.dumps(stored, indent=1))


if __name__ == "__main__":
    main()
