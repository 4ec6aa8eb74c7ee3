"""Patch scans and ablation through time in NumPy float64, written to planted.json.

Independent of lib/: all units of a depth are patched at once, as the rows of a matrix that reads on
together; the first-order effects come from the complex step instead of back-propagation; silenced
units are put into whole runs by a mask. Three networks: a latch written by hand (its parameters
included), a random one (included), and the course's snapshot (results only; needs the course's files,
without them its values are kept).
Run: CHAR_RNN_DATA=FOLDER python3 tests/reference/analysis/planted.py
"""

import json

import numpy as np
from files import COURSE, HERE, course, plain


class Network:
    def __init__(self, P, characters):
        self.__dict__.update(P)
        self.H, self.V = self.Wxh.shape
        self.characters = characters
        self.number = {c: k for k, c in enumerate(characters)}

    def step(self, hs, character):
        """States in rows, [n, H]."""
        return np.tanh(hs @ self.Whh.T + self.Wxh[:, self.number[character]] + self.bh)

    def run(self, text, silent=None, values=None, start=None):
        h, hs = np.zeros((1, self.H)) if start is None else start[None], []
        for c in text:
            h = self.step(h, c)
            if silent is not None:
                h = np.where(silent, values, h)
            hs.append(h[0])
        return np.array(hs)

    def read(self, hs, text):
        for c in text:
            hs = self.step(hs, c)
        return hs

    def logits(self, hs):
        return hs @ self.Why.T + self.by


def measure(net, targets, against):
    """P(targets), or their mean logit less that of the others; of states in rows."""
    rows = [net.number[c] for c in targets]
    others = [net.number[c] for c in against]

    def value(hs):
        y = net.logits(hs)
        if others:
            return y[:, rows].mean(axis=1) - y[:, others].mean(axis=1)
        e = np.exp(y - y.real.max(axis=1, keepdims=True))
        return e[:, rows].sum(axis=1) / e.sum(axis=1)

    return value


def scan(net, pairs, targets, against, patch, max_depth, starts=None):
    value = measure(net, targets, against)
    sign = -1 if patch == "into clean" else 1
    effects, first, together, ends = [], [], [], []
    for k, pair in enumerate(pairs):
        runs = [(text, net.run(text, start=starts and starts[k][j])) for j, text in enumerate(pair)]
        ends.append([value(hs[-1:])[0] for _, hs in runs])
        (text, hs), (_, other) = runs if patch == "into clean" else runs[::-1]
        base = value(hs[-1:])[0]
        exact, small, whole = [], [], []
        for depth in range(max_depth + 1):
            h, o = hs[-1 - depth], other[-1 - depth]
            rest = text[len(text) - depth :]
            rows = np.where(np.eye(net.H, dtype=bool), o, h)
            exact.append(sign * (value(net.read(rows, rest)) - base))
            tiny = h + 1e-30j * np.diag(o - h)
            small.append(sign * value(net.read(tiny, rest)).imag / 1e-30)
            whole.append(sign * (value(net.read(o[None], rest))[0] - base))
        effects.append(np.transpose(exact))
        first.append(np.transpose(small))
        together.append(whole)
    n = len(pairs)
    ends = np.array(ends)
    return {
        "patch": patch,
        "targets": targets,
        "against": against,
        "maxDepth": max_depth,
        "clean": ends[:, 0].mean(),
        "corrupted": ends[:, 1].mean(),
        "effects": np.mean(effects, axis=0),
        "errors": np.std(effects, axis=0, ddof=1) / np.sqrt(n) if n > 1 else None,
        "firstOrder": np.mean(first, axis=0),
        "together": np.mean(together, axis=0),
        "starts": starts,
    }


def through_time(net, text, after, targets, units, keep, by):
    """What `after` is followed by, the units silenced at the decision and at every step."""
    value = measure(net, targets, "")
    hs = net.run(text)
    here = np.array([t for t, c in enumerate(text) if c == after])
    values = hs.mean(axis=0) if by == "mean" else np.zeros(net.H)
    silent = np.isin(np.arange(net.H), units) != keep
    full = value(hs[here])
    late = value(np.where(silent, values, hs[here]))
    always = value(net.run(text, silent, values)[here])
    lost = full - always
    return {
        "after": after,
        "targets": targets,
        "units": units,
        "keep": keep,
        "by": by,
        "full": full.mean(),
        "atDecision": late.mean(),
        "throughTime": always.mean(),
        "lost": lost.mean(),
        "error": lost.std(ddof=1) / np.sqrt(len(here)),
    }


def stored(P, characters):
    return {"characters": "".join(characters), "parameters": P}


def latch(rng):
    """Unit 2 remembers whether a or b came last and unit 4 reads it; unit 5 is equal to unit 2 and read
    by nobody; unit 0 fires at "?" and lifts both answers; unit 3 follows c and d; the others are noise."""
    H, characters = 7, list("abcd?AB")
    k = {c: j for j, c in enumerate(characters)}
    P = {
        "Wxh": rng.normal(0, 0.05, (H, 7)),
        "Whh": rng.normal(0, 0.05, (H, H)),
        "Why": rng.normal(0, 0.1, (7, H)),
        "bh": rng.normal(0, 0.05, H),
        "by": rng.normal(0, 0.05, 7),
    }
    P["Wxh"][[2, 5], k["a"]] += 5
    P["Wxh"][[2, 5], k["b"]] -= 5
    P["Whh"][[2, 5], 2] += 2.2
    P["Wxh"][0, k["?"]] += 6
    P["bh"][0] -= 3
    P["Wxh"][3, k["c"]] += 3
    P["Wxh"][3, k["d"]] -= 3
    P["Why"][[k["A"], k["B"]], 0] += 6
    P["Whh"][4, 2] += 2.7
    P["Why"][k["A"], 4] += 3
    P["Why"][k["B"], 4] -= 3
    net = Network(P, characters)
    text, last = "a", "a"
    while len(text) < 600:
        draw = rng.random()
        if draw < 0.1:
            last = "ab"[rng.integers(2)]
            text += last
        elif draw < 0.25:
            text += "?" + last.upper()
        else:
            text += "cd"[rng.integers(2)]
    fillers = lambda count: "".join(rng.choice(list("cd"), count))
    pairs = [(f"{x}a{y}?", f"{x}b{y}?") for x, y in ((fillers(3), fillers(4)) for _ in range(5))]
    return {
        **stored(P, characters),
        "text": text,
        "pairs": pairs,
        "scans": [scan(net, pairs, "A", "B", patch, 7) for patch in ("into clean", "into corrupted")],
        "ablations": [
            through_time(net, text, "?", "AB", units, keep, by)
            for units, keep in (([2], False), ([5], False), ([0], False), ([0, 2, 4], True))
            for by in ("mean", "zero")
        ]
        + [through_time(net, text, "?", "A", units, False, "mean") for units in ([2], [4])],
    }


def random(rng):
    H, characters = 11, list(":ab \ncd")
    P = {
        "Wxh": rng.normal(0, 1.1, (H, 7)),
        "Whh": rng.normal(0, 0.6, (H, H)),
        "Why": rng.normal(0, 0.9, (7, H)),
        "bh": rng.normal(0, 0.3, H),
        "by": rng.normal(0, 0.3, 7),
    }
    net = Network(P, characters)
    text = "".join(rng.choice(characters, 397))
    pairs = [(text[k : k + 13] + ":", text[k + 100 : k + 109] + ":") for k in (0, 31, 59)]
    return {
        **stored(P, characters),
        "text": text,
        "pairs": pairs,
        "scans": [
            scan(net, pairs, " \n", "", "into clean", 5),
            scan(net, pairs, " \n", "ab", "into corrupted", 9),
            scan(net, pairs, " ", "b", "into clean", 2, [np.tanh(rng.normal(0, 1, (2, H))) for _ in pairs]),
            scan(net, pairs[:1], " ", "", "into corrupted", 3),
        ],
        "ablations": [
            through_time(net, text, ":", " \n", units, keep, by)
            for units in ([3], [0, 2, 5, 7, 10])
            for keep in (False, True)
            for by in ("mean", "zero")
        ],
    }


def snapshot():
    P, characters, text = course()
    net, text = Network(P, characters), text[:20011]
    pairs = [("the king said to:", "the king saidito:")]
    units = [100, 114, 143, 159, 170, 185, 210]
    return {
        "characters": len(text),
        "pairs": pairs,
        "scans": [scan(net, pairs, " ", "\n", "into clean", 6)],
        "ablations": [through_time(net, text, ":", " \n", units, keep, "mean") for keep in (False, True)],
    }


file = HERE / "planted.json"
values = {"latch": latch(np.random.default_rng(7)), "random": random(np.random.default_rng(1907))}
if COURSE:
    values["snapshot"] = snapshot()
else:
    values["snapshot"] = json.loads(file.read_text())["snapshot"]
    print("the snapshot's values are left as they are: set CHAR_RNN_DATA")
file.write_text(json.dumps(plain(values), ensure_ascii=True) + "\n")
