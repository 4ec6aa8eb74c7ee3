# -*- coding: utf-8 -*-
"""Files as Python and NumPy write them, for the readers of lib/snapshots, and their values.

Runs under Python 2.7 with NumPy 1.16 and under Python 3 with NumPy 1 or 2; the argument names the
files. With "numpy2" it also writes expected.json: what each value is, said without Python.
Run: python2.7 fixtures.py python2 && python3 fixtures.py numpy1 && python3 fixtures.py numpy2
"""

from __future__ import division

import collections
import json
import os
import pickle
import sys
import zipfile

import numpy as np

TAG = sys.argv[1]
HERE = os.path.dirname(os.path.abspath(__file__))
H, V = 7, 5
CHARS = u"\n aé" + u"b"  # Latin-1, so that Python 2 can hold each in a byte

try:
    text_type = unicode
except NameError:
    text_type = str


def path(name):
    return os.path.join(HERE, "files", name)


def weights(rows, columns, step):
    """Numbers between -0.5 and 0.5 that no transpose or shift leaves unchanged."""
    i, j = np.meshgrid(np.arange(rows), np.arange(columns), indexing="ij")
    return ((i * 37 + j * 101 + step * 13) % 97 - 48) / 97.0


def model():
    shapes = [("Wxh", H, V), ("Whh", H, H), ("Why", V, H), ("bh", H, 1), ("by", V, 1)]
    parameters = {name: weights(r, c, k) for k, (name, r, c) in enumerate(shapes)}
    memory = {"m" + name: weights(r, c, k + 9) ** 2 for k, (name, r, c) in enumerate(shapes)}
    chars = [c.encode("latin-1") for c in CHARS]
    parameters.update(memory)
    parameters.update(
        chars=np.array(chars),
        data_size=np.array(268330),
        vocab_size=np.array(V),
        char_to_ix=np.array({c: i for i, c in enumerate(chars)}),
        ix_to_char=np.array({i: c for i, c in enumerate(chars)}),
    )
    return parameters


def arrays():
    ints = {
        kind + str(size): np.array([[0, 1, 2], [3, 100, info.max]], dtype=kind + str(size))
        for kind in "iu"
        for size in (1, 2, 4, 8)
        for info in [np.iinfo(kind + str(size))]
    }
    ints["i8"][0, 0] = np.iinfo("i8").min
    others = collections.OrderedDict(
        f2=np.array([[0.5, -2, 65504], [6e-8, np.inf, np.nan]], dtype="f2"),
        f4=np.array([[0.1, -2, 3.4e38], [1e-45, -np.inf, np.nan]], dtype="f4"),
        f8=np.array([[0.1, -0.0, 1e308], [5e-324, -np.inf, np.nan]]),
        big_f8=np.array([[0.1, 2, 3], [4, 5, 1 / 3]], dtype=">f8"),
        big_i2=np.array([1, -2, 300], dtype=">i2"),
        b1=np.array([True, False, True]),
        S3=np.array([b"abc", b"d", b"\xff\x00e", b""]),
        U2=np.array([u"ab", u"π", u"😀!", u""], dtype="U2"),
        big_U2=np.array([u"ab", u"π"], dtype=">U2"),
        zero_axes=np.array(0.1),
        empty=np.zeros((0, 3)),
        column_f4=np.asfortranarray(np.arange(6, dtype="f4").reshape(2, 3)),
        column_3d=np.asfortranarray(np.arange(30, dtype="i4").reshape(2, 3, 5)),
        column_S1=np.asfortranarray(np.array([[b"a", b"b", b"c"], [b"d", b"e", b"f"]])),
        objects=np.array([None, u"x", 2, (1, u"y")], dtype=object),
        a_dict=np.array({u"a": 0, u"π": 1}),
    )
    others.update(ints)
    return others


def scalars():
    return {
        "f8": np.float64(0.1),
        "f4": np.float32(0.1),
        "i8": np.int64(-(2**62)),
        "u1": np.uint8(200),
        "b1": np.bool_(True),
        "S2": np.array([b"xy"])[0],
        "U2": np.array([u"πy"])[0],
    }


def values():
    shared = [1, u"shared"]
    big = [2**53 - 1, 2**53, 2**53 + 1, -(2**63), 2**64, 10**40, -(10**40), 2**2100]
    return {
        "none": None,
        "bools": [True, False],
        "ints": [0, 1, -1, 127, 255, 256, 65535, 65536, 2**31 - 1, -(2**31), 2**31] + big,
        "floats": [0.0, -0.0, 1.5, -2.5e-300, 1e308, 0.1, 5e-324],
        "odd floats": [float("inf"), float("-inf"), float("nan")],
        "text": [u"", u"naïve π 😀", u"\\ \\u0041 \n ' \"", u"\ufeffx", u"x" * 300],
        "bytes": [b"", b"\x00\x7f\x80\xff", b"'\"\\\n\r\t", b"x" * 300],
        "bytearray": bytearray(b"\x00\xff"),
        "tuples": [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), ((1, (2,)),)],
        "lists": [[], [[]], list(range(1100))],
        "sets": [set(), {1, 2, 3}, frozenset([4, u"five"])],
        "dicts": [{}, {1: u"one", u"two": 2, None: None}],
        "ordered": collections.OrderedDict([(u"z", 1), (u"a", 2)]),
        "shared": [shared, shared],
        "arrays": arrays(),
        "scalars": scalars(),
    }


def tagged(x):
    """A value as JSON that names its type."""
    if isinstance(x, np.ndarray):
        kind = x.dtype.kind
        if kind == "O":
            dtype = "O"
        elif kind == "U":
            dtype = "U%d" % (x.dtype.itemsize // 4)
        else:
            dtype = kind + str(x.dtype.itemsize)
        return {"array": [dtype, list(x.shape), [tagged(v) for v in x.ravel().tolist()]]}
    if isinstance(x, np.generic):
        return tagged(x.item())
    if x is None or isinstance(x, bool):
        return x
    if isinstance(x, int):
        return {"int": str(x)}
    if isinstance(x, float):
        return {"float": repr(x)}
    if isinstance(x, text_type):
        return x
    if isinstance(x, (bytes, bytearray)):
        return {"bytes": list(bytearray(x))}
    if isinstance(x, (list, tuple)):
        return [tagged(v) for v in x]
    if isinstance(x, (set, frozenset)):
        return {"set": [tagged(v) for v in x]}
    if isinstance(x, dict):
        return {"dict": [[tagged(k), tagged(v)] for k, v in x.items()]}
    raise TypeError(type(x))


def write_archives():
    np.savez(path("arrays-%s.npz" % TAG), **arrays())
    np.savez(path("model-%s.npz" % TAG), **model())
    if TAG != "numpy2":
        return
    np.savez_compressed(path("arrays-deflated.npz"), **arrays())
    single = {k.decode("latin-1") if isinstance(k, bytes) else k: v for k, v in model().items()}
    np.save(path("model-dict.npy"), single)
    for version in [(1, 0), (2, 0), (3, 0)]:
        with open(path("version-%d.npy" % version[0]), "wb") as file:
            np.lib.format.write_array(file, arrays()["column_f4"], version=version)
    # What files of 4 GiB and more look like: sizes and the place of the directory in zip64 records.
    zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT = 60, 1
    np.savez(path("zip64.npz"), f8=arrays()["f8"], i4=arrays()["i4"])
    with open(path("zip64.npz"), "r+b") as file:
        file.seek(-14, os.SEEK_END)
        file.write(b"\xff" * 12)  # counts, size and offset: see zip64


def write_pickles():
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with open(path("values-%s-%d.pkl" % (TAG, protocol)), "wb") as file:
            pickle.dump(values(), file, protocol)
        with open(path("model-%s-%d.pkl" % (TAG, protocol)), "wb") as file:
            pickle.dump(model(), file, protocol)


def write_expected():
    expected = {"arrays": arrays(), "model": model(), "values": values()}
    with open(os.path.join(HERE, "expected.json"), "w") as file:
        json.dump({k: tagged(v) for k, v in expected.items()}, file)
        file.write("\n")


write_archives()
write_pickles()
if TAG == "numpy2":
    write_expected()
