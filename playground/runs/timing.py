"""Where a run's time went: stretches of a bar, and the numbers."""

from dataclasses import dataclass

from playground.openai.durations import milliseconds

from .metrics import speed
from .models import Run
from .transcripts import transcript_class

WIDTH = 1000


@dataclass(frozen=True)
class Stretch:
    """One stretch of the bar, in a bar of WIDTH units; `kind` is its CSS class."""

    kind: str
    label: str
    start: int
    ms: int
    x: float
    width: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def is_wide(self) -> bool:
        return self.width > WIDTH / 8


def first_seen_ms(run: Run) -> int | None:
    """When the first token or its like came; None where an operation's answer only comes as a whole."""
    return run.first_token_ms if transcript_class(run.operation).first_seen else None


def stretches(run: Run) -> list[Stretch]:
    """Waiting for headers, then for the first token or its like, then streaming; only what was measured."""
    marks = [("waiting", "waiting for headers", run.headers_ms)]
    first_ms = first_seen_ms(run)
    if first_ms is not None:
        marks.append(("thinking", f"to {transcript_class(run.operation).first_seen}", first_ms))
    marks.append(("streaming", "streaming" if first_ms is not None else "receiving", run.total_ms))
    total = max((ms for _, _, ms in marks if ms is not None), default=0)
    found: list[Stretch] = []
    start = 0
    for kind, label, end in marks:
        if end is None or end < start or not total:
            continue
        ms = end - start
        found.append(Stretch(kind, label, start, ms, start / total * WIDTH, ms / total * WIDTH))
        start = end
    return found


def numbers(run: Run) -> list[tuple[str, str]]:
    """The same as (name, value) rows, with when and how fast."""
    rows = [("created", f"{run.created_at:%Y-%m-%d %H:%M:%S.%f}"[:-3])]
    if run.started_at:
        rows.append(("started", f"{run.started_at:%Y-%m-%d %H:%M:%S.%f}"[:-3]))
        queued = round((run.started_at - run.created_at).total_seconds() * 1000)
        rows.append(("queued for", milliseconds(max(queued, 0))))
    for name, ms in (
        ("headers", run.headers_ms),
        (transcript_class(run.operation).first_seen, first_seen_ms(run)),
        ("total", run.total_ms),
    ):
        if ms is not None:
            rows.append((name, milliseconds(ms)))
    if rate := speed(run):
        rows.append(("output tokens a second", f"{rate:.1f}"))
    if upstream := run.headers.get("openai-processing-ms"):
        rows.append(("openai-processing-ms", upstream))
    return rows
