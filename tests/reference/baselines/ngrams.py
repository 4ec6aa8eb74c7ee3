"""N-gram models by the book: dictionaries of whole n-grams, continuation counts as sizes of sets.

Writes ngrams.json. The whole texts take a minute; the course's is read from the folder that
CHAR_RNN_DATA names, and its values stay as they are stored where it is not there.

    python3 tests/reference/baselines/ngrams.py
"""
import json
import math
import os
from collections import Counter, defaultdict
from pathlib import Path

HERE = Path(__file__).parent
START = -1  # stands before the text, so that its first characters have something before them


def grams(x, n):
    padded = [START] + list(x)
    return [tuple(padded[i:i + n]) for i in range(len(padded) - n + 1)]


def witten_bell(x, order, size):
    after = []
    for d in range(order):
        counts = defaultdict(Counter)
        for t in range(d, len(x)):
            counts[tuple(x[t - d:t])][x[t]] += 1
        after.append(counts)

    def p(context, w):
        value = 1 / size
        for d in range(order):
            if d > len(context):
                break
            counts = after[d].get(tuple(context[len(context) - d:]))
            if not counts:
                break
            total, types = sum(counts.values()), len(counts)
            value = total / (total + types) * counts[w] / total + types / (total + types) * value
        return value

    return p


def discounts(n):
    found = [0]
    for c, otherwise in ((1, 0.5), (2, 1), (3, 1.5)):  # where a text is too small, KenLM's fallback
        y = n[1] / (n[1] + 2 * n[2]) if n[1] + n[2] else 0
        value = c - (c + 1) * y * n[c + 1] / n[c] if n[c] else otherwise
        found.append(value if 0 < value <= c else otherwise)
    return found


def kneser_ney(x, order, size):
    levels = []
    for d in range(order):
        counts = defaultdict(Counter)
        if d == order - 1:
            for t in range(d, len(x)):
                counts[tuple(x[t - d:t])][x[t]] += 1
        else:
            for gram in set(grams(x, d + 2)):  # what stands before is part of what is told apart
                counts[gram[1:-1]][gram[-1]] += 1
            # The text's first d + 1 characters begin with the start, which is one thing before them.
        n = Counter(c for each in counts.values() for c in each.values())
        levels.append((counts, discounts(n)))

    def p(context, w):
        value = 1 / size
        for d, (counts, discount) in enumerate(levels):
            if d > len(context):
                break
            here = counts.get(tuple(context[len(context) - d:]))
            if not here:
                break
            total = sum(here.values())
            freed = sum(discount[min(c, 3)] for c in here.values())
            c = here[w]
            value = (c - discount[min(c, 3)]) / total + freed / total * value
        return value

    return p


def score(p, x, cut, order):
    nats = [-math.log(p(x[max(0, t - order + 1):t], x[t])) for t in range(cut, len(x))]
    return sum(nats) / len(nats)


def main():
    path = HERE / "ngrams.json"
    stored = json.loads(path.read_text()) if path.exists() else {}
    root = HERE.parents[2]
    play = (root / "data/texts/the-book-of-yesterdays.txt").read_text()
    texts = {"play": play}
    folder = os.environ.get("CHAR_RNN_DATA")
    if folder:
        texts["course"] = (Path(folder) / "shakespeare_train.txt").read_text()

    part = play[:6000]
    characters = sorted(set(part))
    x = [characters.index(c) for c in part]
    at = [5400 + 37 * k for k in range(16)]
    small = {"characters": len(part), "trained": 5400, "at": at}
    for name, make in {"witten-bell": witten_bell, "kneser-ney": kneser_ney}.items():
        for order in (1, 2, 5):
            p = make(x[:5400], order, len(characters))
            small[f"{name} {order}"] = [p(x[max(0, t - order + 1):t], x[t]) for t in at]
    stored["small"] = small

    for name, text in texts.items():
        characters = sorted(set(text))
        x = [characters.index(c) for c in text]
        cut = int(0.9 * len(x))
        stored[name] = {
            "witten-bell 5": score(witten_bell(x[:cut], 5, len(characters)), x, cut, 5),
            "kneser-ney 7": score(kneser_ney(x[:cut], 7, len(characters)), x, cut, 7),
        }
        print(name, stored[name])
    path.write_text(json.dumps(stored, indent=1) + "\n")


if __name__ == "__main__":
    main()
