import asyncio
import gzip
import json
import zlib
from contextlib import suppress
from io import BytesIO
from time import perf_counter

import httpx
import pytest

from playground.openai import errors
from playground.openai.client import Client, Endpoint, Event, FilePart, close_pool
from playground.openai.parsing import parse
from tests.openai.upstream import STREAM_HEAD, asking, form_parts, piece, response, serving

CHAT = ("create_chat_completion", {"model": "m", "messages": []})
STREAMED = ("create_chat_completion", {"model": "m", "messages": [], "stream": True})
WAIT = 5


async def events_of(answer, **limits):
    return [event async for events in answer.events(**limits) for event in events]


async def test_reads_json():
    async with serving(response(b'{"id": "x"}', more="x-request-id: req_1\r\n")) as upstream:
        answer = await Client(upstream.endpoint).send(*CHAT)
    assert await answer.body() == {"id": "x"}
    assert (answer.kind, answer.streams, answer.status_code) == ("json", False, 200)
    assert answer.headers["x-request-id"] == "req_1"
    assert answer.elapsed_ms >= 0


@pytest.mark.parametrize(
    ("operation", "content_type", "body", "kind", "meaning"),
    [
        ("create_transcription", "text/plain; charset=utf-8", "é\n".encode(), "text", "é\n"),
        ("create_transcription", "text/vtt", b"WEBVTT", "text", "WEBVTT"),
        ("create_transcription", "application/json", b'{"text": "a"}', "json", {"text": "a"}),
        ("create_speech", "audio/mpeg", b"\0\xff", "binary", b"\0\xff"),
        ("create_speech", "application/octet-stream", b"\0\xff", "binary", b"\0\xff"),
        ("create_embedding", "text/html", b'{"data": []}', "json", {"data": []}),
        ("create_embedding", "application/problem+json", b"[]", "json", []),
    ],
)
async def test_tells_kinds_of_answers_apart(operation, content_type, body, kind, meaning):
    async with serving(response(body, content_type)) as upstream:
        answer = await Client(upstream.endpoint).send(operation, {"model": "m"})
    assert (answer.kind, await answer.body()) == (kind, meaning)


async def test_reads_an_empty_answer_of_a_deletion():
    async with serving(b"HTTP/1.1 204 No Content\r\n\r\n") as upstream:
        answer = await Client(upstream.endpoint).send("delete_response", {"response_id": "r"})
    assert await answer.body() is None


async def test_gives_events_as_they_come():
    shown = asyncio.Event()

    async def answer(received, reader, writer):
        writer.write(STREAM_HEAD + piece(b"data: first\n\n"))
        await asyncio.wait_for(shown.wait(), WAIT)
        writer.write(piece(b"event: typed\ndata: sec") + piece(b"ond\n\ndata: third\n\n") + piece(b""))

    async with serving(answer) as upstream, asking(Client(upstream.endpoint), *STREAMED) as opened:
        assert opened.streams
        lists = []
        async for events in opened.events():
            lists.append(events)
            shown.set()
    assert lists == [[Event("message", "first")], [Event("typed", "second"), Event("message", "third")]]


async def test_takes_json_where_a_stream_was_asked_for():
    async with (
        serving(response(b'{"choices": []}')) as upstream,
        asking(Client(upstream.endpoint), *STREAMED) as answer,
    ):
        assert answer.kind == "json"
        assert await answer.body() == {"choices": []}


async def test_takes_events_under_a_plain_name():
    body = response(b"data: [DONE]\n\n", "text/plain")
    async with serving(body) as upstream, asking(Client(upstream.endpoint), *STREAMED) as answer:
        assert await events_of(answer) == [Event("message", "[DONE]")]


async def test_sends_headers_made_from_nothing():
    headers = {"X-Extra": "1", "user-agent": "mine"}
    async with serving(
        response(b"{}"), key="sk-1", organization="org", project="proj", headers=headers
    ) as upstream:
        client = Client(upstream.endpoint)
        await client.send(*CHAT)
        await client.send(*STREAMED)
    plain, streamed = (received.headers for received in upstream.requests)
    assert set(plain) == {
        "host", "accept", "accept-encoding", "authorization", "content-length", "content-type",
        "openai-organization", "openai-project", "user-agent", "x-extra",
    }  # fmt: skip
    assert plain["authorization"] == "Bearer sk-1"
    assert plain["user-agent"] == "mine"
    assert streamed["accept-encoding"] == "identity"
    assert streamed["accept"] == "text/event-stream"


async def test_sends_no_key_when_there_is_none_and_no_cookie_ever():
    async with serving(response(b"{}", more="Set-Cookie: a=b; Path=/\r\n")) as upstream:
        client = Client(upstream.endpoint)
        await client.send("list_models", {})
        answer = await client.send("list_models", {})
    assert not {"authorization", "cookie"} & set(upstream.requests[1].headers)
    assert "a=b" not in repr(answer.headers)


async def test_shares_connections_among_clients():
    async with serving(response(b"{}")) as upstream:
        for _ in range(3):
            await Client(upstream.endpoint).send("list_models", {})
        assert upstream.connections == 1


async def test_closes_its_connections():
    async with serving(response(b"{}")) as upstream:
        await Client(upstream.endpoint).send("list_models", {})
        await close_pool()
        await asyncio.wait_for(upstream.disconnected.wait(), WAIT)


@pytest.mark.parametrize("moment", ["before the first byte", "between events"])
async def test_closes_the_upstream_connection_when_the_reading_task_is_cancelled(moment):
    asked, first = asyncio.Event(), asyncio.Event()

    async def answer(received, reader, writer):
        if moment == "between events":
            writer.write(STREAM_HEAD + piece(b"data: first\n\n"))
        asked.set()
        await reader.read()

    async def read(endpoint):
        async with asking(Client(endpoint), *STREAMED) as opened:
            async for _ in opened.events():
                first.set()

    async with serving(answer) as upstream:
        reading = asyncio.create_task(read(upstream.endpoint))
        await asyncio.wait_for(asked.wait(), WAIT)
        if moment == "between events":
            await asyncio.wait_for(first.wait(), WAIT)
        reading.cancel()
        with suppress(asyncio.CancelledError):
            await reading
        await asyncio.wait_for(upstream.disconnected.wait(), 0.5)


async def test_closes_the_upstream_connection_when_the_reader_leaves():
    async def answer(received, reader, writer):
        writer.write(STREAM_HEAD + piece(b"data: first\n\n"))
        await reader.read()

    async with serving(answer) as upstream:
        async with asking(Client(upstream.endpoint), *STREAMED) as opened:
            async for _ in opened.events():
                break
        await asyncio.wait_for(upstream.disconnected.wait(), 0.5)


async def test_reads_files_a_piece_at_a_time(tmp_path):
    path = tmp_path / "long.wav"
    path.write_bytes(bytes(range(256)) * 8192)
    sizes = []

    class Watched(BytesIO):
        def read(self, size=-1):
            sizes.append(size)
            return super().read(size)

    content = path.read_bytes()
    part = FilePart("long.wav", "audio/wav", len(content), lambda: Watched(content))
    async with serving(response(b"{}")) as upstream:
        await Client(upstream.endpoint).send("create_transcription", {"model": "m"}, {"file": part})
    received = upstream.requests[0]
    assert ("file", "long.wav", content) in form_parts(received)
    assert "transfer-encoding" not in received.headers
    assert all(0 < size <= 1024 * 1024 for size in sizes)
    assert len(sizes) > 2


async def test_says_that_a_file_is_gone(tmp_path):
    part = FilePart("a.png", "image/png", 1, lambda: (tmp_path / "a.png").open("rb"))
    async with serving(response(b"{}")) as upstream:
        with pytest.raises(errors.BadRequest, match=r"The file a\.png cannot be read"):
            await Client(upstream.endpoint).send("create_image_variation", {}, {"image": part})


@pytest.mark.parametrize("operation", ["create_transcription", "create_speech", "create_response"])
async def test_does_not_take_a_web_page_for_an_answer(operation):
    async with serving(response(b"<!doctype html><title>Welcome</title>", "text/html")) as upstream:
        with pytest.raises(errors.MalformedAnswer, match="web page"):
            await Client(upstream.endpoint).send(operation, {"model": "m"})


async def test_sends_a_list_of_files_under_one_name():
    parts = [FilePart(name, "image/png", 1, lambda: BytesIO(b"x")) for name in ("a.png", "b.png")]
    async with serving(response(b"{}")) as upstream:
        await Client(upstream.endpoint).send("create_image_edit", {"prompt": "p"}, {"image": parts})
    found = form_parts(upstream.requests[0])
    assert [(name, file) for name, file, _ in found if file] == [("image[]", "a.png"), ("image[]", "b.png")]


def test_shows_a_request_without_its_secrets():
    endpoint = Endpoint(
        "https://h/v1/?api-version=1", key="sk-0123456789ab7f3a", headers={"X-Api-Key": "hush-hush-hush-1234"}
    )
    part = FilePart("a.mp3", "audio/mpeg", 3, lambda: BytesIO(b"abc"))
    request = Client(endpoint).prepare("create_transcription", {"model": "m", "prompt": None}, {"file": part})
    assert request.method == "POST"
    assert request.url == "https://h/v1/audio/transcriptions?api-version=1"
    assert request.headers["Authorization"] == "Bearer …7f3a"
    assert request.headers["X-Api-Key"] == "…1234"
    assert request.body == {"model": "m", "file": {"file": "a.mp3", "content_type": "audio/mpeg", "size": 3}}
    assert json.loads(json.dumps(request.as_dict())) == request.as_dict()
    for text in (repr(request), repr(endpoint)):
        assert "sk-0123" not in text
        assert "hush" not in text


@pytest.mark.parametrize(
    ("endpoint", "param"),
    [
        (Endpoint("ftp://h"), "base_url"),
        (Endpoint("h/v1"), "base_url"),
        (Endpoint(""), "base_url"),
        (Endpoint("http://me:secret@h/v1"), "base_url"),
        (Endpoint("http://h/v1", key="sk-“smart”"), "key"),
        (Endpoint("http://h/v1", key="sk-1\r\nX: y"), "key"),
        (Endpoint("http://h/v1", headers={"bad name": "x"}), "headers"),
        (Endpoint("http://h/v1", headers={"X": "a\nb"}), "headers"),
        (Endpoint("http://h:port/v1"), "base_url"),
        (Endpoint("http://[::1/v1"), "base_url"),
    ],
)
def test_refuses_an_endpoint_that_cannot_be_used(endpoint, param):
    with pytest.raises(errors.BadRequest) as caught:
        Client(endpoint).prepare("list_models", {})
    assert caught.value.param == param
    assert "secret" not in str(caught.value)


def test_refuses_a_number_that_json_does_not_know():
    with pytest.raises(errors.BadRequest):
        Client(Endpoint("http://h")).prepare("create_response", {"temperature": float("nan")})


def test_sends_half_a_surrogate_pair_as_an_escape():
    request = Client(Endpoint("http://h")).prepare("create_response", {"input": "\ud83d"})
    assert json.loads(request.content) == {"input": "\ud83d"}


async def test_undoes_gzip():
    body = response(gzip.compress(b'{"a": 1}'), more="Content-Encoding: gzip\r\n")
    async with serving(body) as upstream:
        answer = await Client(upstream.endpoint).send("list_models", {})
    assert await answer.body() == {"a": 1}


async def test_lets_others_go_on_while_it_reads_a_long_answer():
    text = f"[{','.join(['-0.006929283495992422'] * 600_000)}]"
    pauses = []

    async def others():
        last = perf_counter()
        while True:
            await asyncio.sleep(0)
            pauses.append(perf_counter() - last)
            last = perf_counter()

    async with serving(response(text.encode())) as upstream:
        going = asyncio.create_task(others())
        answer = await Client(upstream.endpoint).send("list_models", {})
        going.cancel()
    began = perf_counter()
    assert await answer.body() == parse(text)
    assert max(pauses) < (perf_counter() - began) / 2


async def test_stops_a_gzip_bomb():
    bomb = zlib.compress(bytes(80 * 1024 * 1024), wbits=31)
    async with serving(response(bomb, more="Content-Encoding: gzip\r\n")) as upstream:
        with pytest.raises(errors.MalformedAnswer, match="larger than 64 MB"):
            await Client(upstream.endpoint).send(*CHAT)


@pytest.mark.parametrize("encoding", ["gzip", "br"])
async def test_refuses_an_encoding_that_it_cannot_undo(encoding):
    async with serving(response(b"abc", more=f"Content-Encoding: {encoding}\r\n")) as upstream:
        with pytest.raises(errors.MalformedAnswer, match=encoding):
            await Client(upstream.endpoint).send(*CHAT)


async def test_stops_a_stream_that_is_too_long_and_keeps_what_came():
    body = response(b"data: " + b"a" * 500 + b"\n\n", "text/event-stream")
    seen = []

    async def read(answer):
        async for events in answer.events(run_limit=100):
            seen.extend(events)

    async with serving(body) as upstream, asking(Client(upstream.endpoint), *STREAMED) as answer:
        with pytest.raises(errors.MalformedAnswer, match="longer than"):
            await read(answer)
    assert len(seen) == 1


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
async def test_works_with_a_transport_of_the_test(encoding):
    def respond(request):
        content = json.dumps({"url": str(request.url)}).encode()
        content = gzip.compress(content) if encoding == "gzip" else content
        return httpx.Response(200, content=content, headers={"content-encoding": encoding})

    client = Client(Endpoint("http://h/v1"), transport=httpx.MockTransport(respond))
    assert await (await client.send("list_models", {})).body() == {"url": "http://h/v1/models"}
