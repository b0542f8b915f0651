"""What `runs/_run.html` shows of a run."""

import re
from datetime import datetime
from typing import Any

from django import template

from playground.runs import metrics
from playground.runs.live import replayed
from playground.runs.models import Run
from playground.runs.transcripts import Transcript

register = template.Library()


@register.simple_tag
def transcript_of(run: Run) -> Transcript:
    return replayed(run)


@register.filter
def root_param(param: str) -> str:
    """The parameter that an error names, without the way into it: messages of `messages[0].content`."""
    return re.split(r"[.\[]", param, maxsplit=1)[0]


@register.filter
def leaves_out(error: dict[str, Any]) -> bool:
    """Whether the request would do without the parameter that this error names."""
    return bool(error.get("param")) and error.get("code") in ("unsupported_parameter", "unsupported_value")


@register.filter
def seconds_later(moment: datetime, seconds: float) -> int:
    """So many seconds after a moment, as milliseconds since 1970."""
    return round((moment.timestamp() + seconds) * 1000)


@register.filter
def facts(run: Run) -> list[str]:
    """The line under an answer: first token, speed, tokens, time, cost."""
    return metrics.facts(run)
