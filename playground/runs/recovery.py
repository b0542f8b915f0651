"""Runs whose process ended without a word: their text is kept, and they say that they were interrupted."""

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from . import clock, turns, worker
from .live import folded
from .models import Run, Status
from .search import index
from .signals import run_ended
from .storable import storable

# With a heartbeat and a look of the others (`engine`) it is 15 s at most until a dead run is seen to be.
LEASE = timedelta(seconds=10)


def recover(alive: Collection[int] = ()) -> int:
    """Mark dead runs as interrupted; returns how many: this machine's at once, others when their lease is over.

    A run that waits in a set for its turn is not dead, however long it waits; one that goes on upstream is left to
    `take_up`. `alive` are the runs of this process: a machine that slept for an hour wakes up with all leases over.
    """
    return sum(interrupt(run) for run in dead(alive) if not goes_on(run))


def take_up(alive: Collection[int] = ()) -> list[Run]:
    """Make those dead runs this process's whose answers go on upstream."""
    return [run for run in dead(alive) if goes_on(run) and claim(run)]


def dead(alive: Collection[int]) -> list[Run]:
    stale = clock.now() - LEASE
    waits = Q(run_set__concurrency__gt=0)
    # Without a heartbeat are those that an older version stored.
    unclaimed = Q(heartbeat_at__lt=stale) | Q(heartbeat_at=None, created_at__lt=stale)
    queued = Q(status=Status.QUEUED) & unclaimed & ~waits
    running = Run.objects.filter(status=Status.IN_PROGRESS)
    gone = [run.pk for run in running.only("pk", "worker") if worker.is_gone(run.worker)]
    over = Q(pk__in=running.filter(heartbeat_at__lt=stale).values("pk")) | Q(pk__in=gone)
    return list(Run.objects.filter(queued | over).exclude(pk__in=alive).select_related("connection"))


def goes_on(run: Run) -> bool:
    """Whether the run's answer is made upstream without us, and can be asked for."""
    return run.status == Status.IN_PROGRESS and folded(run).next_step(0) is not None


def claim(run: Run) -> bool:
    """False when another process was quicker."""
    same = Run.objects.filter(pk=run.pk, status=run.status, worker=run.worker, heartbeat_at=run.heartbeat_at)
    claimed = bool(same.update(worker=worker.NAME, heartbeat_at=clock.now()))
    if claimed:
        turns.look_after_sharing(run)
    return claimed


def interrupt(run: Run) -> bool:
    """Keep what the journal has of the run as its answer. False when it has ended by itself meanwhile."""
    transcript = folded(run)
    with transaction.atomic():
        changed = Run.objects.filter(pk=run.pk, status=run.status, heartbeat_at=run.heartbeat_at).update(
            status=Status.INTERRUPTED,
            response=storable(transcript.result()),
            text=storable(transcript.text()),
            finished_at=timezone.now(),
        )
        if changed:
            run.refresh_from_db()
            run_ended.send(Run, run=run, transcript=transcript)
            index(run)
    return bool(changed)
