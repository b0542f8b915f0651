"""How the facts of a run are written: times, durations, tokens, cost, names of operations."""

import re
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from playground.openai.durations import milliseconds
from playground.openai.operations import find
from playground.runs import events, metrics
from playground.runs.carriers import carrier_of
from playground.runs.inspector import TABS
from playground.runs.markdown_stream import render
from playground.runs.models import File, Run
from playground.runs.transcripts import transcript_class

register = template.Library()

STATUS_TONES = {
    "queued": "accent",
    "in_progress": "accent",
    "completed": "ok",
    "failed": "bad",
    "cancelled": "",
    "interrupted": "warn",
}


@register.filter
def answer_styles(run: Run) -> tuple[str, ...]:
    return transcript_class(run.operation).styles


@register.filter
def answer_scripts(run: Run) -> tuple[str, ...]:
    return transcript_class(run.operation).scripts


@register.filter
def ago(moment: datetime) -> str:
    """How long ago in the largest whole unit; a date from the eighth day on."""
    seconds = int((timezone.now() - moment).total_seconds())
    if seconds < 45:
        return "just now"
    for limit, unit, name in ((3600, 60, "min"), (86_400, 3600, "h"), (8 * 86_400, 86_400, "d")):
        if seconds < limit:
            return f"{max(seconds // unit, 1)} {name} ago"
    return f"{timezone.localtime(moment):%-d %b %Y}"


@register.filter
def duration(ms: int | None) -> str:
    return "" if ms is None else milliseconds(ms)


@register.filter
def dollars(cost: Decimal | None) -> str:
    return metrics.money(cost)


@register.filter
def without_markup(text: str) -> str:
    """Markdown in one line as words: emphasis, headings, tables and code lose their signs."""
    return " ".join(re.sub(r"[*`#|]+|-{3,}", " ", text).split())


@register.filter
def as_markdown(text: str) -> SafeString:
    return render(text)


@register.filter
def token_flow(usage: dict[str, Any] | None) -> str:
    """Tokens in and out, such as `412 → 138`; empty where nothing was counted."""
    counts = metrics.tokens(usage)
    if not counts:
        return ""
    return " → ".join(f"{counts[name]:,}" if name in counts else "–" for name in ("in", "out"))


@register.filter
def tokens_out(usage: dict[str, Any] | None) -> int | None:
    return metrics.tokens(usage).get("out")


@register.filter
def event_count(run: Run) -> int:
    """How many events the run has received so far."""
    return events.count(run)


@register.filter
def operation_title(name: str) -> str:
    """The operation in words; an unknown one by its name."""
    try:
        return find(name).title
    except KeyError:
        return name


@register.filter
def is_carried(name: str) -> bool:
    """Whether runs of this operation are no single request, which could be sent again as it is."""
    return carrier_of(name) is not None


@register.filter
def operation_route(name: str) -> str:
    """What an operation calls, such as `POST /v1/chat/completions`."""
    try:
        operation = find(name)
    except KeyError:
        return ""
    return f"{operation.method} /v1{operation.path}"


@register.filter
def status_tone(status: str) -> str:
    return STATUS_TONES.get(status, "")


@register.filter
def file_named(files: dict[str, File], uuid: str) -> File | None:
    return files.get(uuid)


@register.filter
def is_picture(file: File) -> bool:
    return file.content_type.startswith("image/")


@register.simple_tag
def inspector_tabs() -> list[tuple[str, str]]:
    return list(TABS.items())
