"""Where a decision sits, lib/analysis/decision, in NumPy float64, written to decision.json.

Independent of lib/: every swap puts the whole other state together and takes the step again; projections are
matrices; the slope comes from central differences; components are singular vectors; errors come from
variances and covariances; the states before a place come from one pass over the text. Four networks: the
random one of small.json, the two shipped snapshots, and the course's, which needs the course's files.
Run: CHAR_RNN_DATA=FOLDER python3 tests/reference/analysis/decision.py
"""

import json
import os
import pathlib
import runpy

import numpy as np

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent.parent
shared = runpy.run_path(str(HERE / "dynamics.py"))
Network, snapshot, Draws = shared["Network"], shared["snapshot"], shared["Draws"]
PAIRS, CONTROLS, DEPTHS = 40, 199, [0, 1, 2, 5]


class Normals:
    """Random.normal() of lib/numerics/random.ts."""

    def __init__(self, seed, count):
        self.draws, self.spare = Draws(seed, 2 * count + 10), None

    def normal(self):
        if self.spare is not None:
            value, self.spare = self.spare, None
            return value
        radius = np.sqrt(-2 * np.log(1 - self.draws.uniform()))
        angle = 2 * np.pi * self.draws.uniform()
        self.spare = radius * np.sin(angle)
        return radius * np.cos(angle)


def ratio(parts, wholes):
    """The ratio of two means, and its error by the delta method."""
    share = parts.mean() / wholes.mean()
    c = np.cov(parts, wholes)
    variance = c[0, 0] - 2 * share * c[0, 1] + share**2 * c[1, 1]
    return [share, np.sqrt(max(variance, 0) / len(parts)) / abs(wholes.mean())]


def mean(values):
    return [values.mean(), values.std(ddof=1) / np.sqrt(len(values))]


def pick(rows, sizes):
    count = min(PAIRS, *sizes)
    return [rows[int((k + 0.5) * len(rows) / count)] for k in range(count)]


def analyse(net, text, targets, against, varying):
    numbers = net.numbers(text)
    H = net.H
    hs = np.vstack([np.zeros(H), net.run(numbers)])  # hs[t] is the state before character t
    weights = np.zeros(net.V)
    weights[[net.characters.index(c) for c in targets]] = 1 / len(targets)
    weights[[net.characters.index(c) for c in against]] = -1 / len(against)
    lead = lambda h: h @ (net.Why.T @ weights) + net.by @ weights
    step = lambda h, k: np.tanh(h @ net.Whh.T + (net.Wxh[:, k] + net.bh))

    deepest = DEPTHS[-1]
    places = [t for t, c in enumerate(text) if c == ":"]
    told = [(t, text[t + 1] in targets) for t in places if text[t + 1 : t + 2] and text[t + 1] in targets + against]
    right = np.mean([(lead(hs[t + 1]) > 0) == first for t, first in told])

    def pairs(half, least):
        ways = [[t for t, first in told if first == way] for way in (True, False)]
        halves = [[t for t in rows[half::2] if t >= least] for rows in ways]
        counts = [sum(t >= least for t in rows) for rows in ways]
        return np.array([pick(rows, [len(each) for each in halves]) for rows in halves]), counts

    (chosen, counts), (scored, _) = pairs(0, 0), pairs(1, 0)
    k = numbers[places[0]]

    def swap(P, which):
        """Effects by pair, and flips, of swapping the part that P projects on."""
        a, b = hs[which[0]], hs[which[1]]
        la, lb = lead(step(a, k)), lead(step(b, k))
        sa, sb = lead(step(a + (b - a) @ P.T, k)), lead(step(b + (a - b) @ P.T, k))
        able = (la > 0) != (lb > 0)
        flips = (((sa > 0) != (la > 0)) & able).sum() + (((sb > 0) != (lb > 0)) & able).sum()
        return (la - sa + sb - lb) / 2, int(flips)

    def projector(*vectors):
        q, _ = np.linalg.qr(np.array(vectors).T)
        return q @ q.T

    axis = np.eye(H)
    states = np.array([hs[t] for pair in chosen.T for t in pair])
    centred = states - states.mean(0)
    means = hs[chosen[1]].mean(0) - hs[chosen[0]].mean(0)
    eps = 1e-5
    slope = np.array([(lead(step(states + eps * e, k)) - lead(step(states - eps * e, k))).mean() for e in axis])
    components = np.linalg.svd(centred, full_matrices=False)[2]
    at_all = swap(np.eye(H), chosen)[0].sum()
    best = max(varying, key=lambda u: swap(projector(axis[u]), chosen)[0].sum() / at_all)
    constant = [u for u in range(H) if u not in varying]
    parts = {
        "all": np.eye(H),
        "varying": projector(*axis[varying]),
        **({"constant": projector(*axis[constant])} if constant else {}),
        "unit": projector(axis[best]),
        "means": projector(means),
        "slope": projector(slope),
        "component": projector(components[0]),
        "means and slope": projector(means, slope),
        "two components": projector(components[0], components[1]),
    }
    normals = Normals(1, CONTROLS * len(states))
    weights_of = [[normals.normal() for _ in states] for _ in range(CONTROLS)]
    wholes = swap(np.eye(H), scored)[0]
    a, b = hs[scored[0]], hs[scored[1]]
    result = {}
    for name, P in parts.items():
        effects, flips = swap(P, scored)
        chosen_effects = swap(P, chosen)[0]
        result[name] = {
            "share": ratio(effects, wholes),
            "chosen": chosen_effects.mean() / swap(np.eye(H), chosen)[0].mean(),
            "flips": flips,
        }
        if name in ("all", "varying", "constant"):
            continue
        shares = []
        for drawn in weights_of:
            v = np.array(drawn) @ centred
            v = v - P @ v
            v /= np.linalg.norm(v)
            push = np.sign((b - a) @ v) * np.linalg.norm((b - a) @ P.T, axis=1)
            change = push[:, None] * v
            moved = lead(step(a, k)) - lead(step(a + change, k)) + lead(step(b - change, k)) - lead(step(b, k))
            shares.append((moved / 2).sum() / wholes.sum())
        shares.sort()
        result[name]["controls"] = [shares[int(0.5 * CONTROLS)], shares[int(0.95 * CONTROLS)]]

    (chosen_deep, _), (scored_deep, _) = pairs(0, deepest), pairs(1, deepest)
    la, lb = lead(hs[scored_deep[0] + 1]), lead(hs[scored_deep[1] + 1])

    def read_on(states, which, depth):
        for back in range(depth, -1, -1):
            states = np.array([step(h, numbers[t - back]) for h, t in zip(states, which)])
        return lead(states)

    depths = []
    for depth in DEPTHS:
        a, b = hs[scored_deep[0] - depth], hs[scored_deep[1] - depth]
        v = (hs[chosen_deep[1] - depth] - hs[chosen_deep[0] - depth]).mean(0)
        v /= np.linalg.norm(v)
        along = ((b - a) @ v)[:, None] * v
        moved = lambda x, y: (la - read_on(x, scored_deep[0], depth) + read_on(y, scored_deep[1], depth) - lb) / 2
        depths.append({
            "share": ratio(moved(b, a), la - lb),
            "along": ratio(moved(a + along, b - along), la - lb),
            "sameWay": ratio(moved(np.roll(a, -1, 0), np.roll(b, -1, 0)), la - lb),
        })
    apart = lead(hs[scored[0] + 1]) - lead(hs[scored[1] + 1])
    return {
        "targets": targets,
        "against": against,
        "characters": len(text),
        "varying": varying,
        "counts": counts,
        "pairs": len(scored[0]),
        "right": right,
        "apart": mean(apart),
        "whole": mean(wholes),
        "unit": int(best),
        "parts": result,
        "depths": depths,
    }


def rounded(value):
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(one) for one in value]
    return float(f"{value:.12g}") if isinstance(value, (float, np.floating)) else value


def varying_units(net, text, threshold=1e-3):
    variance = net.run(net.numbers(text)).var(0)
    return [int(u) for u in np.argsort(-variance, kind="stable") if variance[u] > threshold]


if __name__ == "__main__":
    small = json.loads((HERE / "small.json").read_text())
    values = {
        "small": analyse(
            Network(small["parameters"], list(small["characters"])),
            small["text"],
            "ab",
            " c",
            [0, 2, 3, 4, 6, 7, 9],
        ),
    }
    folder = os.environ.get("CHAR_RNN_DATA")
    if folder is None:
        raise SystemExit("set CHAR_RNN_DATA: the course's values would be lost")
    play = ROOT / "data/texts/the-book-of-yesterdays.txt"
    course = pathlib.Path(folder)
    for name, file, source in [
        ("open", ROOT / "data/snapshots/the-book-of-yesterdays.npz", play),
        ("saturated", ROOT / "data/snapshots/the-book-of-yesterdays-saturated.npz", play),
        ("course", course / "char-rnn-snapshot.npz", course / "shakespeare_train.txt"),
    ]:
        net, text = snapshot(file), source.read_text()[:15_000]
        values[name] = analyse(net, text, "\n", " ", varying_units(net, text))
    (HERE / "decision.json").write_text(json.dumps(rounded(values), separators=(",", ":")) + "\n")
