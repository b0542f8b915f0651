import json

import pytest
from asgiref.testing import ApplicationCommunicator
from django.core.asgi import get_asgi_application

from .responding import events_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 503])
@pytest.mark.parametrize("params", [{}, {"stream": True}, {"background": True}], ids=str)
async def test_fails_as_its_name_says(respond, status, params):
    answer = await respond(model=f"sandbox-error-{status}", **params)
    assert answer.status == status
    assert set(answer.error) == {"message", "type", "param", "code"}


async def test_answers_with_a_page_or_broken_json(respond):
    assert (await respond(model="sandbox-html")).headers["content-type"].startswith("text/html")
    with pytest.raises(json.JSONDecodeError):
        _ = (await respond(model="sandbox-malformed")).json
    with pytest.raises(json.JSONDecodeError):
        events_of(await respond(model="sandbox-malformed", stream=True))


@pytest.mark.parametrize("params", [{}, {"background": True}], ids=str)
async def test_fails_inside_the_stream(call, respond, params):
    events = events_of(await respond(model="sandbox-error-in-stream", stream=True, **params))
    assert [event["type"] for event in events[-2:]] == ["error", "response.failed"]
    failed = events[-1]["response"]
    assert (failed["status"], failed["error"]["code"]) == ("failed", "server_error")
    assert "response.output_item.done" not in [event["type"] for event in events]
    assert (await call("GET", f"/responses/{failed['id']}")).json == failed


@pytest.mark.parametrize("params", [{}, {"background": True}], ids=str)
@pytest.mark.parametrize("model", ["sandbox-stall", "sandbox-slow", "sandbox-chat"])
async def test_stops_at_once_when_the_client_goes_away(model, params):
    body = {"model": model, "stream": True, "input": "say exactly: " + "x " * 99, **params}
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": "/sandbox/v1/responses",
        "query_string": b"",
        "headers": [(b"authorization", b"Bearer x"), (b"host", b"localhost")],
    }
    client = ApplicationCommunicator(get_asgi_application(), scope)
    await client.send_input({"type": "http.request", "body": json.dumps(body).encode(), "more_body": False})
    assert (await client.receive_output(10))["status"] == 200
    assert (await client.receive_output(10))["body"].startswith(b"event: response.created")
    await client.send_input({"type": "http.disconnect"})
    await client.wait(timeout=2)
    assert client.future.done()
    assert not client.future.cancelled()
