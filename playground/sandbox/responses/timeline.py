"""When the events of a background response happen.

The answer is decided when it is asked for; how far it has come is a matter of the clock alone. So nothing has to run
in the background, every process tells the same, and a restart interrupts nothing.
"""

import math
from dataclasses import dataclass
from typing import Any

from .. import catalog, faults
from ..pacing import THINKING_SPEED
from .frame import Response

QUEUED = 0.5
# Events at the very start, while it is queued, and while it thinks.
AT_ONCE, BEFORE_THOUGHT = 2, 3
FASTEST = 20_000.0


@dataclass(frozen=True, slots=True)
class Timeline:
    """Times are seconds since the epoch; `total` is how many events there are, `stalls` that the end never comes."""

    start: float
    total: int
    speed: float
    thinking: float
    stalls: bool

    @classmethod
    def of(cls, response: Response, start: float, total: int) -> "Timeline":
        model: Any = catalog.find(response["model"])
        thought = response["usage"]["output_tokens_details"]["reasoning_tokens"] if response["usage"] else 0
        thinking = thought / THINKING_SPEED if model.speed else 0
        return cls(start, total, model.speed or FASTEST, thinking, model.fault == "stall")

    def due(self, position: int) -> float:
        """When the event of that number happens; infinity if never."""
        if position < AT_ONCE:
            return self.start
        if position < BEFORE_THOUGHT:
            return self.start + QUEUED
        if self.stalls and position >= faults.EVENTS_BEFORE_FAULT:
            return math.inf
        return self.start + QUEUED + self.thinking + (position - BEFORE_THOUGHT) / self.speed

    def end(self) -> int | None:
        """When it is completed, null if never."""
        last = self.due(self.total - 1)
        return int(last) if math.isfinite(last) else None

    def happened(self, now: float) -> int:
        """How many events happened by then."""
        if now < self.start + QUEUED:
            return AT_ONCE
        running = now - self.start - QUEUED - self.thinking
        if running < 0:
            return BEFORE_THOUGHT
        most = min(self.total, faults.EVENTS_BEFORE_FAULT) if self.stalls else self.total
        return min(most, BEFORE_THOUGHT + 1 + int(running * self.speed))

    def status(self, now: float, final: str) -> str:
        """The response's status then; `final` is what it ends as."""
        happened = self.happened(now)
        if happened == AT_ONCE:
            return "queued"
        return "in_progress" if happened < self.total else final


# Of a response that has ended: everything happened long ago.
PAST = Timeline(start=0, total=0, speed=FASTEST, thinking=0, stalls=False)
