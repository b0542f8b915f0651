"""The reader: edits that are saved beside what was heard, two transcripts side by side, downloads."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from playground.accounts.requests import HtmxHttpRequest

from . import editing
from .card_views import own
from .downloads import FORMATS
from .standing import Standing
from .views import is_uuid


def editable(request: HtmxHttpRequest, uuid: UUID) -> Standing:
    standing = own(request, uuid)
    if not standing.can_edit:
        raise Http404("not all of it is there")
    return standing


@require_POST
def save(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    """Keep `text` as the segment with this `key`; `goes_on` when typed into since. Answers with the row."""
    standing = editable(request, uuid)
    key = request.POST.get("key", "")
    number = next((at for at, segment in enumerate(standing.heard.segments) if segment.key == key), None)
    if number is None:
        raise Http404("no such segment")
    heard = " ".join(standing.heard.segments[number].text.split())
    text = request.POST.get("text", "")
    editing.save(standing.transcription, key, text, heard, goes_on="goes_on" in request.POST)
    standing = own(request, uuid)
    segment = standing.reading.segments[number]
    context = {"standing": standing, "segment": segment, "number": number}
    return render(request, "transcription/_row.html", context)


@require_POST
def replace(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    standing = editable(request, uuid)
    find, by = request.POST.get("find", ""), request.POST.get("by", "")
    exact = "exact" in request.POST
    count = (
        editing.replace_all(standing.transcription, standing.reading, find, by, exact=exact) if find else 0
    )
    words = f"{count} replaced" if count else "Nothing found"
    return transcript(request, uuid, words)


@require_POST
def undo(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    editing.undo(editable(request, uuid).transcription)
    return transcript(request, uuid, "Undone")


@require_POST
def reset(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    editing.reset(editable(request, uuid).transcription)
    return transcript(request, uuid, "As it was heard")


def transcript(request: HtmxHttpRequest, uuid: UUID, words: str) -> HttpResponse:
    return render(request, "transcription/_transcript.html", {"standing": own(request, uuid), "said": words})


@require_safe
def beside(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    """Beside the transcription `with` of the same recording: row by row, with the words that differ."""
    standing = own(request, uuid)
    asked = request.GET.get("with", "")
    other = own(request, UUID(asked)) if is_uuid(asked) else None
    if other and other.transcription.file_id != standing.transcription.file_id:
        raise Http404("another recording")
    compares = other is not None and other.transcription.operation == standing.transcription.operation
    rows = [
        ((one or two)[0].start, *editing.differences(one, two))
        for one, two in (editing.paired(standing.reading, other.reading) if other else ())
    ]
    columns = [each.transcription for each in (standing, other) if each]
    context = {"other": other, "rows": rows, "compares": compares, "columns": columns}
    return render(request, "transcription/_beside.html", context)


@require_safe
def download(request: HtmxHttpRequest, uuid: UUID, ending: str) -> HttpResponse:
    """The transcript as it was edited, or with `?heard` as it was heard."""
    if ending not in FORMATS:
        raise Http404("no such format")
    standing = own(request, uuid)
    kind, written = FORMATS[ending]
    reading = standing.heard if "heard" in request.GET else standing.reading
    response = HttpResponse(written(reading), content_type=f"{kind}; charset=utf-8")
    stem = standing.transcription.file.name.rpartition(".")[0] or standing.transcription.file.name
    response["Content-Disposition"] = content_disposition_header(True, f"{stem}.{ending}") or "attachment"
    return response
