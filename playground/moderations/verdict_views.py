"""The pictures of a moderation's answer, held against the thresholds of who looks."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from playground.accounts.requests import HtmxHttpRequest
from playground.openai.errors import MalformedAnswer
from playground.runs.models import Run

from .forms import ModerationForm
from .judging import Judgement, heat, judgements
from .models import Thresholds, thresholds_of


@require_safe
def show(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    """A fragment for htmx, a page without."""
    runs = Run.objects.for_user(request.user).filter(operation=ModerationForm.operation)
    run = get_object_or_404(runs, uuid=uuid)
    found = judgements_of(run, thresholds_of(request.user))
    if found is None:
        raise Http404("this run has no results")
    template = "moderations/_verdicts.html" if request.htmx else "moderations/verdicts.html"
    return render(request, template, {"run": run, **verdicts_context(found)})


def judgements_of(run: Run | None, thresholds: Thresholds) -> list[Judgement] | None:
    """None where the run has no answer."""
    if run is None or run.response is None:
        return None
    try:
        return judgements(run.params, run.response, thresholds)
    except MalformedAnswer:
        return None


def verdicts_context(found: list[Judgement]) -> dict[str, Any]:
    return {
        "judgements": found,
        "heat": heat(found) if len(found) > 1 else None,
        "flagged": sum(judgement.verdict.flagged for judgement in found),
        "over": sum(bool(judgement.over) for judgement in found),
    }
