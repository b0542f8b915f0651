"""Who works on a run: the process that it was started in, or the one that claims it, in a set in its turn."""

from django.utils import timezone

from playground.connections.models import Connection
from playground.openai.errors import PermissionDenied

from . import admission, clock, worker
from .models import Run, RunSet, Status


def begin(run: Run) -> None:
    """Make a run that is not stored yet this process's: nobody else sees it wait, and nothing is written twice."""
    run.status, run.started_at, run.worker = Status.IN_PROGRESS, run.heartbeat_at, worker.NAME


def claim(run: Run) -> bool:
    """Make the queued run this process's. False when another one has it, or it was stopped or deleted meanwhile."""
    now = clock.now()
    claimed = Run.objects.filter(pk=run.pk, status=Status.QUEUED).update(
        status=Status.IN_PROGRESS, started_at=now, heartbeat_at=now, worker=worker.NAME
    )
    # One that was added to a set may have had its turn, here, before its own task came to claim it.
    if claimed or Run.objects.filter(pk=run.pk, status=Status.IN_PROGRESS, worker=worker.NAME).exists():
        run.status, run.started_at = Status.IN_PROGRESS, now
        look_after_sharing(run)
        return True
    return False


def look_after_sharing(run: Run) -> None:
    """Give the run another's connection as it is now, or none: it may have waited long since that was shared."""
    if run.connection and run.connection.owner_id != run.owner_id:
        run.connection = Connection.objects.for_user(run.owner_id).filter(pk=run.connection.pk).first()


def stalled_sets() -> list[int]:
    """The sets in which runs wait and none is under way, because the process that went through them has ended."""
    waiting = Run.objects.filter(status=Status.QUEUED, run_set__concurrency__gt=0)
    under_way = Run.objects.filter(status=Status.IN_PROGRESS, run_set__isnull=False).values("run_set")
    return list(waiting.exclude(run_set__in=under_way).values_list("run_set", flat=True).distinct())


def claim_next(set_pk: int) -> list[Run]:
    """Claim, in their order, as many runs of this set as may go beside those under way. Runs in a transaction.

    Its owner's limits hold here too: for a place or a minute the runs wait, the month's cost ends them.
    """
    # Locked, because two processes must not count at the same time; SQLite lets only one write anyway.
    sets = RunSet.objects.select_for_update(of=("self",)).select_related("owner")
    if (run_set := sets.filter(pk=set_pk).first()) is None:
        return []
    runs = Run.objects.filter(run_set=set_pk)
    room = max(run_set.concurrency - runs.filter(status=Status.IN_PROGRESS).count(), 0)
    queued = runs.filter(status=Status.QUEUED)
    waiting = list(queued.select_related("connection").order_by("position", "id")[:room])
    if not waiting:
        return []
    try:
        admission.check_cost(run_set.owner, waiting[0].connection, waiting[0].operation)
    except admission.LimitReached as limit:
        error = PermissionDenied(limit.words, code="monthly_limit")
        queued.update(status=Status.FAILED, finished_at=timezone.now(), error=error.as_dict())
        return []
    may_begin = admission.turns_now(run_set.owner, len(waiting))
    return [run for run in waiting[:may_begin] if claim(run)]
