"""One action on many completions: a set of runs that can be stopped, and repeated where it failed."""

import uuid as uuids
from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from playground.accounts.models import User
from playground.connections.models import Connection
from playground.runs import services, sets
from playground.runs.models import Run, RunSet, Status
from playground.runs.storable import storable

from .filling import CHUNK, DELETE, METADATA, MOST_PAIRS, OPERATIONS, RERUN, fill, with_pairs
from .models import Completion, Plan

TITLES = {METADATA: "Apply metadata", DELETE: "Delete upstream", RERUN: "Re-run with"}
FAILED = (Status.FAILED, Status.INTERRUPTED, Status.CANCELLED)
MOST = 10_000


def changing(
    pks: list[int], pairs: dict[str, str], without: list[str]
) -> Iterator[tuple[Completion, dict[str, str], bool]]:
    """(completion, its metadata afterwards, whether it has too many pairs then) for those that would change.

    The completions have nothing but their names and metadata.
    """
    for first in range(0, len(pks), CHUNK):
        chunk = pks[first : first + CHUNK]
        known = Completion.objects.only("completion_id", "metadata").in_bulk(chunk)
        for kept in (known[pk] for pk in chunk if pk in known):
            after = with_pairs(kept.metadata, pairs, without)
            if after != kept.metadata:
                yield kept, after, len(after) > MOST_PAIRS


def apply(
    owner: User,
    connection: Connection,
    pks: list[int],
    pairs: dict[str, str],
    without: list[str],
    uuid: uuids.UUID,
) -> RunSet:
    """Set these pairs on all that would change and keep within 16; what each had before is kept for an undo."""
    places = [kept.pk for kept, _, is_full in changing(pks, pairs, without) if not is_full]
    words = ", ".join(
        [f"{key}={value}" for key, value in pairs.items()] + [f"without {key}" for key in without]
    )
    settings = {"action": METADATA, "pairs": pairs, "without": without}
    return started(owner, connection, places, f"Apply {words}", settings, uuid)


def delete(owner: User, connection: Connection, pks: list[int], uuid: uuids.UUID) -> RunSet:
    return started(owner, connection, pks, TITLES[DELETE], {"action": DELETE}, uuid)


def rerun(owner: User, connection: Connection, pks: list[int], model: str, uuid: uuids.UUID) -> RunSet:
    """Ask another model the same; what comes is not stored upstream."""
    return started(
        owner, connection, pks, f"{TITLES[RERUN]} {model}", {"action": RERUN, "model": model}, uuid
    )


def undo(run_set: RunSet, connection: Connection, uuid: uuids.UUID) -> RunSet:
    """Set back what the set has changed."""
    done = run_set.runs.filter(status=Status.COMPLETED).order_by("position")
    places = list(done.values_list("position", flat=True))
    settings = {"action": METADATA, "undoes": str(run_set.uuid)}
    return started(run_set.owner, connection, places, f"Undo: {run_set.title}", settings, uuid)


def started(
    owner: User,
    connection: Connection,
    places: list[Any],
    title: str,
    settings: dict[str, Any],
    uuid: uuids.UUID,
) -> RunSet:
    """Store the plan and its first runs; `filling` goes on with the others. The same `uuid` returns the first set."""
    run_set = RunSet(
        uuid=uuid,
        owner=owner,
        kind=RunSet.Kind.BULK,
        title=title[:200],
        settings=storable(settings),
        concurrency=sets.CONCURRENCY,
    )
    try:
        with transaction.atomic():
            sets.store(run_set, connection, OPERATIONS[settings["action"]], ())
            plan = Plan.objects.create(
                run_set=run_set, connection=connection, places=places, total=len(places)
            )
    except IntegrityError:
        return RunSet.objects.for_user(owner).get(uuid=uuid)
    fill(plan.pk)
    return run_set


def stop(run_set: RunSet) -> None:
    """Make no more runs, cancel those that wait and stop those under way."""
    Plan.objects.filter(run_set=run_set).update(is_open=False)
    sets.stop(run_set)


def again(run_set: RunSet) -> None:
    """Queue a new run in the place of each that did not complete, and go on with those not made yet."""
    failed = run_set.runs.filter(status__in=FAILED).select_related("connection", "owner").order_by("pk")
    # What fails again meanwhile waits for the next time.
    last = failed.values_list("pk", flat=True).last() or 0
    while ended := list(failed.filter(pk__lte=last, connection__isnull=False)[:CHUNK]):
        with transaction.atomic():
            Run.objects.filter(pk__in=[run.pk for run in ended]).update(run_set=None, position=None)
            services.store_all(
                [
                    services.new(
                        *(run.owner, run.connection, run.operation, run.params),
                        run_set=run_set,
                        position=run.position,
                    )
                    for run in ended
                    if run.connection
                ]
            )
        sets.resume(run_set)
    Plan.objects.filter(run_set=run_set, taken__lt=F("total")).update(is_open=True)
    sets.resume(run_set)
