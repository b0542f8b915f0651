"""Image edits: the picture as it is, its mask, and the prompt."""

import json
import uuid

import httpx
import pytest

from tests.openai.upstream import form_parts
from tests.scripted import ScriptedUpstream
from tests.visitor import HTMX, Visitor

from .samples import encoded, picture
from .test_images import RED

WIDE = picture(30, 10, "WEBP")
MASK = picture(30, 10, "PNG", "RGBA", (0, 0, 0, 0))


def edit(visitor: Visitor, image: bytes, mask: bytes = b"", **typed: str) -> tuple[str, httpx.Response]:
    run = str(uuid.uuid4())
    files = {"image": ("a.png", image, "image/png")}
    if mask:
        files["mask"] = ("mask.png", mask, "image/png")
    form = {"run": run, "prompt": "A hat", "model": "own-image", **typed}
    return run, visitor.post("/images/edits/", form, files=files, headers=HTMX)


@pytest.mark.parametrize(
    ("name", "value", "more"),
    [
        ("n", "2", {}),
        ("size", "1536x1024", {}),
        ("quality", "high", {}),
        ("background", "opaque", {}),
        ("input_fidelity", "high", {}),
        ("output_format", "webp", {}),
        ("output_compression", "40", {"output_format": "webp"}),
        ("response_format", "b64_json", {}),
        ("stream", "false", {}),
        ("user", "someone", {}),
    ],
)
def test_sends_each_parameter_with_picture_and_mask(
    visitor: Visitor, upstream: ScriptedUpstream, name: str, value: str, more: dict[str, str]
) -> None:
    run, response = edit(visitor, WIDE, MASK, **more, **{name: value})
    assert response.status_code == 200, response.text
    upstream.answer(json.dumps({"created": 1, "data": [{"b64_json": encoded(RED)}]}).encode())
    ended = visitor.ended(run)
    assert ended["status"] == "completed", ended["error"]
    parts = {part: content for part, _, content in form_parts(upstream.requests[-1])}
    assert parts == {
        "image": WIDE,
        "mask": MASK,
        "prompt": b"A hat",
        "model": b"own-image",
        **{part: typed.encode() for part, typed in more.items()},
        name: value.encode(),
    }
    again = visitor.client.get(f"/images/edits/?run={run}").text
    assert 'name="image" value=""' not in again


@pytest.mark.parametrize(
    ("image", "mask", "words"),
    [
        (b"<svg/>", b"", "a.png cannot be edited. It is no PNG"),
        (picture(4, 4, "GIF", "L", 1), b"", "A GIF cannot be edited"),
        (RED, b"<html>", "mask must be a PNG"),
    ],
    ids=["svg", "gif", "mask"],
)
def test_refuses_what_it_cannot_send(
    visitor: Visitor, upstream: ScriptedUpstream, image: bytes, mask: bytes, words: str
) -> None:
    _, response = edit(visitor, image, mask)
    assert response.status_code == 422
    assert words in response.text
    assert upstream.requests == []
