"""What follows what in a text, counted with NumPy: values for tests/analysis/rules/rules.test.ts.

python3 rules.py > rules.json
"""
import json
import sys
from pathlib import Path

import numpy as np

STRETCH = 1000


def text():
    """A text of its own: what follows depends on the character, with chances that are no round numbers."""
    rng = np.random.default_rng(7)
    after = {"a": "bbbbc", "b": "aac", "c": "ddd\n", "d": "aabc", "\n": "abcd"}
    written = ["a"]
    for _ in range(29_999):
        options = after[written[-1]]
        written.append(options[rng.integers(len(options))])
    return "".join(written)


def wilson(k, n, z=1.959963984540054):
    p = k / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return [centre - half, centre + half]


def scores(characters, after, targets, half):
    t = np.arange(len(characters) - 1)
    inside = (t // STRETCH) % 2 == half
    now, following = characters[:-1][inside], characters[1:][inside]
    hit = np.isin(following, list(targets))
    here = now == after
    return {
        "places": int(here.sum()),
        "counts": [int((following[here] == target).sum()) for target in targets],
        "share": float(hit[here].mean()),
        "interval": [float(end) for end in wilson(hit[here].sum(), here.sum())],
        "elsewhere": float(hit[~here].mean()),
    }


def rules(written, width):
    characters = np.array(list(written))
    found = []
    for after in sorted(set(written)):
        t = np.arange(len(characters) - 1)
        chosen = ((t // STRETCH) % 2 == 0) & (characters[:-1] == after)
        names, counts = np.unique(characters[1:][chosen], return_counts=True)
        order = sorted(zip(-counts, names))[:width]
        targets = "".join(name for _, name in order)
        rarest = -order[-1][0]
        if len(targets) < width or rarest < 20 or (width > 1 and rarest < 0.1 * -sum(c for c, _ in order)):
            continue
        here = scores(characters, after, targets, 0)
        p, q = here["interval"][0], here["elsewhere"]
        if p <= q:
            continue
        found.append((q - p, after, targets))
    return [
        {"after": after, "targets": targets, **scores(characters, after, targets, 1)}
        for _, after, targets in sorted(found)
    ]


if __name__ == "__main__":
    written = text()
    json.dump({"text": written, "one": rules(written, 1), "two": rules(written, 2)}, sys.stdout)
    print()
