"""How long the map of 2,000 embeddings of 1,536 numbers takes to draw, from the file to its points.

Run `python bench/embeddings.py`. The vectors lie in twelve heaps, as texts on twelve topics would. Prints the
median of some rounds for each step; ends with status 1 when all steps together take over a second.
"""

import os
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

# As in playground/settings.py.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playground.embeddings import geometry
from playground.embeddings.vectors import Vectors, packed, unpacked

INPUTS, DIMENSIONS, HEAPS = 2_000, 1_536, 12
ROUNDS = 5
ALLOWED = 1.0


def vectors() -> Vectors:
    random = np.random.default_rng(0)
    middles = random.standard_normal((HEAPS, DIMENSIONS))
    scattered = middles[random.integers(0, HEAPS, INPUTS)] + 1.5 * random.standard_normal(
        (INPUTS, DIMENSIONS)
    )
    return scattered.astype(np.float32)


def median(step: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        began = perf_counter()
        step()
        times.append(perf_counter() - began)
    return statistics.median(times)


def main() -> int:
    content = packed(vectors())
    units = geometry.unit(unpacked(content))
    places = geometry.principal(units)[0]
    steps: dict[str, Callable[[], object]] = {
        "read": lambda: unpacked(content),
        "scale to length 1": lambda: geometry.unit(unpacked(content)),
        "find the axes": lambda: geometry.principal(units),
        "find the clusters": lambda: geometry.clusters(places),
        "rank the neighbours": lambda: geometry.ranking(units, units[0]),
    }
    times = {name: median(step) for name, step in steps.items()}
    for name, seconds in times.items():
        print(f"{name:20} {seconds * 1000:8.1f} ms")
    print(f"{'all':20} {sum(times.values()) * 1000:8.1f} ms")
    return int(sum(times.values()) > ALLOWED)


if __name__ == "__main__":
    sys.exit(main())
