"""One picture: what it is, where it comes from, what was made of it, and how it compares."""

import uuid as uuids
from io import BytesIO
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from playground.accounts.requests import HtmxHttpRequest
from playground.runs.models import File
from playground.runs.operations import uuid_of

from .gallery import Shown
from .lineage import ancestry, descendants, made, tiles_of
from .looks import UNREADABLE, NoPicture, decoding, opened
from .preparing import seen_in

THUMBNAIL = 360


def stored(request: HtmxHttpRequest, uuid: object) -> File:
    """This user's picture; 404 for another kind of file."""
    file = get_object_or_404(File.objects.for_user(request.user).select_related("run__connection"), uuid=uuid)
    if not file.is_picture:
        raise Http404("no picture")
    return file


@require_safe
def picture(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """As the content of the lightbox for htmx, as a page without."""
    file = stored(request, uuid)
    try:
        seen = seen_in(file)
    except NoPicture as refusal:
        raise Http404(str(refusal)) from None
    runs = descendants(request.user, file)
    origin = made(file)
    said = (origin.tile.revised_prompt or origin.run.title) if origin else ""
    context: dict[str, Any] = {
        "file": file,
        "words": said or file.name,
        "look": seen,
        "made": origin,
        "steps": ancestry(file),
        "descendants": [Shown(run, tiles_of(run)) for run in runs],
    }
    return render(request, "images/_picture.html" if request.htmx else "images/picture.html", context)


@require_safe
def thumbnail(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """A small WebP of the picture, which never changes."""
    file = stored(request, uuid)
    small = BytesIO()
    try:
        with file.file.open("rb") as content, decoding:
            image = opened(content)
            image.draft("RGB", (THUMBNAIL, THUMBNAIL))
            image = image.convert("RGBA" if image.has_transparency_data else "RGB")
            image.thumbnail((THUMBNAIL, THUMBNAIL))
            image.save(small, "WEBP", quality=82)
    except (NoPicture, *UNREADABLE):
        raise Http404("cannot be decoded") from None
    headers = {"Cache-Control": "private, max-age=31536000, immutable"}
    return HttpResponse(small.getvalue(), content_type="image/webp", headers=headers)


@require_safe
def compare(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Two pictures over each other with a slider; the other one is `?with=`, else the picture it comes from."""
    file = stored(request, uuid)
    candidates = others(request, file)
    asked = request.GET.get("with")
    other = stored(request, uuid_of(asked)) if asked else next(iter(candidates), None)
    return render(request, "images/compare.html", {"file": file, "other": other, "candidates": candidates})


def others(request: HtmxHttpRequest, file: File) -> list[File]:
    """What a picture may well be compared with: its source, its siblings, what was made of it."""
    steps = [step.file for step in ancestry(file)[:-1]][::-1]
    origin = made(file)
    tiles = origin.tiles if origin else []
    for run in descendants(request.user, file):
        tiles = [*tiles, *tiles_of(run)]
    mine = File.objects.for_user(request.user).filter(uuid__in=[tile.file for tile in tiles])
    found = {str(each.uuid): each for each in mine}
    listed = [*steps, *(found[tile.file] for tile in tiles if tile.file in found)]
    return [each for each in dict.fromkeys(listed) if each != file]
