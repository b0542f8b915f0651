"""The progress of a bulk action, which the page fetches again and again."""

import re
import uuid

from django.template.loader import render_to_string

from playground.runs.models import RunSet, Status
from playground.stored.progress import Progress

# htmx leaves the element of this id as it is, whatever the next fragment has in its place.
KEPT = re.compile(r'<form id="([a-z-]+)" hx-preserve.*?<button[^>]*>(?:<svg.*?</svg>)?([^<]+)', re.DOTALL)


def kept_buttons(found: dict[str, int]) -> dict[str, str]:
    run_set = RunSet(uuid=uuid.uuid4())
    html = render_to_string("stored/_set.html", {"run_set": run_set, "progress": Progress(found, 0, False)})
    return dict(KEPT.findall(html))


def test_keeps_no_button_in_the_place_of_another() -> None:
    waiting = kept_buttons({Status.QUEUED: 1})
    failed = kept_buttons({Status.FAILED: 1})
    assert "Go on" in waiting.values()
    assert "Repeat what failed" in failed.values()
    assert all(failed[id_] == words for id_, words in waiting.items() if id_ in failed)
