"""Rank tests in NumPy by trying every order, written to ranks.json.

p is counted by dealing the numbers out in every possible way; the interval is found by shifting the
second sample against the first until the test no longer rejects. Independent of lib/.
Run: python3 tests/reference/ranks.py
"""

import itertools
import json
import pathlib

import numpy as np


def lower(first, second):
    return int((np.subtract.outer(second, first) < 0).sum())


def counts_of_all_deals(n, m):
    """For each way to choose the ranks of the second sample: in how many pairs it is the lower."""
    ranks = np.arange(n + m)
    for chosen in itertools.combinations(ranks, m):
        yield lower(np.setdiff1d(ranks, chosen), np.array(chosen))


def compare(first, second, level):
    n, m = len(first), len(second)
    deals = np.array(list(counts_of_all_deals(n, m)))

    def chances(second):
        return [
            np.mean(deals >= lower(first, second)),
            np.mean(deals >= lower(second, first)),
        ]

    shifts = np.sort(np.subtract.outer(second, first).ravel())
    # Between two neighbouring differences the test says the same: ask it in the middle of each gap.
    between = np.concatenate([[shifts[0] - 1], (shifts[1:] + shifts[:-1]) / 2, [shifts[-1] + 1]])
    kept = [2 * min(chances(second - delta)) > 1 - level + 1e-12 for delta in between]
    first_kept, last_kept = kept.index(True), len(kept) - 1 - kept[::-1].index(True)
    return {
        "first": list(first),
        "second": list(second),
        "level": level,
        "secondLower": lower(first, second),
        "firstLower": lower(second, first),
        "shift": float(np.median(shifts)),
        # null: no end, as even the widest gap is kept.
        "interval": [
            float(shifts[first_kept - 1]) if first_kept > 0 else None,
            float(shifts[last_kept]) if last_kept < len(shifts) else None,
        ],
        "chanceSecondLower": chances(second)[0],
        "chanceFirstLower": chances(second)[1],
        "chance": min(1.0, 2 * min(chances(second))),
        "smallestChance": min(1.0, 2 / len(deals)),
    }


rng = np.random.default_rng(11)
CASES = [(3, 3, 0, 0.95), (3, 5, 0.4, 0.9), (5, 6, -1, 0.95), (8, 8, 0.5, 0.95), (7, 4, -3, 0.8)]
results = [
    compare(rng.normal(45, 0.5, n), rng.normal(45 + shift, 0.5, m), level)
    for n, m, shift, level in CASES
]
# Equal numbers within and between the samples.
results.append(compare(np.array([4, 4, 5, 6, 7.0]), np.array([1, 2, 3, 4, 4.0]), 0.9))


def signs(differences, level):
    n = len(differences)
    tosses = np.array(list(itertools.product([-1, 1], repeat=n)))

    def chance(values, side):
        """Of all ways to give the values that are not 0 a sign: how many have as many on the side."""
        sure = np.sign(values[values != 0])
        return np.mean((tosses[:, : len(sure)] == side).sum(1) >= (sure == side).sum())

    values = np.sort(np.array(differences, float))
    between = np.concatenate([[values[0] - 1], (values[1:] + values[:-1]) / 2, [values[-1] + 1]])
    kept = [2 * min(chance(values - m, 1), chance(values - m, -1)) > 1 - level + 1e-12 for m in between]
    first_kept, last_kept = kept.index(True), n - kept[::-1].index(True)
    return {
        "differences": differences,
        "level": level,
        "below": int((values < 0).sum()),
        "above": int((values > 0).sum()),
        "median": float(np.median(values)),
        "interval": [
            float(values[first_kept - 1]) if first_kept > 0 else None,
            float(values[last_kept]) if last_kept < n else None,
        ],
        "chanceAbove": chance(values, 1),
        "chanceBelow": chance(values, -1),
        "chance": min(1.0, 2 * min(chance(values, 1), chance(values, -1))),
    }


SIGNED = [
    signs(list(map(float, rng.normal(0.8, 1, n))), level)
    for n, level in [(1, 0.95), (5, 0.95), (6, 0.95), (9, 0.9), (12, 0.95)]
]
json.dump({"rankSum": results, "signTest": SIGNED}, open(pathlib.Path(__file__).with_suffix(".json"), "w"))
