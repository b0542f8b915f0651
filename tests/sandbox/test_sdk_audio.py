"""The official SDK, with strict validation, speaks and listens at a started server."""

import base64
import time

import httpx
import openai
import pytest

from .recordings import PARK, spoken, tagged, wav

OPTIONS = {"api_key": "sk-test", "max_retries": 0, "timeout": 60, "_strict_response_validation": True}
SPEECH = {"model": "sandbox-speech", "voice": "cedar", "input": PARK}
FILE = ("speech.mp3", tagged("mp3"))
# The SDK warns of the one model that translates.
DEPRECATED = pytest.mark.filterwarnings("ignore:deprecated:DeprecationWarning")
PLAIN = ("speech.wav", wav(spoken()))


@pytest.fixture
def client(base_url):
    with openai.OpenAI(base_url=base_url, **OPTIONS) as client:
        yield client


@pytest.fixture
async def aclient(base_url):
    async with openai.AsyncOpenAI(base_url=base_url, **OPTIONS) as client:
        yield client


@pytest.mark.parametrize("format", ["mp3", "opus", "aac", "flac", "wav"])
def test_says_and_hears_the_same(client, format):
    data = client.audio.speech.create(**SPEECH, response_format=format).read()
    answer = client.audio.transcriptions.create(model="whisper-1", file=(f"speech.{format}", data))
    assert answer.text == PARK
    assert answer.usage.type == "duration"


async def test_says_and_hears_the_same_asynchronously(aclient):
    data = (await aclient.audio.speech.create(**SPEECH, instructions="Slowly", speed=0.5)).read()
    answer = await aclient.audio.transcriptions.create(model="gpt-4o-transcribe", file=("a.mp3", data))
    assert answer.text == PARK
    assert answer.usage.type == "tokens"


def test_streams_speech(client):
    with client.audio.speech.with_streaming_response.create(
        **{**SPEECH, "input": PARK * 90}, response_format="wav"
    ) as response:
        assert response.headers["content-type"] == "audio/wav"
        pieces = sum(1 for _ in response.iter_bytes())
    assert pieces > 10


async def test_streams_speech_asynchronously_until_the_client_goes(aclient):
    started = time.monotonic()
    create = aclient.audio.speech.with_streaming_response.create
    async with create(**{**SPEECH, "input": (PARK + " ") * 95}, response_format="mp3") as response:
        sound = 0
        async for piece in response.iter_bytes():
            sound += len(piece)
            if sound > 20_000:
                break
    assert time.monotonic() - started < 10
    assert (await aclient.models.list()).data


def test_streams_speech_in_events(client):
    with client.audio.speech.with_streaming_response.create(
        **SPEECH, response_format="pcm", stream_format="sse"
    ) as response:
        lines = list(response.iter_lines())
    assert "event: speech.audio.done" in lines
    assert len(base64.b64decode(lines[1].split('"audio": "')[1].split('"')[0])) > 1000


def test_hears_words(client):
    answer = client.audio.transcriptions.create(
        model="sandbox-transcribe",
        file=PLAIN,
        response_format="json",
        include=["logprobs"],
        language="en",
        prompt="A walk",
        temperature=0.2,
        chunking_strategy={"type": "server_vad", "threshold": 0.4},
    )
    assert "park" in answer.text
    assert all(entry.logprob < 0 for entry in answer.logprobs)


@pytest.mark.parametrize("file", [FILE, PLAIN])
@pytest.mark.parametrize("format", ["text", "srt", "vtt"])
def test_writes_text(client, format, file):
    answer = client.audio.transcriptions.create(model="whisper-1", file=file, response_format=format)
    assert "park" in answer
    assert ("-->" in answer) == (format != "text")


@pytest.mark.parametrize("file", [FILE, PLAIN])
async def test_tells_times_and_speakers(aclient, file):
    verbose = await aclient.audio.transcriptions.create(
        model="whisper-1",
        file=file,
        response_format="verbose_json",
        timestamp_granularities=["word", "segment"],
    )
    assert verbose.words[0].start < verbose.words[-1].end
    assert verbose.segments[0].text == verbose.text
    diarized = await aclient.audio.transcriptions.create(
        model="gpt-4o-transcribe-diarize",
        file=file,
        response_format="diarized_json",
        chunking_strategy="auto",
    )
    assert diarized.segments[0].speaker == "A"


@pytest.mark.parametrize("file", [FILE, PLAIN])
def test_streams_a_transcription(client, file):
    stream = client.audio.transcriptions.create(
        model="gpt-4o-transcribe", file=file, stream=True, include=["logprobs"]
    )
    *deltas, done = list(stream)
    assert "".join(event.delta for event in deltas) == done.text
    assert done.usage.total_tokens


async def test_streams_segments_as_they_are_recognised(aclient):
    long = ("long.wav", wav((spoken() + bytes(48_000)) * 6))
    stream = await aclient.audio.transcriptions.create(
        model="sandbox-transcribe", file=long, stream=True, response_format="diarized_json"
    )
    arrived = {"transcript.text.segment": [], "transcript.text.delta": [], "transcript.text.done": []}
    async for event in stream:
        arrived[event.type].append(time.monotonic())
    segments = arrived["transcript.text.segment"]
    assert len(segments) >= 6
    assert segments[-1] - segments[0] > 0.1
    assert arrived["transcript.text.delta"][0] < segments[0] < arrived["transcript.text.done"][0]


@DEPRECATED
def test_translates(client):
    create = client.audio.translations.create
    assert create(model="whisper-1", file=FILE).text == PARK
    assert create(model="whisper-1", file=FILE, response_format="text") == f"{PARK}\n"
    assert create(model="whisper-1", file=FILE, response_format="verbose_json").segments[0].text == PARK


@DEPRECATED
async def test_translates_asynchronously(aclient):
    subtitles = await aclient.audio.translations.create(model="whisper-1", file=PLAIN, response_format="srt")
    assert "park" in subtitles


@pytest.mark.parametrize("format", ["audio", "sse"])
def test_cuts_speech(client, format):
    with (
        client.audio.speech.with_streaming_response.create(
            **{**SPEECH, "model": "sandbox-cut"}, stream_format=format
        ) as response,
        pytest.raises(Exception, match=r"peer|closed|disconnected"),
    ):
        list(response.iter_bytes())


def test_cuts_a_transcription(client):
    for stream in (False, True):
        with pytest.raises(openai.APIConnectionError):
            list(client.audio.transcriptions.create(model="sandbox-cut", file=FILE, stream=stream))


def test_raises_the_errors_of_the_sdk(client):
    with pytest.raises(openai.BadRequestError, match="Supported formats"):
        client.audio.transcriptions.create(model="whisper-1", file=("a.wav", b"no sound"))
    with pytest.raises(openai.APIStatusError, match="26214400"):
        client.audio.transcriptions.create(model="whisper-1", file=("a.wav", bytes(26_300_000)))
    with pytest.raises(openai.RateLimitError):
        client.audio.speech.create(**{**SPEECH, "model": "sandbox-error-429"})


def test_takes_a_form_sent_in_chunks(base_url):
    """As Node's SDK sends a file: of a length nobody tells beforehand."""
    form = httpx.Request(
        "POST", base_url, data={"model": "whisper-1"}, files={"file": ("a.wav", tagged("wav", "Hello there"))}
    )
    headers = {"authorization": "Bearer x", "content-type": form.headers["content-type"]}
    answer = httpx.post(f"{base_url}/audio/transcriptions", content=iter([form.read()]), headers=headers)
    assert answer.json()["text"] == "Hello there"
