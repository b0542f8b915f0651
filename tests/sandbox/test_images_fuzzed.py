import copy
from random import Random
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from .pictures import plain

BODY = {
    "model": "sandbox-image",
    "prompt": "a cat",
    "n": 1,
    "size": "auto",
    "quality": "low",
    "background": "auto",
    "output_format": "png",
    "output_compression": 100,
    "moderation": "low",
    "response_format": "b64_json",
    "user": "me",
    "stream": False,
    "partial_images": 0,
    "style": None,
}
MODELS = (
    *("sandbox-image", "gpt-image-1", "gpt-image-2", "dall-e-2", "dall-e-3"),
    *("sandbox-fast", "sandbox-html", "x"),
)
JUNK: list[Any] = [
    *(None, True, False, 0, -1, 2, 3.5, 1e308, 10**30, "", "x", "\0", "\x85", [], {}, [None], [{}], {"": ""}),
    *("auto", "url", "transparent", "jpeg", "high", "hd", "seed: 5", "seed: 99999999999999999999"),
    *("256x256", "1024x1024", "16x16", "99999x99999", "1024x", "-1x-1", "٣x٣", "１０２４x１０２４"),
]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def mutated(rng: Random, names: tuple[str, ...] = tuple(BODY)) -> dict[str, Any]:
    body = {**copy.deepcopy({name: BODY[name] for name in names}), "model": rng.choice(MODELS)}
    for _ in range(rng.choice((1, 1, 2, 3))):
        name = rng.choice([*body, "mask", "image", "seed"])
        if rng.random() < 0.2:
            body.pop(name, None)
        else:
            body[name] = copy.deepcopy(rng.choice(JUNK))
    return body


@pytest.mark.parametrize("seed", range(2))
async def test_never_fails_on_what_it_is_sent(call, seed):
    rng = Random(seed)
    for _ in range(40):
        body = mutated(rng)
        answer = await call("POST", "/images/generations", body)
        assert answer.status in (200, 400, 404) or body["model"] == "sandbox-html", body


@pytest.mark.parametrize("path", ["/images/edits", "/images/variations"])
@pytest.mark.parametrize("seed", range(2))
async def test_never_fails_on_what_is_uploaded(post_form, path, seed):
    rng = Random(seed)
    names = ("model", "n", "size", "response_format", *(("prompt", "quality") if "edits" in path else ()))
    for _ in range(30):
        fields = {name: value for name, value in mutated(rng, names).items() if isinstance(value, str | int)}
        damaged = bytearray(plain(32, 32).read())
        for _ in range(rng.choice((0, 0, 1, 4))):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        name = rng.choice(("image", "image", "image[]", "mask"))
        fields[name] = SimpleUploadedFile(
            "a.png", bytes(damaged[: rng.choice((None, None, 50))]), "image/png"
        )
        answer = await post_form(path, **fields)
        assert answer.status in (200, 400, 404) or fields.get("model") == "sandbox-html", fields
