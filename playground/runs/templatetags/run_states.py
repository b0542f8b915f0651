"""What `runs/_run.html` shows of a run."""

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
def facts(run: Run) -> list[str]:
    """The line under an answer: first token, speed, tokens, time, cost."""
    return metrics.facts(run)
