"""What a request is after our middleware: somebody's, and perhaps htmx's."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from .models import User


class HtmxHttpRequest(HttpRequest):
    user: User
    htmx: HtmxDetails
