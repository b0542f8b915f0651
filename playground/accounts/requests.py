"""What a request is after our middleware: somebody's, and perhaps htmx's."""

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from .models import User


class HtmxHttpRequest(HttpRequest):
    user: User
    htmx: HtmxDetails
    was_forgotten: bool
    """That the page is opened on a run which was not kept: set where the page looks for its run."""


def back(request: HttpRequest, otherwise: str) -> HttpResponseRedirect:
    """To the page of ours that `next` names, else to the URL of this name."""
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    # Not `redirect`, which takes any word for the name of a URL.
    return HttpResponseRedirect(target if is_ours else reverse(otherwise))
