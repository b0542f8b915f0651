import asyncio
import base64
import io
import json
import threading
import wave

import av
import numpy as np
import pytest
from asgiref.testing import ApplicationCommunicator
from django.core.asgi import get_asgi_application

from playground.sandbox.audio.encoder import FORMATS
from playground.sandbox.audio.speaker import speak
from playground.sandbox.audio.voices import VOICES, language_of

LONG = "The quick brown fox jumps over the lazy dog. " * 91
CODECS = {"mp3": "mp3float", "opus": "opus", "aac": "aac", "flac": "flac", "wav": "pcm_s16le"}


@pytest.fixture
def say(call):
    async def send(text="Hello there", *, model="sandbox-speech", voice="alloy", **params):
        return await call("POST", "/audio/speech", {"model": model, "input": text, "voice": voice, **params})

    return send


@pytest.mark.parametrize("format", CODECS)
async def test_speaks_in_the_format_asked_for(say, format):
    answer = await say(response_format=format)
    assert answer.headers["content-type"] == FORMATS[format].mime
    with av.open(io.BytesIO(answer.content)) as container:
        assert container.streams.audio[0].codec_context.name == CODECS[format]
        seconds = sum(frame.samples / frame.sample_rate for frame in container.decode(audio=0))
    assert 0.5 < seconds < 2


async def test_speaks_raw_pcm(say):
    answer = await say(response_format="pcm")
    samples = np.frombuffer(answer.content, "<i2")
    assert 0.5 < len(samples) / 24_000 < 2
    assert samples.max() > 3000


async def test_streams_wav_whose_length_is_open(say):
    content = (await say(response_format="wav")).content
    assert content[:8] == b"RIFF\xff\xff\xff\xff"
    with wave.open(io.BytesIO(content)) as file:
        assert file.getframerate() == 24_000


async def test_is_mp3_unless_asked_otherwise(say):
    assert (await say()).headers["content-type"] == "audio/mpeg"


async def test_says_what_it_is(say):
    assert "espeak" in (await say()).headers["x-sandbox-note"]


async def test_speaks_faster_and_slower(say):
    lengths = [len((await say(response_format="pcm", speed=speed)).content) for speed in (0.25, 0.5, 1, 4)]
    assert lengths[0] > 1.8 * lengths[1] > 3 * lengths[2] > 6 * lengths[3]


async def test_sends_events(say):
    answer = await say(stream_format="sse", response_format="pcm")
    events = [json.loads(line.split("data: ")[1]) for line in answer.content.decode().split("\n\n") if line]
    assert {event["type"] for event in events[:-1]} == {"speech.audio.delta"}
    sound = b"".join(base64.b64decode(event["audio"]) for event in events[:-1])
    assert 24_000 < len(sound) < 96_000
    assert events[-1]["type"] == "speech.audio.done"
    usage = events[-1]["usage"]
    assert usage["total_tokens"] == usage["input_tokens"] + usage["output_tokens"] > 2


async def test_takes_instructions_and_a_voice_by_its_id(say):
    answer = await say(voice={"id": "nova"}, instructions="Speak like a pirate", model="gpt-4o-mini-tts")
    assert answer.status == 200


@pytest.mark.parametrize(
    ("params", "param", "code"),
    [
        ({"text": "a" * 4097}, "input", "string_above_max_length"),
        ({"text": ""}, "input", "string_below_min_length"),
        ({"text": None}, "input", "invalid_type"),
        ({"text": 5}, "input", "invalid_type"),
        ({"voice": "nobody"}, "voice", "invalid_value"),
        ({"voice": {"id": "voice_1234"}}, "voice", "invalid_value"),
        ({"voice": {}}, "voice.id", "missing_required_parameter"),
        ({"speed": 0.2}, "speed", "decimal_below_min_value"),
        ({"speed": 4.1}, "speed", "decimal_above_max_value"),
        ({"response_format": "midi"}, "response_format", "invalid_value"),
        ({"stream_format": "xml"}, "stream_format", "invalid_value"),
        ({"model": "tts-1-hd", "stream_format": "sse"}, "stream_format", "unsupported_value"),
        ({"model": "tts-1", "instructions": "Whisper"}, "instructions", "unsupported_parameter"),
        ({"pitch": 3}, "pitch", "unknown_parameter"),
        ({"model": "sandbox-chat"}, "model", None),
        ({"model": "whisper-1"}, "model", None),
        ({"model": "nothing"}, None, "model_not_found"),
    ],
)
async def test_refuses_as_the_api_does(say, params, param, code):
    answer = await say(**params)
    assert answer.status in (400, 404)
    assert (answer.error["param"], answer.error["code"]) == (param, code)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 503])
@pytest.mark.parametrize("format", ["audio", "sse"])
async def test_fails_as_its_name_says(say, status, format):
    assert (await say(model=f"sandbox-error-{status}", stream_format=format)).status == status


async def test_fails_inside_the_stream(say):
    answer = await say(model="sandbox-error-in-stream", stream_format="sse")
    assert "server_error" in answer.lines[-1]
    assert (await say(model="sandbox-error-in-stream")).status == 500
    assert (await say(model="sandbox-html")).content.startswith(b"<!DOCTYPE html>")
    for format in ("audio", "sse"):
        with pytest.raises(json.JSONDecodeError):
            json.loads((await say(model="sandbox-malformed", stream_format=format)).lines[-1])


def speech_of(body):
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": "/sandbox/v1/audio/speech",
        "query_string": b"",
        "headers": [(b"authorization", b"Bearer x"), (b"host", b"localhost")],
    }
    client = ApplicationCommunicator(get_asgi_application(), scope)
    return client, {"type": "http.request", "body": json.dumps(body).encode(), "more_body": False}


@pytest.mark.parametrize("model", ["sandbox-speech", "sandbox-slow", "sandbox-stall"])
async def test_sounds_at_once_and_stops_when_the_client_goes_away(model):
    client, request = speech_of(
        {"model": model, "voice": "echo", "input": LONG[:4096], "response_format": "wav"}
    )
    await client.send_input(request)
    assert (await client.receive_output(10))["status"] == 200
    sound = 0
    while sound < 5000:
        sound += len((await client.receive_output(10))["body"])
    await client.send_input({"type": "http.disconnect"})
    await client.wait(timeout=5)
    assert client.future.done()
    assert not client.future.cancelled()


def test_speaks_with_a_different_sound_in_every_voice():
    heard = {voice: b"".join(speak("Hello there", voice)) for voice in VOICES}
    assert len(VOICES) == 13
    assert len(set(heard.values())) == 13


def test_speaks_a_part_before_the_whole_is_spoken():
    assert len(next(iter(speak(LONG)))) < 10 * 48_000


async def test_speaks_for_several_at_once():
    texts = [f"Number {number}. This is spoken while others are." for number in range(8)]
    lengths = await asyncio.gather(*(asyncio.to_thread(lambda t: len(b"".join(speak(t))), t) for t in texts))
    assert min(lengths) > 48_000


def test_lets_nobody_wait_for_another_ones_whole_text():
    finished = []

    def run(name, text):
        for _ in speak(text, speed=0.25):
            pass
        finished.append(name)

    threads = [
        threading.Thread(target=run, args=("long", LONG)),
        threading.Thread(target=run, args=("short", "One.")),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert finished == ["short", "long"]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "\0",
            "…",
            "<speak><break time='9s'/></speak>",
            "[[h@l'oU]]",
            "😀" * 4096,
            "\x1b[31m\x07",
            "\u202e\ufeff",
        ),
        *(
            "9" * 4096,
            "x" * 4096,
            "_" * 4096,
            "a b " * 1024,
            "\ud800",
            "ظ" * 500,
            "ก" * 500,
            "漢" * 500,
            "&#0;",
        ),
    ],
)
def test_survives_odd_texts(text):
    pieces = speak(text)
    assert next(iter(pieces))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        *(("I am in the city", "en"), ("Привет", "ru"), ("Γειά σου", "el"), ("مرحبا", "ar"), ("你好", "cmn")),
        *(("こんにちは", "ja"), ("안녕", "ko"), ("Grüße", "de"), ("Où ça", "fr"), ("¿Qué?", "es")),
    ],
)
def test_picks_a_language_by_the_script(text, language):
    assert language_of(text) == language
    assert len(b"".join(speak(text))) > 10_000
