"""What is measured while runs go on, each at most once a frame or a commit: `playground.monitoring` shows it."""

from prometheus_client import Histogram

FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

lag = Histogram(
    "playground_socket_lag_seconds",
    "From the arrival of the newest piece of a frame to its sending on a socket",
    buckets=FAST,
)
commit = Histogram(
    "playground_journal_commit_seconds",
    "How long the journal took for a write, its waiting and trying again included",
    buckets=FAST,
)
