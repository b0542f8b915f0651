import pytest
from PIL import Image

from playground.sandbox.images import files

from .pictures import difference, first, mean, shown

SUNSET = "a red sunset over the sea"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def generate(call):
    async def send(prompt: str = SUNSET, *, model: str = "sandbox-image", **params):
        return await call("POST", "/images/generations", {"model": model, "prompt": prompt, **params})

    return send


def small(**params):
    return {"model": "dall-e-2", "size": "256x256", "response_format": "b64_json", **params}


async def fetch(async_client, url):
    return await async_client.get(url.removeprefix("http://testserver"))


async def test_answers_as_the_api_does(generate):
    answer = await generate()
    made = answer.json
    assert set(made) == {"created", "data", "size", "quality", "background", "output_format", "usage"}
    assert (made["size"], made["background"], made["output_format"]) == ("1024x1024", "opaque", "png")
    assert made["usage"]["input_tokens"] == made["usage"]["input_tokens_details"]["text_tokens"]
    assert made["usage"]["output_tokens"] == 4160
    picture = first(answer)
    assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", (1024, 1024))


async def test_paints_what_the_prompt_names(generate):
    red, green, blue = mean(first(await generate(**small())))
    assert red > green * 1.3
    assert red > blue * 1.3
    night = mean(first(await generate("the night sky", **small())))
    assert night.mean() < 90
    red, green, blue = mean(first(await generate("a blue lake", **small())))
    assert blue > red * 1.3


async def test_paints_another_picture_each_time(generate):
    made = (await generate("hills", **small(n=3))).json["data"]
    pictures = [shown(entry["b64_json"]) for entry in made]
    pictures.append(first(await generate("hills", **small())))
    assert all(
        difference(one, other) > 3 for place, one in enumerate(pictures) for other in pictures[place + 1 :]
    )


async def test_paints_the_same_picture_for_a_seed(generate):
    once, again = [(await generate("hills, seed: 7", **small(n=2))).json["data"] for _ in range(2)]
    assert once == again
    assert once[0] != once[1]


@pytest.mark.parametrize(
    ("prompt", "format"),
    [("a cute fox", "png"), ("a rose", "webp"), ("saturn", "png"), ("a geometric logo", "webp")],
)
async def test_leaves_the_background_transparent(generate, prompt, format):
    answer = await generate(prompt, background="transparent", output_format=format)
    picture = first(answer)
    assert answer.json["background"] == "transparent"
    assert picture.mode == "RGBA"
    alpha = picture.getchannel("A")
    assert alpha.getpixel((0, 0)) == alpha.getpixel((1023, 0)) == 0
    assert alpha.getextrema() == (0, 255)


async def test_is_opaque_unless_asked(generate):
    assert first(await generate("a cat", background="opaque", output_format="webp")).mode == "RGB"
    assert (await generate("a sticker of a cat", background="auto")).json["background"] == "transparent"


@pytest.mark.parametrize(("format", "kind"), [("jpeg", "JPEG"), ("webp", "WEBP"), ("png", "PNG")])
async def test_makes_the_format_and_size_asked_for(generate, format, kind):
    picture = first(await generate(output_format=format, size="1536x1024"))
    assert (picture.format, picture.size) == (kind, (1536, 1024))


async def test_compresses_as_asked(generate):
    large, little = [
        (await generate("hills, seed: 1", output_format="jpeg", output_compression=share)).json["data"][0]
        for share in (90, 10)
    ]
    assert len(little["b64_json"]) < len(large["b64_json"]) / 2


@pytest.mark.parametrize(("quality", "tokens"), [("low", 272), ("medium", 1056), ("high", 4160)])
async def test_counts_tokens_by_quality(generate, quality, tokens):
    made = (await generate(quality=quality, n=2)).json
    assert made["quality"] == quality
    assert (
        made["usage"]["output_tokens"] == made["usage"]["output_tokens_details"]["image_tokens"] == 2 * tokens
    )


@pytest.mark.parametrize(
    ("prompt", "size"),
    [("a wide landscape", "1536x1024"), ("a portrait", "1024x1536"), ("a cat", "1024x1024")],
)
async def test_chooses_a_size_by_itself(generate, prompt, size):
    assert (await generate(prompt, size="auto")).json["size"] == size


async def test_makes_any_size_for_newer_models(generate):
    picture = first(await generate(model="gpt-image-2", size="1600x608"))
    assert picture.size == (1600, 608)


async def test_says_how_dalle_3_understood_it(generate):
    made = (await generate("a cat", model="dall-e-3", style="natural", response_format="b64_json")).json
    assert set(made) == {"created", "data"}
    assert made["data"][0]["revised_prompt"].endswith("of: a cat")
    assert "sandbox" in made["data"][0]["revised_prompt"]


async def test_gives_a_url_that_needs_no_key(generate, async_client):
    [entry] = (await generate(model="dall-e-2", size="512x512")).json["data"]
    assert set(entry) == {"url"}
    response = await fetch(async_client, entry["url"])
    assert response.status_code == 200
    assert response.headers["content-type"] == "image/png"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.content.startswith(b"\x89PNG")


async def test_gives_urls_for_its_own_model_too(generate, async_client):
    answer = await generate(response_format="url", output_format="webp")
    response = await fetch(async_client, answer.json["data"][0]["url"])
    assert response.headers["content-type"] == "image/webp"


async def test_ends_a_url_after_an_hour(generate, async_client, monkeypatch):
    [entry] = (await generate(**small(response_format="url"))).json["data"]
    now = files.time.time()
    monkeypatch.setattr(files.time, "time", lambda: now + 3590)
    assert (await fetch(async_client, entry["url"])).status_code == 200
    monkeypatch.setattr(files.time, "time", lambda: now + 3610)
    response = await fetch(async_client, entry["url"])
    assert response.status_code == 403
    assert b"AuthenticationFailed" in response.content


async def test_keeps_a_bounded_number_of_pictures(generate, async_client, monkeypatch, tmp_path):
    monkeypatch.setattr(files, "MOST_KEPT", 3)
    for _ in range(3):
        await generate(**small(response_format="url", n=2))
    assert len(list((tmp_path / files.FOLDER).iterdir())) == 3


@pytest.mark.parametrize("name", ["x", "00ffffffff-" + "a" * 32 + ".png", "%00", "é.png"])
async def test_knows_no_other_picture(async_client, name):
    assert (await async_client.get(f"/sandbox/v1/images/files/{name}")).status_code in (403, 404)


async def test_says_that_it_is_simulated(generate):
    picture = first(await generate("plain white stripes"))
    corner = picture.crop((850, 970, 1024, 1024)).convert("L")
    assert corner.resize((58, 18), Image.Resampling.BOX).getextrema()[0] < corner.getextrema()[1]
