"""Who works on a queued run: the process that claims it. In a set it is claimed when it is its turn."""

from django.utils import timezone

from . import worker
from .models import Run, RunSet, Status


def claim(run: Run) -> bool:
    """Make the queued run this process's. False when another one has it, or it was stopped or deleted meanwhile."""
    now = timezone.now()
    claimed = Run.objects.filter(pk=run.pk, status=Status.QUEUED).update(
        status=Status.IN_PROGRESS, started_at=now, heartbeat_at=now, worker=worker.NAME
    )
    if claimed:
        run.status, run.started_at = Status.IN_PROGRESS, now
    return bool(claimed)


def claim_next(set_pk: int) -> list[Run]:
    """Claim, in their order, as many runs of this set as may go beside those under way. Runs in a transaction."""
    # Locked, because two processes must not count at the same time; SQLite lets only one write anyway.
    sets = RunSet.objects.select_for_update().filter(pk=set_pk)
    concurrency = sets.values_list("concurrency", flat=True).first() or 0
    runs = Run.objects.filter(run_set=set_pk)
    room = max(concurrency - runs.filter(status=Status.IN_PROGRESS).count(), 0)
    waiting = runs.filter(status=Status.QUEUED).select_related("connection").order_by("position", "id")
    return [run for run in waiting[:room] if claim(run)]
