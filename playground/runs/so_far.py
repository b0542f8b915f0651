"""What is known of a run under way before its end is stored."""

from .engine import engine
from .models import Run


def with_what_is_known(run: Run) -> Run:
    """The same run, to be shown: a live one of this process with its request as sent, and the answer's headers."""
    if run.is_live and (live := engine.live.get(run.pk)):
        run.request = run.request or live.request
        run.status_code, run.headers = live.status_code, live.headers
        run.headers_ms, run.first_token_ms = live.headers_ms, live.first_token_ms
    return run
