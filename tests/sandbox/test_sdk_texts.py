"""The official SDK, with strict validation, completes, embeds, moderates and deletes models at a started server."""

import base64
import io

import openai
import pytest
from PIL import Image

OPTIONS = {"max_retries": 0, "timeout": 60, "_strict_response_validation": True}
# The SDK's own types know neither base64, which it asks for by itself, nor the null that ends no chunk.
LOOSE = {**OPTIONS, "_strict_response_validation": False}
ASK = {"model": "sandbox-instruct", "prompt": ["Tell me", "say exactly: yes"]}


@pytest.fixture
def client(base_url):
    with openai.OpenAI(api_key="sk-sync", base_url=base_url, **OPTIONS) as client:
        yield client


@pytest.fixture
def loose(base_url):
    with openai.OpenAI(api_key="sk-sync", base_url=base_url, **LOOSE) as client:
        yield client


@pytest.fixture
async def aclient(base_url):
    async with openai.AsyncOpenAI(api_key="sk-async", base_url=base_url, **OPTIONS) as client:
        yield client


@pytest.fixture
async def aloose(base_url):
    async with openai.AsyncOpenAI(api_key="sk-async", base_url=base_url, **LOOSE) as client:
        yield client


def picture() -> dict:
    file = io.BytesIO()
    Image.new("RGB", (30, 20), (170, 0, 0)).save(file, "PNG")
    url = f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"
    return {"type": "image_url", "image_url": {"url": url}}


def test_deletes_a_model(client):
    own = [model.id for model in client.models.list() if model.owned_by == "playground"]
    assert client.models.retrieve(own[0]).id == own[0]
    deleted = client.models.delete(own[0])
    assert (deleted.id, deleted.object, deleted.deleted) == (own[0], "model", True)
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve(own[0])
    with pytest.raises(openai.PermissionDeniedError):
        client.models.delete("sandbox-chat")


async def test_deletes_a_model_async(aclient):
    own = [model.id async for model in aclient.models.list() if model.owned_by == "playground"]
    assert (await aclient.models.delete(own[1])).deleted
    left = [model.id async for model in aclient.models.list() if model.owned_by == "playground"]
    assert left == [own[0], own[2]]
    with pytest.raises(openai.NotFoundError):
        await aclient.chat.completions.create(model=own[1], messages=[{"role": "user", "content": "Hi"}])


def test_completes(client):
    made = client.completions.create(**ASK, n=2, best_of=3, logprobs=2, seed=1)
    assert [choice.index for choice in made.choices] == [0, 1, 2, 3]
    assert made.choices[2].text == "yes"
    assert made.choices[0].logprobs.token_logprobs[0] < 0
    assert made.usage.completion_tokens == 3 * 17
    # What is echoed begins with a null that the SDK's type does not know.
    raw = client.completions.with_raw_response.create(**ASK, echo=True, logprobs=1)
    assert raw.http_response.json()["choices"][1]["logprobs"]["token_logprobs"][0] is None


async def test_completes_async(aclient):
    made = await aclient.completions.create(model="gpt-3.5-turbo-instruct", prompt=[0, 1, 300], suffix="end")
    assert "sandbox" in made.choices[0].text


def test_streams_a_completion(loose):
    stream = loose.completions.create(**ASK, stream=True, stream_options={"include_usage": True}, logprobs=1)
    chunks = list(stream)
    said = "".join(c.text for chunk in chunks for c in chunk.choices if c.index == 1)
    assert said == "yes"
    assert chunks[-1].usage.prompt_tokens == 6


async def test_streams_a_completion_async(aloose):
    chunks = [chunk async for chunk in await aloose.completions.create(**ASK, stream=True)]
    ends = {c.index: c.finish_reason for chunk in chunks for c in chunk.choices if c.finish_reason}
    assert ends == {0: "length", 1: "stop"}


def test_embeds(client, loose):
    ask = {"model": "text-embedding-3-small", "input": ["one", "two"], "dimensions": 64}
    made = client.embeddings.create(**ask, encoding_format="float")
    assert [item.index for item in made.data] == [0, 1]
    assert made.usage.total_tokens == 2
    unpacked = loose.embeddings.create(**ask).data[0].embedding
    assert unpacked == pytest.approx(made.data[0].embedding, abs=1e-6)


async def test_embeds_async(aclient, aloose):
    ask = {"model": "sandbox-embedding", "input": [[1, 300], [2]]}
    made = await aclient.embeddings.create(**ask, encoding_format="float")
    assert [len(item.embedding) for item in made.data] == [1536, 1536]
    assert len((await aloose.embeddings.create(**ask)).data[0].embedding) == 1536


def test_moderates(client):
    made = client.moderations.create(input=["I will kill you", "Hello"])
    assert [result.flagged for result in made.results] == [True, False]
    assert made.results[0].categories.harassment_threatening
    assert made.results[0].category_applied_input_types.violence == ["text"]


async def test_moderates_async(aclient):
    parts = [{"type": "text", "text": "Look"}, picture()]
    made = await aclient.moderations.create(model="omni-moderation-latest", input=parts)
    assert made.results[0].category_scores.violence_graphic > 0.5
    assert made.results[0].category_applied_input_types.violence_graphic == ["text", "image"]


@pytest.mark.parametrize(
    ("model", "error"),
    [
        ("sandbox-error-401", openai.AuthenticationError),
        ("sandbox-error-429", openai.RateLimitError),
        ("sandbox-html", openai.InternalServerError),
        ("sandbox-cut", openai.APIConnectionError),
        ("sandbox-stall", openai.APITimeoutError),
    ],
)
def test_fails_as_the_model_says(client, model, error):
    client = client.with_options(timeout=1 if model == "sandbox-stall" else 30)
    for create in (
        lambda: client.completions.create(model=model, prompt="x"),
        lambda: client.embeddings.create(model=model, input="x"),
        lambda: client.moderations.create(model=model, input="x"),
    ):
        with pytest.raises(error):
            create()


@pytest.mark.parametrize("max_tokens", [3, 30])
async def test_cuts_a_completion_in_mid_stream(aloose, max_tokens):
    stream = await aloose.completions.create(
        model="sandbox-cut", prompt="Tell me", stream=True, max_tokens=max_tokens
    )
    received = 0
    with pytest.raises(openai.APIConnectionError):  # noqa: PT012
        async for _ in stream:
            received += 1
    assert received >= 3
