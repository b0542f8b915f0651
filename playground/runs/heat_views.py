"""The heat map of a choice's probabilities, a window at a time, and the text up to one of its tokens."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from playground.accounts.requests import HtmxHttpRequest

from .models import Run
from .probabilities import Token, numbers, of_item, text_until, tokens_of
from .script_json import script_json

# Tokens on a page when they have no alternatives: it stays under 100 kB with twenty of them, too.
WINDOW = 400


@require_safe
def heat(request: HtmxHttpRequest, uuid: UUID, choice: int) -> HttpResponse:
    """One window; `at` is a token in it, `table` asks for its numbers as a table."""
    tokens = tokens_for(request, uuid, choice)
    if not any(token.is_rated for token in tokens):
        return render(request, "runs/_heat_none.html")
    size = WINDOW // (1 + max(len(token.top) for token in tokens) // 4)
    at = min(number(request, "at") or 0, len(tokens) - 1)
    first = at - at % size
    window = tokens[first : first + size]
    if "table" in request.GET:
        return render(request, "runs/_heat_table.html", {"window": window})
    context = {
        "url": request.path,
        "window": window,
        "found": numbers(tokens),
        "alternatives": alternatives(window),
        "last": first + len(window),
        "before": max(first - size, 0) if first else None,
        "after": first + size if first + size < len(tokens) else None,
    }
    return render(request, "runs/_heat.html", context)


@require_safe
def until(request: HtmxHttpRequest, uuid: UUID, choice: int) -> HttpResponse:
    """The text up to and with token `at`, or with its `alternative`, as text."""
    at, alternative = number(request, "at"), number(request, "alternative")
    try:
        text = text_until(tokens_for(request, uuid, choice), -1 if at is None else at, alternative)
    except IndexError as error:
        raise Http404("no such token") from error
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def tokens_for(request: HtmxHttpRequest, uuid: UUID, choice: int) -> list[Token]:
    run = get_object_or_404(Run.objects.for_user(request.user), uuid=uuid)
    return tokens_of(choice_of(run, choice))


def choice_of(run: Run, index: int) -> dict[str, Any]:
    """A choice of what the run answered, or the item at that place of a response's output; {} where there is none."""
    answer = run.response if isinstance(run.response, dict) else {}
    if isinstance(output := answer.get("output"), list):
        item = output[index] if index < len(output) else None
        return of_item(item) if isinstance(item, dict) else {}
    choices = answer.get("choices")
    found = [one for one in choices if isinstance(one, dict)] if isinstance(choices, list) else []
    return next((one for one in found if one.get("index", 0) == index), {})


def alternatives(window: list[Token]) -> SafeString:
    """For a script element: of each token its alternatives, as text, share of 1 and percent."""
    rows = [[[a.shown, round(a.probability, 4), a.percent] for a in token.alternatives] for token in window]
    return script_json(rows)


def number(request: HtmxHttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
