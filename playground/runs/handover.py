"""Handing what one page made to another: a text, or a stored file. Features meet here, not each other."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode
from uuid import UUID

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
RecordingOf = Callable[[Run], File | None]
_recordings: dict[str, RecordingOf] = {}

TextOf = Callable[[User, UUID], str]
_texts: dict[str, TextOf] = {}


def register(kind: Kind, label: str, url_name: str) -> None:
    """Called by a feature's AppConfig.ready(): its page reads `given_text` or `given_file`."""
    _takers.append(Taker(kind, label, url_name))


def takers(kind: Kind, *, but: str = "") -> list[Taker]:
    """The pages that take this kind, without the page named `but`."""
    return [taker for taker in _takers if taker.kind == kind and taker.url_name != but]


def given_text(request: HtmxHttpRequest) -> str:
    """The text that the page is opened with (`?text_of=<run>`, `?text_of=<kind>:<uuid>` of what a feature tells);
    empty without, 404 for somebody else's."""
    if not (asked := request.GET.get(ASKED["text"])):
        return ""
    kind, colon, uuid = asked.partition(":")
    if colon:
        if kind not in _texts:
            raise Http404("nothing tells this text")
        return _texts[kind](request.user, uuid_of(uuid))
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


def tell(kind: str, text_of: TextOf) -> None:
    """Called by a feature's AppConfig.ready(): it has texts that are not one run's.

    `text_of(user, uuid)` gives one; Http404 for what is not this user's.
    """
    _texts[kind] = text_of


def record(operation: str, recording_of: RecordingOf) -> None:
    """Called by a feature's AppConfig.ready(): its runs are transcripts, of this recording.

    Their answers have `text` and `segments`, as those of a transcription: one reader opens them all.
    """
    _recordings[operation] = recording_of


def recorded(run: Run) -> File | None:
    """The recording that a run of another feature is the transcript of; None when it is none, or not over yet."""
    recording_of = _recordings.get(run.operation)
    return recording_of(run) if recording_of else None


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
