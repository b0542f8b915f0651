import json

import pytest


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
