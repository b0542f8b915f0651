"""The steps of a sync, each one transaction: what was taken in and how far that is are stored together."""

from typing import Any

from django.db.models import F
from django.utils import timezone

from playground.openai.errors import OpenAIError
from playground.runs.models import Run, Status

from . import mirror, shapes
from .mirror import Place
from .models import Completion, Source, Sync

OURS = OpenAIError("The sync failed.", advice="The server's log says more. Sync again to go on.")


def start(place: Place) -> Sync:
    """A new sync, or the one that is under way; one that was stopped or failed goes on where it was."""
    sync, created = Sync.objects.get_or_create(
        owner_id=place.owner_id,
        connection_id=place.connection_id,
        source=place.source,
        defaults={"started_at": timezone.now()},
    )
    if created or sync.is_running:
        return sync
    if sync.status == Sync.Status.DONE:
        sync.generation += 1
        sync.phase, sync.counted, sync.fetched, sync.to_fetch = Sync.Phase.LIST, 0, 0, 0
        sync.started_at = timezone.now()
        # Runs of the history never change: only those since are taken in.
        sync.cursor = sync.cursor if sync.source == Source.HISTORY else ""
    sync.status, sync.stop_requested, sync.worker = Sync.Status.RUNNING, False, ""
    sync.error, sync.waiting, sync.finished_at, sync.heartbeat_at = None, "", None, None
    sync.save()
    return sync


def place_of(sync: Sync) -> Place:
    return Place(sync.owner_id, sync.connection_id, sync.source)


def take_page(pk: int, answer: Any) -> str:
    """Keep a page of the list; returns the cursor of the next one, empty at the end."""
    sync = Sync.objects.select_for_update().get(pk=pk)
    found = shapes.bodies(answer)
    sync.counted += count_new(sync, {shapes.id_of(body)[:200] for body in found})
    mirror.keep(place_of(sync), found, generation=sync.generation)
    after = shapes.cursor_of(answer)
    sync.cursor = after[:200]
    if not after:
        mark_missing(sync)
        sync.phase = Sync.Phase.MESSAGES
        sync.to_fetch = to_fetch(sync).count()
    sync.save(update_fields=["cursor", "counted", "phase", "to_fetch"])
    return after


def count_new(sync: Sync, ids: set[str]) -> int:
    """How many of these the sync has not seen before."""
    seen = place_of(sync).completions.filter(completion_id__in=ids, generation=sync.generation)
    return len(ids) - seen.count()


def mark_missing(sync: Sync) -> None:
    """What the whole list did not have is gone; what was stored here since the sync began may just be new."""
    older = place_of(sync).completions.filter(generation__lt=sync.generation, synced_at__lt=sync.started_at)
    mirror.mark_gone(older)


def to_fetch(sync: Sync) -> Any:
    return place_of(sync).completions.filter(has_messages=False, gone_at=None)


def pending(pk: int, count: int) -> list[tuple[int, str]]:
    """The next completions whose messages are to be fetched, newest first."""
    rows = to_fetch(Sync.objects.get(pk=pk)).order_by("-created")
    return list(rows.values_list("pk", "completion_id")[:count])


def take_messages(pk: int, messages: dict[int, list[Any]], gone: list[int]) -> None:
    mirror.keep_messages(messages)
    mirror.mark_gone(Completion.objects.filter(pk__in=gone))
    Sync.objects.filter(pk=pk).update(fetched=F("fetched") + len(messages) + len(gone))


def take_runs(pk: int, count: int) -> bool:
    """Take in the next completed runs of the connection; returns whether there may be more."""
    sync = Sync.objects.select_for_update().get(pk=pk)
    after = int(sync.cursor) if sync.cursor.isdigit() else 0
    runs = Run.objects.filter(
        owner=sync.owner_id,
        connection=sync.connection_id,
        operation="create_chat_completion",
        status=Status.COMPLETED,
        pk__gt=after,
    ).order_by("pk")[:count]
    bodies = {str(run.uuid): as_stored(run) for run in runs}
    mirror.keep(
        place_of(sync),
        bodies.values(),
        messages={str(run.uuid): run.params.get("messages") or [] for run in runs},
        generation=sync.generation,
        runs={str(run.uuid): run.pk for run in runs},
    )
    if runs:
        sync.cursor = str(max(run.pk for run in runs))
        sync.counted += len(runs)
        sync.save(update_fields=["cursor", "counted"])
    return len(runs) == count


def as_stored(run: Run) -> dict[str, Any]:
    """A run's answer as upstream would store it: with the parameters it was made with."""
    body = run.response if isinstance(run.response, dict) else {}
    params = {name: value for name, value in run.params.items() if name != "messages"}
    return {
        **params,
        **body,
        "id": str(run.uuid),
        "created": int(run.created_at.timestamp()),
        "model": run.model,
    }


def finish(pk: int) -> None:
    end(pk, Sync.Status.DONE)


def fail(pk: int, error: dict[str, Any]) -> None:
    end(pk, Sync.Status.FAILED, error=error)


def let_go(pk: int) -> None:
    """The task was cancelled: by a stop, or because its process ends and another one shall go on."""
    if Sync.objects.filter(pk=pk, stop_requested=True).exists():
        end(pk, Sync.Status.STOPPED)
    else:
        Sync.objects.filter(pk=pk).update(worker="")


def end(pk: int, status: str, error: dict[str, Any] | None = None) -> None:
    Sync.objects.filter(pk=pk).update(
        status=status, error=error, waiting="", worker="", finished_at=timezone.now()
    )
