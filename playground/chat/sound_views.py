"""The player of an answer's sound."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from playground.accounts.requests import HtmxHttpRequest
from playground.runs.heat_views import choice_of
from playground.runs.models import Run

from .sound import sound_of


@require_safe
def player(request: HtmxHttpRequest, uuid: UUID, choice: int) -> HttpResponse:
    """A player for what choice `choice` said; 204 when it said nothing aloud."""
    run = get_object_or_404(Run.objects.for_user(request.user), uuid=uuid)
    sound = sound_of(request.user, run, choice_of(run, choice))
    return render(request, "chat/_sound.html", {"sound": sound}) if sound else HttpResponse(status=204)
