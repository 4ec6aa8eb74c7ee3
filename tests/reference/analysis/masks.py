"""The report's masks against chance, and what context is worth after a character, in NumPy float64.

Independent of lib/: masks multiply the weight matrices as the report does (outer products of marks), not
the states; contexts are weighted one by one, not in sums over stretches; the chance level of an overlap
is counted out of binomial coefficients; the second feed is scored by whole arrays.
Writes masks.json: a small random network, its parameters included; the shipped snapshot and the course's,
results only. The course's stay as they are without its files.
Run: CHAR_RNN_DATA=FOLDER python3 tests/reference/analysis/masks.py
"""

import json
import math
import runpy

import numpy as np
from files import COURSE, HERE, course, plain, shipped

stream = runpy.run_path(str(HERE.parent / "random.py"))["stream"]
DRAWS, RANDOM_MASKS, SEED = 200, 19, 7


def softmax(y):
    e = np.exp(y - y.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def entropy(p, axis=-1):
    return -(p * np.log2(np.where(p > 0, p, 1))).sum(axis=axis)


def kl(p, q):
    return (p * np.log2(np.where(p > 0, p / q, 1))).sum(axis=-1)


class Stream:
    """Random of lib/numerics, for as many numbers as are given."""

    def __init__(self, seed, numbers):
        self.bits = iter(stream(seed, 2 * numbers))

    def integer(self, limit):
        uniform = ((next(self.bits) >> 5) * 2**26 + (next(self.bits) >> 6)) / 2**53
        return int(uniform * limit)

    def choose(self, count, limit):
        pool = list(range(limit))
        for i in range(count):
            j = i + self.integer(limit - i)
            pool[i], pool[j] = pool[j], pool[i]
        return pool[:count]


class Network:
    def __init__(self, P, characters):
        self.P, self.characters = P, characters
        self.H, self.V = P["Wxh"].shape
        self.number = {c: k for k, c in enumerate(characters)}

    def numbers(self, text):
        return np.array([self.number[c] for c in text])

    def run(self, text):
        P, h = self.P, np.zeros(self.H)
        columns = np.ascontiguousarray(P["Wxh"].T) + P["bh"]
        hs = np.empty((len(text), self.H))
        for t, k in enumerate(self.numbers(text)):
            h = np.tanh(columns[k] + P["Whh"] @ h)
            hs[t] = h
        return hs

    def probs(self, h):
        return softmax(h @ self.P["Why"].T + self.P["by"])


def step_with(net, before, k, M):
    """The step with each weight matrix multiplied by a mask."""
    W = {name: net.P[name] * M.get(name, 1) for name in ("Wxh", "Whh", "Why")}
    h = np.tanh(W["Wxh"][:, k] + W["Whh"] @ before + net.P["bh"])
    return softmax(W["Why"] @ h + net.P["by"])


def test_masks(net, hs, at, k, among):
    """Each mask alone, kept and removed, beside random ones, at the given steps."""
    one, every = np.ones(net.H), np.ones(net.V)
    random = Stream(SEED, len(at) * RANDOM_MASKS * (2 * net.H + net.V))
    indicator = lambda size, chosen: np.isin(np.arange(size), chosen).astype(float)
    matrices = {
        "before": lambda m: {"Whh": np.outer(one, m)},
        "after": lambda m: {"Wxh": np.outer(m, every), "Whh": np.outer(m, one), "Why": np.outer(every, m)},
        "outputs": lambda m: {"Why": np.outer(m, one)},
    }
    steps = []
    for t in at:
        before, after = hs[t - 1], hs[t]
        full = net.probs(after)
        # A unit whose weights into it are gone still has its bias, but nothing reads it.
        marks = {"before": abs(before) > 0.5, "after": abs(after) > 0.5, "outputs": full > 0.5}
        f = {name: mark.astype(float) for name, mark in marks.items()}
        x = np.eye(net.V)[k]
        together = {
            "Wxh": np.outer(f["after"], x),
            "Whh": np.outer(f["after"], f["before"]),
            "Why": np.outer(f["outputs"], f["after"]),
        }
        step = {"togetherBits": kl(full, step_with(net, before, k, together))}
        for part, mark in marks.items():
            pool = np.arange(net.V) if part == "outputs" else among
            own = pool[mark[pool]]
            drawn = [pool[random.choose(len(own), len(pool))] for _ in range(RANDOM_MASKS)]
            step[part] = {}
            for mode in ("keep", "remove"):

                def bits(chosen):
                    inside = indicator(len(mark), chosen)
                    tested = indicator(len(mark), pool)
                    stays = 1 - tested * (1 - inside if mode == "keep" else inside)
                    return kl(full, step_with(net, before, k, matrices[part](stays)))

                mine, others = bits(own), np.array([bits(chosen) for chosen in drawn])
                near = (others <= mine + 1e-12).sum(), (others >= mine - 1e-12).sum()
                good, bad = near if mode == "keep" else near[::-1]
                step[part][mode] = {
                    "size": len(own),
                    "of": len(pool),
                    "klBits": mine,
                    "randomKlBits": np.sort(others)[RANDOM_MASKS // 2],
                    "chanceAsGood": (1 + good) / (1 + RANDOM_MASKS),
                    "chanceAsBad": (1 + bad) / (1 + RANDOM_MASKS),
                }
        steps.append(step)
    return steps


def overlaps(net, hs, at, among):
    """What the masks after some steps share with that after the first of them."""
    n = len(among)
    marks = [set(among[abs(hs[t][among]) > 0.5].tolist()) for t in at]
    mask, rows = marks[0], []
    for other in marks:
        a, b, shared = len(mask), len(other), len(mask & other)
        ways = [math.comb(a, k) * math.comb(n - a, b - k) if b >= k else 0 for k in range(min(a, b) + 1)]
        p = [way / math.comb(n, b) for way in ways]
        expected = sum(k * q for k, q in enumerate(p))
        rows.append({
            "units": b,
            "shared": shared,
            "expected": expected,
            "spread": math.sqrt(max(0, sum(k * k * q for k, q in enumerate(p)) - expected**2)),
            "chanceAsMany": sum(p[shared:]),
            "chanceAsFew": sum(p[: shared + 1]),
        })
    return rows


def parts(p, w, is_target):
    """Information of contexts p [contexts, V] with weights w that sum to 1, and its parts."""
    mean = w @ p
    mass = np.stack([p[:, is_target].sum(axis=1), p[:, ~is_target].sum(axis=1)], axis=1)
    total = entropy(mean) - w @ entropy(p)
    between = entropy(w @ mass) - w @ entropy(mass)
    inside = []
    for g, group in enumerate((is_target, ~is_target)):
        share = p[:, group] / mass[:, [g]]
        whole = mean[group] / mean[group].sum()
        inside.append((w @ mass[:, g]) * entropy(whole) - w @ (mass[:, g] * entropy(share)))
    return np.array([total, between, *inside, mean[is_target].sum()])


NAMES = ("bits", "targetOrNot", "whichTarget", "whichOther", "targetProbability")


def stretches_of(n):
    """Which stretch each place belongs to: the shortest power of 2 that makes no more than 200 of them."""
    width = 1
    while width * 200 < n:
        width *= 2
    return np.arange(n) // width


def ranked(contexts, places, n, is_target, own, compared):
    """Rank of `own` by bits corrected for their bias, with intervals from stretches drawn anew."""
    stretch = stretches_of(n)
    count = stretch[-1] + 1
    random = Stream(1, DRAWS * count)
    weights = [np.bincount([random.integer(count) for _ in range(count)], minlength=count) for _ in range(DRAWS)]
    measured, drawn = {}, {}
    for c in compared:
        p, at = contexts[c], stretch[places[c]]
        measured[c] = parts(p, np.full(len(p), 1 / len(p)), is_target)
        rows = []
        for weight in weights:
            w = weight[at].astype(float)
            rows.append(parts(p, w / w.sum(), is_target) if w.sum() else np.full(5, np.nan))
        drawn[c] = np.array(rows)
    low = {c: measured[c] - np.nanmean(drawn[c], axis=0) for c in compared}
    for c in compared:
        low[c][4] = 0
    corrected = {c: measured[c] + low[c] for c in compared}
    moved = {c: drawn[c] + 2 * low[c] for c in compared}
    bits = np.array([corrected[c][0] for c in compared])
    all_bits = np.stack([moved[c][:, 0] for c in compared])
    ends = lambda v: [np.sort(v)[int(0.025 * len(v))], np.sort(v)[len(v) - 1 - int(0.025 * len(v))]]
    lower = (all_bits < moved[own][:, 0]).sum(axis=0)
    higher = (all_bits > moved[own][:, 0]).sum(axis=0)
    return {
        "compared": len(compared),
        "own": dict(zip(NAMES, corrected[own])),
        "addedBits": low[own][0],
        "intervals": {name: ends(moved[own][:, j]) for j, name in enumerate(NAMES)},
        "lower": (bits < corrected[own][0]).sum(),
        "lowerInterval": ends(lower),
        "rank": 1 + (bits > corrected[own][0]).sum(),
        "rankInterval": [1 + v for v in ends(higher)],
    }


def knowledge(p, followed, mean, stretch, is_target):
    """How much less surprising the followers are than by the mean, and the error by stretches."""
    r = np.arange(len(followed))
    group = lambda q: np.where(is_target[followed], q[..., is_target].sum(-1), q[..., ~is_target].sum(-1))
    all_ = np.log2(p[r, followed] / mean[followed])
    between = np.log2(group(p) / group(np.broadcast_to(mean, p.shape)))
    which = all_ - between
    columns = [all_, between, np.where(is_target[followed], which, 0), np.where(is_target[followed], 0, which)]
    means, errors = [], []
    groups = np.unique(stretch)
    for v in columns:
        m = v.mean()
        off = np.array([(v[stretch == g] - m).sum() for g in groups])
        means.append(m)
        errors.append(np.sqrt(len(groups) / (len(groups) - 1) * (off**2).sum()) / len(v))
    return {"scored": len(r), **dict(zip(NAMES, means)), "errors": dict(zip(NAMES, errors))}


def information(net, hs, text, targets, own, pool, minimum):
    is_target = np.isin(np.arange(net.V), [net.number[c] for c in targets])
    numbers, p = net.numbers(text), net.probs(hs)
    n, k = len(numbers), net.number[own]
    read = [c for c in range(net.V) if (numbers == c).any()]
    places = {c: np.flatnonzero(numbers == c) for c in read}
    contexts = {c: p[places[c]] for c in read}
    often = [c for c in read if len(places[c]) >= minimum]
    rest = hs[pool] @ net.P["Whh"].T + net.P["bh"]
    fed = {c: net.probs(np.tanh(rest + net.P["Wxh"][:, c])) for c in range(net.V)}
    scored = places[k][places[k] < n - 1]
    evenly = lambda q: dict(zip(NAMES, parts(q, np.full(len(q), 1 / len(q)), is_target)))
    return {
        "minimum": minimum,
        "perCharacter": {net.characters[c]: {"contexts": len(places[c]), **evenly(contexts[c])} for c in read},
        "perCharacterFed": {net.characters[c]: {"contexts": len(pool), **evenly(fed[c])} for c in fed},
        "knows": knowledge(
            p[scored], numbers[scored + 1], contexts[k].mean(axis=0), stretches_of(n)[scored], is_target
        ),
        "observed": ranked(contexts, places, n, is_target, k, often),
        "fed": ranked(
            fed, {c: np.arange(len(pool)) for c in fed}, len(pool), is_target, k, often
        ),
    }


Z = 1.959963984540054


def share_ends(count, of):
    """The shares p that the score test at 95 % just bears: (count / of - p)^2 = z^2 p (1 - p) / of."""
    if of == 0:
        return [0, 1]
    roots = np.roots([of + Z * Z, -2 * count - Z * Z, count * count / of]).real
    return [max(0, roots.min()), min(1, roots.max())]


def side(ends, limit, below, above):
    return below if ends[1] < limit else above if ends[0] >= limit else "not decided"


def verdicts(hs, steps, known):
    """What is decided on all this; the course's criteria: a tenth, 0.05 bits, 0.05 of P, half."""

    def part(name):
        answers = []
        for mode in ("keep", "remove"):
            tried = [s[name][mode] for s in steps if math.comb(s[name][mode]["of"], s[name][mode]["size"]) >= 20]
            low, high = share_ends(sum(m["chanceAsGood"] <= 0.05 for m in tried), len(tried))
            answers.append("yes" if low > 0.5 else "no" if high < 0.5 else "not decided")
        return answers

    every = [answer for name in ("before", "after", "outputs") for answer in part(name)]
    worst = lambda answers: next((a for a in ("no", "not decided") if a in answers), "yes")
    seen, fed = known["observed"], known["fed"]
    p, q = seen["intervals"]["targetProbability"], fed["intervals"]["targetProbability"]
    likely = side(p, 0.5, "unlikely", "likely")
    whether = side(seen["intervals"]["targetOrNot"], 0.05, "little", "much")
    fall = side([p[0] - q[1], p[1] - q[0]], 0.05, "anywhere", "within this text")
    few = (seen["compared"] - 1) / 10
    apart = lambda rank: side(rank["lowerInterval"], few, "apart", "not apart") if few >= 1 else "not decided"
    which = lambda rank: side(rank["intervals"]["whichTarget"], 0.05, "little", "more than a little")
    error = Z * known["knows"]["errors"]["bits"]
    low, high = (known["knows"]["bits"] + sign * error for sign in (-1, 1))
    says = seen["intervals"]["bits"]
    return {
        "mask": "holds nearly all" if (abs(hs) > 0.5).mean() > 0.8 else "leaves units out",
        "parts": {name: worst(part(name)) for name in ("before", "after", "outputs")},
        "weights": worst(every),
        "whatever": "no" if likely == "unlikely" or whether == "much"
        else "not decided" if "not decided" in (likely, whether, fall) else fall,
        "which": [which(seen), which(fed)],
        "apart": [apart(seen), apart(fed)],
        "knows": "says more" if says[0] > high else "knows more" if says[1] < low else "not decided",
    }


def second_feeds(net, hs, text, minimum):
    numbers = net.numbers(text)
    once, twice = hs[:-1], np.tanh(net.P["Wxh"].T[numbers[:-1]] + hs[:-1] @ net.P["Whh"].T + net.P["bh"])
    p, q = net.probs(once), net.probs(twice)
    r = np.arange(len(p))
    costs = np.log(p[r, numbers[1:]] / q[r, numbers[1:]])
    moves = (p * np.log(p / q)).sum(axis=1)
    n = len(p)
    cut = [k * n // min(100, n) for k in range(min(100, n) + 1)]
    error = lambda v: np.std([v[a:b].mean() for a, b in zip(cut, cut[1:])], ddof=1) / math.sqrt(len(cut) - 1)
    often = [k for k in range(net.V) if (numbers[:-1] == k).sum() >= minimum]
    means = {net.characters[k]: costs[numbers[:-1] == k].mean() for k in often}
    order = sorted(means, key=means.get, reverse=True)
    return {
        "minimum": minimum,
        "cost": {"mean": costs.mean(), "error": error(costs)},
        "moved": {"mean": moves.mean(), "error": error(moves)},
        "characters": order,
        "costs": [means[c] for c in order],
    }


def analyse(net, text, own, targets, minimum, pool_every):
    hs = net.run(text)
    numbers = net.numbers(text)
    at = [t for t in np.flatnonzero(numbers == net.number[own]) if t > 0][:5]
    variance = hs.var(axis=0)
    among = np.flatnonzero(variance > np.median(variance)) if net.H < 20 else np.flatnonzero(variance > 1e-3)
    pool = np.arange(3, len(text), pool_every)
    steps = test_masks(net, hs, at, net.number[own], among)
    known = information(net, hs, text, targets, own, pool, minimum)
    return {
        "length": len(text),
        "after": own,
        "targets": targets,
        "steps": at,
        "among": among,
        "pool": pool,
        "randomMasks": RANDOM_MASKS,
        "seed": SEED,
        "masks": steps,
        "overlaps": overlaps(net, hs, at, among),
        "information": known,
        "verdicts": verdicts(hs, steps, known),
        "secondFeeds": second_feeds(net, hs, text, minimum),
    }


def small():
    rng = np.random.default_rng(2013)
    H, characters = 13, list(":ab \ncd")
    V = len(characters)
    P = {
        "Wxh": rng.normal(0, 1.1, (H, V)),
        "Whh": rng.normal(0, 0.5, (H, H)),
        "Why": rng.normal(0, 1.2, (V, H)),
        "bh": rng.normal(0, 0.3, H),
        "by": rng.normal(0, 0.3, V),
    }
    text = "".join(rng.choice(characters, 701, p=[0.2, 0.3, 0.1, 0.15, 0.15, 0.07, 0.03]))
    result = analyse(Network(P, characters), text, ":", " \n", 50, 11)
    return {"parameters": P, "characters": "".join(characters), "text": text, **result}


def read(network):
    P, characters, text = network
    return analyse(Network(P, characters), text[:20_000], ":", " \n", 50, 97)


target = HERE / "masks.json"
results = json.loads(target.read_text()) if target.exists() else {}
results |= {"small": small(), "shipped": read(shipped())}
if COURSE:
    results["course"] = read(course())
else:
    print("the course's values are left as they are: set CHAR_RNN_DATA to the folder with its files")
target.write_text("{\n" + ",\n".join(f'"{k}": {json.dumps(plain(v))}' for k, v in results.items()) + "\n}\n")
