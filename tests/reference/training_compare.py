"""Comparisons of two settings in NumPy, written to training_compare.json.

The chance of a clean sweep is counted by dealing out the results in every possible way. Independent of
lib/. Run: python3 tests/reference/training_compare.py
"""

import itertools
import json
import pathlib

import numpy as np


def compare(first, second):
    below = np.subtract.outer(second, first) < 0
    pooled = range(len(first) + len(second))
    deals = list(itertools.combinations(pooled, len(first)))
    verdict = "second always lower" if below.all() else "overlapping"
    if np.sort(np.concatenate([first, second]))[: len(first)].tolist() == np.sort(first).tolist():
        verdict = "first always lower"
    difference = np.mean(first) - np.mean(second)
    return {
        "first": list(first),
        "second": list(second),
        "pairs": below.size,
        "secondLower": int(below.sum()),
        "firstMean": np.mean(first),
        "secondMean": np.mean(second),
        "lowerMean": ["second", "first"][int(difference < 0)],
        "widestSpread": max(np.ptp(first), np.ptp(second)),
        "verdict": verdict,
        "chanceOfAlways": sum(deal == tuple(range(len(first))) for deal in deals) / len(deals),
    }


rng = np.random.default_rng(11)
cases = [(3, 3, 0), (3, 5, 0.4), (2, 4, 3), (4, 3, -3)]
results = [compare(rng.normal(45 + shift, 0.5, n), rng.normal(45, 0.5, m)) for n, m, shift in cases]
json.dump(results, open(pathlib.Path(__file__).with_suffix(".json"), "w"))
