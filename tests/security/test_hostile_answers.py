"""Whatever an upstream writes into an answer is text wherever it is shown, exported or listed."""

import csv
import json
import re
import uuid
from collections.abc import Iterator
from io import StringIO

import httpx
import pytest

from tests.audio.test_transcriptions import stored
from tests.started import StartedServer, prepared
from tests.stored.conftest import synced
from tests.visitor import HTMX, Visitor

from .hostile_upstream import EVIL, FORMULA, TYPED, HostileUpstream
from .page_check import PageCheck

SPOKEN = {"timestamp_granularities[]": '["word", "segment"]'}
FORMS: dict[str, tuple[str, dict[str, str]]] = {
    "chat": ("/chat/", {"composer": TYPED, "logprobs": "true"}),
    "chat, streamed": ("/chat/", {"composer": "Hello", "stream": "true"}),
    "chat that fails": ("/chat/", {"composer": "Hello", "model": "fail"}),
    "completions": ("/completions/", {"prompt": TYPED, "logprobs": "5"}),
    "responses": ("/responses/", {"composer": TYPED, "input": TYPED}),
    "images": ("/images/", {"prompt": TYPED}),
    "embeddings": (
        "/embeddings/",
        {"input": json.dumps([FORMULA, TYPED, "plain"]), "labels": json.dumps([FORMULA, "b", "c"])},
    ),
    "moderations": ("/moderations/", {"input": TYPED}),
    "transcription": ("/audio/transcriptions/", {"response_format": "verbose_json", **SPOKEN}),
    "diarized": ("/audio/transcriptions/", {"response_format": "diarized_json"}),
    "srt": ("/audio/transcriptions/", {"response_format": "srt"}),
    "vtt": ("/audio/transcriptions/", {"response_format": "vtt"}),
    "speech that fails": ("/audio/speech/", {"input": TYPED, "voice": "alloy", "model": "fail"}),
}
LISTS = (
    "/history/?q=script",
    "/history/recent/?q=script",
    "/shares/",
    "/connections/",
    "/images/earlier/",
    "/chat/conversations/",
)
# Forms, which say the same whatever the run: one of each is enough.
LEFT_OUT = re.compile(
    r"^/(static|sandbox|connections/add|connections/discover)|/stop/|/repeat/|logout|download="
)
NAME = re.compile(r'filename="?([^";]*)')
NUMBER = re.compile(r"-?[\d.]+(e-?\d+)?\Z")
MOST_PAGES = 16


@pytest.fixture(scope="module")
def upstream() -> Iterator[HostileUpstream]:
    with HostileUpstream() as started:
        yield started


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, upstream: HostileUpstream) -> Iterator[StartedServer]:
    settings = {"OPENAI_API_KEY": "sk-secret-1234", "OPENAI_BASE_URL": upstream.url}
    with StartedServer(prepared(tmp_path_factory.mktemp("hostile")), settings) as started:
        yield started.wait_until_ready()


@pytest.fixture(scope="module")
def visitor(server: StartedServer) -> Iterator[Visitor]:
    with Visitor(server.url) as visitor:
        yield visitor


def made(visitor: Visitor, name: str) -> str:
    path, typed = FORMS[name]
    run = str(uuid.uuid4())
    file = {"file": stored(visitor)} if path == "/audio/transcriptions/" else {}
    response = visitor.post(path, {"run": run, "model": "m", **file, **typed}, headers=HTMX)
    assert response.status_code == 200, response.text
    assert visitor.ended(run)["finished_at"]
    return run


def seen(visitor: Visitor, run: str, *starts: str) -> Iterator[httpx.Response]:
    """The pages, and what they link to or load of this run."""
    waiting, known = list(starts), set(starts)
    while waiting and len(known) < MOST_PAGES:
        address = waiting.pop(0)
        headers = HTMX if "inspector" in address or "recent" in address else {}
        response = visitor.client.get(address, headers=headers)
        yield response
        if response.headers["content-type"].startswith("text/html"):
            found = {new for new in PageCheck(response.text).local if run in new and not LEFT_OUT.search(new)}
            waiting += sorted(found - known)[:3]
            known |= found


def check(response: httpx.Response) -> None:
    where, kind = str(response.url), response.headers["content-type"].partition(";")[0]
    assert response.status_code < 500, where
    disposition = response.headers.get("content-disposition", "")
    assert not re.search(r"[\r\n/\\]|\.\.", disposition), where
    assert response.headers["x-content-type-options"] == "nosniff", where
    if kind == "text/html":
        assert PageCheck(response.text).wrong == [], where
        assert "7006652" not in response.text, where
        assert "5555 " not in response.text, where
    elif kind == "text/csv":
        for row in csv.reader(StringIO(response.text)):
            wrong = [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
            assert [cell for cell in wrong if not NUMBER.match(cell)] == [], where


def sweep(visitor: Visitor, run: str, *starts: str) -> list[httpx.Response]:
    responses = list(seen(visitor, run, *starts))
    for response in responses:
        check(response)
    return responses


@pytest.mark.parametrize("name", FORMS)
def test_shows_it_as_text_everywhere(visitor: Visitor, name: str) -> None:
    run = made(visitor, name)
    page = FORMS[name][0]
    shared = visitor.post(f"/history/{run}/share/", {"days": "7"}, headers=HTMX).text
    link = re.search(r"/shared/[\w-]{43,}/", shared)
    assert link, shared
    responses = sweep(
        visitor,
        run,
        f"{page}?run={run}",
        f"/history/{run}/",
        f"/history/{run}.json",
        f"/history/{run}/fragment/",
        link[0],
        *(f"/history/{run}/inspector/{tab}/" for tab in ("request", "response", "headers", "events", "code")),
    )
    shown = [one for one in responses if "window.pwned" in one.text]
    assert shown
    for address in LISTS:
        check(visitor.client.get(address))


def test_lists_models_of_any_name(visitor: Visitor) -> None:
    for response in sweep(visitor, "/models/", "/models/", "/connections/"):
        assert response.status_code in (200, 404)


def test_keeps_stored_completions_of_any_id_as_text(visitor: Visitor) -> None:
    synced(visitor)
    responses = sweep(
        visitor,
        "/stored/",
        "/stored/completions/",
        "/stored/completions/synced/",
        "/stored/completions/plain/",
    )
    assert any(EVIL in response.text for response in responses)


def test_exports_no_formula(visitor: Visitor) -> None:
    run = made(visitor, "embeddings")
    table = visitor.client.get(f"/embeddings/{run}/embeddings.csv")
    check(table)
    assert f"'{FORMULA}".replace('"', '""') in table.text


def test_names_no_download_by_what_it_was_told(visitor: Visitor) -> None:
    for name in (
        "../../etc/passwd",
        "a%00b",
        "con",
        "x" * 3000,
        "a%0d%0aSet-Cookie: x=1",
        "\u202egnp.exe".encode(),
    ):
        file = stored(visitor, name=name)  # type: ignore[arg-type]
        answer = visitor.client.get(f"/files/{file}/")
        check(answer)
        assert "set-cookie" not in answer.headers
