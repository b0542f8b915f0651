"""Runs that belong together: started at once, a few under way at a time. What repeats and batches call."""

import uuid as uuids
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from playground.accounts.models import User
from playground.connections.models import Connection

from . import services
from .admission import check_cost
from .engine import engine
from .models import Run, RunSet, Status
from .storable import storable

CONCURRENCY = 4


def start_set(
    owner: User,
    connection: Connection,
    operation: str,
    list_of_params: Iterable[dict[str, Any]],
    *,
    kind: str,
    title: str = "",
    settings: dict[str, Any] | None = None,
    concurrency: int = CONCURRENCY,
    uuid: uuids.UUID | None = None,
    is_kept: bool = True,
) -> RunSet:
    """Store a run for each of the parameters, all queued, and start on the first `concurrency`; returns at once.

    The engine starts the next as others end, whatever becomes of them. A run's `position` is its place in the list.
    `uuid` is made by the page that holds the form: the same again returns the first set. Raises `LimitReached` when
    none of its runs could begin this month.
    """
    run_set = RunSet(
        uuid=uuid or uuids.uuid4(),
        owner=owner,
        kind=kind,
        title=title[:200],
        settings=storable(settings or {}),
        concurrency=concurrency,
        is_kept=is_kept,
    )
    try:
        store(run_set, connection, operation, list_of_params)
    except IntegrityError:
        return RunSet.objects.for_user(owner).get(uuid=run_set.uuid)
    engine.go_on(run_set.pk)
    return run_set


def store(
    run_set: RunSet, connection: Connection, operation: str, list_of_params: Iterable[dict[str, Any]]
) -> None:
    with transaction.atomic():
        run_set.save(force_insert=True)
        check_cost(run_set.owner, connection, operation)
        add(run_set, connection, operation, enumerate(list_of_params))


def add(
    run_set: RunSet, connection: Connection, operation: str, places: Iterable[tuple[int, dict[str, Any]]]
) -> None:
    """Store a queued run for each (position, parameters); `resume` starts on them."""
    kept = {"run_set": run_set, "is_kept": run_set.is_kept}
    services.store_all(
        [
            services.new(run_set.owner, connection, operation, params, position=position, **kept)
            for position, params in places
        ]
    )


def resume(run_set: RunSet) -> None:
    """Go on at once with the runs that are still queued. A set that goes on already just does."""
    engine.go_on(run_set.pk)


def stop(run_set: RunSet) -> None:
    """Cancel what is queued and stop what is under way, whichever process has it."""
    runs = Run.objects.filter(run_set=run_set)
    runs.filter(status=Status.QUEUED).update(status=Status.CANCELLED, finished_at=timezone.now())
    for run in runs.filter(status=Status.IN_PROGRESS).only("pk"):
        services.stop(run)
