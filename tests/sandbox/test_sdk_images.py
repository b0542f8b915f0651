"""The official SDK, with strict validation, makes pictures at a started server."""

import base64
import io

import httpx
import openai
import pytest
from PIL import Image

from .pictures import scene

OPTIONS = {"api_key": "sk-test", "max_retries": 0, "timeout": 60, "_strict_response_validation": True}
PARTS = ["image_generation.partial_image"] * 2 + ["image_generation.completed"]
pytestmark = pytest.mark.filterwarnings("ignore:deprecated:DeprecationWarning")


@pytest.fixture
def client(base_url):
    with openai.OpenAI(base_url=base_url, **OPTIONS) as client:
        yield client


@pytest.fixture
async def aclient(base_url):
    async with openai.AsyncOpenAI(base_url=base_url, **OPTIONS) as client:
        yield client


def png() -> tuple[str, bytes]:
    file = io.BytesIO()
    scene(128).save(file, "PNG")
    return "picture.png", file.getvalue()


def size_of(b64: str) -> tuple[int, int]:
    with Image.open(io.BytesIO(base64.b64decode(b64))) as picture:
        return picture.size


def test_generates(client):
    made = client.images.generate(
        model="gpt-image-1",
        prompt="a fox",
        n=2,
        background="transparent",
        output_format="webp",
        quality="low",
        size="1024x1536",
        moderation="low",
    )
    assert [size_of(image.b64_json) for image in made.data] == [(1024, 1536)] * 2
    assert (made.background, made.output_format, made.quality) == ("transparent", "webp", "low")
    assert made.usage.total_tokens == made.usage.input_tokens + made.usage.output_tokens


async def test_generates_asynchronously(aclient):
    made = await aclient.images.generate(model="dall-e-3", prompt="a fox", style="natural", quality="hd")
    assert made.data[0].revised_prompt
    async with httpx.AsyncClient() as browser:
        response = await browser.get(made.data[0].url)
    assert response.headers["content-type"] == "image/png"


def test_streams(client):
    events = list(client.images.generate(model="gpt-image-1", prompt="a fox", stream=True, partial_images=2))
    assert [event.type for event in events] == PARTS
    assert events[-1].usage.output_tokens


async def test_streams_asynchronously(aclient):
    stream = await aclient.images.generate(
        model="sandbox-image", prompt="a fox", stream=True, partial_images=2, output_format="jpeg"
    )
    assert [event.type async for event in stream] == PARTS


def test_edits(client):
    made = client.images.edit(
        model="gpt-image-1", image=[png(), png()], mask=png(), prompt="flowers", input_fidelity="high"
    )
    assert size_of(made.data[0].b64_json) == (1024, 1024)
    [event] = client.images.edit(model="gpt-image-1.5", image=png(), prompt="flowers", stream=True)
    assert event.type == "image_edit.completed"


async def test_edits_asynchronously(aclient):
    made = await aclient.images.edit(model="dall-e-2", image=png(), prompt="flowers", size="256x256", n=2)
    assert len({image.url for image in made.data}) == 2
    stream = await aclient.images.edit(image=png(), prompt="flowers", stream=True, partial_images=1)
    assert [event.type async for event in stream] == ["image_edit.partial_image", "image_edit.completed"]


def test_varies(client):
    made = client.images.create_variation(image=png(), n=2, size="256x256", response_format="b64_json")
    assert [size_of(image.b64_json) for image in made.data] == [(256, 256)] * 2


async def test_varies_asynchronously(aclient):
    made = await aclient.images.create_variation(model="dall-e-2", image=png(), size="512x512")
    assert made.data[0].url


@pytest.mark.parametrize("stream", [False, True])
async def test_cuts_the_connection(aclient, stream):
    with pytest.raises(openai.APIConnectionError):  # noqa: PT012
        made = await aclient.images.generate(
            model="sandbox-cut", prompt="a fox", stream=stream, **({"partial_images": 1} if stream else {})
        )
        if stream:
            _ = [event async for event in made]


async def test_says_what_is_wrong_inside_a_stream(aclient):
    stream = await aclient.images.generate(
        model="sandbox-error-in-stream", prompt="a fox", stream=True, partial_images=1
    )
    with pytest.raises(openai.APIError, match="had an error"):
        _ = [event async for event in stream]


async def test_raises_the_errors_of_the_sdk(aclient):
    with pytest.raises(openai.BadRequestError) as raised:
        await aclient.images.generate(model="gpt-image-1", prompt="a fox", response_format="url")
    assert (raised.value.param, raised.value.code) == ("response_format", "unknown_parameter")
    with pytest.raises(openai.RateLimitError):
        await aclient.images.create_variation(model="sandbox-error-429", image=png())
