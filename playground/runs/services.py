"""Starting and stopping runs: what every feature calls."""

import uuid as uuids
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from playground.accounts.models import User
from playground.connections.models import Connection

from .engine import engine
from .files import references
from .models import File, Run, Status
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
) -> Run:
    """Store a run and hand it to the engine; returns at once. The same `uuid` again returns the first run."""
    params = storable(params)
    run = Run(
        uuid=uuid,
        owner=owner,
        connection=connection,
        connection_name=connection.name,
        operation=operation,
        model=str(params.get("model") or "")[:200],
        params=params,
        title=" ".join(transcript_class(operation).title(params).split())[:200],
    )
    try:
        with transaction.atomic():
            run.save(force_insert=True)
            File.objects.for_user(owner).filter(uuid__in=set(references(params)), run=None).update(run=run)
            index(run)
    except IntegrityError:
        return Run.objects.for_user(owner).get(uuid=uuid)
    engine.submit(run)
    return run


def stop(run: Run) -> None:
    """Stop a live run, whichever process has it; one that has ended stays as it is."""
    queued = Run.objects.filter(pk=run.pk, status=Status.QUEUED)
    if queued.update(status=Status.CANCELLED, finished_at=timezone.now()):
        return
    Run.objects.filter(pk=run.pk, status=Status.IN_PROGRESS).update(stop_requested=True)
    engine.stop(run.pk)
