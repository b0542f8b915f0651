"""What a page is sent about a run: its article as a whole, and the frames that keep it up to date."""

from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from .live import Live
from .metrics import chips
from .models import Run
from .storable import storable_text


def article(run: Run) -> SafeString:
    """The run as it stands: finished ones from what is kept, live ones from the journal, with a socket to go on."""
    return mark_safe(storable_text(render_to_string("runs/_run.html", {"run": run})))


def frame(live: Live, position: Any) -> tuple[str, Any]:
    """What is new for one reader since `position`, as fragments that htmx swaps out of band."""
    html, position = live.transcript.frame(position)
    words = live_chips(tuple(chips(live)))
    html = f'{html}<span hx-swap-oob="innerHTML:#run-{live.run.uuid}-chips">{words}</span>'
    return storable_text(html), position


@lru_cache(maxsize=256)
def live_chips(words: tuple[str, ...]) -> str:
    # Mostly the same words as a frame before: a template would cost more than what is new.
    return render_to_string("runs/_live_chips.html", {"chips": words})


def last_frame(run: Run, live: Live, position: Any) -> str:
    """The rest of the answer and the run's final state. The text that is there is not touched again."""
    html, _ = live.transcript.frame(position)
    end = render_to_string("runs/_end.html", {"run": run, "transcript": live.transcript, "oob": True})
    return storable_text(html + end)
