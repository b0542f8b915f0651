"""Starting a transcription: as it is at once, else through the workshop; its runs, its parts again, its end."""

import uuid as uuids
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from playground.accounts.models import User
from playground.audio.sounds import sound_of
from playground.connections.models import Connection
from playground.runs import handover, operations, search, services, sets
from playground.runs.models import File, Run, RunSet, Status

from . import carrying, workshop
from .models import Transcription
from .plans import plan_for

State = Transcription.State
CONCURRENCY = 4


def begin(
    owner: User,
    connection: Connection,
    operation: str,
    file: File,
    params: dict[str, Any],
    *,
    uuid: uuids.UUID,
    part_seconds: float = 0,
    in_order: bool = False,
    is_kept: bool = True,
) -> Transcription:
    """Store it and start on it; returns at once. The same `uuid` again returns the first one."""
    transcription = Transcription(
        uuid=uuid,
        owner=owner,
        connection=connection,
        operation=operation,
        file=file,
        params=params,
        part_seconds=part_seconds,
        in_order=in_order,
        is_kept=is_kept,
    )
    try:
        with transaction.atomic():
            transcription.save(force_insert=True)
    except IntegrityError:
        return Transcription.objects.for_user(owner).get(uuid=uuid)
    plan = plan_for(file, sound_of(file), transcription.model, part_seconds)
    if plan.action == "send":
        start_runs(transcription, [(file, 0.0)])
    else:
        workshop.submit(transcription, start_runs)
    return transcription


def start_runs(transcription: Transcription, parts: list[tuple[File, float]]) -> None:
    """One run for the recording, or a set with one for each of its parts."""
    connection = transcription.connection
    if connection is None:
        raise workshop.Failed("The connection was deleted. Choose another one and start again.")
    each = [{**transcription.params, "file": {"file": str(file.uuid)}} for file, _ in parts]
    owner, name = transcription.owner, transcription.file.name
    more: dict[str, Any] = {"starts": [start for _, start in parts]}
    how: dict[str, Any] = {"uuid": transcription.uuid, "is_kept": transcription.is_kept}
    if len(parts) == 1:
        more["run"] = run = services.start(owner, connection, transcription.operation, each[0], **how)
        runs = [run]
    else:
        more["run_set"] = sets.start_set(
            owner,
            connection,
            transcription.operation,
            each,
            kind=RunSet.Kind.PARTS,
            title=name,
            settings=carrying.settings(transcription.params, in_order=transcription.in_order),
            concurrency=1 if transcription.in_order else CONCURRENCY,
            **how,
        )
        runs = list(more["run_set"].runs.order_by("position"))
    for number, run in enumerate(runs, 1):
        entitle(run, name if len(parts) == 1 else f"{name}, part {number} of {len(parts)}")
    # The recording goes when its run does, not when a draft would.
    File.objects.filter(pk=transcription.file_id, run=None).update(run=runs[0])
    Transcription.objects.filter(pk=transcription.pk).update(state=State.STARTED, progress=1, **more)
    transcription.refresh_from_db()


def forget(before: datetime) -> None:
    """Delete those that are not kept and of which nothing was ever sent, with their recordings."""
    unsent = Transcription.objects.filter(is_kept=False, run=None, run_set=None, created_at__lte=before)
    given_up = unsent.filter(state__in=(State.FAILED, State.CANCELLED))
    files = list(given_up.values_list("file", flat=True))
    given_up.delete()
    File.objects.filter(pk__in=files, run=None, transcriptions=None).delete()


def entitle(run: Run, title: str) -> None:
    """A run is recognised by its file's name, which its parameters do not hold."""
    run.title = title[:200]
    Run.objects.filter(pk=run.pk).update(title=run.title)
    search.index(run)


def again(transcription: Transcription, position: int) -> None:
    """Send one part once more. Nothing happens while it is under way."""
    runs = transcription.run_set.runs.filter(position=position) if transcription.run_set else None
    last = runs.order_by("-id").select_related("connection").first() if runs else None
    connection = transcription.connection
    if last is None or last.is_live or last.status == Status.COMPLETED or connection is None:
        return
    run = services.start(
        transcription.owner,
        connection,
        transcription.operation,
        carrying.params_again(last),
        uuid=uuids.uuid4(),
        run_set=transcription.run_set,
        position=position,
    )
    entitle(run, last.title)


def stop(transcription: Transcription) -> None:
    """Stop whatever is under way of it."""
    preparing = Transcription.objects.filter(pk=transcription.pk, state=State.PREPARING)
    if preparing.update(state=State.CANCELLED):
        return
    if transcription.run_set:
        sets.stop(transcription.run_set)
    elif transcription.run:
        services.stop(transcription.run)


def resume(transcription: Transcription) -> None:
    """Go on with the parts that wait for their turn, as after a process that ended."""
    if transcription.run_set:
        sets.resume(transcription.run_set)


def prepare_again(transcription: Transcription) -> None:
    """Start once more on one that was never sent."""
    lost = Transcription.objects.filter(pk=transcription.pk, run=None, run_set=None)
    if lost.update(state=State.PREPARING, progress=0, problem=""):
        workshop.submit(transcription, start_runs)


def adopted(run: Run) -> Transcription | None:
    """The transcription of a run, also of one that was started elsewhere, as a repeat in the history."""
    found = Transcription.objects.filter(owner=run.owner_id)
    if known := found.filter(run=run).first() or (
        run.run_set_id and found.filter(run_set=run.run_set).first()
    ):
        return known
    given = run.params.get("file")
    uuid = operations.uuid_of(str(given.get("file") if isinstance(given, dict) else ""))
    file = File.objects.for_user(run.owner).filter(uuid=uuid).first()
    return taken_in(run, file, run.operation, run.params) if file else None


def of_recorded(run: Run) -> Transcription | None:
    """The transcription that a run of another feature is, as live captions are; None for one that is none."""
    file = handover.recorded(run)
    return taken_in(run, file, "create_transcription", {"model": run.model}) if file else None


def taken_in(run: Run, file: File, operation: str, params: dict[str, Any]) -> Transcription:
    taken, _ = Transcription.objects.get_or_create(
        owner=run.owner,
        uuid=run.uuid,
        defaults={
            "file": file,
            "connection": run.connection,
            "operation": operation,
            "params": params,
            "run": run,
            "starts": [0.0],
            "state": State.STARTED,
        },
    )
    return taken
