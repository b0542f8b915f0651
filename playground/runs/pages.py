"""Which page's form each operation comes from, so that a run can be edited and run again there."""

from urllib.parse import urlencode

from django.urls import reverse

from .models import Run

URL_NAMES: dict[str, str] = {}


def register(operation: str, url_name: str) -> None:
    """Called by a feature's AppConfig.ready(); the page refills its form from `?run=<uuid>`."""
    URL_NAMES[operation] = url_name


def again_url(run: Run) -> str | None:
    """Where this run can be edited and run again; None when no page has its operation."""
    if run.operation not in URL_NAMES:
        return None
    return f"{reverse(URL_NAMES[run.operation])}?{urlencode({'run': run.uuid})}"
