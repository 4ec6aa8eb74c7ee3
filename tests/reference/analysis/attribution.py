"""Behaviours, cuts, paths, single weights and integrated gradients in NumPy float64: attribution.json.

By another route than lib/: whole masked weight matrices instead of sums over edges, states written into
instead of parts added, gradients by the complex step, integrals by equal panels of 16 Gauss-Legendre
nodes (many for the small network, whose path is rough) instead of pieces that are halved where needed. Three networks: the small one of small.json, the shipped
snapshot on the beginning of its play, and the course's on the beginning of its text, which needs the
course's files; two behaviours on each.
Run: CHAR_RNN_DATA=FOLDER python3 tests/reference/analysis/attribution.py
"""

import json

import numpy as np
from files import COURSE, HERE, course, plain, shipped


def thin(n, count):
    """The occurrences that thinOccurrences keeps."""
    return np.arange(n) if n <= count else np.floor((np.arange(count) + 0.5) * n / count).astype(int)


def log_softmax(y):
    top = y.real.max(axis=-1, keepdims=True)
    return y - top - np.log(np.exp(y - top).sum(axis=-1, keepdims=True))


class Network:
    def __init__(self, P, characters):
        self.__dict__.update(P)
        self.H, self.V = self.Wxh.shape
        self.characters = characters
        self.number = {c: k for k, c in enumerate(characters)}

    def rows(self, characters):
        return [self.number[c] for c in characters]

    def run(self, text):
        h, hs = np.zeros(self.H), []
        for k in self.rows(text):
            h = np.tanh(self.Wxh[:, k] + self.Whh @ h + self.bh)
            hs.append(h)
        return np.array(hs)


class Behaviour:
    def __init__(self, net, text, places, targets, against, pool_steps):
        numbers, hs = np.array(net.rows(text)), net.run(text)
        before = np.vstack([np.zeros(net.H), hs[:-1]])
        self.net, self.places = net, np.array(places)
        self.targets, self.against = net.rows(targets), net.rows(against)
        self.mean, self.mean_before = hs.mean(axis=0), before.mean(axis=0)
        self.frequencies = np.bincount(numbers, minlength=net.V) / len(numbers)
        self.x = np.eye(net.V)[numbers[self.places]]
        self.hs, self.before, self.pool = hs[self.places], before[self.places], hs[pool_steps]
        others = self.against or [k for k in range(net.V) if k not in self.targets]
        self.lead = np.zeros(net.V)
        self.lead[self.targets] = 1 / len(self.targets)
        self.lead[others] = -1 / len(others)

    def measure(self, h):
        """P(targets), or the lead of their mean logit over that of `against`."""
        y = h @ self.net.Why.T + self.net.by
        return y @ self.lead if self.against else np.exp(log_softmax(y))[..., self.targets].sum(axis=-1)


def cuts(b, count=100):
    """The measure's mean and error with either input of the step cut: a table of occurrences by parts."""
    net, some = b.net, thin(len(b.places), count)
    inputs, recurrent = b.x[some] @ net.Wxh.T, b.before[some] @ net.Whh.T
    n = len(some)
    tables = {
        "nothing nothing": b.measure(np.tanh(inputs + recurrent + net.bh))[:, None],
        "Whh zero": b.measure(np.tanh(inputs + net.bh))[:, None],
        "Whh mean": b.measure(np.tanh(inputs + net.Whh @ b.mean + net.bh))[:, None],
        "Whh resample": np.stack(
            [b.measure(np.tanh(inputs + net.Whh @ h + net.bh)) for h in b.pool], axis=1
        ),
        "Wxh zero": b.measure(np.tanh(recurrent + net.bh))[:, None],
        "Wxh mean": b.measure(np.tanh(recurrent + net.Wxh @ b.frequencies + net.bh))[:, None],
        "Wxh resample": np.stack(
            [b.measure(np.tanh(recurrent + net.Wxh[:, k] + net.bh)) for k in range(net.V)], axis=1
        ) @ b.frequencies[:, None],
    }
    return [
        {
            "name": name,
            "value": table.mean(),
            "error": np.sqrt(
                table.mean(axis=1).var(ddof=1) / n
                + (table.mean(axis=0).var(ddof=1) / table.shape[1] if name == "Whh resample" else 0)
            ),
        }
        for name, table in tables.items()
    ]


def paths(b):
    """The paths to the first target's logit at the first occurrence."""
    net, o = b.net, b.targets[0]
    x, before, h = b.x[0], b.before[0], b.hs[0]
    z = net.Wxh @ x + net.Whh @ before + net.bh
    usual_z = net.Wxh @ b.frequencies + net.Whh @ b.mean_before + net.bh
    with np.errstate(divide="ignore"):
        usual = np.arctanh(b.mean)
    always = ~np.isfinite(usual)  # at 1 or -1 at every step
    usual[always] = 0
    gain = np.where(always, 0, net.Why[o] * (h - b.mean) / (z - usual))
    return {
        "total": net.Why[o] @ h + net.by[o],
        "reference": net.Why[o] @ b.mean + net.by[o],
        "input": gain * (net.Wxh @ (x - b.frequencies)),
        "recurrent": (gain[:, None] * net.Whh * (before - b.mean_before)).sum(axis=1),
        "bend": gain * (usual_z - usual),
    }


def states_with(b, input_mask, recurrent_mask, some):
    """The states where only the masked weights read what is there, and all others their mean inputs."""
    net = b.net
    z = (
        b.x[some] @ (net.Wxh * input_mask[:, None]).T
        + (net.Wxh * (1 - input_mask[:, None])) @ b.frequencies
        + b.before[some] @ (net.Whh * recurrent_mask).T
        + (net.Whh * (1 - recurrent_mask)) @ b.mean_before
        + net.bh
    )
    return np.tanh(z)


def edges(b, strongest, sizes):
    net, n = b.net, len(b.places)
    some = thin(n, 500)
    everything = np.ones(net.H), np.ones((net.H, net.H))
    weights = b.lead @ net.Why
    z = b.x[some] @ net.Wxh.T + b.before[some] @ net.Whh.T + net.bh
    effects, errors = np.zeros((net.H, net.H + 1)), np.zeros((net.H, net.H + 1))
    for i in range(net.H):
        # unit i's inputs: column 0 the character's, column 1 + j the unit j's
        have = np.hstack([b.x[some] @ net.Wxh[i][:, None], b.before[some] * net.Whh[i]])
        usual = np.concatenate([[net.Wxh[i] @ b.frequencies], net.Whh[i] * b.mean_before])
        change = weights[i] * (np.tanh(z[:, i])[:, None] - np.tanh(z[:, i][:, None] - have + usual))
        effects[i], errors[i] = change.mean(axis=0), change.std(axis=0, ddof=1) / np.sqrt(len(some))
    order = np.argsort(-abs(effects), axis=None, kind="stable")
    names = lambda k: f"Wxh[{k // (net.H + 1)}, :]" if k % (net.H + 1) == 0 else (
        f"Whh[{k // (net.H + 1)}, {k % (net.H + 1) - 1}]"
    )
    few = thin(n, 200)
    lead_of = lambda h: (h @ net.Why.T + net.by) @ b.lead
    floor = states_with(b, 0 * everything[0], 0 * everything[1], few)
    whole = states_with(b, *everything, few)
    none, full = lead_of(floor), lead_of(whole)
    shares = []
    for size in sizes:
        chosen = np.zeros((net.H, net.H + 1))
        chosen.flat[order[:size]] = 1
        states_kept = states_with(b, chosen[:, 0], chosen[:, 1:], few)
        states_lost = states_with(b, 1 - chosen[:, 0], 1 - chosen[:, 1:], few)
        kept, lost = lead_of(states_kept), lead_of(states_lost)
        share = (kept - none).mean() / (full - none).mean()
        residual = (kept - none - share * (full - none)) / (full - none).mean()
        shares.append({
            "size": size,
            "kept": share,
            "halfWidth": 1.959963984540054 * residual.std(ddof=1) / np.sqrt(len(few)),
            "lost": (full - lost).mean() / (full - none).mean(),
            "measures": [b.measure(states_kept).mean(), b.measure(states_lost).mean()],
        })
    return {
        "lead": lead_of(states_with(b, *everything, some)).mean(),
        "measures": [b.measure(whole).mean(), b.measure(floor).mean()],
        "reference": none[0],
        "strongest": [
            {"coordinates": names(k), "effect": effects.flat[k], "error": errors.flat[k]}
            for k in order[:strongest]
        ],
        "sizes": abs(effects).sum(axis=1),
        "explained": (full - none).mean(),
        "shares": shares,
    }


def integrated(b, prefix, panels):
    """Terms of log P(targets): of the units at the first occurrence, and of a prefix's characters."""
    net = b.net
    nodes, weights = np.polynomial.legendre.leggauss(16)
    alphas = np.concatenate([(k + (nodes + 1) / 2) / panels for k in range(panels)])
    weights = np.tile(weights / 2 / panels, panels)

    def log_p(h):
        logs = log_softmax(h @ net.Why.T + net.by)[..., b.targets]
        return np.log(np.exp(logs).sum(axis=-1))

    def read(x):
        h = np.zeros((x.shape[0], net.H), dtype=complex)
        for t in range(x.shape[1]):
            h = np.tanh(x[:, t] @ net.Wxh.T + h @ net.Whh.T + net.bh)
        return log_p(h)

    difference = b.hs[0] - b.mean
    states = b.mean + alphas[:, None] * difference
    of_units = [
        weights @ log_p(states + 1e-30j * difference[i] * np.eye(net.H)[i]).imag / 1e-30
        for i in range(net.H)
    ]
    changes = np.eye(net.V)[net.rows(prefix)] - b.frequencies
    inputs = b.frequencies + alphas[:, None, None] * changes
    of_characters = []
    for t in range(len(prefix)):
        step = np.zeros_like(changes, dtype=complex)
        step[t] = 1e-30j * changes[t]
        of_characters.append(weights @ read(inputs + step).imag / 1e-30)
    return {
        "state": {"total": log_p(b.hs[0]), "reference": log_p(b.mean), "terms": of_units},
        "inputs": {
            "total": read((b.frequencies + changes)[None])[0].real,
            "reference": read((b.frequencies + 0 * changes)[None])[0].real,
            "terms": of_characters,
        },
    }


def left_out(b, units):
    """The share of what all weights to the outputs carry that other units' weights have."""
    carries = abs(b.net.Why[b.targets + b.against] * (b.hs.mean(axis=0) - b.mean)).sum(axis=0)
    return 1 - carries[units].sum() / carries.sum()


def analyse(net, text, prefix, sizes, panels):
    ends = [t for t in range(len(text) - 1) if text[t + 1] == "\n"]
    questions = {
        "after a colon": ([t for t in range(len(text)) if text[t] == ":"], " \n", ""),
        "closing a line": (ends, "\n", " "),
    }
    pool_steps = list(range(5, len(text), len(text) // 40))
    result = {"prefix": prefix, "pool": pool_steps}
    for name, (places, targets, against) in questions.items():
        b = Behaviour(net, text, places, targets, against, pool_steps)
        result[name] = {
            "occurrences": len(places),
            "meanPrev": b.mean_before.sum(),
            "measure": b.measure(b.hs).mean(),
            "cuts": cuts(b),
            "paths": paths(b),
            "edges": edges(b, 12, sizes),
            "integrated": integrated(b, prefix, panels),
            "leftOut": left_out(b, [1, 4]),
        }
    return result


def small():
    stored = json.loads((HERE / "small.json").read_text())
    P = {name: np.array(values) for name, values in stored["parameters"].items()}
    return Network(P, list(stored["characters"])), stored["text"]


if __name__ == "__main__":
    file = HERE / "attribution.json"
    values = json.loads(file.read_text()) if file.exists() else {}
    net, text = small()
    values["small"] = analyse(net, text, "a bad cab:", [1, 7, 40, 132], 2048)
    P, characters, text = shipped()
    values["shipped"] = analyse(Network(P, characters), text[:20_000], "a day:", [5, 50, 500], 16)
    if COURSE:
        P, characters, text = course()
        values["course"] = analyse(Network(P, characters), text[:20_000], "an apple:", [5, 50, 500], 16)
    else:
        print("the course's values left as they are: set CHAR_RNN_DATA to the folder with its files")
    file.write_text(json.dumps(plain(values)) + "\n")
