import asyncio
import json
import socket
import ssl
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from playground.openai import errors
from playground.openai.client import Client, Endpoint
from playground.openai.failures import from_answer, retry_after
from tests.openai.upstream import STREAM_HEAD, asking, piece, response, serving

KEY = "sk-proj-0123456789abcdef7f3a"
CREATE = ("create_response", {"model": "m", "input": "x", "stream": True})


async def failure(answer, operation=CREATE, **endpoint) -> errors.OpenAIError:
    """The error that this answer of an upstream becomes, in `send`."""
    async with serving(answer, **endpoint) as upstream:
        with pytest.raises(errors.OpenAIError) as caught:
            await Client(upstream.endpoint, sleep=no_wait).send(*operation)
    return caught.value


async def no_wait(seconds):
    await asyncio.sleep(0)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, "bad_request"),
        (401, "authentication"),
        (402, "permission"),
        (403, "permission"),
        (404, "not_found"),
        (405, "not_found"),
        (408, "timeout"),
        (409, "bad_request"),
        (413, "bad_request"),
        (422, "bad_request"),
        (429, "rate_limit"),
        (500, "server"),
        (501, "not_found"),
        (503, "server"),
        (529, "server"),
    ],
)
async def test_sorts_statuses_into_kinds(status, kind):
    error = {"message": "No.", "type": "t", "param": "temperature", "code": "c"}
    body = response(
        json.dumps({"error": error}).encode(), status=f"{status} No", more="x-request-id: req_1\r\n"
    )
    found = await failure(body)
    assert found.kind == kind
    assert (found.message, found.type, found.param, found.code) == ("No.", "t", "temperature", "c")
    assert (found.status_code, found.request_id) == (status, "req_1")
    assert found.advice.endswith(".")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('{"error": {"message": "one"}}', "one"),
        ('{"error": "two"}', "two"),
        ('{"detail": "three"}', "three"),
        ('{"message": "four"}', "four"),
        (
            '{"detail": [{"loc": ["body", "model"], "msg": "Field required"}, {"msg": "x"}]}',
            "model: Field required; x",
        ),
        ('{"error": {"message": {"detail": "five"}}}', "five"),
        ('[{"error": {"message": "six"}}]', "six"),
        ('{"errors": [{"message": "seven"}]}', "seven"),
        ('"eight"', "eight"),
        ('{"error": "Bad Request", "message": "No such voice."}', "No such voice."),
        ('{"error": true, "reason": "because"}', "because"),
        ("nine\n", "nine"),
        ("<!doctype html><title>502 Bad\n Gateway</title><p>x", "502 Bad Gateway"),
        ("<html><style>p{}</style><body><h1>No &amp; no</h1></body></html>", "No & no"),
        ("", "The server answered with status 400."),
        ("{}", "The server answered with status 400."),
        ('{"error": {"message": null, "code": 5}}', "The server answered with status 400."),
        ("[" * 100_000, "[" * 2_000),
    ],
)
def test_finds_the_message_in_any_shape(body, message):
    assert from_answer(400, {}, body.encode()).message == message


def test_keeps_a_body_short_and_free_of_keys():
    body = f"Incorrect API key provided: {KEY} or sk-other-0123456789. {'x' * 50_000}"
    error = from_answer(401, {}, body.encode(), (KEY,))
    for text in (error.message, error.body, str(error), json.dumps(error.as_dict())):
        assert "0123456789" not in text
        assert len(text) < 30_000
    assert error.body.startswith("Incorrect API key provided: …7f3a or sk-…")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after": "-3"}, 0),
        ({"retry-after": "soon"}, None),
        ({}, None),
    ],
)
def test_reads_how_long_to_wait(headers, seconds):
    assert retry_after(headers) == seconds


def test_reads_until_when_to_wait():
    moment = datetime.now(UTC) + timedelta(seconds=30)
    assert 25 < retry_after({"retry-after": format_datetime(moment, usegmt=True)}) <= 30
    assert retry_after({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}) == 0


@pytest.mark.parametrize("kind", [cls.kind for cls in errors.OpenAIError.__subclasses__()])
def test_survives_the_history(kind):
    error = errors.from_dict({"kind": kind, "message": "m", "param": "p", "retry_after": 2, "body": "b"})
    again = errors.from_dict(json.loads(json.dumps(error.as_dict())))
    assert type(again) is type(error)
    assert again.kind == kind
    assert again.as_dict() == error.as_dict()


def test_advises_to_leave_out_what_a_model_does_not_take():
    body = json.dumps({"error": {"message": "m", "param": "top_p", "code": "unsupported_parameter"}})
    assert from_answer(400, {}, body.encode()).advice == "Leave top_p out, or choose a model that takes it."


@pytest.mark.parametrize(
    ("data", "event", "kind", "message"),
    [
        ({"error": {"message": "m", "type": "server_error"}}, "message", "server", "m"),
        ({"error": {"message": "m", "code": "rate_limit_exceeded"}}, "message", "rate_limit", "m"),
        ({"error": {"message": "m", "code": 401}}, "message", "authentication", "m"),
        ({"error": "text"}, "message", "server", "text"),
        ({"type": "error", "message": "m", "code": None, "param": None}, "message", "server", "m"),
        ({"message": "m"}, "error", "server", "m"),
        ("words", "error", "server", "words"),
    ],
)
def test_finds_an_error_in_an_event(data, event, kind, message):
    error = errors.from_event(data, event)
    assert (error.kind, error.message) == (kind, message)


@pytest.mark.parametrize(
    "data",
    [
        {"choices": [], "error": None},
        {"object": "response", "error": {"message": "m"}},
        {"type": "response.completed"},
        [],
        "text",
    ],
)
def test_finds_no_error_where_there_is_none(data):
    assert errors.from_event(data) is None


async def test_finds_an_error_in_an_answer_that_claims_success():
    found = await failure(response(b'{"error": {"message": "no credit", "code": 402}}'))
    assert (found.kind, found.message) == ("permission", "no credit")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<!DOCTYPE html><html><title>Welcome</title>", "web page (Welcome)"),
        (b"Ollama is running", "not JSON"),
        (b"", "empty"),
        (b'{"cut', "not JSON"),
    ],
)
async def test_says_that_an_answer_is_not_json(body, words):
    found = await failure(response(body, "application/json"))
    assert found.kind == "malformed"
    assert words in found.message
    assert found.body == body.decode()


async def test_does_not_follow_a_redirect():
    async with serving(response(b"{}")) as other:
        more = f"Location: {other.endpoint.base_url}/elsewhere\r\n"
        found = await failure(response(b"", status="307 Temporary Redirect", more=more), key=KEY)
    assert other.requests == []
    assert found.kind == "connection"
    assert "redirects to " + other.endpoint.base_url in found.message


@pytest.mark.parametrize("location", ["http://[bad", "//", "\x80"])
async def test_survives_a_redirect_to_nowhere(location):
    more = f"Location: {location}\r\n"
    found = await failure(response(b"", status="302 Found", more=more))
    assert found.kind == "connection"


async def test_says_that_nothing_answers():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(errors.ConnectionFailed, match="Nothing answers"):
        await Client(Endpoint(f"http://127.0.0.1:{port}"), sleep=no_wait).send(*CREATE)


@pytest.mark.parametrize(
    ("cause", "code"),
    [(ssl.SSLError("bad"), "tls"), (socket.gaierror("no"), "dns"), (OSError("x"), "refused")],
)
async def test_says_why_there_is_no_connection(cause, code):
    def answer(request):
        raise httpx.ConnectError("x") from cause

    client = Client(Endpoint("https://h"), transport=httpx.MockTransport(answer), sleep=no_wait)
    with pytest.raises(errors.ConnectionFailed) as caught:
        await client.send(*CREATE)
    assert caught.value.code == code


async def test_says_that_the_server_hung_up():
    async def answer(received, reader, writer):
        writer.close()

    assert (await failure(answer)).kind == "connection"


async def test_says_that_the_server_does_not_speak_http():
    assert (await failure(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")).kind == "connection"


async def test_says_that_the_server_is_silent():
    async def answer(received, reader, writer):
        await reader.read()

    found = await failure(answer, idle_timeout=0.01)
    assert (found.kind, found.message) == ("timeout", "The server sent nothing for 0.01 s.")


async def read_into(seen, client):
    async with asking(client, *CREATE) as answer:
        async for events in answer.events():
            seen.extend(events)


@pytest.mark.parametrize(
    ("ending", "kind"), [("hang up", "incomplete"), ("silence", "timeout"), ("nonsense", "incomplete")]
)
async def test_says_that_an_answer_was_cut_off_and_keeps_what_came(ending, kind):
    async def answer(received, reader, writer):
        writer.write(STREAM_HEAD + piece(b"data: first\n\n"))
        await writer.drain()
        if ending == "silence":
            await reader.read()
        if ending == "nonsense":
            writer.write(b"zzz\r\n")
            await writer.drain()
        writer.close()

    async with serving(answer, idle_timeout=0.05) as upstream:
        seen = []
        with pytest.raises(errors.OpenAIError) as caught:
            await read_into(seen, Client(upstream.endpoint))
    assert [event.data for event in seen] == ["first"]
    assert caught.value.kind == kind


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        (httpx.ConnectError("x"), "connection"),
        (httpx.ConnectTimeout("x"), "timeout"),
        (httpx.ReadTimeout("x"), "timeout"),
        (httpx.WriteTimeout("x"), "timeout"),
        (httpx.PoolTimeout("x"), "timeout"),
        (httpx.ReadError("x"), "connection"),
        (httpx.WriteError("x"), "connection"),
        (httpx.ProxyError("x"), "connection"),
        (httpx.RemoteProtocolError("x"), "connection"),
        (httpx.LocalProtocolError(f"x {KEY}"), "bad_request"),
        (httpx.UnsupportedProtocol("x"), "bad_request"),
        (httpx.InvalidURL(f"x {KEY}"), "bad_request"),
        (httpx.DecodingError("x"), "malformed"),
        (httpx.TooManyRedirects("x"), "connection"),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_translates_every_error_of_httpx(raised, kind):
    def answer(request):
        raise raised

    client = Client(
        Endpoint("http://h", key=KEY, idle_timeout=3), transport=httpx.MockTransport(answer), sleep=no_wait
    )
    with pytest.raises(errors.OpenAIError) as caught:
        await client.send(*CREATE)
    assert caught.value.kind == kind
    assert KEY not in caught.value.message
