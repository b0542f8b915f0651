"""What other parts of the playground ask of transcriptions: a transcript's text, and who still needs a recording."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404

from playground.accounts.models import User
from playground.runs.models import File, Run, RunQuerySet

from .downloads import as_text
from .models import Transcription
from .standing import Standing

KIND = "transcription"


def text_of(user: User, uuid: UUID) -> str:
    """All of a transcript as it was edited, a segment a line. Http404 for somebody else's."""
    mine = Transcription.objects.for_user(user).select_related("file", "run__connection", "run_set")
    return as_text(Standing(get_object_or_404(mine, uuid=uuid)).reading).strip()


def heirs(file: File, runs: RunQuerySet) -> Iterator[Run | None]:
    """Runs that heard this recording, perhaps in another form or a part of it; None for one yet to be prepared."""
    heard = Q(transcription__file=file) | Q(run_set__transcription__file=file)
    yield from Run.objects.filter(heard).exclude(pk__in=runs).order_by("id")[:1]
    if Transcription.objects.filter(file=file, run=None, run_set=None).exists():
        yield None
