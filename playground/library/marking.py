"""JSON laid out for reading, with one place in it marked."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from playground.runs.highlighting import highlighted

from .places import Place, span


def marked(value: Any, place: Place | None) -> SafeString:
    """The value as indented, coloured JSON; what stands at `place` is in a `<mark>`."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    if place is None:
        return mark_safe(coloured(text))
    start, end = span(text, place)
    before, at, after = text[:start], text[start:end], text[end:]
    return mark_safe(f'{coloured(before)}<mark class="violation">{coloured(at)}</mark>{coloured(after)}')


def coloured(text: str) -> str:
    """Pygments ends every text with a line break; a piece of one has none of its own."""
    html = highlighted(text, "json")
    return html if text.endswith("\n") else html.removesuffix("\n")
