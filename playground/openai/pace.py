"""How long to wait before the next look at a stream: the more of them are read at once, the more each look brings.

A look costs as much for one token as for three. Few streams are read as they come.
"""

from collections.abc import Iterator
from contextlib import contextmanager

# So many at once are read without waiting; each one more makes every look wait this much longer, up to the most.
CALM = 16
EACH = 0.001
MOST = 0.1

_open = 0


@contextmanager
def stream() -> Iterator[None]:
    """Count one more stream for as long as the block goes on."""
    global _open
    _open += 1
    try:
        yield
    finally:
        _open -= 1


def pause() -> float:
    """Seconds."""
    return min(max(_open - CALM, 0) * EACH, MOST)
