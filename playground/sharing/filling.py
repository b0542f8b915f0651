"""Parts of an answer that its page fetches by itself (maps, waveforms), put in their place for the snapshot."""

import re
from copy import copy
from typing import Any

from asgiref.sync import async_to_sync, iscoroutinefunction
from django.http import Http404, HttpRequest, QueryDict
from django.urls import resolve
from django_htmx.middleware import HtmxDetails

FETCHED = re.compile(
    r'(<div[^<>]*\bhx-get="(?P<path>/[^"?]*)" hx-trigger="load\b[^<>]*>)(?P<until>.*?)(?=</div>)', re.DOTALL
)
MOST = 20


def filled(html: str, request: HttpRequest) -> str:
    """The HTML with what these parts answer to the same person; one that cannot be answered stays as it was."""
    return FETCHED.sub(
        lambda found: found[1] + (fetched(found["path"], request) or found["until"]), html, MOST
    )


def fetched(path: str, request: HttpRequest) -> str:
    asked: Any = copy(request)
    asked.method, asked.path, asked.path_info, asked.GET = "GET", path, path, QueryDict()
    asked.META = {**request.META, "HTTP_HX_REQUEST": "true"}
    asked.__dict__.pop("headers", None)
    asked.htmx = HtmxDetails(asked)
    found = resolve(path)
    view = async_to_sync(found.func) if iscoroutinefunction(found.func) else found.func
    try:
        response = view(asked, *found.args, **found.kwargs)
    except Http404:
        return ""
    return str(response.content.decode()) if response.status_code == 200 else ""
