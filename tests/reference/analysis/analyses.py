"""The analyses of lib/analysis in NumPy float64, written to small.json and snapshot.json.

Independent of lib/: whole arrays and matrix products instead of loops over units, gradients by the
complex step instead of back-propagation, ablations by writing into the states instead of moving
logits. small.json: a random network with primes as sizes, its parameters included. snapshot.json: the
course's snapshot on the course's text, results only; needs the course's files.
Run: CHAR_RNN_DATA=FOLDER python3 tests/reference/analysis/analyses.py
"""

import json

import numpy as np
from files import COURSE, HERE, course, plain


def softmax(y):
    e = np.exp(y - y.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def kl(p, q):
    return (p * np.log2(np.where(p > 0, p / q, 1))).sum(axis=-1)


def thin(n, count):
    """The occurrences that thinOccurrences keeps."""
    return np.arange(n) if n <= count else np.floor((np.arange(count) + 0.5) * n / count).astype(int)


class Network:
    def __init__(self, P, characters):
        self.__dict__.update(P)
        self.P, self.characters = P, characters
        self.H, self.V = self.Wxh.shape
        self.number = {c: k for k, c in enumerate(characters)}

    def numbers(self, text):
        return np.array([self.number[c] for c in text])

    def run(self, text, h=None):
        h = np.zeros(self.H) if h is None else h
        columns = np.ascontiguousarray(self.Wxh.T)
        hs = np.empty((len(text), self.H))
        for t, k in enumerate(self.numbers(text)):
            h = np.tanh(columns[k] + self.Whh @ h + self.bh)
            hs[t] = h
        return hs

    def probs(self, h):
        return softmax(h @ self.Why.T + self.by)


def masks(net, prefix, threshold):
    before = net.run(prefix)[-1]
    after = np.tanh(net.Wxh @ np.eye(net.V)[net.number[prefix[-1]]] + net.Whh @ before + net.bh)
    p = net.probs(after)
    return {
        "before": np.flatnonzero(abs(before) > threshold),
        "after": np.flatnonzero(abs(after) > threshold),
        "outputs": [net.characters[k] for k in np.flatnonzero(p > threshold)],
        "probs": p,
    }


def attribution(net, prefix, mean, targets):
    h = net.run(prefix)[-1]
    return {
        "contributions": net.Why[targets].sum(axis=0) * (h - mean),
        "total": (net.Why @ h + net.by)[targets].sum(),
    }


def cuts(net, before, after_index, mean, frequencies, pool, targets):
    input_part = net.Wxh[:, after_index]
    recurrent = before @ net.Whh.T
    full = net.probs(np.tanh(input_part + recurrent + net.bh))
    ways = {
        ("Whh", "zero"): [(input_part + 0 * recurrent, 1)],
        ("Whh", "mean"): [(input_part + net.Whh @ mean + 0 * recurrent, 1)],
        ("Whh", "resample"): [(input_part + net.Whh @ h + 0 * recurrent, 1 / len(pool)) for h in pool],
        ("Wxh", "zero"): [(recurrent, 1)],
        ("Wxh", "mean"): [(recurrent + net.Wxh @ frequencies, 1)],
        ("Wxh", "resample"): [
            (recurrent + net.Wxh[:, k], frequencies[k]) for k in np.flatnonzero(frequencies)
        ],
    }
    rows = []
    for (cut, by), parts in ways.items():
        q = sum(weight * net.probs(np.tanh(z + net.bh)) for z, weight in parts)
        rows.append({
            "cut": cut,
            "by": by,
            "probability": q[:, targets].sum(axis=1).mean(),
            "klBits": kl(full, q).mean(),
        })
    return rows


def ranking(net, hs, mean, targets):
    """Ranks all units by what they add to the targets' lead."""
    others = np.setdiff1d(np.arange(net.V), targets)
    weight = net.Why[targets].mean(axis=0) - net.Why[others].mean(axis=0)
    contribution = weight * (hs.mean(axis=0) - mean)
    order = np.argsort(-contribution)
    return {"order": order, "contributions": contribution[order]}


def cause_findings(net, hs, before, after_index, mean, targets, ranked, sets):
    """What the chapters state about causes: half of the lead, the circuit."""
    contributions = ranked["contributions"]
    positive = contributions[contributions > 0]
    half = 1 + np.flatnonzero(positive.cumsum() >= positive.sum() / 2)[0]
    means = hs.mean(axis=0)
    return {
        "unitsForHalf": {
            "units": ranked["order"][:half],
            "givenNats": positive[:half].sum(),
            "positiveNats": positive.sum(),
        },
        "circuits": [
            {
                "units": units,
                "hAtOccurrences": means[units],
                "hOverText": mean[units],
                "input": net.Wxh[units, after_index],
                "recurrent": (before @ net.Whh.T).mean(axis=0)[units],
                "bias": net.bh[units],
                "weights": net.Why[np.ix_(targets, units)].T,
                "carries": (net.Why[targets] * (means - mean)).T[units],
            }
            for units in sets
        ],
    }


def beginnings(net, before, passage):
    """Which first characters end worse than guessing, and which opposite to the usual state."""
    half = len(passage) // 2
    usual = net.run(before + passage)[-1]
    rows = []
    for c in net.characters:
        hs = net.run(c + passage)
        p = net.probs(hs[half:-1])[np.arange(len(passage) - half), net.numbers(passage)[half:]]
        similarity = hs[-1] @ usual / np.linalg.norm(hs[-1]) / np.linalg.norm(usual)
        rows.append((-np.log(p).mean(), similarity))
    nats, similarity = np.array(rows).T
    worst = np.argsort(-nats)
    trapped = [net.characters[k] for k in worst if nats[k] - np.log(net.V) > 0]
    return {
        "before": before,
        "passage": passage,
        "natsPerChar": nats,
        "similarity": similarity,
        "trapped": trapped,
        "opposite": int((similarity < -0.5).sum()),
        "verdict": "no trap" if not trapped
        else "traps opposite to the usual state" if similarity[worst[0]] < -0.5 else "traps",
    }


def temperatures(net, text, taus):
    """The cross-entropy of a text at each temperature, and the best one."""
    y = net.run(text)[:-1] @ net.Why.T + net.by
    chosen = np.arange(len(y)), net.numbers(text)[1:]
    nats = np.array([-np.log(softmax(y / tau)[chosen]).mean() for tau in taus])
    best = int(nats.argmin())
    return {
        "text": text,
        "taus": taus,
        "natsPerChar": nats,
        "best": taus[best],
        "place": "between others" if 0 < best < len(taus) - 1 else ["lowest tried", "highest tried"][best > 0],
    }


def gradient_flow(net, text, max_lag, samples):
    hs = net.run(text)
    room = len(text) - 1 - max_lag
    count = min(samples, room)
    norms = []
    for s in range(count):
        t = max_lag + int((s + 0.5) * room / count)
        d = net.Why.T @ (net.probs(hs[t]) - np.eye(net.V)[net.number[text[t + 1]]])
        row = [np.linalg.norm(d)]
        for k in range(max_lag):
            d = (np.diag(1 - hs[t - k] ** 2) @ net.Whh).T @ d
            row.append(np.linalg.norm(d))
        norms.append(row)
    norms = np.sort(np.array(norms), axis=0)
    median = norms[count // 2]
    faded = np.flatnonzero(median / median[0] < 0.01)
    return {"mean": norms.mean(axis=0), "median": median, "horizon": min(faded, default=None)}


def saliency(net, prefix, targets):
    def log_probability(strength):
        h = np.zeros(net.H, dtype=complex)
        for t, k in enumerate(net.numbers(prefix)):
            h = np.tanh(strength[t] * net.Wxh[:, k] + net.Whh @ h + net.bh)
        y = net.Why @ h + net.by
        e = np.exp(y - y.real.max())
        return np.log(e[targets].sum() / e.sum()) / np.log(2)

    ones = np.ones(len(prefix), dtype=complex)
    unit = np.eye(len(prefix))
    full = log_probability(ones).real
    occlusion = np.array([full - log_probability(ones - u).real for u in unit])
    return {
        "gradient": [log_probability(ones + 1e-30j * u).imag / 1e-30 for u in unit],
        "occlusion": occlusion,
        "strongest": abs(occlusion).argmax(),
    }


def patches(net, source, into, targets):
    state = net.run(source)[-1]
    full = net.probs(net.run(into)[-1])
    rows = []
    for depth in range(len(into) + 1):
        h = net.run(into[len(into) - depth:], state)[-1] if depth else state
        rows.append({"klFromUnpatched": kl(full, net.probs(h)), "targets": net.probs(h)[targets]})
    return rows


def analyse(net, text, after, target_characters, prefix, source, sets, pool_steps, flow):
    targets = np.array([net.number[c] for c in target_characters])
    numbers, hs = net.numbers(text), net.run(text)
    mean = hs.mean(axis=0)
    here = np.flatnonzero(numbers == net.number[after])
    before = np.vstack([np.zeros(net.H), hs[:-1]])[here]
    pool, colons = hs[pool_steps], hs[here]
    frequencies = np.bincount(numbers, minlength=net.V) / len(numbers)
    cosine = colons @ hs[here[0]] / np.linalg.norm(colons, axis=1) / np.linalg.norm(hs[here[0]])
    in_mask = (abs(hs) > 0.5).mean(axis=0)
    ranked = ranking(net, colons, mean, targets)
    sizes = [
        {"threshold": c, "before": len(m["before"]), "after": len(m["after"]), "outputs": len(m["outputs"])}
        for c in (0, 0.25, 0.75, 0.9, 0.99, 0.999) for m in [masks(net, prefix, c)]
    ]
    cut_rows = cuts(net, before[thin(len(here), 100)], net.number[after], mean, frequencies, pool, targets)
    patched = patches(net, source, prefix, targets)
    begun = hs[: flow["characters"]]
    near = np.argsort(-(begun @ hs[here[0]]) / np.linalg.norm(begun, axis=1))[:8]
    return {
        "after": after,
        "targets": target_characters,
        "prefix": prefix,
        "source": source,
        "pool": pool_steps,
        "flow": flow,
        "occurrences": len(here),
        "masks": masks(net, prefix, 0.5),
        "sweep": sizes,
        "halving": next((row["threshold"] for row in sizes if 2 * row["after"] < net.H), None),
        "statistics": {
            "inMask": in_mask,
            "saturated": (abs(hs) > 0.99).mean(axis=0),
            "mean": mean,
            "nearlyAlways": int((in_mask >= 0.9).sum()),
            "constant": int((hs.var(axis=0) <= 1e-3).sum()),
            "variance": hs.var(axis=0),
        },
        "attribution": attribution(net, prefix, mean, targets),
        "cuts": cut_rows,
        "ranking": ranked,
        "beginnings": beginnings(net, text[:200], text[200:260]),
        "temperatures": temperatures(net, text[:499], [0.5, 0.75, 1, 1.5, 2, 3, 5]),
        "causes": cause_findings(net, colons, before, net.number[after], mean, targets, ranked, sets),
        "gradientFlow": gradient_flow(net, text[: flow["characters"]], flow["maxLag"], flow["samples"]),
        "saliency": saliency(net, prefix, targets),
        "patches": patched,
        "settledDepth": next(
            (d for d in range(len(patched)) if max(p["klFromUnpatched"] for p in patched[d:]) < 0.01), None
        ),
        "nearest": here[np.argsort(-cosine)[:5]],
        "cosines": np.sort(cosine)[::-1][:5],
        "neighboursAt": (numbers[near] == net.number[after]).sum(),
    }


def write(name, value):
    (HERE / name).write_text(json.dumps(plain(value), ensure_ascii=True) + "\n")


def small():
    rng = np.random.default_rng(1906)
    H, characters = 11, list(":ab \ncd")
    V = len(characters)
    P = {
        "Wxh": rng.normal(0, 1.1, (H, V)),
        "Whh": rng.normal(0, 0.6, (H, H)),
        "Why": rng.normal(0, 0.9, (V, H)),
        "bh": rng.normal(0, 0.3, H),
        "by": rng.normal(0, 0.3, V),
    }
    text = "".join(rng.choice(characters, 499))
    net = Network(P, characters)
    flow = {"characters": 499, "maxLag": 7, "samples": 13}
    result = analyse(
        net, text, ":", " \n", "a bad cab:", "dab\n", [[3], [0, 2, 5, 7, 10]], list(range(3, 499, 37)), flow
    )
    write("small.json", {"parameters": P, "characters": "".join(characters), "text": text, **result})


def snapshot():
    P, characters, text = course()
    sets = [[170], [100, 114, 143, 159, 170, 185, 210], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]]
    flow = {"characters": 9973, "maxLag": 23, "samples": 53}
    result = analyse(
        Network(P, characters), text, ":", " \n", "test of an apple:", "KING:\nThis ", sets,
        list(range(1000, len(text), 4999)), flow,
    )
    write("snapshot.json", result)


if __name__ == "__main__":
    small()
    if COURSE:
        snapshot()
    else:
        print("snapshot.json left as it is: set CHAR_RNN_DATA to the folder with the course's files")
