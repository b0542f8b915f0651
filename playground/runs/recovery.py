"""Runs whose process ended without a word: their text is kept, and they say that they were interrupted."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from . import worker
from .live import replayed
from .models import Run, Status
from .search import index

LEASE = timedelta(seconds=15)


def recover() -> int:
    """Mark dead runs as interrupted; returns how many. At start this machine's, at any time those without heartbeat."""
    stale = timezone.now() - LEASE
    queued = Q(status=Status.QUEUED, created_at__lt=stale)
    running = Run.objects.filter(status=Status.IN_PROGRESS)
    gone = [run.pk for run in running.only("pk", "worker") if worker.is_gone(run.worker)]
    dead = Run.objects.filter(
        queued | Q(status=Status.IN_PROGRESS) & (Q(heartbeat_at__lt=stale) | Q(pk__in=gone))
    )
    return sum(interrupt(run) for run in dead)


def interrupt(run: Run) -> bool:
    """Keep what the journal has of the run as its answer. False when it has ended by itself meanwhile."""
    transcript = replayed(run)
    with transaction.atomic():
        changed = Run.objects.filter(pk=run.pk, status=run.status, heartbeat_at=run.heartbeat_at).update(
            status=Status.INTERRUPTED,
            response=transcript.result(),
            text=transcript.text(),
            finished_at=timezone.now(),
        )
        if changed:
            run.refresh_from_db()
            index(run)
    return bool(changed)
