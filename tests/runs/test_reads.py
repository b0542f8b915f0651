"""Reads: what goes upstream, what comes of it, and what a page shows of the call. Nothing is stored."""

import asyncio
import json
import re
from collections.abc import AsyncIterator

import pytest
from asgiref.sync import sync_to_async
from django.template.loader import render_to_string

from playground.connections.models import Connection
from playground.openai.client import close_pool
from playground.openai.errors import AuthenticationFailed, ConnectionFailed, NotFound, TimedOut
from playground.runs.models import Run
from playground.runs.reads import Read, read
from tests.openai.upstream import STREAM_HEAD, Received, piece, response, serving

KEY = "sk-secret-0123456789abcd"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
async def no_connections_left() -> AsyncIterator[None]:
    yield
    await close_pool()


def connected(base_url: str) -> Connection:
    connection = Connection(name="Example", base_url=base_url)
    connection.set_key(KEY)
    return connection


async def asked(answer: bytes, operation: str, **params: object) -> tuple[Read, str]:
    """The read, and the method and target that the upstream saw."""
    async with serving(answer) as upstream:
        found = await read(connected(upstream.endpoint.base_url), operation, params)
    assert len(upstream.requests) == 1
    return found, f"{upstream.requests[0].method} {upstream.requests[0].target}"


@pytest.mark.parametrize(
    ("operation", "params", "target"),
    [
        ("list_models", {}, "/v1/models"),
        ("retrieve_model", {"model": "ft:a/b c::1"}, "/v1/models/ft:a%2Fb%20c::1"),
        ("list_chat_completions", {"limit": 2, "after": "x&y"}, "/v1/chat/completions?limit=2&after=x%26y"),
    ],
)
async def test_sends_path_and_query(operation: str, params: dict[str, object], target: str) -> None:
    found, seen = await asked(response(b'{"id": 1}', more="x-request-id: req_7\r\n"), operation, **params)
    assert seen == f"GET {target}"
    assert (found.body, found.error) == ({"id": 1}, None)
    assert (found.run.status, found.run.status_code) == ("completed", 200)
    assert found.run.headers["x-request-id"] == "req_7"
    assert (found.run.total_ms or 0) >= (found.run.headers_ms or 0) >= 0
    assert not await Run.objects.aexists()


async def test_keeps_what_failed_in_the_error() -> None:
    body = json.dumps({"error": {"message": f"No {KEY} here", "code": "model_not_found"}}).encode()
    found, _ = await asked(response(body, status="404 Not Found"), "retrieve_model", model="m")
    assert found.body is None
    assert isinstance(found.error, NotFound)
    assert KEY not in json.dumps(found.error.as_dict())
    assert (found.run.status, found.run.status_code) == ("failed", 404)


async def test_waits_only_so_long() -> None:
    async def never(*_: object) -> None:
        await asyncio.Event().wait()

    async with serving(never) as upstream:
        found = await read(connected(upstream.endpoint.base_url), "list_models", {}, limit=0.05)
    assert isinstance(found.error, TimedOut)
    assert "0.05 seconds" in found.error.message


async def test_tells_of_a_server_that_is_not_there_and_of_a_key_that_cannot_be_read(settings) -> None:
    async with serving(b"") as upstream:
        gone = connected(upstream.endpoint.base_url)
    assert isinstance((await read(gone, "list_models", {})).error, ConnectionFailed)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", []
    unreadable = await read(gone, "list_models", {})
    assert isinstance(unreadable.error, AuthenticationFailed)
    assert unreadable.run.request == {}


@pytest.mark.parametrize(
    ("status", "body"),
    [("200 OK", b'{"id": "<b>words</b>"}'), ("404 Not Found", b'{"error": {"message": "<b>words</b>"}}')],
)
async def test_shows_request_answer_headers_and_code_without_the_key(status: str, body: bytes) -> None:
    answer = response(body, status=status, more="x-request-id: req_7\r\n")
    async with serving(answer) as upstream:
        found = await read(connected(upstream.endpoint.base_url), "retrieve_model", {"model": "<i>m"})
    html = await sync_to_async(render_to_string)("runs/_read.html", {"read": found})
    said = re.sub(r"<[^>]*>", "", html)
    for words in ("/v1/models/%3Ci%3Em", status, "req_7", "curl", "client.models.retrieve", "…abcd"):
        assert words in said, words
    for words in (KEY, "<b>words", "<i>m"):
        assert words not in html


async def test_lets_a_stream_go_on_for_as_long_as_it_lasts() -> None:
    goes_on = asyncio.Event()

    async def slow(received: Received, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(STREAM_HEAD + piece(b"data: 1\n\n"))
        await goes_on.wait()
        writer.write(piece(b"data: 2\n\n") + b"0\r\n\r\n")

    params = {"response_id": "resp_1", "stream": True}
    async with serving(slow) as upstream:
        connection = connected(upstream.endpoint.base_url)
        short = await read(connection, "get_response", params, limit=0.01)
        assert isinstance(short.error, TimedOut)
        whole = asyncio.create_task(read(connection, "get_response", params, limit=None))
        await asyncio.wait([whole], timeout=0.05)
        goes_on.set()
        assert (await whole).body == "data: 1\n\ndata: 2\n\n"


async def test_lets_go_of_a_stream_that_nobody_waits_for() -> None:
    begun = asyncio.Event()

    async def endless(received: Received, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(STREAM_HEAD + piece(b"data: 1\n\n"))
        begun.set()
        await reader.read(1)

    async with serving(endless) as upstream:
        params = {"response_id": "resp_1", "stream": True}
        connection = connected(upstream.endpoint.base_url)
        task = asyncio.create_task(read(connection, "get_response", params, limit=None))
        await begun.wait()
        task.cancel()
        await asyncio.wait_for(upstream.disconnected.wait(), 10)


@pytest.mark.parametrize("status", ["200 OK", "404 Not Found"])
async def test_holds_no_half_of_a_surrogate_pair(status: str) -> None:
    body = rb'{"id": "\ud800 <b>", "error": {"message": "\udfff gone", "code": "\ud800"}}'
    async with serving(response(body, status=status)) as upstream:
        found = await read(connected(upstream.endpoint.base_url), "get_response", {"response_id": "resp_1"})
    shown = await sync_to_async(render_to_string)("runs/_read.html", {"read": found})
    assert f"{found.body} {found.error and found.error.as_dict()} {shown}".encode()
