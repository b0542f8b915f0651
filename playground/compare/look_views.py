"""Looking at what the panes answered: figures side by side, differences between two."""

import uuid as uuids

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from playground.accounts.requests import HtmxHttpRequest
from playground.runs.live import folded

from .columns import Column
from .differences import MOST_WORDS
from .differences import differences as between
from .figures import MEASURES, rows
from .state import State
from .views import found, shown_columns


@require_safe
def figures(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    run_set = found(request, uuid)
    shown = shown_columns(request, run_set, State.of(run_set))
    return render(
        request, "compare/_figures.html", {"run_set": run_set, "rows": rows(shown), "measures": MEASURES}
    )


@require_safe
def differences(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """The last answers of the panes `left` and `right`, word by word."""
    run_set = found(request, uuid)
    shown = {column.pane.id: column for column in shown_columns(request, run_set, State.of(run_set))}
    left, right = (shown.get(request.GET.get(side, "")) for side in ("left", "right"))
    texts = [last_text(left), last_text(right)]
    context = {
        "left": left,
        "right": right,
        "stretches": between(*texts) if left and right else [],
        "is_cut": any(len(text.split()) > MOST_WORDS for text in texts),
        "most_words": MOST_WORDS,
    }
    return render(request, "compare/_differences.html", context)


def last_text(column: Column | None) -> str:
    """What the pane's last run has said, also while it goes on."""
    if column is None or column.last is None or (run := column.last.run) is None:
        return ""
    return folded(run).text() if run.is_live else run.text
