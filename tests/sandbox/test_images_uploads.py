import io
import struct
import zlib

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from .pictures import difference, file, first, mean, plain, scene, shown

SMALL = {"size": "256x256", "response_format": "b64_json"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def vary(post_form):
    async def send(image=None, **params):
        return await post_form("/images/variations", image=image or file(scene()), **{**SMALL, **params})

    return send


@pytest.fixture
def edit(post_form):
    async def send(image=None, *, prompt="flowers", model="gpt-image-1", **params):
        given = {} if image is False else {"image": image or file(scene())}
        return await post_form("/images/edits", prompt=prompt, model=model, **given, **params)

    return send


def bomb(side: int) -> SimpleUploadedFile:
    """A png of a few bytes that says it is very large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0))
    body = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    return SimpleUploadedFile("bomb.png", body, "image/png")


def broken() -> SimpleUploadedFile:
    noise = np.random.default_rng(1).integers(0, 255, (128, 128, 3), np.uint8)
    whole = io.BytesIO()
    Image.fromarray(noise).save(whole, "PNG")
    return SimpleUploadedFile("half.png", whole.getvalue()[:9000], "image/png")


def hole(size: tuple[int, int], box: tuple[int, int, int, int]) -> SimpleUploadedFile:
    """A mask that is transparent within a box."""
    mask = Image.new("RGBA", size, "black")
    mask.paste((0, 0, 0, 0), box)
    return file(mask)


async def test_varies_the_given_picture(vary):
    answer = await vary(n=4)
    assert set(answer.json) == {"created", "data"}
    pictures = [shown(entry["b64_json"]) for entry in answer.json["data"]]
    assert {picture.size for picture in pictures} == {(256, 256)}
    assert all(difference(one, scene()) > 3 for one in pictures)
    assert all(
        difference(one, other) > 3 for place, one in enumerate(pictures) for other in pictures[place + 1 :]
    )


async def test_keeps_the_light_and_dark_of_the_given_picture(vary):
    made = (await vary(file(Image.new("RGB", (64, 64), "navy")), n=3)).json["data"]
    assert all(mean(shown(entry["b64_json"])).mean() < 90 for entry in made)
    made = (await vary(file(Image.new("RGB", (64, 64), "ivory")), n=3)).json["data"]
    assert all(mean(shown(entry["b64_json"])).mean() > 200 for entry in made)


async def test_gives_urls_of_variations(vary):
    assert (
        (await vary(response_format="url"))
        .json["data"][0]["url"]
        .startswith("http://testserver/sandbox/v1/images/")
    )


async def test_changes_what_is_transparent_along_with_the_colours(vary):
    flag = Image.new("RGBA", (128, 128), (0, 0, 0, 0))
    flag.paste("orange", (20, 20, 70, 100))
    for each in (await vary(file(flag), n=6)).json["data"]:
        # Without the lower right, which is signed.
        pixels = np.asarray(shown(each["b64_json"]).convert("RGBA").crop((0, 0, 256, 220)))
        opaque = pixels[pixels[..., 3] == 255]
        assert len(opaque)
        assert opaque[:, :3].max(axis=1).mean() > 240


PNG_ONLY = "Uploaded image must be a PNG and less than 4 MB."


@pytest.mark.parametrize(
    ("image", "words"),
    [
        (lambda: file(scene().convert("RGB"), "JPEG"), PNG_ONLY),
        (lambda: SimpleUploadedFile("a.png", b"no picture", "image/png"), PNG_ONLY),
        (lambda: SimpleUploadedFile("a.png", b"", "image/png"), "image"),
        (lambda: SimpleUploadedFile("a.png", bytes(4 * 1024**2), "image/png"), PNG_ONLY),
        (lambda: plain(128, 64), "equal width and height, got 128x64 instead"),
        (lambda: bomb(6000), "20,000,000 pixels"),
        (lambda: bomb(60_000), PNG_ONLY),
        (broken, "check your image file"),
    ],
)
async def test_refuses_to_vary_what_it_cannot(vary, image, words):
    answer = await vary(image())
    assert answer.status == 400
    assert answer.error["type"] == "invalid_request_error"
    assert words in answer.error["message"]


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"size": "1536x1024"}, "size"),
        ({"n": "11"}, "n"),
        ({"n": "two"}, "n"),
        ({"model": "gpt-image-1"}, "model"),
        ({"model": "dall-e-3"}, "model"),
        ({"prompt": "x"}, "prompt"),
        ({"mask": "x"}, "mask"),
        ({"response_format": "png"}, "response_format"),
    ],
)
async def test_refuses_parameters_of_variations(vary, change, param):
    answer = await vary(**change)
    assert (answer.status, answer.error["param"]) == (400, param)


@pytest.mark.parametrize("path", ["/images/variations", "/images/edits"])
async def test_wants_an_image(post_form, path):
    answer = await post_form(path, **({"prompt": "x"} if "edits" in path else {"n": "1"}))
    assert (answer.status, answer.error["param"]) == (400, "image")
    assert answer.error["code"] == "missing_required_parameter"


async def test_paints_anew_where_the_mask_is_transparent(edit):
    made = first(await edit(file(scene()), mask=hole((256, 256), (128, 0, 256, 256)), size="1024x1024"))
    before = scene().resize((1024, 1024)).convert("RGB")
    left, right = (0, 0, 500, 950), (540, 0, 1024, 950)
    assert difference(made.crop(left), before.crop(left)) < 2
    assert difference(made.crop(right), before.crop(right)) > 15


async def test_takes_a_mask_of_a_large_picture(edit):
    mask = hole((2000, 1000), (1000, 0, 2000, 1000))
    assert (await edit(plain(2000, 1000), mask=mask)).json["size"] == "1536x1024"


async def test_paints_anew_where_the_picture_itself_is_transparent(edit):
    picture = scene()
    picture.paste((0, 0, 0, 0), (0, 0, 256, 128))
    answer = await edit(file(picture), prompt="a night sky", model="dall-e-2", **SMALL)
    made = first(answer)
    assert set(answer.json) == {"created", "data"}
    assert difference(made.crop((0, 140, 256, 240)), scene().crop((0, 140, 256, 240))) < 2
    assert mean(made, (0, 0, 1, 0.45)).mean() < 110


async def test_paints_over_a_picture_lightly_without_a_mask(edit):
    answer = await edit(prompt="waves, seed: 4")
    assert 2 < difference(first(answer), scene()) < 80
    assert answer.json["usage"]["input_tokens_details"]["image_tokens"] == 323


async def test_takes_several_pictures(edit):
    images = [plain(96, 96, colour) for colour in ("black", "black", "white")]
    answer = await edit(images, prompt="waves, seed: 4", size="1024x1024")
    made = first(answer)
    assert mean(made, (0.8, 0, 1, 1)).mean() - mean(made, (0, 0, 0.2, 1)).mean() > 80
    assert answer.json["usage"]["input_tokens_details"]["image_tokens"] == 3 * 323


async def test_takes_the_shape_of_the_picture(edit):
    assert (await edit(plain(300, 100))).json["size"] == "1536x1024"
    assert (await edit(file(Image.new("RGB", (100, 300)), "WEBP"))).json["size"] == "1024x1536"


async def test_streams_an_edit(edit):
    answer = await edit(stream="true", partial_images="1", output_format="jpeg", output_compression="40")
    names = [line for line in answer.content.decode().split("\n") if line.startswith("event: ")]
    assert names == ["event: image_edit.partial_image", "event: image_edit.completed"]


@pytest.mark.parametrize(
    ("params", "param", "code"),
    [
        ({"image": lambda: [plain(8, 8) for _ in range(17)]}, "image", "array_above_max_length"),
        (
            {"image": lambda: SimpleUploadedFile("a.txt", b"x" * 99, "text/plain")},
            "image",
            "unsupported_file_mimetype",
        ),
        ({"image": lambda: file(scene(), "GIF")}, "image", "unsupported_file_mimetype"),
        ({"image": broken}, "image", "invalid_image_file"),
        ({"image": lambda: bomb(6000)}, "image", "image_too_large"),
        ({"image": lambda: bomb(60_000)}, "image", "unsupported_file_mimetype"),
        ({"mask": lambda: hole((64, 64), (0, 0, 9, 9))}, "mask", "invalid_mask_image_format"),
        ({"mask": lambda: file(Image.new("RGB", (256, 256)))}, "mask", "invalid_mask_image_format"),
        ({"mask": lambda: file(scene().convert("RGB"), "JPEG")}, None, None),
        ({"model": lambda: "dall-e-3"}, "model", "invalid_value"),
        ({"picture": plain}, "picture", "unknown_parameter"),
        ({"n": lambda: "0"}, "n", "integer_below_min_value"),
        ({"response_format": lambda: "url"}, "response_format", "unknown_parameter"),
        ({"input_fidelity": lambda: "some"}, "input_fidelity", "invalid_value"),
        (
            {"model": lambda: "dall-e-2", "image": lambda: [plain(), plain()]},
            "image",
            "array_above_max_length",
        ),
        ({"model": lambda: "dall-e-2", "image": lambda: plain(8, 16)}, None, None),
        (
            {"model": lambda: "dall-e-2", "input_fidelity": lambda: "low"},
            "input_fidelity",
            "unknown_parameter",
        ),
    ],
)
async def test_refuses_to_edit_what_it_cannot(edit, params, param, code):
    answer = await edit(**{name: make() for name, make in params.items()})
    assert answer.status == 400
    assert (answer.error["param"], answer.error["code"]) == (param, code)


@pytest.mark.parametrize("path", ["/images/variations", "/images/edits"])
@pytest.mark.parametrize("status", [401, 429, 500])
async def test_fails_as_its_name_says(post_form, path, status):
    prompt = {"prompt": "x"} if "edits" in path else {}
    answer = await post_form(path, image=plain(), model=f"sandbox-error-{status}", **prompt)
    assert answer.status == status
