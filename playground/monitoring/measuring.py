"""Figures of this process for Prometheus. Counted as a run ends or read when asked for; nothing is done per token."""

from collections.abc import Callable
from typing import Any

from django.dispatch import receiver
from prometheus_client import Counter, Gauge, Histogram

from playground.openai.client import pool_connections
from playground.runs.engine import engine
from playground.runs.live import Live
from playground.runs.metrics import tokens
from playground.runs.models import Run
from playground.runs.signals import run_ended

from .sockets import open_sockets

SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300)

runs = Counter("playground_runs", "Runs that ended here", ["operation", "status"])
first_token = Histogram(
    "playground_first_token_seconds",
    "From a run's request to its first output",
    ["operation"],
    buckets=SECONDS,
)
total = Histogram("playground_run_seconds", "From a run's request to its end", ["operation"], buckets=SECONDS)
used = Counter("playground_tokens", "Tokens by the servers' own count", ["direction"])


@receiver(run_ended, sender=Run)
def count(run: Run, **_: Any) -> None:
    runs.labels(run.operation, run.status).inc()
    if run.first_token_ms is not None:
        first_token.labels(run.operation).observe(run.first_token_ms / 1000)
    if run.total_ms is not None:
        total.labels(run.operation).observe(run.total_ms / 1000)
    for direction, amount in tokens(run.usage).items():
        used.labels(direction).inc(amount)


def shown(name: str, words: str, value: Callable[[], float]) -> None:
    Gauge(f"playground_{name}", words).set_function(value)


def connections(is_idle: bool) -> float:
    return sum(idle is is_idle for idle in pool_connections(engine.loop)) if engine.loop else 0


shown(
    "running_streams",
    "Runs under way in this process",
    lambda: sum(not live.finished for live in live_runs()),
)
shown("events_received", "Events and pieces that came from upstream", lambda: Live.arrived)
shown("sockets_open", "WebSockets of pages that are open", lambda: open_sockets.count)
shown("upstream_connections_busy", "Connections to servers in use", lambda: connections(False))
shown("upstream_connections_idle", "Connections to servers kept open", lambda: connections(True))
shown(
    "journal_queue_events",
    "Events that wait to be committed",
    lambda: sum(len(live.unsaved) for live in live_runs()),
)


def live_runs() -> list[Live]:
    # A copy: the engine's loop goes on while this is read.
    return list(engine.live.values())
