"""How fast a run under way writes. Most servers count tokens only at the end: until then it is an estimate."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from .live import Live

INTERVAL_MS = 500
SHORTEST_MS = 1000
CHARACTERS_PER_TOKEN = 4


@dataclass
class Gauge:
    """Reads the length of a text now and then; `rate` is in tokens a second since the first text, None at first."""

    rate: float | None = None
    next_ms: int = 0
    first: tuple[int, int] | None = None

    def read(self, ms: int, length: int) -> None:
        self.next_ms = ms + INTERVAL_MS
        if self.first is None:
            self.first = (ms, length) if length else None
            return
        span = ms - self.first[0]
        if span >= SHORTEST_MS:
            self.rate = (length - self.first[1]) / CHARACTERS_PER_TOKEN / span * 1000


_gauges: WeakKeyDictionary[Live, Gauge] = WeakKeyDictionary()


def running_speed(live: Live) -> float | None:
    """Tokens a second, estimated; all readers of a run share one gauge, which looks twice a second."""
    gauge = _gauges.get(live) or _gauges.setdefault(live, Gauge())
    if (ms := live.elapsed_ms()) >= gauge.next_ms:
        gauge.read(ms, len(live.transcript.text()))
    return gauge.rate
