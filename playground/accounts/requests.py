"""What a request is after our middleware: somebody's, and perhaps htmx's."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from .models import User


class HtmxHttpRequest(HttpRequest):
    user: User
    htmx: HtmxDetails
    was_forgotten: bool
    """That the page is opened on a run which was not kept: set where the page looks for its run."""
