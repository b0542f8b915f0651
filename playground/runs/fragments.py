"""What a page is sent about a run: its article as a whole, and the frames that keep it up to date."""

from dataclasses import dataclass
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


@dataclass
class Seen:
    """What one reader has: its position in the transcript, and the words under the answer."""

    position: Any
    chips: tuple[str, ...] = ()


def frame(live: Live, seen: Seen) -> str:
    """What is new for one reader, as fragments that htmx swaps out of band; `seen` moves on."""
    html, seen.position = live.transcript.frame(seen.position)
    words = tuple(chips(live))
    if words != seen.chips:
        seen.chips = words
        html += f'<span hx-swap-oob="innerHTML:#run-{live.run.uuid}-chips">{live_chips(words)}</span>'
    return storable_text(html)


@lru_cache(maxsize=256)
def live_chips(words: tuple[str, ...]) -> str:
    # The same words serve all readers, and mostly all runs.
    return render_to_string("runs/_live_chips.html", {"chips": words})


def last_frame(run: Run, live: Live, seen: Seen) -> str:
    """The rest of the answer and the run's final state. The text that is there is not touched again."""
    html, _ = live.transcript.frame(seen.position)
    end = render_to_string("runs/_end.html", {"run": run, "transcript": live.transcript, "oob": True})
    return storable_text(html + end)
