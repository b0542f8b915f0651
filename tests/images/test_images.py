"""Images over HTTP: what is sent, what is kept of what comes, what is refused."""

import json
import threading
import uuid
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from typing import Any

import httpx
import pytest

from playground.params.json_text import same_json
from tests.openai.upstream import piece
from tests.scripted import ScriptedUpstream
from tests.visitor import HTMX, Visitor

from .samples import encoded, opened, picture

RED, BLUE = picture(), picture(colour=(10, 10, 240))
USAGE = {"input_tokens": 7, "output_tokens": 100, "total_tokens": 107}


def post(visitor: Visitor, **typed: str) -> tuple[str, httpx.Response]:
    run = str(uuid.uuid4())
    form = {"run": run, "prompt": "Hills", "model": "own-image", **typed}
    return run, visitor.post("/images/", form, headers=HTMX)


def drawn(visitor: Visitor, upstream: ScriptedUpstream, data: Any, **typed: str) -> dict[str, Any]:
    run, response = post(visitor, **typed)
    assert response.status_code == 200, response.text
    upstream.answer(json.dumps({"created": 1, "data": data, "usage": USAGE}).encode())
    return visitor.ended(run)


def shown(visitor: Visitor, run: str) -> str:
    return visitor.client.get(f"/history/{run}/").raise_for_status().text


def file_of(visitor: Visitor, entry: dict[str, Any]) -> bytes:
    return visitor.client.get(f"/files/{entry['kept']['file']}/").raise_for_status().content


@pytest.mark.parametrize(
    ("name", "typed", "sent", "more"),
    [
        ("prompt", "line one\r\nline two שלום", "line one\nline two שלום", {}),
        ("model", "gpt-image-1", "gpt-image-1", {}),
        ("n", "10", 10, {}),
        ("size", "1536x1024", "1536x1024", {}),
        ("size", "1111x77", "1111x77", {}),
        ("quality", "hd", "hd", {}),
        ("background", "transparent", "transparent", {}),
        ("moderation", "low", "low", {}),
        ("output_format", "webp", "webp", {}),
        ("output_compression", "0", 0, {"output_format": "jpeg"}),
        ("response_format", "b64_json", "b64_json", {}),
        ("style", "natural", "natural", {}),
        ("user", "Größe", "Größe", {}),
        ("stream", "false", False, {}),
        ("extra_body", '{"seed": null}', None, {}),
    ],
)
def test_sends_each_parameter_with_its_type(
    visitor: Visitor, upstream: ScriptedUpstream, name: str, typed: str, sent: Any, more: dict[str, str]
) -> None:
    drawn(visitor, upstream, [{"b64_json": encoded(RED)}], **{**more, name: typed})
    expected = {"seed": None} if name == "extra_body" else {**more, name: sent}
    assert same_json(upstream.body, {"prompt": "Hills", "model": "own-image", **expected})


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"prompt": " "}, "prompt is required"),
        ({"prompt": "x" * 1001, "model": "dall-e-2"}, "1,000 characters or fewer for dall-e-2: it has 1,001"),
        ({"prompt": "x" * 4001, "model": "dall-e-3"}, "4,000 characters or fewer"),
        ({"prompt": "x" * 32001, "model": "gpt-image-1"}, "32,000 characters or fewer"),
        ({"n": "0"}, "n must be 1 or more"),
        ({"n": "11"}, "n must be 10 or less"),
        ({"n": "2", "model": "dall-e-3"}, "set n to 1"),
        ({"partial_images": "4", "stream": "true"}, "partial_images must be 3 or less"),
        ({"partial_images": "1"}, "partial_images needs stream: true"),
        ({"output_compression": "50"}, "needs output_format: jpeg or webp"),
        ({"output_compression": "101", "output_format": "webp"}, "must be 100 or less"),
        ({"background": "transparent", "output_format": "jpeg"}, "no transparent background"),
    ],
    ids=str,
)
def test_refuses_and_sends_nothing(
    visitor: Visitor, upstream: ScriptedUpstream, typed: dict[str, str], words: str
) -> None:
    _, response = post(visitor, **typed)
    assert response.status_code == 422
    assert words in response.text
    assert upstream.requests == []


def test_keeps_pictures_as_files_and_the_answer_small(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    holes = picture(8, 4, "WEBP", "RGBA", (0, 0, 0, 0))
    entry = {"b64_json": encoded(RED), "revised_prompt": "Hills, <b>red</b>"}
    run = drawn(visitor, upstream, [entry, {"b64_json": encoded(holes)}], n="2")
    first, second = run["response"]["data"]
    assert first["b64_json"] == f"{len(encoded(RED))} characters, kept apart as a file"
    assert file_of(visitor, first) == RED
    assert second["kept"] | {"file": ""} == {
        "file": "",
        "name": "image-2.webp",
        "width": 8,
        "height": 4,
        "bytes": len(holes),
        "format": "webp",
        "transparent": True,
    }
    page = visitor.client.get(f"/images/pictures/{first['kept']['file']}/").raise_for_status().text
    assert "Hills, &lt;b&gt;red&lt;/b&gt;" in page
    assert "6 × 6" in page


def test_downloads_all_pictures(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run = drawn(visitor, upstream, [{"b64_json": encoded(each)} for each in (RED, BLUE)], n="2")
    archive = visitor.client.get(f"/images/{run['uuid']}/images.zip").raise_for_status()
    with zipfile.ZipFile(BytesIO(archive.content)) as opened_archive:
        assert opened_archive.namelist() == ["image-1.png", "image-2.png"]
        assert [opened_archive.read(name) for name in opened_archive.namelist()] == [RED, BLUE]


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, HTTPServer]]:
    """A server of pictures at another port; what it was asked is in `asked`."""

    class Pictures(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.server.asked.append(dict(self.headers))  # type: ignore[attr-defined]
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<html>gone</html>" if "page" in self.path else BLUE)

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Pictures) as pictures:
        pictures.asked = []  # type: ignore[attr-defined]
        threading.Thread(target=pictures.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{pictures.server_port}", pictures
        pictures.shutdown()


def test_shows_a_picture_whose_address_is_gone(
    visitor: Visitor, upstream: ScriptedUpstream, elsewhere: tuple[str, HTTPServer]
) -> None:
    address, pictures = elsewhere
    run = drawn(visitor, upstream, [{"url": f"{address}/1.png"}, {"url": f"{address}/page"}], n="2")
    pictures.shutdown()
    assert all("sk-secret" not in str(headers) for headers in pictures.asked)  # type: ignore[attr-defined]
    first, second = run["response"]["data"]
    assert first["url"] == f"{address}/1.png"
    assert file_of(visitor, first) == BLUE
    assert second["kept"] == {"problem": "It is no PNG, JPEG, WebP or GIF."}
    assert f"/files/{first['kept']['file']}/" in shown(visitor, run["uuid"])


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"b64_json": encoded(b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")}, "no PNG"),
        ({"b64_json": encoded(b"<!doctype html><script>alert(1)</script>")}, "no PNG"),
        ({"b64_json": encoded(RED[:50])}, "damaged"),
        ({"b64_json": "%%%"}, "not base64"),
        ({}, "neither the picture nor an address"),
        ({"url": "file:///etc/passwd"}, "no plain http"),
        ({"url": "javascript:alert(1)"}, "no plain http"),
        ({"url": "http://localhost:1/x.png"}, "private network"),
        ({"url": "http://[::1]:1/x.png"}, "private network"),
        ({"url": "data:text/html,<b>x</b>"}, "no PNG"),
        ({"b64_json": "", "kept": {"file": "x", "name": "<b>"}}, "neither the picture"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_keeps_nothing_that_is_no_picture(
    visitor: Visitor, upstream: ScriptedUpstream, entry: dict[str, Any], words: str
) -> None:
    run = drawn(visitor, upstream, [entry])
    assert words in run["response"]["data"][0]["kept"]["problem"]
    assert run["files"] == []
    assert words in shown(visitor, run["uuid"])


@pytest.mark.parametrize("data", [None, [], "x", [1], {"a": 1}], ids=str)
def test_says_what_is_odd_about_an_answer(visitor: Visitor, upstream: ScriptedUpstream, data: Any) -> None:
    run = drawn(visitor, upstream, data)
    assert run["status"] == "failed"
    assert "The answer has no images" in run["error"]["message"]


def test_takes_a_data_url(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run = drawn(visitor, upstream, [{"url": f"data:image/png;base64,{encoded(RED)}"}])
    assert file_of(visitor, run["response"]["data"][0]) == RED
    assert "base64" not in json.dumps(run["response"])


def send(upstream: ScriptedUpstream, kind: str, **data: Any) -> None:
    name = f"image_generation.{kind}"
    event = f"event: {name}\ndata: {json.dumps({'type': name, **data})}\n\n"
    upstream.raw(piece(event.encode()))


def test_shows_views_on_the_way_and_then_the_pictures(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run, response = post(visitor, stream="true", partial_images="1", n="2")
    assert "Waiting for image 2" in response.text
    with visitor.socket(run) as socket:
        send(upstream, "partial_image", b64_json=encoded(BLUE), partial_image_index=0)
        while "Drawing image 1, view 1 of 1" not in str(socket.recv(timeout=30)):
            pass
    send(upstream, "completed", b64_json=encoded(RED), created_at=5, quality="low", usage=USAGE)
    send(upstream, "completed", b64_json=encoded(BLUE), created_at=6, quality="low", usage=USAGE)
    upstream.raw(b"0\r\n\r\n")
    upstream.raw(None)
    ended = visitor.ended(run)
    assert ended["status"] == "completed", ended["error"]
    assert [file_of(visitor, entry) for entry in ended["response"]["data"]] == [RED, BLUE]
    assert ended["usage"] == {"input_tokens": 14, "output_tokens": 200, "total_tokens": 214}
    assert ended["response"]["quality"] == "low"
    assert [file["name"] for file in ended["files"]] == [
        "image-1-partial-1.png",
        "image-1.png",
        "image-2.png",
    ]
    shown_facts = shown(visitor, run)
    assert "first picture" in shown_facts
    assert "tok/s" not in shown_facts
    events = visitor.client.get(f"/history/{run}/inspector/events/", headers=HTMX).text
    assert encoded(RED)[:40] not in events


def test_keeps_what_had_come_when_a_stream_breaks(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run, _ = post(visitor, stream="true", partial_images="1", n="3")
    send(upstream, "completed", b64_json=encoded(RED))
    send(upstream, "partial_image", b64_json=encoded(BLUE), partial_image_index=0)
    upstream.cut()
    ended = visitor.ended(run)
    assert ended["status"] == "failed"
    assert file_of(visitor, ended["response"]["data"][0]) == RED
    assert "Image 2 was not finished" in shown(visitor, run)


def test_estimates_what_it_would_cost(visitor: Visitor) -> None:
    def estimate(**typed: str) -> str:
        return visitor.post("/images/estimate/", {"prompt": "x", **typed}, headers=HTMX).text

    asked = {"model": "gpt-image-1", "n": "3", "size": "1024x1024", "quality": "medium"}
    assert "unknown price" in estimate(model="dall-e-3")
    assert estimate(**asked).startswith("3 × 1024×1024, medium")


def test_lists_earlier_runs_and_the_same_prompt(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    prompt = f"A prompt of its own {uuid.uuid4().hex}"
    first = drawn(visitor, upstream, [{"b64_json": encoded(RED)}], prompt=prompt, quality="low")
    last = drawn(visitor, upstream, [{"b64_json": encoded(RED)}], prompt=prompt)
    page = visitor.client.get(f"/images/?run={last['uuid']}").text
    assert "The same prompt at other times" in page
    assert "quality low" in page
    # Not again among the earlier ones.
    assert page.count(f"/images/pictures/{first['response']['data'][0]['kept']['file']}/thumbnail/") == 1
    thumbnail = visitor.client.get(
        f"/images/pictures/{last['response']['data'][0]['kept']['file']}/thumbnail/"
    )
    assert opened(thumbnail.content).format == "WEBP"
    assert visitor.client.get("/images/earlier/?before=1", headers=HTMX).text.strip() == ""
