import asyncio
import json

import pytest
from asgiref.testing import ApplicationCommunicator
from django.core.asgi import get_asgi_application

from playground.sandbox.images import views

from .pictures import difference, shown


@pytest.fixture
def stream(call):
    async def send(model: str = "sandbox-image", **params):
        body = {"model": model, "prompt": "a city, seed: 3", "stream": True, **params}
        return await call("POST", "/images/generations", body)

    return send


def events_of(answer):
    """Each event's name and its data."""
    pairs = [block.split("\n") for block in answer.content.decode().split("\n\n") if block]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in pairs]


async def test_shows_the_picture_while_it_is_made(stream):
    answer = await stream(partial_images=3, output_format="jpeg")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert b"[DONE]" not in answer.content
    events = events_of(answer)
    assert [name for name, _ in events] == ["image_generation.partial_image"] * 3 + [
        "image_generation.completed"
    ]
    assert all(data["type"] == name for name, data in events)
    assert [data["partial_image_index"] for _, data in events[:3]] == [0, 1, 2]
    pictures = [shown(data["b64_json"]) for _, data in events]
    assert {picture.size for picture in pictures} == {(1024, 1024)}
    away = [difference(picture, pictures[-1]) for picture in pictures[:3]]
    assert away[0] > away[1] > away[2] > 0
    assert events[-1][1]["usage"]["output_tokens"] == 4160 + 300


async def test_streams_the_whole_picture_alone(stream):
    [(name, data)] = events_of(await stream(background="transparent"))
    assert name == "image_generation.completed"
    assert data["background"] == "transparent"
    assert {"created_at", "size", "quality", "output_format"} <= set(data)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 503])
@pytest.mark.parametrize("streams", [False, True])
async def test_fails_as_its_name_says(stream, status, streams):
    answer = await stream(f"sandbox-error-{status}", stream=streams)
    assert answer.status == status
    assert set(answer.error) == {"message", "type", "param", "code"}


async def test_answers_with_a_page(stream):
    assert (await stream("sandbox-html")).headers["content-type"].startswith("text/html")


async def test_fails_inside_the_stream(stream):
    answer = await stream("sandbox-error-in-stream", partial_images=1)
    blocks = answer.content.decode().split("\n\n")
    assert blocks[0].startswith("event: image_generation.partial_image")
    assert "completed" not in answer.content.decode()
    assert json.loads(blocks[1].removeprefix("data: "))["error"]["type"] == "server_error"


async def test_answers_with_broken_json(stream):
    with pytest.raises(json.JSONDecodeError):
        _ = (await stream("sandbox-malformed", stream=False)).json
    with pytest.raises(ValueError):  # noqa: PT011
        events_of(await stream("sandbox-malformed", partial_images=1))


def client_of(body):
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": "/sandbox/v1/images/generations",
        "query_string": b"",
        "headers": [
            (b"authorization", b"Bearer x"),
            (b"host", b"localhost"),
            (b"content-type", b"application/json"),
        ],
    }
    client = ApplicationCommunicator(get_asgi_application(), scope)
    sent = {"type": "http.request", "body": json.dumps(body).encode(), "more_body": False}
    return client, client.send_input(sent)


@pytest.mark.parametrize("model", ["sandbox-stall", "sandbox-slow", "sandbox-image"])
async def test_stops_when_the_client_goes_away_in_mid_stream(model):
    body = {"model": model, "prompt": "hills", "stream": True, "partial_images": 2, "n": 3}
    client, sent = client_of(body)
    await sent
    assert (await client.receive_output(10))["status"] == 200
    assert (await client.receive_output(20))["body"].startswith(b"event: image_generation.partial_image")
    await client.send_input({"type": "http.disconnect"})
    await client.wait(timeout=5)
    assert client.future.done()
    assert not client.future.cancelled()


async def test_paints_no_more_when_the_client_goes_away(monkeypatch):
    loop, begun, painted = asyncio.get_running_loop(), asyncio.Event(), []
    paint = views.paint

    def counted(*arguments, **named):
        painted.append(1)
        loop.call_soon_threadsafe(begun.set)
        return paint(*arguments, **named)

    monkeypatch.setattr(views, "paint", counted)
    client, sent = client_of({"model": "sandbox-image", "prompt": "hills", "n": 10})
    await sent
    await asyncio.wait_for(begun.wait(), 20)
    await client.send_input({"type": "http.disconnect"})
    await client.wait(timeout=20)
    assert len(painted) <= 2
