"""The official SDK with the sandbox's realtime API: secrets, and sessions in both shapes."""

import base64

import openai
import pytest
from openai._models import validate_type
from openai.types.beta.realtime import RealtimeServerEvent as BetaServerEvent
from openai.types.realtime import RealtimeServerEvent
from websockets.exceptions import ConnectionClosedError

from tests.sandbox.talk import SILENCE, WEATHER, speech, understood

# The SDK itself opens its sockets in a way that websockets has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:connect.. must be used as a context manager")

NUMBERS = "one two three four five six"
TURN = base64.b64encode(speech(NUMBERS) + SILENCE).decode()
HELLO = {
    "type": "message",
    "role": "user",
    "content": [{"type": "input_text", "text": "say exactly: hello"}],
}
STRICT = {"api_key": "sk-test", "max_retries": 0, "timeout": 30, "_strict_response_validation": True}


@pytest.fixture(scope="session")
def addresses(base_url):
    return {"base_url": base_url, "websocket_base_url": base_url.replace("http", "ws", 1)}


@pytest.fixture
def client(addresses):
    with openai.OpenAI(**addresses, **STRICT) as client:
        yield client


@pytest.fixture
async def asynchronous(addresses):
    async with openai.AsyncOpenAI(**addresses, **STRICT) as client:
        yield client


def until(connection, kind, of=RealtimeServerEvent):
    """The events up to one of this type, each of them held to the SDK's types."""
    events = []
    while not events or events[-1].type != kind:
        events.append(connection.recv())
        validate_type(type_=of, value=events[-1].to_dict())
    return events


async def awaited(connection, kind, of=RealtimeServerEvent):
    events = []
    while not events or events[-1].type != kind:
        events.append(await connection.recv())
        validate_type(type_=of, value=events[-1].to_dict())
    return events


def test_satisfies_the_sdk_with_secrets(client):
    secret = client.realtime.client_secrets.create(
        expires_after={"anchor": "created_at", "seconds": 60},
        session={"type": "realtime", "model": "gpt-realtime", "audio": {"output": {"voice": "marin"}}},
    )
    assert secret.session.audio.output.voice == "marin"
    captions = client.realtime.client_secrets.create(session={"type": "transcription"})
    assert captions.session.type == "transcription"
    with client.with_options(api_key=secret.value).realtime.connect() as connection:
        assert connection.recv().session.model == "gpt-realtime"


async def test_satisfies_the_asynchronous_sdk_with_secrets(asynchronous):
    session = await asynchronous.beta.realtime.sessions.create(
        model="gpt-4o-realtime-preview", voice="ash", temperature=0.7, modalities=["text"]
    )
    assert (session.voice, session.modalities) == ("ash", ["text"])
    captions = await asynchronous.beta.realtime.transcription_sessions.create(
        input_audio_transcription={"model": "whisper-1"}
    )
    assert captions.input_audio_transcription.model == "whisper-1"
    secret = await asynchronous.realtime.client_secrets.create()
    assert secret.value.startswith("ek_")


def test_satisfies_the_sdk_with_secrets_of_the_beta(client):
    session = client.beta.realtime.sessions.create(model="gpt-4o-realtime-preview")
    assert session.client_secret.value.startswith("ek_")
    captions = client.beta.realtime.transcription_sessions.create(include=[])
    assert captions.client_secret.value.startswith("ek_")


def test_speaks_with_the_sdk(client):
    with client.realtime.connect(model="gpt-realtime") as connection:
        connection.session.update(
            session={
                "type": "realtime",
                "audio": {"input": {"transcription": {"model": "gpt-4o-transcribe"}}},
            }
        )
        connection.input_audio_buffer.append(audio=TURN)
        events = until(connection, "response.done")
        transcripts = [event.transcript for event in events if event.type.endswith("transcription.completed")]
        assert understood(transcripts[0], NUMBERS)
        assert any(event.type == "response.output_audio.delta" for event in events)


async def test_speaks_with_the_asynchronous_sdk(asynchronous):
    async with asynchronous.realtime.connect(model="gpt-realtime") as connection:
        await connection.session.update(session={"type": "realtime", "tools": [WEATHER]})
        item = {**HELLO, "content": [{"type": "input_text", "text": "What is the weather in Oslo?"}]}
        await connection.conversation.item.create(item=item)
        await connection.response.create()
        [call] = (await awaited(connection, "response.done"))[-1].response.output
        assert (call.name, call.arguments) == ("get_weather", '{"city":"Oslo"}')
        output = {"type": "function_call_output", "call_id": call.call_id, "output": "rain"}
        await connection.conversation.item.create(item=output)
        await connection.response.create(response={"output_modalities": ["text"]})
        done = await awaited(connection, "response.output_text.done")
        assert "rain" in done[-1].text


def test_speaks_the_beta_with_the_sdk(client):
    with client.beta.realtime.connect(model="gpt-4o-realtime-preview") as connection:
        connection.session.update(session={"modalities": ["text"]})
        connection.conversation.item.create(item=HELLO)
        connection.response.create()
        events = until(connection, "response.done", BetaServerEvent)
        assert "".join(event.delta for event in events if event.type == "response.text.delta") == "hello"


async def test_speaks_the_beta_with_the_asynchronous_sdk(asynchronous):
    async with asynchronous.beta.realtime.connect(model="gpt-4o-realtime-preview") as connection:
        await connection.input_audio_buffer.append(audio=TURN)
        events = await awaited(connection, "response.done", BetaServerEvent)
        assert any(event.type == "response.audio.delta" for event in events)
        assert events[-1].response.usage.output_token_details.audio_tokens > 0


async def test_captions_with_the_sdk(asynchronous):
    asked = {"intent": "transcription"}
    async with asynchronous.realtime.connect(extra_query=asked) as connection:
        await connection.input_audio_buffer.append(audio=TURN)
        done = await awaited(connection, "conversation.item.input_audio_transcription.completed")
        assert understood(done[-1].transcript, NUMBERS)


def test_tells_the_sdk_why_it_may_not_connect(client):
    with client.realtime.connect(model="nothing") as connection:
        assert connection.recv().error.code == "model_not_found"
        with pytest.raises(ConnectionClosedError, match=r"4000 .* invalid_request_error.model_not_found"):
            connection.recv()
