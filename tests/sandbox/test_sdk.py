"""The official SDK, with strict validation, against a started server."""

import base64
import io
import time

import openai
import pytest
from PIL import Image

ASK = [{"role": "user", "content": "What is the weather in Oslo?"}]
TOOL = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "strict": True,
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
            "additionalProperties": False,
        },
    },
}


@pytest.fixture
async def client(base_url):
    async with openai.AsyncOpenAI(
        api_key="sk-test", base_url=base_url, max_retries=0, timeout=30, _strict_response_validation=True
    ) as client:
        yield client


async def test_satisfies_the_sdk_with_models(client):
    models = await client.models.list()
    assert models.data[0].id == "sandbox-chat"
    assert (await client.models.retrieve("gpt-4o")).id == "gpt-4o"


async def test_satisfies_the_sdk_with_a_whole_answer(client):
    answer = await client.chat.completions.create(
        model="sandbox-fast", messages=ASK, n=2, logprobs=True, top_logprobs=3, seed=1, max_tokens=50
    )
    assert len(answer.choices) == 2
    assert answer.choices[0].logprobs.content[0].top_logprobs
    assert answer.usage.completion_tokens == 100


async def test_satisfies_the_sdk_with_a_stream(client):
    async with client.chat.completions.stream(
        model="sandbox-fast", messages=ASK, stream_options={"include_usage": True}
    ) as stream:
        kinds = {event.type async for event in stream}
        whole = await stream.get_final_completion()
    assert {"chunk", "content.delta", "content.done"} <= kinds
    assert "weather" in whole.choices[0].message.content
    assert whole.usage.total_tokens


async def test_satisfies_the_sdk_with_streamed_tool_calls(client):
    async with client.chat.completions.stream(model="sandbox-fast", messages=ASK, tools=[TOOL]) as stream:
        whole = await stream.get_final_completion()
    [call] = whole.choices[0].message.tool_calls
    assert call.function.parsed_arguments == {"city": "Oslo"}


async def test_satisfies_the_sdk_with_stored_completions(client):
    made = await client.chat.completions.create(
        model="sandbox-fast", messages=ASK, store=True, metadata={"suite": "sdk"}
    )
    assert (await client.chat.completions.retrieve(made.id)).metadata == {"suite": "sdk"}
    assert [item.id async for item in client.chat.completions.list(metadata={"suite": "sdk"})] == [made.id]
    # The SDK's type says that every message is the assistant's, which the API itself does not keep to.
    raw = await client.chat.completions.messages.with_raw_response.list(made.id)
    assert [message["content"] for message in raw.http_response.json()["data"]] == [ASK[0]["content"]]
    assert (await client.chat.completions.update(made.id, metadata={"a": "b"})).metadata == {"a": "b"}
    assert (await client.chat.completions.delete(made.id)).deleted


async def test_satisfies_the_sdk_with_pictures_and_sound(client):
    file = io.BytesIO()
    Image.new("RGB", (30, 20), "blue").save(file, "PNG")
    url = f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"
    content = [{"type": "text", "text": "Look"}, {"type": "image_url", "image_url": {"url": url}}]
    answer = await client.chat.completions.create(
        model="gpt-4o-audio-preview",
        messages=[{"role": "user", "content": content}],
        modalities=["text", "audio"],
        audio={"voice": "alloy", "format": "wav"},
    )
    assert "30 × 20" in answer.choices[0].message.audio.transcript


@pytest.mark.parametrize(
    ("model", "error"),
    [
        ("sandbox-error-401", openai.AuthenticationError),
        ("sandbox-error-403", openai.PermissionDeniedError),
        ("sandbox-error-429", openai.RateLimitError),
        ("sandbox-error-500", openai.InternalServerError),
        ("nothing", openai.NotFoundError),
    ],
)
async def test_raises_the_errors_of_the_sdk(client, model, error):
    with pytest.raises(error) as raised:
        await client.chat.completions.create(model=model, messages=ASK)
    assert raised.value.request_id.startswith("req_")


async def test_cuts_the_connection_in_mid_stream(client):
    stream = await client.chat.completions.create(model="sandbox-cut", messages=ASK, stream=True)
    received = 0
    with pytest.raises(openai.APIConnectionError):  # noqa: PT012
        async for _ in stream:
            received += 1
    assert received > 5


async def test_cuts_a_whole_answer_too(client):
    with pytest.raises(openai.APIConnectionError):
        await client.chat.completions.create(model="sandbox-cut", messages=ASK)


async def test_sends_the_first_words_long_before_the_last(client):
    stream = await client.chat.completions.create(
        model="sandbox-chat",
        messages=[{"role": "user", "content": "say exactly: " + "one " * 60}],
        stream=True,
    )
    arrived = [time.monotonic() async for _ in stream]
    assert arrived[-1] - arrived[0] > 0.5


async def test_leaves_a_stalled_stream_when_the_client_goes(client):
    stream = await client.chat.completions.create(model="sandbox-stall", messages=ASK, stream=True, timeout=1)
    with pytest.raises(openai.APITimeoutError):
        async for _ in stream:
            pass
    assert (await client.models.list()).data
