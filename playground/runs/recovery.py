"""Runs whose process ended without a word: their text is kept, and they say that they were interrupted."""

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from . import worker
from .live import folded
from .models import Run, Status
from .search import index
from .signals import run_ended
from .storable import storable

LEASE = timedelta(seconds=15)


def recover(alive: Collection[int] = ()) -> int:
    """Mark dead runs as interrupted; returns how many: this machine's at once, others when their lease is over.

    A run that waits in a set for its turn is not dead, however long it waits.
    `alive` are the runs of this process: a machine that slept for an hour wakes up with all leases over.
    """
    stale = timezone.now() - LEASE
    waits = Q(run_set__concurrency__gt=0)
    queued = Q(status=Status.QUEUED, created_at__lt=stale) & ~waits
    running = Run.objects.filter(status=Status.IN_PROGRESS)
    gone = [run.pk for run in running.only("pk", "worker") if worker.is_gone(run.worker)]
    over = Q(pk__in=running.filter(heartbeat_at__lt=stale).values("pk")) | Q(pk__in=gone)
    dead = Run.objects.filter(queued | over).exclude(pk__in=alive)
    return sum(interrupt(run) for run in dead)


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
