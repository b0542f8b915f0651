"""Verdicts and notes: kept here, and written to the completion's metadata where that is asked for."""

import uuid as uuids
from typing import Any

from asgiref.sync import sync_to_async
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from playground.accounts.requests import HtmxHttpRequest
from playground.connections.models import Connection
from playground.openai.errors import OpenAIError
from playground.runs import services
from playground.runs.models import Run
from playground.runs.storable import storable_text

from . import live, search
from .mirror import Place
from .models import Completion, Label, Source, Verdict
from .shapes import kept_row, url_of
from .sync_views import source_of
from .views import connection_of, place_of

VERDICTS = (("good", "g", "ok"), ("bad", "b", "bad"), ("unsure", "u", "info"))
MOST_NOTE = 4000
# What they are called in the metadata of a completion.
VERDICT_KEY, NOTE_KEY = "review", "review_note"
MOST_PAIRS, MOST_VALUE = 16, 512
SUGGESTED = 50


@require_POST
async def review(request: HtmxHttpRequest, completion_id: str) -> HttpResponse:
    """Keep `verdict` (the same again takes it back) and `note`; `write` also writes them to the metadata."""
    source = source_of(request.POST.get("source", ""))
    connection = await connection_of(request)
    if connection is None:
        raise Http404("there is no connection")
    place = (await place_of(request, connection)).at(source)
    kept, problem = await wanted(place, connection, completion_id)
    run = None
    if kept is not None:
        run, problem = await sync_to_async(judge)(request, connection, kept)
    if not request.htmx:
        return redirect(url_of(DETAILS[source], completion_id) or "stored:list")
    context: dict[str, Any] = {
        "completion_id": completion_id,
        "source": source,
        "kept": kept,
        "problem": problem,
    }
    context |= {
        "run": run,
        "saved": kept is not None,
        "verdicts": VERDICTS,
        "writes": "write" in request.POST,
    }
    context["row"] = kept_row(kept) if kept else None
    response = await sync_to_async(render)(
        request, "stored/_reviewed.html", context, status=422 if kept is None else 200
    )
    return trigger_client_event(response, "review:changed")


DETAILS: dict[str, str] = {
    Source.UPSTREAM: "stored:synced_detail",
    Source.HISTORY: "stored:history_detail",
}


async def wanted(place: Place, connection: Connection, completion_id: str) -> tuple[Completion | None, str]:
    """The kept completion; one that was never synced is fetched. None, and why, where that is not possible."""
    kept = await place.completions.filter(completion_id=completion_id).afirst()
    if kept is None and place.source == Source.HISTORY:
        raise Http404("no such completion here")
    if kept is not None and (kept.has_messages or kept.gone_at):
        return kept, ""
    try:
        found = await live.fetch(place, connection, [completion_id])
    except OpenAIError as error:
        return kept, "" if kept else error.message
    if completion_id not in found:
        raise Http404("upstream has no such completion")
    return found[completion_id], ""


def judge(request: HttpRequest, connection: Connection, kept: Completion) -> tuple[Run | None, str]:
    """Keep what was said; returns the run that writes it upstream, or why there is none."""
    asked = request.POST.get("verdict")
    if asked in Verdict.values:
        kept.verdict = "" if asked == kept.verdict else asked
        kept.reviewed_at = timezone.now() if kept.verdict else None
    if (note := request.POST.get("note")) is not None:
        kept.note = storable_text(note.replace("\r\n", "\n").strip()[:MOST_NOTE])
    kept.save(update_fields=["verdict", "note", "reviewed_at"])
    search.index([kept])
    if "write" not in request.POST or kept.source != Source.UPSTREAM or kept.gone_at:
        return None, ""
    metadata = with_review(kept)
    if len(metadata) > MOST_PAIRS:
        return None, f"Kept here, but not written: the metadata has {MOST_PAIRS} pairs already"
    params: dict[str, Any] = {"completion_id": kept.completion_id, "metadata": metadata}
    return services.start(kept.owner, connection, "update_chat_completion", params, uuid=uuids.uuid4()), ""


def with_review(kept: Completion) -> dict[str, str]:
    """The completion's metadata with its verdict and note; without them where they are empty."""
    rest = {key: value for key, value in kept.metadata.items() if key not in (VERDICT_KEY, NOTE_KEY)}
    said = {VERDICT_KEY: kept.verdict, NOTE_KEY: kept.note[:MOST_VALUE]}
    return {**rest, **{key: value for key, value in said.items() if value}}


def known_keys(place: Place) -> list[str]:
    """The metadata keys that this mirror has, for suggestions."""
    labels = Label.objects.filter(completion__in=place.completions).order_by("key")
    return list(labels.values_list("key", flat=True).distinct()[:SUGGESTED])


def known_models(place: Place) -> list[str]:
    """The models that this mirror has, for suggestions."""
    named = place.completions.exclude(model="").order_by("model")
    return list(named.values_list("model", flat=True).distinct()[:SUGGESTED])
