"""What the programs of this folder read and write: networks in their files, and values as JSON has them."""

import os
import pathlib

import numpy as np

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parents[2]
COURSE = pathlib.Path(os.environ["CHAR_RNN_DATA"]) if os.environ.get("CHAR_RNN_DATA") else None
"""The folder with the course's files; without it their stored values stay as they are."""


def load(path):
    """Parameters in float64 and the characters, of a shipped snapshot or the course's."""
    stored = np.load(path, encoding="bytes", allow_pickle=True)
    P = {k: np.asarray(stored[k], dtype=np.float64) for k in ("Wxh", "Whh", "Why")}
    P |= {k: np.asarray(stored[k], dtype=np.float64).ravel() for k in ("bh", "by")}
    if "chars" in stored and "char_to_ix" not in stored:
        return P, [str(c) for c in stored["chars"]]
    number = stored["char_to_ix"].item()
    return P, [c.decode() for c in sorted(number, key=number.get)]


def shipped(name="the-book-of-yesterdays"):
    """A network that ships, and the play."""
    text = (ROOT / "data/texts/the-book-of-yesterdays.txt").read_bytes().decode()
    return *load(ROOT / f"data/snapshots/{name}.npz"), text


def course():
    """The course's network and its text."""
    return *load(COURSE / "char-rnn-snapshot.npz"), (COURSE / "shakespeare_train.txt").read_text()


def plain(value):
    """The same without NumPy's types."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return value.tolist() if isinstance(value, (np.ndarray, np.generic)) else value
