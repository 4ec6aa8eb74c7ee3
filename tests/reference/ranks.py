"""Rank tests in NumPy by trying every order, written to ranks.json.

p is counted by dealing the numbers out in every possible way; the interval is found by shifting the
second sample against the first until the test no longer rejects. Independent of lib/.
Run: python3 tests/reference/ranks.py
"""

import itertools
import json
import math
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


def signed(differences, level):
    """Wilcoxon's W from the ranks of the sizes, which must differ, against all ways to give them signs."""
    values = np.sort(np.array(differences, float))
    n = len(values)
    signs_of_all = np.array(list(itertools.product([0, 1], repeat=n)))
    sums = signs_of_all @ np.arange(1, n + 1)

    def rank_sums(values):
        ranks = np.argsort(np.argsort(np.abs(values))) + 1
        return int(ranks[values < 0].sum()), int(ranks[values > 0].sum())

    def chance(values):
        return min(1.0, 2 * np.mean(sums >= max(rank_sums(values))))

    # The test changes its answer where a shift makes one difference 0 or two of them opposites.
    turns = np.sort([(values[i] + values[j]) / 2 for i in range(n) for j in range(i, n)])
    between = np.concatenate([[turns[0] - 1], (turns[1:] + turns[:-1]) / 2, [turns[-1] + 1]])
    kept = [chance(values - m) > 1 - level + 1e-12 for m in between]
    first_kept, last_kept = kept.index(True), len(kept) - 1 - kept[::-1].index(True)
    below, above = rank_sums(values)
    return {
        "differences": differences,
        "level": level,
        "meansBelow": below,
        "meansAbove": above,
        "shift": float(np.median(turns)),
        "interval": [
            float(turns[first_kept - 1]) if first_kept > 0 else None,
            float(turns[last_kept]) if last_kept < len(turns) else None,
        ],
        "chance": chance(values),
        "smallestChance": min(1.0, 2 / 2**n),
    }


RANKED = [
    signed(list(map(float, rng.normal(shift, 1, n))), level)
    for n, shift, level in [(1, 1, 0.95), (5, 2, 0.95), (6, -3, 0.95), (8, 0.9, 0.95), (11, 0.4, 0.9)]
]


def student(freedom):
    """Where 95 % of Student's t lie, by adding its density up in thin slices."""
    edges = np.linspace(0, 20, 2_000_001)
    middle = (edges[1:] + edges[:-1]) / 2
    density = (1 + middle**2 / freedom) ** (-(freedom + 1) / 2)
    whole = np.sqrt(np.pi * freedom) * math.gamma(freedom / 2) / math.gamma((freedom + 1) / 2)
    inside = 2 * np.cumsum(density) * (edges[1] - edges[0]) / whole
    return float(np.interp(0.95, inside, edges[1:]))


STUDENT = [{"freedom": n, "half": student(n)} for n in [1, 2, 3, 4, 7, 10, 30]]
json.dump(
    {"rankSum": results, "signTest": SIGNED, "signedRank": RANKED, "student": STUDENT},
    open(pathlib.Path(__file__).with_suffix(".json"), "w"),
)
