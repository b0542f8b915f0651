"""The official SDK, with strict validation, makes responses at a started server."""

import base64
import io

import openai
import pydantic
import pytest
from PIL import Image

from .responding import CODE, FILES, FREE_MCP, MCP, PICTURE, SCREEN, SHELL, WEATHER, WEB

OPTIONS = {"api_key": "sk-test", "max_retries": 0, "timeout": 60, "_strict_response_validation": True}
ASK = {"model": "sandbox-fast", "input": "What is the weather in Oslo?"}
EVERYTHING = [
    "file_search_call.results",
    "web_search_call.action.sources",
    "message.input_image.image_url",
    "code_interpreter_call.outputs",
]


class Trip(pydantic.BaseModel):
    city: str
    days: int


@pytest.fixture
def client(base_url):
    with openai.OpenAI(base_url=base_url, **OPTIONS) as client:
        yield client


@pytest.fixture
async def aclient(base_url):
    async with openai.AsyncOpenAI(base_url=base_url, **OPTIONS) as client:
        yield client


def test_satisfies_the_sdk_with_a_whole_response(client):
    made = client.responses.create(
        **ASK,
        instructions="Be brief",
        metadata={"suite": "sdk"},
        include=["message.output_text.logprobs"],
        top_logprobs=2,
        max_output_tokens=40,
        truncation="auto",
        service_tier="auto",
    )
    assert "weather" in made.output_text
    assert made.status == "incomplete"
    assert made.incomplete_details.reason == "max_output_tokens"
    assert made.usage.output_tokens == 40
    assert len(made.output[0].content[0].logprobs) == 40
    assert made.metadata == {"suite": "sdk"}


async def test_satisfies_the_sdk_with_a_stream(aclient):
    async with aclient.responses.stream(**ASK) as stream:
        events = [event async for event in stream]
        whole = await stream.get_final_response()
    assert [event.sequence_number for event in events] == list(range(len(events)))
    assert events[0].type == "response.created"
    deltas = [event.delta for event in events if event.type == "response.output_text.delta"]
    assert "".join(deltas) == whole.output_text != ""


def test_satisfies_the_sdk_with_structured_output(client):
    made = client.responses.parse(model="sandbox-fast", input="Plan 4 days in Lisbon", text_format=Trip)
    assert made.output_parsed == Trip(city="Lisbon", days=4)
    with client.responses.stream(
        model="sandbox-fast", input="Plan 4 days in Lisbon", text_format=Trip
    ) as stream:
        assert stream.get_final_response().output_parsed.days == 4


async def test_satisfies_the_sdk_with_streamed_calls_and_their_results(aclient):
    async with aclient.responses.stream(**ASK, tools=[WEATHER, SHELL]) as stream:
        whole = await stream.get_final_response()
    [call] = whole.output
    assert call.parsed_arguments == {"city": "Oslo"}
    result = {"type": "function_call_output", "call_id": call.call_id, "output": '{"celsius": 21}'}
    answer = await aclient.responses.create(
        model="sandbox-fast", input=[result], previous_response_id=whole.id, tools=[WEATHER]
    )
    assert "21" in answer.output_text
    items = await aclient.responses.input_items.list(answer.id)
    assert items.data[0].type == "function_call_output"


@pytest.mark.parametrize(
    "tool", [SHELL, WEB, FILES, CODE, PICTURE, FREE_MCP, MCP, SCREEN], ids=lambda t: t["type"]
)
async def test_satisfies_the_sdk_with_every_tool(aclient, tool):
    choice = {"type": tool["type"]}
    choice |= {name: tool[name] for name in ("name", "server_label") if name in tool}
    asked = {**ASK, "tools": [tool], "tool_choice": "required" if tool is WEB else choice}
    made = await aclient.responses.create(**asked, include=EVERYTHING)
    kept = await aclient.responses.retrieve(made.id, include=EVERYTHING)
    assert kept.model_dump() == made.model_dump()
    async with aclient.responses.stream(**asked) as stream:
        assert [event async for event in stream][-1].type == "response.completed"
        streamed = (await stream.get_final_response()).output
    assert [item.type for item in streamed] == [item.type for item in made.output]


def test_satisfies_the_sdk_with_a_picture_going_both_ways(client):
    file = io.BytesIO()
    Image.new("RGB", (30, 20), "blue").save(file, "PNG")
    url = f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"
    part = {"type": "input_image", "image_url": url, "detail": "auto"}
    made = client.responses.create(
        model="sandbox-fast",
        input=[{"role": "user", "content": [{"type": "input_text", "text": "Look"}, part]}],
    )
    assert "30 × 20" in made.output_text
    [item] = client.responses.input_items.list(made.id, include=["message.input_image.image_url"]).data
    assert item.content[1].image_url == url
    assert client.responses.input_items.list(made.id).data[0].content[1].image_url is None


def test_satisfies_the_sdk_with_reasoning(client):
    made = client.responses.create(
        model="gpt-5",
        input="Hi",
        reasoning={"effort": "low", "summary": "detailed"},
        include=["reasoning.encrypted_content"],
        store=False,
    )
    assert len(made.output[0].summary) == 2
    again = client.responses.create(
        model="gpt-5", input=[*made.output, {"role": "user", "content": "say exactly: more"}], store=False
    )
    assert again.output_text == "more"
    with pytest.raises(openai.NotFoundError):
        client.responses.retrieve(made.id)


async def test_satisfies_the_sdk_in_the_background(aclient):
    made = await aclient.responses.create(**ASK, background=True)
    assert made.status == "queued"
    stream = await aclient.responses.retrieve(made.id, stream=True)
    events = [event async for event in stream]
    assert [event.type for event in events[:3]] == [
        "response.created",
        "response.queued",
        "response.in_progress",
    ]
    assert events[-1].type == "response.completed"
    done = await aclient.responses.retrieve(made.id)
    assert (done.status, done.output_text) == ("completed", events[-1].response.output_text)
    resumed = await aclient.responses.retrieve(made.id, stream=True, starting_after=10)
    assert [event.sequence_number async for event in resumed] == list(range(11, len(events)))


async def test_cancels_in_the_background(aclient):
    made = await aclient.responses.create(model="sandbox-stall", input="Hi", background=True)
    stream = await aclient.responses.retrieve(made.id, stream=True)
    received = [event async for event in aiter_until(stream, "response.output_text.delta")]
    assert (await aclient.responses.retrieve(made.id)).status == "in_progress"
    assert (await aclient.responses.cancel(made.id)).status == "cancelled"
    assert [event.type async for event in stream][-1:] != ["response.completed"]
    assert received[0].sequence_number == 0
    assert (await aclient.responses.cancel(made.id)).status == "cancelled"
    plain = await aclient.responses.create(**ASK)
    with pytest.raises(openai.BadRequestError, match="synchronous"):
        await aclient.responses.cancel(plain.id)


async def aiter_until(stream, kind):
    async for event in stream:
        yield event
        if event.type == kind:
            return


async def test_resumes_a_background_stream_that_was_left(aclient):
    stream = await aclient.responses.create(
        model="sandbox-chat", input="say exactly: " + "one " * 40, background=True, stream=True
    )
    head = [event async for event in aiter_until(stream, "response.output_text.delta")]
    await stream.close()
    rest = await aclient.responses.retrieve(
        head[0].response.id, stream=True, starting_after=head[-1].sequence_number
    )
    tail = [event async for event in rest]
    assert [event.sequence_number for event in [*head, *tail]] == list(range(len(head) + len(tail)))
    assert tail[-1].type == "response.completed"
    assert tail[-1].response.output_text == "one " * 40


async def test_pages_input_items_and_deletes(aclient):
    items = [{"role": "user", "content": f"number {i}"} for i in range(5)]
    made = await aclient.responses.create(model="sandbox-fast", input=items)
    newest_first = [
        item.content[0].text async for item in aclient.responses.input_items.list(made.id, limit=2)
    ]
    assert newest_first == [f"number {i}" for i in reversed(range(5))]
    await aclient.responses.delete(made.id)
    with pytest.raises(openai.NotFoundError):
        await aclient.responses.retrieve(made.id)


@pytest.mark.parametrize(
    ("model", "error"),
    [
        ("sandbox-error-401", openai.AuthenticationError),
        ("sandbox-error-429", openai.RateLimitError),
        ("sandbox-error-500", openai.InternalServerError),
        ("sandbox-error-in-stream", openai.InternalServerError),
        ("sandbox-cut", openai.APIConnectionError),
        ("nothing", openai.NotFoundError),
    ],
)
def test_raises_the_errors_of_the_sdk(client, model, error):
    with pytest.raises(error):
        client.responses.create(model=model, input="Hi")


async def test_fails_and_breaks_in_mid_stream(aclient):
    stream = await aclient.responses.create(model="sandbox-error-in-stream", input="Hi", stream=True)
    *_, error, failed = [event async for event in stream]
    assert (error.type, failed.type) == ("error", "response.failed")
    assert failed.response.error.code == "server_error"
    assert (await aclient.responses.retrieve(failed.response.id)).status == "failed"
    stream = await aclient.responses.create(model="sandbox-cut", input="Hi there, rivers", stream=True)
    with pytest.raises(openai.APIConnectionError):
        [event async for event in stream]


async def test_refuses_in_a_refusal(aclient):
    async with aclient.responses.stream(model="sandbox-refusal", input="Hi") as stream:
        kinds = {event.type async for event in stream}
        whole = await stream.get_final_response()
    assert {"response.refusal.delta", "response.refusal.done"} <= kinds
    assert "refuses" in whole.output[0].content[0].refusal
