"""Several runs of one form: a voice board, or the parts of a long text with the file that they make together."""

from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from playground.accounts.requests import HtmxHttpRequest
from playground.audio.sounds import sound_of
from playground.runs import sets
from playground.runs.models import RunSet, Status

from . import starting, takes

KINDS = (RunSet.Kind.VOICES, RunSet.Kind.PARTS)


def found(request: HtmxHttpRequest, uuid: UUID) -> RunSet:
    runs = RunSet.objects.for_user(request.user).filter(runs__operation="create_speech", kind__in=KINDS)
    return get_object_or_404(runs.distinct(), uuid=uuid)


@require_safe
def page(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    run_set = found(request, uuid)
    runs = takes.of_set(run_set)
    context = {
        "run_set": run_set,
        "runs": runs,
        "in_parts": run_set.kind == RunSet.Kind.PARTS,
        **progress(run_set),
    }
    return render(request, "audio/speech/set.html", context)


@require_safe
async def whole(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    """How far the set is; for a text in parts, once all are there, the file of all of them."""
    run_set = await sync_to_async(found)(request, uuid)
    context = await sync_to_async(made, thread_sensitive=False)(run_set)
    return await sync_to_async(render)(request, "audio/speech/_whole.html", context)


def made(run_set: RunSet) -> dict[str, Any]:
    # Here, as its library is large and mostly not needed.
    from .joining import joined

    runs = takes.of_set(run_set)
    context: dict[str, Any] = {"run_set": run_set, **progress(run_set)}
    if run_set.kind == RunSet.Kind.PARTS and all(run.status == Status.COMPLETED for run in runs):
        parts = [takes.shown(run).file for run in runs]
        file = joined([part for part in parts if part]) if all(parts) else None
        context |= {"file": file, "sound": sound_of(file) if file else None, "unjoined": file is None}
    return context


def progress(run_set: RunSet) -> dict[str, Any]:
    runs = takes.of_set(run_set)
    return {
        "total": len(runs),
        "done": sum(not run.is_live for run in runs),
        "failed": sum(not run.is_live and run.status != Status.COMPLETED for run in runs),
        "waits": any(run.status == Status.QUEUED for run in runs)
        and not any(run.status == Status.IN_PROGRESS for run in runs),
    }


@require_POST
def stop(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    sets.stop(found(request, uuid))
    return redirect("audio:speech_set", uuid)


@require_POST
def resume(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    sets.resume(found(request, uuid))
    return redirect("audio:speech_set", uuid)


@require_POST
def again(request: HtmxHttpRequest, uuid: UUID, position: int) -> HttpResponse:
    """Another take of one place; the run there is replaced on the page and stays in the history."""
    run_set = found(request, uuid)
    run = next((run for run in takes.of_set(run_set) if run.position == position), None)
    if run is None or run.connection is None:
        return HttpResponse("The connection of this run was deleted.", status=409)
    if not run.is_live:
        run = starting.again(request.user, run)
    if not request.htmx:
        return redirect("audio:speech_set", uuid)
    return render(request, "runs/_run.html", {"run": run})
