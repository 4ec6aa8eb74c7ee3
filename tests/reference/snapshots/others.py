"""Networks and vocabularies as other people's programs keep them, with what NumPy makes of each.

Writes others/* and others.json: for each network its file, the options it takes, and its score over
TEXT from a zero state, in float64. Needs NumPy alone. Run: python3 others.py
"""

import collections
import datetime
import io
import json
import pathlib
import pickle
import struct
import zipfile

import numpy as np

HERE = pathlib.Path(__file__).parent
OUT = HERE / "others"
H, V = 7, 5
CHARS = ["b", "\n", "a", "é", " "]  # in no order that sorting gives
TEXT = "ab é\nbab aé b\n\naab"
CODES = {c: i for i, c in enumerate(CHARS)}


def weights(rows, columns, step):
    """Numbers between -1 and 1 that no transpose or shift leaves unchanged."""
    i, j = np.meshgrid(np.arange(rows), np.arange(columns), indexing="ij")
    return ((i * 37 + j * 101 + step * 13) % 97 - 48) / 48.0


def score(Wxh, Whh, Why, bh, by):
    """Nats per character over TEXT."""
    indices = [CODES[c] for c in TEXT]
    h, nats = np.zeros(len(Whh)), 0.0
    for x, target in zip(indices, indices[1:]):
        h = np.tanh(Wxh[:, x] + Whh @ h + np.ravel(bh))
        y = Why @ h + np.ravel(by)
        nats += np.log(np.exp(y - y.max()).sum()) + y.max() - y[target]
    return nats / (len(indices) - 1)


Wxh, Whh, Why, bh, by = network = [
    weights(H, V, 0), weights(H, H, 1), weights(V, H, 2), weights(H, 1, 3), weights(V, 1, 4)
]
square = [weights(V, V, k) for k in range(3)] + [weights(V, 1, 3), weights(V, 1, 4)]
flat = [x.ravel() for x in (bh, by)]
cases = {}


def case(name, arrays=network, **options):
    cases[name] = {"natsPerChar": score(*arrays), **options}


def npz(name, *arrays, **named):
    np.savez(OUT / name, *arrays, **named)


def dump(name, *values, protocol=4):
    with open(OUT / name, "wb") as file:
        for value in values:
            pickle.dump(value, file, protocol)


class Network:
    def __init__(self):
        self.Wxh, self.Whh, self.Why, self.bh, self.by = network
        self.hidden_size, self.vocab = H, CHARS


class Slotted:
    __slots__ = ["chars"]


class Settings(dict):
    pass


Point = collections.namedtuple("Point", "x y")


def layouts():
    zeros = [np.zeros(H), np.zeros(V)]
    npz("goodfellow.npz", U=Wxh, W=Whh, V=Why, b=flat[0], c=flat[1], chars=CHARS)
    case("goodfellow.npz")
    npz("no-bias.npz", U=Wxh, W=Whh, V=Why, chars=CHARS)
    case("no-bias.npz", network[:3] + zeros)
    npz("keras-letters.npz", W=Wxh, U=Whh, V=Why, b=flat[0], c=flat[1], chars=CHARS)
    case("keras-letters.npz")
    ng = dict(zip(["Wax", "Waa", "Wya", "ba", "by"], network))
    dump("ng.pkl", {"parameters": ng, "char_to_ix": CODES, "learning_rate": 0.01})
    case("ng.pkl")
    rows = dict(W_xh=Wxh.T, W_hh=Whh.T, W_hq=Why.T, b_h=flat[0], b_q=flat[1])
    npz("d2l.npz", **rows, chars=CHARS)
    case("d2l.npz")
    npz("rows.npz", Wxh=Wxh.T, Whh=Whh.T, Why=Why.T, bh=bh.T, by=by.T, chars=CHARS)
    case("rows.npz")
    npz("bias-rows.npz", Wxh=Wxh, Whh=Whh, Why=Why, bh=bh.T, by=by.T, chars=CHARS)
    case("bias-rows.npz")
    npz("numbered.npz", *network, chars=CHARS)
    case("numbered.npz")
    npz("numbered-rows.npz", Wxh.T, Whh.T, flat[0], Why.T, flat[1], chars=CHARS)
    case("numbered-rows.npz")
    dump("tuple.pkl", (*network, CODES, dict(enumerate(CHARS))))
    case("tuple.pkl")
    dump("list.pkl", [[Wxh, Whh, Why], [bh, by], CHARS])
    case("list.pkl")
    nested = {"model": {"rnn": {"Wxh": Wxh, "Whh": Whh}, "out": {"Why": Why}, "bias": {"bh": bh, "by": by}}}
    dump("nested.pkl", {**nested, "vocab": {"stoi": CODES, "itos": CHARS}, "epoch": 3})
    case("nested.pkl")
    np.save(OUT / "nested.npy", {"weights": dict(zip(["U", "W", "V", "b", "c"], network)), "itos": CHARS})
    case("nested.npy")
    dump("two-dumps.pkl", dict(zip(["Wxh", "Whh", "Why", "bh", "by"], network)), CODES)
    case("two-dumps.pkl")
    with open(OUT / "two-saves.npy", "wb") as file:
        for array in [*network, np.array(CHARS)]:
            np.save(file, array)
    case("two-saves.npy")
    dump("instance.pkl", Network())
    case("instance.pkl")
    dump("object-array.pkl", {"weights": np.array(network, dtype=object), "chars": CHARS})
    case("object-array.pkl")


def equal_sizes():
    npz("equal.npz", U=square[0], W=square[1], V=square[2], b=square[3], c=square[4], chars=CHARS)
    case("equal.npz", square, names={"Wxh": "U", "Whh": "W", "Why": "V", "bh": "b", "by": "c"})
    npz("equal-rows.npz", *[x.T for x in square], chars=CHARS)
    names = {"Wxh": "arr_0.T", "Whh": "arr_1.T", "Why": "arr_2.T", "bh": "arr_3", "by": "arr_4"}
    case("equal-rows.npz", square, names=names)
    npz("own-names.npz", first=Wxh, second=Whh, third=Why, chars=CHARS)
    case(
        "own-names.npz",
        network[:3] + [np.zeros(H), np.zeros(V)],
        names={"Wxh": "first", "Whh": "second", "Why": "third"},
    )
    embedding, weight = weights(V, 3, 5), weights(H, 3, 6)
    npz("embedding.npz", E=embedding, A=weight, B=Whh, C=Why, p=flat[0] / 4, q=flat[0] * 0.75, r=by, chars=CHARS)
    case(
        "embedding.npz",
        [weight @ embedding.T] + network[1:],
        names={"embedding": "E", "Wxh": "A", "Whh": "B", "Why": "C", "bh": "p+q", "by": "r"},
    )


def beside():
    """Objects beside the arrays, which are no reason to refuse them."""
    slotted = Slotted()
    slotted.chars = "abc"  # and so no vocabulary: that is in the list beside it
    settings = Settings(lr=0.1)
    settings.note = "x"
    objects = {
        "counts": collections.Counter("abca"),
        "default": collections.defaultdict(int, {"a": 1}),
        "when": datetime.datetime(2019, 5, 1, 12, 30, tzinfo=datetime.timezone.utc),
        "path": pathlib.PurePosixPath("a/b"),
        "point": Point(1, 2),
        "random": np.random.RandomState(1),
        "type": np.float32,
        "class": Network,
        "complex": 1 + 2j,
        "range": range(3),
        "masked": np.ma.array([1, 2], mask=[0, 1]),
        "settings": settings,
        "deque": collections.deque([1, 2]),
        "matrix": np.asmatrix(Wxh),
    }
    arrays = dict(zip(["Wxh", "Whh", "Why", "bh", "by"], network), chars=CHARS)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        slots = {"slotted": slotted} if protocol >= 2 else {}
        dump("beside-%d.pkl" % protocol, {**objects, **slots, **arrays}, protocol=protocol)
        case("beside-%d.pkl" % protocol)
    dump("matrix.pkl", {k: np.asmatrix(v) if k != "chars" else v for k, v in arrays.items()})
    case("matrix.pkl")
    npz("other-files.npz", **arrays)
    with zipfile.ZipFile(OUT / "other-files.npz", "a") as archive:
        for name in ["README.txt", "__MACOSX/", "__MACOSX/._Wxh.npy", "config.json"]:
            archive.writestr(zipfile.ZipInfo(name), "" if name.endswith("/") else "no array")
    case("other-files.npz")
    with np.load(OUT / "other-files.npz") as source, zipfile.ZipFile(OUT / "in-folder.npz", "w") as archive:
        for name in arrays:
            buffer = io.BytesIO()
            np.save(buffer, source[name])
            archive.writestr(zipfile.ZipInfo("model/%s.npy" % name), buffer.getvalue())
    case("in-folder.npz")


def safetensors(name, arrays, metadata):
    """The format by hand: a length, JSON, the numbers."""
    header, data = {"__metadata__": metadata}, b""
    for key, array in arrays.items():
        part = np.ascontiguousarray(array).tobytes()
        header[key] = {"dtype": "F64", "shape": array.shape, "data_offsets": [len(data), len(data) + len(part)]}
        data += part
    text = json.dumps(header).encode()
    (OUT / name).write_bytes(struct.pack("<Q", len(text)) + text + data)


def vocabularies():
    arrays = dict(zip(["Wxh", "Whh", "Why", "bh", "by"], network))
    for name, metadata in {
        "json-list": {"chars": json.dumps(CHARS)},
        "json-map": {"char_to_idx": json.dumps(CODES)},
        "json-index": {"ix_to_char": json.dumps(dict(enumerate(CHARS)))},
    }.items():
        safetensors(name + ".safetensors", arrays, metadata)
        case(name + ".safetensors")
    npz("codes.npz", **arrays, vocab=[ord(c) for c in CHARS])
    case("codes.npz")
    npz("vocab-object.npz", **arrays, vocab=np.array({"stoi": CODES, "size": V}))
    case("vocab-object.npz")
    npz("bare.npz", **arrays)
    write = lambda name, text: (OUT / name).write_bytes(text.encode())
    texts = {
        "chars.txt": "".join(CHARS),
        "chars-editor.txt": "".join(CHARS) + "\n",
        "chars-mark.txt": "\ufeff" + "".join(CHARS) + "\r\n",
        "list.json": json.dumps(CHARS),
        "codes.json": json.dumps([ord(c) for c in CHARS]),
        "map.json": json.dumps(CODES, ensure_ascii=False),
        "index.json": json.dumps(dict(enumerate(CHARS))),
        "index-codes.json": json.dumps({i: ord(c) for i, c in enumerate(CHARS)}),
        "named.json": json.dumps({"vocab_size": V, "char_to_ix": CODES, "note": "x"}),
    }
    for name, text in texts.items():
        write(name, text)
    lists = {
        "list.pkl": CHARS,
        "bytes.pkl": [c.encode("latin-1") for c in CHARS],
        "map.pkl": CODES,
        "index.pkl": dict(enumerate(CHARS)),
        "codes.pkl": {ord(c): i for c, i in CODES.items()},
        "pair.pkl": (CODES, dict(enumerate(CHARS))),
        "char2idx.pkl": {"char2idx": CODES, "idx2char": np.array(CHARS)},
        "torchtext.pkl": {"stoi": collections.defaultdict(int, CODES), "itos": CHARS},
    }
    for name, value in lists.items():
        dump("chars-" + name, value)
    dump("chars-protocol-0.pkl", CODES, protocol=0)
    dump("chars-two-dumps.pkl", CODES, dict(enumerate(CHARS)))
    npz("chars-array.npz", CHARS)
    npz("chars-vocab.npz", vocab=CHARS, other=np.zeros((2, 3)))
    npz("chars-codes.npz", chars=[ord(c) for c in CHARS])
    np.save(OUT / "chars-array.npy", CHARS)
    np.save(OUT / "chars-map.npy", CODES)
    names = [*texts, *("chars-" + name for name in lists)]
    names += ["chars-protocol-0.pkl", "chars-two-dumps.pkl", "chars-array.npz", "chars-vocab.npz"]
    names += ["chars-codes.npz", "chars-array.npy", "chars-map.npy"]
    return names


OUT.mkdir(exist_ok=True)
layouts()
equal_sizes()
beside()
expected = {"text": TEXT, "characters": CHARS, "vocabularies": vocabularies(), "cases": cases}
expected["natsPerChar"] = score(*network)
(HERE / "others.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n")
