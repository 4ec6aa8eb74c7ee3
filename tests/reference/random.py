"""The random numbers of lib/numerics/random.ts from a second implementation, in Python integers.

xoshiro128** as its authors describe it, seeded with splitmix32. Writes random.json beside it.
Run: python3 tests/reference/random.py
"""

import json
import pathlib

MASK = 0xFFFFFFFF


def rotl(x, k):
    return ((x << k) | (x >> (32 - k))) & MASK


def stream(seed, count):
    high = seed // 2**32  # floor
    x = (seed ^ (high * 0x85EBCA6B)) & MASK
    s = []
    for _ in range(4):
        x = (x + 0x9E3779B9) & MASK
        z = x ^ (x >> 16)
        z = z * 0x21F0AAAD & MASK
        z ^= z >> 15
        z = z * 0x735A2D97 & MASK
        s.append(z ^ (z >> 15))
    out = []
    for _ in range(count):
        out.append(rotl(s[1] * 5 & MASK, 7) * 9 & MASK)
        t = s[1] << 9 & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotl(s[3], 11)
    return out


if __name__ == "__main__":
    seeds = [0, 1, 7, -3, 2**40 + 5, 2**53 - 1]
    values = {str(seed): stream(seed, 12) for seed in seeds}
    pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(values) + "\n")
