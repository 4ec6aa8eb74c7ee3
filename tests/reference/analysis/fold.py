"""Folding constant units, and class means, in NumPy float64, written to fold.json.

Independent of lib/: nothing is folded. The full network runs, and the units that lib/ folds are written
over with their mean after every step, which must come to the same. Variances, eta squared and scores come
from whole arrays; the fewest units are found by trying all numbers of them. A small random network with
its parameters, the shipped snapshots, and, with the course's files, the course's.
Run: CHAR_RNN_DATA=FOLDER python3 tests/reference/analysis/fold.py
"""

import json

import numpy as np
from files import COURSE, HERE, course, plain, shipped
TOLERANCE, STRETCH, CHARACTERS = 1e-3, 1000, 10_000


def log_softmax(y):
    y = y - y.max(axis=-1, keepdims=True)
    return y - np.log(np.exp(y).sum(axis=-1, keepdims=True))


def run(P, x, h, clamped=(), value=None):
    """All states; clamped units have their value before and after every step."""
    columns, Whh = P["Wxh"].T + P["bh"], P["Whh"]
    clamped = np.asarray(clamped, dtype=int)
    hs = np.empty((len(x), len(h)))
    h = h.copy()
    if len(clamped):
        h[clamped] = value[clamped]
    for t, k in enumerate(x):
        h = np.tanh(columns[k] + Whh @ h)
        if len(clamped):
            h[clamped] = value[clamped]
        hs[t] = h
    return hs


def logs(P, hs):
    return log_softmax(hs @ P["Why"].T + P["by"])


def compare(p, q, x):
    """Log probabilities after all characters of x but the last."""
    n = len(x) - 1
    at = np.arange(n), x[1:]
    extra = p[at] - q[at]
    kl = (np.exp(p) * (p - q)).sum(axis=1)
    count = n // max(1, min(STRETCH, n // 10))
    ends = [k * n // count for k in range(count + 1)]

    def error(values):
        means = [values[a:b].mean() for a, b in zip(ends, ends[1:])]
        return np.std(means, ddof=1) / np.sqrt(count)

    return {
        "characters": n,
        "natsPerChar": -q[at].mean(),
        "fullNatsPerChar": -p[at].mean(),
        "difference": extra.mean(),
        "error": error(extra),
        "klNats": kl.mean(),
        "klError": error(kl),
        "klMaxNats": kl.max(),
        "sameTop": (p.argmax(axis=1) == q.argmax(axis=1)).mean(),
    }


def fold(P, x, sizes, tries=None, characters=CHARACTERS):
    H = len(P["bh"])
    cut = int(np.floor(len(x) / 2 + 0.5))
    hs = run(P, x, np.zeros(H))
    first = hs[:cut]
    mean, variance = first.mean(axis=0), first.var(axis=0)
    order = np.lexsort((np.arange(H), -variance))
    largest = np.lexsort((np.arange(H), -abs(first).mean(axis=0)))
    start = max(cut - 1 - characters, cut // 2)

    def score(keep, a, b):
        folded = np.setdiff1d(np.arange(H), keep)
        h = hs[a - 1] if a > 0 else np.zeros(H)
        own = run(P, x[a : b - 1], h, folded, mean)
        return compare(logs(P, hs[a : b - 1]), logs(P, own), x[a:b])

    costs = {k: score(order[:k], start, cut) for k in tries or range(1, H + 1)}
    near = {
        k: abs(c["difference"]) + 1.959963984540054 * c["error"] <= TOLERANCE
        and c["klNats"] + 1.959963984540054 * c["klError"] <= TOLERANCE
        for k, c in costs.items()
    }
    fewest = min(k for k in near if near[k])
    assert all(near[k] for k in near if k >= fewest), "the choice is not by halving"
    end = min(len(x), cut + characters + 1)
    return {
        "variance": variance,
        "varying": int((variance > 1e-3).sum()),
        "units": order[:fewest],
        "size": fewest,
        "chosen": costs[fewest],
        "oneFewer": costs[fewest - 1],
        "heldOut": score(order[:fewest], cut, len(x)),
        "nineTenths": score(order[: int(np.floor(0.9 * H))], cut, end),
        "curve": [
            {"size": k, "varying": score(order[:k], cut, end), "largest": score(largest[:k], cut, end)}
            for k in sizes
        ],
    }


def label(text, t):
    """The class of a step: what the next character is; none at the text's end."""
    if t + 1 == len(text):
        return None
    c = text[t + 1]
    return "space" if c in " \n" else "vowel" if c in "aeiou" else "other"


def classes(P, text, x):
    hs = run(P, x, np.zeros(len(P["bh"])))
    labels = [label(text, t) for t in range(len(text))]
    rows = [t for t, name in enumerate(labels) if name is not None]
    hs, labels = hs[rows], np.array([labels[t] for t in rows])
    names = list(dict.fromkeys(labels.tolist()))
    within = np.zeros(hs.shape[1])
    means = []
    for name in names:
        part = hs[labels == name]
        means.append(part.mean(axis=0))
        within += ((part - part.mean(axis=0)) ** 2).sum(axis=0)
    total = ((hs - hs.mean(axis=0)) ** 2).sum(axis=0)
    return {
        "names": names,
        "steps": [int((labels == name).sum()) for name in names],
        "means": means,
        "share": 1 - within / total,
    }


def small():
    rng = np.random.default_rng(4711)
    H, characters = 13, list(":ab \ncd")
    V = len(characters)
    P = {
        "Wxh": rng.normal(0, 1.1, (H, V)),
        "Whh": rng.normal(0, 0.5, (H, H)),
        "Why": rng.normal(0, 0.9, (V, H)),
        "bh": rng.normal(0, 0.3, H),
        "by": rng.normal(0, 0.3, V),
    }
    quiet = [1, 4, 5, 8, 9, 12]
    P["bh"][quiet] += np.array([3, -4.5, 5, -6, 7, -8])
    for W in ("Wxh", "Whh"):
        P[W][quiet] *= 0.3
    text = "".join(rng.choice(characters, 5501))
    x = np.array([characters.index(c) for c in text])
    return {
        "parameters": P,
        "characters": "".join(characters),
        "text": text,
        **fold(P, x, [1, 3, 7, 9, 12], characters=2000),
        "classes": classes(P, text, x),
    }


def read(network, sizes, tries):
    P, characters, text = network
    number = {c: k for k, c in enumerate(characters)}
    x = np.array([number[c] for c in text])
    return {**fold(P, x, sizes, tries), "classes": classes(P, text, x)}


if __name__ == "__main__":
    file = HERE / "fold.json"
    before = json.loads(file.read_text()) if file.exists() else {}
    result = {
        "small": small(),
        "open": read(shipped(), [125, 225], [247, 248, 249, 250]),
        "saturated": read(shipped("the-book-of-yesterdays-saturated"), [25, 49, 63], range(47, 56)),
    }
    numbers = [20, 38, 40], [37, 38, 39, 40, 41]
    result["course"] = read(course(), *numbers) if COURSE else before["course"]
    file.write_text(json.dumps(plain(result)) + "\n")
