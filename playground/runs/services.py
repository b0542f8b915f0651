"""Starting and stopping runs: what every feature calls."""

import uuid as uuids
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from playground.accounts.models import User
from playground.connections.models import Connection

from . import clock, turns
from .admission import admit
from .engine import engine
from .files import references
from .models import File, Run, RunSet, Status
from .search import index
from .storable import storable
from .transcripts import transcript_class


def start(
    owner: User,
    connection: Connection,
    operation: str,
    params: dict[str, Any],
    *,
    uuid: uuids.UUID,
    run_set: RunSet | None = None,
    position: int | None = None,
    is_kept: bool = True,
) -> Run:
    """Store a run and hand it to the engine; returns at once. The same `uuid` again returns the first run.

    A run that was stopped before its form came is stored as such, and nothing of it is sent. Raises `LimitReached`
    when its owner may start none now.
    """
    is_kept = is_kept and (run_set is None or run_set.is_kept)
    place = {"run_set": run_set, "position": position}
    run = new(owner, connection, operation, params, uuid=uuid, is_kept=is_kept, **place)
    run.heartbeat_at = clock.now()
    if run_set is None and engine.serves:
        turns.begin(run)
    try:
        store(run, is_start=True, force_insert=True)
    except IntegrityError:
        first = Run.objects.for_user(owner).get(uuid=uuid)
        return stopped_before(run, first) if first.stop_requested and first.started_at is None else first
    run.is_new = True
    engine.submit(run)
    return run


def new(owner: User, connection: Connection, operation: str, params: dict[str, Any], **more: Any) -> Run:
    """A run that is not stored yet."""
    params = storable(params)
    return Run(
        owner=owner,
        connection=connection,
        connection_name=connection.name,
        operation=operation,
        model=str(params.get("model") or "")[:200],
        params=params,
        title=" ".join(transcript_class(operation).title(params).split())[:200],
        **more,
    )


def store(run: Run, *, is_start: bool = False, **how: Any) -> None:
    with transaction.atomic():
        run.save(**how)
        if is_start:
            admit(run)
        adopt_files(run)
        index(run)


def store_all(runs: list[Run]) -> None:
    """Store runs that wait for their turns in a set, in one transaction."""
    with transaction.atomic():
        Run.objects.bulk_create(runs)
        for run in runs:
            adopt_files(run)
            index(run)


def adopt_files(run: Run) -> None:
    """What the run's parameters name goes with the run."""
    if named := set(references(run.params)):
        File.objects.filter(owner=run.owner_id, uuid__in=named, run=None).update(run=run)


def stopped_before(run: Run, stop: Run) -> Run:
    """The run in the place that its stop has kept for it."""
    run.pk, run.status, run.stop_requested = stop.pk, stop.status, True
    run.created_at, run.started_at, run.finished_at = stop.created_at, None, stop.finished_at
    store(run)
    return run


def stop_early(owner: User, operation: str, uuid: uuids.UUID) -> None:
    """Stop the run that a form on its way here will start: the form will find its place taken by this stop."""
    now = timezone.now()
    place = {"status": Status.CANCELLED, "stop_requested": True, "operation": operation, "finished_at": now}
    run, created = Run.objects.get_or_create(owner=owner, uuid=uuid, defaults=place)
    if not created:
        stop(run)


def stop(run: Run) -> None:
    """Stop a live run, whichever process has it; one that has ended stays as it is."""
    queued = Run.objects.filter(pk=run.pk, status=Status.QUEUED)
    if queued.update(status=Status.CANCELLED, finished_at=timezone.now()):
        return
    Run.objects.filter(pk=run.pk, status=Status.IN_PROGRESS).update(stop_requested=True)
    engine.stop(run.pk)
