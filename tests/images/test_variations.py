"""Image variations: any picture is made fit to be sent, and what came from what is told."""

import json
import uuid
from typing import Any

import httpx
import pytest

from tests.openai.upstream import form_parts
from tests.scripted import ScriptedUpstream
from tests.visitor import HTMX, Visitor

from .samples import encoded, opened, picture
from .test_images import RED, drawn

WIDE = picture(30, 10, "JPEG")


def uploaded(visitor: Visitor, content: bytes, **typed: str) -> httpx.Response:
    files = {"image": ("a photo.png", content, "image/png")}
    return visitor.post("/images/prepare/", typed, files=files, headers=HTMX)


def prepared(response: httpx.Response) -> str:
    assert response.status_code == 200, response.text
    return response.text.partition('name="image" value="')[2].partition('"')[0]


def vary(visitor: Visitor, upstream: ScriptedUpstream, image: str, **typed: str) -> dict[str, Any]:
    run = str(uuid.uuid4())
    form = {"run": run, "image": image, **typed}
    response = visitor.post("/images/variations/", form, headers=HTMX)
    assert response.status_code == 200, response.text
    upstream.answer(json.dumps({"created": 1, "data": [{"b64_json": encoded(RED)}]}).encode())
    ended = visitor.ended(run)
    assert ended["status"] == "completed", ended["error"]
    return ended


def sent(upstream: ScriptedUpstream) -> dict[str, bytes]:
    return {name: content for name, _, content in form_parts(upstream.requests[-1])}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("model", "dall-e-2"),
        ("n", "10"),
        ("response_format", "b64_json"),
        ("size", "256x256"),
        ("user", "someone"),
    ],
)
def test_sends_each_parameter_beside_the_picture(
    visitor: Visitor, upstream: ScriptedUpstream, name: str, value: str
) -> None:
    image = prepared(uploaded(visitor, RED))
    vary(visitor, upstream, image, **{name: value})
    assert upstream.requests[-1].target.endswith("/images/variations")
    parts = sent(upstream)
    assert parts.keys() == {"image", name}
    assert parts[name] == value.encode()
    assert parts["image"] == RED


@pytest.mark.parametrize(("fit", "side"), [("crop", 10), ("pad", 30)])
def test_sends_what_it_has_shown(visitor: Visitor, upstream: ScriptedUpstream, fit: str, side: int) -> None:
    response = uploaded(visitor, WIDE, fit=fit)
    assert "30 × 10 jpeg" in response.text
    assert f"{side} × {side} png" in response.text
    image = prepared(response)
    shown = visitor.client.get(f"/files/{image}/").content
    vary(visitor, upstream, image)
    assert sent(upstream)["image"] == shown
    assert (opened(shown).size, opened(shown).format) == ((side, side), "PNG")
    if fit == "pad":
        assert opened(shown).getpixel((0, 0)) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "no PNG, JPEG, WebP or GIF"),
        (b"<html><script>alert(1)</script>", "no PNG, JPEG, WebP or GIF"),
        (RED[:50], "damaged"),
        (b"", "empty"),
        (picture(8000, 8000, mode="1", colour=1), "64,000,000"),
    ],
    ids=["svg", "html", "cut", "empty", "bomb"],
)
def test_refuses_what_is_no_picture(
    visitor: Visitor, upstream: ScriptedUpstream, content: bytes, words: str
) -> None:
    response = uploaded(visitor, content)
    assert response.status_code == 422
    if words == "64,000,000":
        assert "8,000 × 8,000 pixels are more" in response.text
    else:
        assert words in response.text
    run = {"run": str(uuid.uuid4())}
    files = {"image": ("x.png", content, "image/png")}
    posted = visitor.post("/images/variations/", run, files=files, headers=HTMX)
    assert posted.status_code == 422
    assert 'id="id_image_error"' in posted.text
    assert upstream.requests == []


@pytest.mark.parametrize("image", ["", "no uuid", str(uuid.UUID(int=7))])
def test_refuses_a_picture_that_is_not_there(
    visitor: Visitor, upstream: ScriptedUpstream, image: str
) -> None:
    response = visitor.post("/images/variations/", {"run": str(uuid.uuid4()), "image": image}, headers=HTMX)
    assert response.status_code == 422
    assert upstream.requests == []


def test_shrinks_below_four_megabytes(visitor: Visitor) -> None:
    from io import BytesIO

    import numpy as np
    from PIL import Image

    noise = np.random.default_rng(1).integers(0, 255, (1600, 1600, 3), dtype=np.uint8)
    content = BytesIO()
    Image.fromarray(noise).save(content, "PNG", compress_level=1)
    assert len(content.getvalue()) > 4_000_000
    response = uploaded(visitor, content.getvalue())
    small = visitor.client.get(f"/files/{prepared(response)}/").content
    assert len(small) < 4_000_000
    assert "shrunk" in response.text


def test_works_without_scripts_and_shows_before_it_sends(
    visitor: Visitor, upstream: ScriptedUpstream
) -> None:
    files = {"image": ("x.jpg", WIDE, "image/jpeg")}
    form = {"run": str(uuid.uuid4()), "show": "1", "n": "2"}
    page = visitor.post("/images/variations/", form, files=files)
    assert page.status_code == 200
    assert upstream.requests == []
    image = prepared(page)
    run = str(uuid.uuid4())
    sent_off = visitor.post("/images/variations/", {"run": run, "image": image})
    assert sent_off.status_code == 302
    upstream.answer(json.dumps({"data": [{"b64_json": encoded(RED)}]}).encode())
    assert visitor.ended(run)["status"] == "completed"


def test_tells_where_a_picture_comes_from(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run = drawn(visitor, upstream, [{"b64_json": encoded(WIDE)}], prompt="The first hills")
    first = run["response"]["data"][0]["kept"]["file"]
    page = visitor.client.get(f"/images/variations/?picture={first}").raise_for_status()
    assert "10 × 10 png" in page.text
    varied = vary(visitor, upstream, prepared(page))
    second = varied["response"]["data"][0]["kept"]["file"]
    third = vary(visitor, upstream, second)["response"]["data"][0]["kept"]["file"]

    def lineage(uuid: str) -> str:
        page = visitor.client.get(f"/images/pictures/{uuid}/").raise_for_status().text
        return page.partition('class="lineage"')[2]

    steps = lineage(third)
    assert "The first hills" in steps
    assert steps.index(first) < steps.index(second) < steps.index(third)
    assert second in lineage(first)
    assert third in lineage(second)
    assert f"/files/{first}/" in visitor.client.get(f"/images/pictures/{second}/compare/").text
    again = visitor.client.get(f"/images/variations/?run={varied['uuid']}").text
    assert "10 × 10 png" in again


def test_writes_code_with_the_file(visitor: Visitor) -> None:
    image = prepared(uploaded(visitor, WIDE))
    code = visitor.post("/images/variations/code/", {"image": image, "n": "2"}, headers=HTMX).text
    assert "a photo-square.png" in code
