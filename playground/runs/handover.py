"""Handing what one page made to another: the text of a run, or a stored file. Features meet here, not each other."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from playground.accounts.models import User
from playground.accounts.requests import HtmxHttpRequest

from .models import File, Run
from .operations import uuid_of

Kind = Literal["text", "picture", "audio"]
ASKED: dict[Kind, str] = {"text": "text_of", "picture": "picture", "audio": "audio"}


@dataclass(frozen=True, slots=True)
class Taker:
    """A page that takes what another made: `kind` of thing, the page's name for people, its URL's name."""

    kind: Kind
    label: str
    url_name: str

    def url(self, uuid: object) -> str:
        return f"{reverse(self.url_name)}?{urlencode({ASKED[self.kind]: uuid})}"


_takers: list[Taker] = []

RequestOf = Callable[[User, int], dict[str, Any]]
_requests: dict[str, RequestOf] = {}


def register(kind: Kind, label: str, url_name: str) -> None:
    """Called by a feature's AppConfig.ready(): its page reads `given_text` or `given_file`."""
    _takers.append(Taker(kind, label, url_name))


def takers(kind: Kind, *, but: str = "") -> list[Taker]:
    """The pages that take this kind, without the page named `but`."""
    return [taker for taker in _takers if taker.kind == kind and taker.url_name != but]


def given_text(request: HtmxHttpRequest) -> str:
    """The text that the page is opened with (`?text_of=<run>`); empty without, 404 for somebody else's."""
    if not (asked := request.GET.get(ASKED["text"])):
        return ""
    return get_object_or_404(Run.objects.for_user(request.user).only("text"), uuid=uuid_of(asked)).text


def given_file(request: HtmxHttpRequest, kind: Kind) -> File | None:
    """The file that the page is opened with (`?picture=<file>`, `?audio=<file>`); 404 for somebody else's or another
    kind of file."""
    if not (asked := request.GET.get(ASKED[kind])):
        return None
    file = get_object_or_404(File.objects.for_user(request.user), uuid=uuid_of(asked))
    if not file.content_type.startswith({"picture": "image/", "audio": "audio/"}.get(kind, "")):
        raise Http404("a file of another kind")
    return file


def offer(kind: str, request_of: RequestOf) -> None:
    """Called by a feature's AppConfig.ready(): it keeps requests that a page's form can be filled from.

    `request_of(user, id)` gives the parameters; Http404 for what is not this user's.
    """
    _requests[kind] = request_of


def request_url(url_name: str, kind: str, id_: int) -> str:
    """The address of a page that fills its form from what `kind` offers under this id."""
    return f"{reverse(url_name)}?{urlencode({'request_of': f'{kind}:{id_}'})}"


def given_request(request: HtmxHttpRequest) -> dict[str, Any] | None:
    """The parameters that the page is opened with (`?request_of=<kind>:<id>`); 404 for somebody else's."""
    if not (asked := request.GET.get("request_of")):
        return None
    kind, _, id_ = asked.partition(":")
    if kind not in _requests or not re.fullmatch("[0-9]{1,18}", id_):
        raise Http404("nothing offers this request")
    return _requests[kind](request.user, int(id_))
