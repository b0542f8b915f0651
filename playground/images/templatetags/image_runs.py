from django import template

from playground.runs import pages
from playground.runs.models import Run

register = template.Library()


@register.filter
def again_url(run: Run | None) -> str:
    """The page where this run can be edited and run again; empty without a run."""
    return (pages.again_url(run) or "") if run else ""
