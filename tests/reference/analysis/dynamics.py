"""The dynamics of lib/analysis/dynamics in NumPy float64, written to dynamics.json.

Independent of lib/: fixed points by Newton's method in the pre-activations instead of the states, from starts
of its own; eigenvalues by LAPACK; Lyapunov exponents by Householder's QR; periods by comparing whole orbits;
principal components by singular values; the probe by least squares on stacked rows. Four networks: the
random one of small.json, the two shipped snapshots, and the course's, which needs the course's files.
Run: CHAR_RNN_DATA=FOLDER python3 tests/reference/analysis/dynamics.py
"""

import json
import os
import pathlib
import runpy

import numpy as np

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent.parent
stream = runpy.run_path(str(HERE.parent / "random.py"))["stream"]


class Draws:
    """The stream of lib/numerics/random.ts."""

    def __init__(self, seed, count=200_000):
        self.bits, self.at = stream(seed, count), 0

    def uniform(self):
        a, b = self.bits[self.at : self.at + 2]
        self.at += 2
        return ((a >> 5) * 2**26 + (b >> 6)) / 2**53

    def integer(self, limit):
        return int(np.floor(self.uniform() * limit))


class Network:
    def __init__(self, arrays, characters):
        for name in ["Wxh", "Whh", "Why", "bh", "by"]:
            value = np.array(arrays[name], float)
            setattr(self, name, value.ravel() if name[0] == "b" else value)
        self.characters = characters
        self.H, self.V = self.Wxh.shape

    def numbers(self, text):
        return np.array([self.characters.index(c) for c in text])

    def step(self, h, k):
        return np.tanh(self.Wxh[:, k] + self.Whh @ h + self.bh)

    def run(self, numbers, h=None):
        h = np.zeros(self.H) if h is None else h
        hs = []
        for k in numbers:
            h = self.step(h, k)
            hs.append(h)
        return np.array(hs)

    def nats(self, h, k):
        y = self.Why @ h + self.by
        return np.log(np.exp(y - y.max()).sum()) + y.max() - y[k]


def by_size(values):
    values = values[np.argsort(-abs(values), kind="stable")]
    return [[abs(v), v.real] for v in values]


def fixed_points(net, k, rng, tries):
    """Newton in the pre-activations a = x + Whh tanh(a), from random ones and from iterated ones."""
    x = net.Wxh[:, k] + net.bh
    found = []
    for n in range(tries):
        h = rng.uniform(-1, 1, net.H)
        for _ in range(n % 20):
            h = np.tanh(x + net.Whh @ h)
        a = x + net.Whh @ h
        for _ in range(100):
            error = x + net.Whh @ np.tanh(a) - a
            J = net.Whh * (1 - np.tanh(a) ** 2) - np.eye(net.H)
            move = np.linalg.solve(J, -error)
            length = 1.0
            while length > 1e-3:
                b = a + length * move
                if np.linalg.norm(x + net.Whh @ np.tanh(b) - b) < np.linalg.norm(error):
                    break
                length /= 2
            else:
                break
            a = b
        h = np.tanh(a)
        if abs(np.tanh(x + net.Whh @ h) - h).max() < 1e-12:
            if all(abs(h - other).max() > 1e-6 for other in found):
                found.append(h)
    return [
        {
            "start": [round(float(v), 5) for v in h],
            "norm": float(np.linalg.norm(h)),
            "sum": float(h.sum()),
            "eigenvalues": by_size(np.linalg.eigvals((1 - h**2)[:, None] * net.Whh))[:3],
            "unstable": int((abs(np.linalg.eigvals((1 - h**2)[:, None] * net.Whh)) > 1).sum()),
        }
        for h in found
    ]


def orbits(net, k, starts, steps):
    """The period of each start's orbit after many steps (0: none up to 64), and its largest sum."""
    result = []
    for h in starts:
        orbit = net.run([k] * (steps + 65), h)[steps - 1 :]
        moved = abs(orbit[1:65] - orbit[0]).max(axis=1)
        period = int(np.argmax(moved < 1e-8)) + 1 if (moved < 1e-8).any() else 0
        one_round = orbit[:period]
        multiplier = np.eye(net.H)
        for state in one_round:
            multiplier = ((1 - state**2)[:, None] * net.Whh) @ multiplier
        result.append(
            {
                "period": period,
                "sum": float(one_round.sum(axis=1).max()) if period else 0,
                "multiplier": float(abs(np.linalg.eigvals(multiplier)).max()) if period else 0,
            }
        )
    return result


def lyapunov(net, numbers, count, skip, stretch):
    draws = Draws(1)
    Q = np.array([[draws.uniform() - 0.5 for _ in range(net.H)] for _ in range(count)]).T
    Q = np.linalg.qr(Q)[0]
    logs = []
    for h in net.run(numbers):
        Q, R = np.linalg.qr((1 - h**2)[:, None] * (net.Whh @ Q))
        logs.append(np.log(abs(np.diag(R))))
    logs = np.array(logs[skip:])
    parts = len(logs) // stretch
    ends = [k * len(logs) // parts for k in range(parts + 1)]
    means = np.array([logs[a:b].mean(axis=0) for a, b in zip(ends, ends[1:])])
    return {
        "mean": logs.mean(axis=0).tolist(),
        "error": (means.std(axis=0, ddof=1) / np.sqrt(parts)).tolist(),
    }


def sides(net, numbers, before, passage, each):
    values, left = np.linalg.eig(net.Whh.T)
    order = np.argsort(-abs(values) - 1e-9 * (values.imag > 0))
    value, w = values[order[0]], left[:, order[0]]
    hs = net.run(numbers[:before])
    z = hs @ w
    followed = (np.conj(value * z[:-1]) * z[1:]).real > 0
    carried = abs(value) * np.median(abs(z))
    draws = Draws(1)
    places = [draws.integer(before) for _ in range(each)]
    groups = [
        [net.step(np.zeros(net.H), c) for c in range(net.V)],
        [-hs[p] for p in places],
        [np.array([2 * draws.uniform() - 1 for _ in range(net.H)]) for _ in places],
    ]
    read = numbers[before : before + passage]
    usual = net.run(read, hs[-1])
    basins = []
    for group in groups:
        ends = [net.run(read, h) for h in group]
        caught = [np.linalg.norm(end[-1] - usual[-1]) >= 1e-3 for end in ends]
        half = passage // 2
        nats = [
            np.mean([net.nats(end[t - 1], read[t]) for t in range(half, passage)]) for end in ends
        ]
        across = [(np.conj(hs[-1] @ w) * (h @ w)).real < 0 for h in group]
        unlike = [hs[-1] @ h < 0 for h in group]
        basins.append(
            {
                "caught": int(sum(caught)),
                "traps": int(sum(c and n > np.log(net.V) for c, n in zip(caught, nats))),
                "nats": float(np.mean(nats)),
                "predicted": int(np.sum(np.equal(caught, across))),
                "byLikeness": int(np.sum(np.equal(caught, unlike))),
            }
        )
    return {
        "size": float(abs(value)),
        "real": float(value.real),
        "followed": float(followed.mean()),
        "outweighed": int((abs((net.Wxh + net.bh[:, None]).T @ w) < carried).sum()),
        "basins": basins,
    }


def differences(net, numbers, pairs, steps):
    draws = Draws(1)
    places = len(numbers) - steps
    hs = net.run(numbers[:places])
    distances, lives = [], []
    for _ in range(pairs):
        p = 1 + draws.integer(places - 1)
        other = (numbers[p] + 1 + draws.integer(net.V - 1)) % net.V
        read = numbers[p + 1 : p + 1 + steps]
        a = np.vstack([[net.step(hs[p - 1], other)], net.run(read, net.step(hs[p - 1], other))])
        b = np.vstack([[hs[p]], net.run(read, hs[p])])
        d = np.linalg.norm(a - b, axis=1)
        large = np.flatnonzero(d >= d[0] / 2)[-1]
        distances.append(d)
        lives.append(np.inf if large == steps else large + 1)
    distances = np.array(distances)
    return {
        "median": np.median(distances, axis=0)[[0, 1, 2, 5, 10]].tolist(),
        "high": np.quantile(distances, 0.9, axis=0)[[0, 1, 2, 5, 10]].tolist(),
        "merged": int((distances[:, -1] < 1e-6).sum()),
        "halfLife": float(sorted(lives)[pairs // 2]),
    }


def probe(net, numbers, max_lag, train, test):
    numbers = numbers[: max_lag + train + test]
    rows = np.hstack([net.run(numbers)[max_lag:], np.ones((train + test, 1))])
    stacked = np.vstack([rows[:train], np.sqrt(1e-3 * train) * np.eye(net.H + 1)])
    draws = Draws(1)
    found = []
    for lag in range(max_lag + 1):
        real = numbers[max_lag - lag : len(numbers) - lag]
        labels, control = {}, []
        for t in range(max_lag, len(numbers)):
            string = tuple(numbers[t - lag : t + 1])
            if string not in labels:
                labels[string] = numbers[draws.integer(len(numbers))]
            control.append(labels[string])
        right = []
        for goal in [real, np.array(control)]:
            Y = np.vstack([np.eye(net.V)[goal[:train]], np.zeros((net.H + 1, net.V))])
            W = np.linalg.lstsq(stacked, Y, rcond=None)[0]
            right.append((rows[train:] @ W).argmax(axis=1) == goal[train:])
        most = np.bincount(real[:train], minlength=net.V).argmax()
        last = numbers[max_lag:]
        best = [np.bincount(real[:train][last[:train] == c], minlength=net.V).argmax() for c in range(net.V)]
        found.append(
            {
                "accuracy": float(right[0].mean()),
                "control": float(right[1].mean()),
                "majority": float((real[train:] == most).mean()),
                "fromLast": float((np.array(best)[last[train:]] == real[train:]).mean()),
            }
        )
    return found


def analyse(net, text, fed, tries, sizes):
    rng = np.random.default_rng(5)
    numbers = net.numbers(text)
    hs = net.run(numbers[:450])
    starts = [np.zeros(net.H), hs[300], hs[400], -hs[300], -hs[400]]
    shares = np.linalg.svd(hs - hs.mean(axis=0), compute_uv=False) ** 2
    return {
        "sizes": sizes,
        "eigenvalues": by_size(np.linalg.eigvals(net.Whh))[:5],
        "fixedPoints": {c: fixed_points(net, net.characters.index(c), rng, tries) for c in fed},
        "orbits": {c: orbits(net, net.characters.index(c), starts, 3000) for c in fed},
        "lyapunov": lyapunov(net, numbers[: sizes["lyapunov"]], 4, 100, 50),
        "sides": sides(net, numbers, *sizes["sides"]),
        "differences": differences(net, numbers[: sizes["differences"]], 40, 120),
        "components": (shares / shares.sum())[:3].tolist(),
        "probe": probe(net, numbers, *sizes["probe"]),
    }


def snapshot(path):
    z = np.load(path, allow_pickle=True, encoding="latin1")
    return Network(z, [c.decode() if isinstance(c, bytes) else str(c) for c in z["chars"]])


if __name__ == "__main__":
    small = json.loads((HERE / "small.json").read_text())
    large = {
        "lyapunov": 1100,
        "sides": [400, 200, 12],
        "differences": 600,
        "probe": [6, 1500, 800],
    }
    values = {
        "small": analyse(
            Network(small["parameters"], list(small["characters"])),
            small["text"],
            small["characters"][:3],
            400,
            {"lyapunov": 499, "sides": [100, 100, 12], "differences": 400, "probe": [3, 250, 200]},
        ),
    }
    play = (ROOT / "data/texts/the-book-of-yesterdays.txt").read_text()[:4000]
    for name, ending in [("open", ""), ("saturated", "-saturated")]:
        file = ROOT / f"data/snapshots/the-book-of-yesterdays{ending}.npz"
        values[name] = analyse(snapshot(file), play, " e:", 40, large)
    folder = os.environ.get("CHAR_RNN_DATA")
    if folder is None:
        raise SystemExit("set CHAR_RNN_DATA: the course's values would be lost")
    values["course"] = analyse(
        snapshot(pathlib.Path(folder) / "char-rnn-snapshot.npz"),
        (pathlib.Path(folder) / "shakespeare_train.txt").read_text()[:4000],
        " e\n",
        40,
        large,
    )
    (HERE / "dynamics.json").write_text(json.dumps(values) + "\n")
