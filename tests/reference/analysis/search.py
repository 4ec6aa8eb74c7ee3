"""Silencing sets of units, in NumPy float64, written to search.json.

Independent of lib/: replaced states are written out and run through the output layer, where lib/ moves
logits; all pairs at once. Three networks: the small one of small.json, the shipped snapshot on the play
and, results only, the course's on its text.
Run: CHAR_RNN_DATA=FOLDER python3 tests/reference/analysis/search.py
"""

import json
import runpy

import files
import numpy as np
from files import HERE, plain

shared = runpy.run_path(str(HERE / "analyses.py"), run_name="shared")
Network, thin = shared["Network"], shared["thin"]
PAIRS = 2**16


def partners(n, m):
    """[n, each] which of m states stand in at each of n occurrences."""
    each = min(m, -(-max(PAIRS, m) // n))
    return np.arange(n * each).reshape(n, each) % m


def log_probs(net, hs):
    y = hs @ net.Why.T + net.by
    y = y - y.max(axis=-1, keepdims=True)
    return y - np.log(np.exp(y).sum(axis=-1, keepdims=True))


def standard_error(values):
    return values.std(ddof=1) / np.sqrt(len(values))


def ablation(net, hs, units, keep, states, by, targets):
    """Writes states into the silenced units of hs [n, H]; states [m, H] take turns."""
    n, m = len(hs), len(states)
    silenced = np.isin(np.arange(net.H), units) ^ keep
    rows = partners(n, m)
    full = log_probs(net, hs)
    u = np.exp(full[:, targets]).sum(axis=1)
    f = np.exp(log_probs(net, states)[:, targets]).sum(axis=1)
    x = np.empty(rows.shape)
    each = np.empty((n, len(targets)))
    kl = np.empty(n)
    for t in range(n):
        q = log_probs(net, np.where(silenced, states[rows[t]], hs[t]))
        p = np.exp(q[:, targets])
        x[t], each[t] = p.sum(axis=1), p.mean(axis=0)
        kl[t] = (np.exp(full[t]) * (full[t] - q)).sum(axis=1).mean()
    by_occurrence = x.mean(axis=1)
    by_draw = np.array([x[rows == r].mean() for r in range(m)])
    U, F, X = u.mean(), f.mean(), by_occurrence.mean()
    share = (X - F) / (U - F)
    drawn = by == "resample"
    errors = [standard_error(by_occurrence), standard_error(by_draw) if drawn else 0]
    share_errors = [
        standard_error((by_occurrence - share * u) / (U - F)),
        standard_error((by_draw - (1 - share) * f) / (U - F)) if drawn else 0,
    ]
    shift = each - np.exp(full[:, targets])
    return {
        "units": units,
        "keep": keep,
        "by": by,
        "full": U,
        "floor": F,
        "changed": X,
        "errors": errors,
        "share": share,
        "shareError": np.hypot(*share_errors),
        "range": [by_occurrence.min(), by_occurrence.max()],
        "targets": each.mean(axis=0),
        "changeErrors": [standard_error(column) for column in shift.T],
        "meanAbsoluteChange": abs(shift).mean(axis=0),
        "klBits": kl.mean() / np.log(2),
    }


def measures(net, hs, units, states, targets):
    """Mean P(targets) with only these units kept, and with these silenced; states [n, H] row by row."""
    inside = np.isin(np.arange(net.H), units)
    p = lambda x: np.exp(log_probs(net, x)[:, targets]).sum(axis=1).mean()
    return p(np.where(inside, hs, states)), p(np.where(inside, states, hs))


def curve(net, hs, pool, mean, targets, by):
    """Units that vary over the pool, in the order of what they add to the lead: kept and silenced."""
    vary = np.flatnonzero(pool.var(axis=0, ddof=1) > 1e-3)
    others = np.setdiff1d(np.arange(net.V), targets)
    weight = net.Why[targets].mean(axis=0) - net.Why[others].mean(axis=0)
    order = [u for u in np.argsort(-weight * (hs.mean(axis=0) - mean)) if u in vary]
    hs = hs[thin(len(hs), 200)]
    n, m = len(hs), len(pool)
    drawn = pool[np.floor((np.arange(n) + 0.5) * m / n).astype(int)]
    states = np.broadcast_to(mean, hs.shape) if by == "mean" else drawn
    steps = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256]
    sizes = [s for s in steps if s < len(order)] + [len(order)]
    kept, removed = np.array([measures(net, hs, order[:size], states, targets) for size in sizes]).T
    floor, full = measures(net, hs, [], states, targets)
    share = lambda x: (x - floor) / (full - floor)
    x, f = np.array([0, *sizes]) / sizes[-1], np.array([0, *share(kept)])
    first = lambda reached: next((size for size, yes in zip(sizes, reached) if yes), None)
    return {
        "by": by,
        "order": order,
        "sizes": sizes,
        "full": full,
        "floor": floor,
        "kept": kept,
        "removed": removed,
        "cpr": np.trapezoid(f, x),
        "cmd": np.trapezoid(abs(1 - f), x),
        "enough": first((share(kept) >= 0.95) & (share(kept) <= 1.05)),
        "needed": first(share(removed) < 0.1),
    }


def specificity(net, text, numbers, hs, here, pool_steps, units, targets):
    """KL(full || silenced at the mean) at occurrences and at the pool's other steps; the cost there."""
    mean = hs.mean(axis=0)
    steps = np.setdiff1d(pool_steps, here)

    def change(states):
        silenced = states.copy()
        silenced[:, units] = mean[units]
        return log_probs(net, states), log_probs(net, silenced)

    kl = lambda p, q: (np.exp(p) * (p - q)).sum(axis=1)
    at = hs[here[thin(len(here), 256)]]
    p, q = change(hs[steps])
    followed = steps < len(text) - 1
    following = numbers[steps[followed] + 1]
    cost = (p - q)[followed][np.arange(followed.sum()), following]
    own, other = kl(*change(at)), kl(p, q)
    states = np.broadcast_to(mean, at.shape)
    kept, left = measures(net, at, units, states, targets)
    floor, full = measures(net, at, [], states, targets)
    return {
        "units": units,
        "places": len(steps),
        "kept": (kept - floor) / (full - floor),
        "left": (left - floor) / (full - floor),
        "atOccurrences": [own.mean(), standard_error(own)],
        "elsewhere": [other.mean(), standard_error(other)],
        "cost": [cost.mean(), standard_error(cost)],
        "ratio": own.mean() / other.mean(),
    }


def evenly(steps, count):
    """Time steps evenly spread over a text."""
    return np.floor((np.arange(count) + 0.5) * steps / count).astype(int)


def measure(net, text, sets, pool_size):
    numbers, hs = net.numbers(text), net.run(text)
    targets = np.array([net.number[c] for c in " \n"])
    here = np.flatnonzero(numbers == net.number[":"])
    colons = hs[here]
    pool_steps = evenly(len(text), pool_size)
    pool = hs[pool_steps]
    states = {"zero": np.zeros((1, net.H)), "mean": hs.mean(axis=0)[None], "resample": pool}
    return {
        "pool": pool_size,
        "ablations": [
            ablation(net, colons, units, keep, states[by], by, targets)
            for units in sets for keep in (True, False) for by in states
        ],
        "curves": [
            curve(net, colons, pool, hs.mean(axis=0), targets, by) for by in ("mean", "resample")
        ],
        "specificity": [
            specificity(net, text, numbers, hs, here, pool_steps, units, targets) for units in sets
        ],
    }


def networks():
    stored = json.loads((HERE / "small.json").read_text())
    P = {k: np.array(v) for k, v in stored["parameters"].items()}
    small = Network(P, list(stored["characters"])), stored["text"], [[3], [0, 2, 5, 7, 10]], 100
    P, characters, play = files.shipped()
    shipped = Network(P, characters), play[:40_000], [[32], [2, 3, 8, 9, 31, 32, 39, 45]], 2000
    return {"small": small, "shipped": shipped}


def course():
    P, characters, text = files.course()
    sets = [[170], [63, 73, 100, 114, 170, 185, 210]]
    return Network(P, characters), text, sets, 2000


if __name__ == "__main__":
    results = {name: measure(*of) for name, of in networks().items()}
    if files.COURSE:
        results["course"] = measure(*course())
    else:
        results["course"] = json.loads((HERE / "search.json").read_text())["course"]
    (HERE / "search.json").write_text(json.dumps(plain(results)) + "\n")
