"""Largest real part and largest singular value of Whh in NumPy, written to traps.json.

The matrices are drawn from the formula below, so that the tests can make them too. Independent of lib/.
Run: python3 tests/reference/analysis/traps.py
"""

import json
import pathlib

import numpy as np


def matrix(n, k):
    i, j = np.meshgrid(np.arange(n), np.arange(n), indexing="ij")
    return np.sin(1 + k + 3.7 * i * i + 2.3 * j + 0.9 * i * j)


results = []
for n, k in [(3, 1), (11, 2), (23, 3), (41, 5)]:
    W = matrix(n, k)
    results.append(
        {
            "n": n,
            "k": k,
            "realPart": float(np.linalg.eigvals(W).real.max()),
            "singularValue": float(np.sqrt(np.linalg.eigvalsh(W.T @ W).max())),
        }
    )
json.dump(results, open(pathlib.Path(__file__).with_suffix(".json"), "w"))
