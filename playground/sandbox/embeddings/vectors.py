"""Texts as vectors without a model: texts that share words, or parts of words, point the same way."""

import math
import re
from unicodedata import normalize
from zlib import crc32

import numpy as np
import numpy.typing as npt

from ..writer.vocabulary import STOPWORDS

Vector = npt.NDArray[np.float32]
Features = list[tuple[bytes, float]]
# A word, or what stands for one: a sign of a script without spaces, a symbol.
SIGNS = r"\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff"
WORD = re.compile(rf"[{SIGNS}]|[^\W{SIGNS}]+|[^\w\s]")
# How many coordinates a feature moves, up or down.
TOUCHED = 8
LITTLE = 0.15
OF_LETTERS = 0.8
OF_PAIRS = 0.25
OF_CHANCE = 0.01
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
STEPS = np.arange(1, TOUCHED + 1, dtype=np.uint64) * GOLDEN


def embed(text: str, size: int, dimensions: int) -> Vector:
    """The unit vector of the text: `dimensions` numbers, the first of `size`."""
    # A little of what only this text has: no two differ in nothing, and no beginning is all zeros.
    vector = np.random.default_rng(crc32(text.encode())).standard_normal(size)
    vector *= OF_CHANCE / math.sqrt(size)
    if found := features(text):
        vector += spread(found, size)
    vector = vector[:dimensions]
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def features(text: str) -> Features:
    """Words, threes of letters in them, and pairs of words, each with its weight."""
    words = WORD.findall(normalize("NFKC", text).casefold())
    weights = [weight(word) for word in words]
    found: Features = []
    for word, heavy in zip(words, weights, strict=True):
        found.append((word.encode(), heavy))
        framed = f"<{word}>"
        parts = len(framed) - 2
        share = OF_LETTERS * heavy / math.sqrt(parts)
        found += [(framed[at : at + 3].encode() + b"*", share) for at in range(parts)]
    for at in range(len(words) - 1):
        found.append((f"{words[at]} {words[at + 1]}".encode(), OF_PAIRS * weights[at] * weights[at + 1]))
    return found


def weight(word: str) -> float:
    """Common words and punctuation say little."""
    return LITTLE if word in STOPWORDS or (len(word) == 1 and word.isascii()) else 1.0


def spread(found: Features, size: int) -> npt.NDArray[np.float64]:
    """The sum of the features, each a few coordinates of its own; its length is 1."""
    hashes = np.array([crc32(name) for name, _ in found], dtype=np.uint64)
    weights = np.array([heavy for _, heavy in found])
    mixed = mix(hashes[:, None] + STEPS)
    signs = np.where(mixed & np.uint64(1), 1.0, -1.0)
    places = ((mixed >> np.uint64(8)) % np.uint64(size)).astype(np.int64)
    total = np.bincount(places.ravel(), (signs * weights[:, None]).ravel(), size)
    return total / max(float(np.linalg.norm(total)), 1e-9)


def mix(numbers: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Numbers whose bits all depend on all bits (the finish of splitmix64)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))
