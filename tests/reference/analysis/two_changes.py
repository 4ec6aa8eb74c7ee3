"""Effects of two changes over a few seeds in NumPy; Student's t by adding up its density.

Writes two_changes.json.

    python3 tests/reference/analysis/two_changes.py
"""
import json
from math import gamma, pi, sqrt
from pathlib import Path

import numpy as np


def half_width(freedom, level):
    x = np.linspace(0, 60, 6_000_001)
    scale = gamma((freedom + 1) / 2) / (sqrt(freedom * pi) * gamma(freedom / 2))
    y = scale * (1 + x * x / freedom) ** (-(freedom + 1) / 2)
    area = np.concatenate([[0], np.cumsum((y[1:] + y[:-1]) / 2) * (x[1] - x[0])])
    return float(np.interp(level / 2, area, x))


def effect(without, with_it):
    d = np.array(with_it) - np.array(without)
    half = half_width(len(d) - 1, 1 - 0.05 / 4) * d.std(ddof=1) / np.sqrt(len(d))
    return {"difference": float(d.mean()), "interval": [float(d.mean() - half), float(d.mean() + half)]}


def main():
    cases = []
    for seed, seeds, shifts in [(1, 4, (0, -0.1, -0.3, -0.3)), (2, 5, (0, 0.2, -0.1, 0)), (3, 7, (0, 0, 0, 0.02))]:
        random = np.random.default_rng(seed)
        common = random.normal(0, 0.05, seeds)
        a, b, c, d = [(1.9 + common + s + random.normal(0, 0.01, seeds)).round(4).tolist() for s in shifts]
        cases.append({
            "scores": {"neither": a, "first": b, "second": c, "both": d},
            "firstAlone": effect(a, b), "firstWithSecond": effect(c, d),
            "secondAlone": effect(a, c), "secondWithFirst": effect(b, d),
        })
    path = Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(cases, indent=1) + "\n")


main()
