import json

import pytest
from asgiref.testing import ApplicationCommunicator
from django.core.asgi import get_asgi_application


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 503])
@pytest.mark.parametrize("stream", [False, True])
async def test_fails_as_its_name_says(chat, status, stream):
    answer = await chat(model=f"sandbox-error-{status}", stream=stream)
    assert answer.status == status
    assert set(answer.error) == {"message", "type", "param", "code"}


async def test_tells_when_to_come_back(chat):
    answer = await chat(model="sandbox-error-429")
    assert answer.headers["retry-after"] == "2"
    assert answer.headers["x-ratelimit-remaining-requests"] == "0"
    assert answer.error["code"] == "rate_limit_exceeded"


async def test_answers_with_a_page(chat):
    answer = await chat(model="sandbox-html")
    assert answer.headers["content-type"].startswith("text/html")
    assert b"<html>" in answer.content


async def test_answers_with_broken_json(chat):
    with pytest.raises(json.JSONDecodeError):
        _ = (await chat(model="sandbox-malformed")).json
    with pytest.raises(json.JSONDecodeError):
        _ = (await chat(model="sandbox-malformed", stream=True)).events


async def test_fails_inside_the_stream(chat):
    answer = await chat(model="sandbox-error-in-stream", stream=True)
    assert answer.events[-1]["error"]["type"] == "server_error"
    assert answer.lines[-1] != "[DONE]"


CHAT = {"stream": True, "messages": [{"role": "user", "content": "say exactly: " + "x " * 99}]}
COMPLETE = {"stream": True, "prompt": "Tell me", "max_tokens": 200}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("chat/completions", {"model": "sandbox-stall", **CHAT}),
        ("chat/completions", {"model": "sandbox-slow", **CHAT}),
        ("chat/completions", {"model": "sandbox-chat", **CHAT}),
        ("completions", {"model": "sandbox-instruct", **COMPLETE}),
        ("completions", {"model": "sandbox-stall", **COMPLETE}),
        ("embeddings", {"model": "sandbox-embedding", "input": ["many"] * 2048}),
    ],
)
async def test_stops_at_once_when_the_client_goes_away(path, body):
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": f"/sandbox/v1/{path}",
        "query_string": b"",
        "headers": [(b"authorization", b"Bearer x"), (b"host", b"localhost")],
    }
    client = ApplicationCommunicator(get_asgi_application(), scope)
    await client.send_input({"type": "http.request", "body": json.dumps(body).encode(), "more_body": False})
    assert (await client.receive_output(10))["status"] == 200
    assert (await client.receive_output(10))["body"]
    await client.send_input({"type": "http.disconnect"})
    await client.wait(timeout=2)
    assert client.future.done()
    assert not client.future.cancelled()
