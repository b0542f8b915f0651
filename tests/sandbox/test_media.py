import base64
import io
import wave
from random import Random

import av
import pytest
from PIL import Image

from playground.sandbox import sound


def data_url(data: bytes, kind: str = "image/png") -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def png(width: int, height: int, colour: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(file, "PNG")
    return file.getvalue()


def picture(url: str) -> dict:
    return {"type": "image_url", "image_url": {"url": url}}


def recording(data: bytes, kind: str = "wav") -> dict:
    return {"type": "input_audio", "input_audio": {"data": base64.b64encode(data).decode(), "format": kind}}


def user(*parts: dict) -> list[dict]:
    return [{"role": "user", "content": [{"type": "text", "text": "What is this?"}, *parts]}]


async def test_says_what_a_picture_shows(chat):
    answer = await chat(user(picture(data_url(png(64, 48, "#c81e1e")))))
    assert "**64 × 48**" in answer.text
    assert "red" in answer.text
    assert answer.json["usage"]["prompt_tokens"] > 250


async def test_does_not_fetch_a_picture(chat):
    assert "example.com" in (await chat(user(picture("https://example.com/x.png")))).text


@pytest.mark.parametrize("format", ["wav", "mp3", "flac", "aac", "opus"])
async def test_says_what_a_recording_holds(chat, format):
    data = sound.encoded(sound.melody(Random(1), 10), format)
    answer = await chat(user(recording(data, format)))
    assert "**2.0 seconds**" in answer.text or "**2.1 seconds**" in answer.text
    assert answer.json["usage"]["prompt_tokens_details"]["audio_tokens"] in (20, 21)


async def test_says_what_a_file_is(chat):
    part = {
        "type": "file",
        "file": {"filename": "a.txt", "file_data": data_url(b"one two\nthree", "text/plain")},
    }
    assert "2 lines and 3 words" in (await chat(user(part))).text


@pytest.mark.parametrize(
    "part",
    [
        *(
            picture("data:image/png;base64,%%%"),
            picture(data_url(b"no picture")),
            picture("ftp://x"),
            picture("data:"),
        ),
        *(picture(data_url(png(900, 900, "red")[:500])), recording(b"no sound"), recording(b"")),
        {"type": "file", "file": {}},
        {"type": "file", "file": {"file_data": "%%"}},
    ],
)
async def test_refuses_what_it_cannot_read(chat, part):
    answer = await chat(user(part))
    assert answer.status == 400
    assert answer.error["param"].startswith("messages[0].content[1]")


async def test_answers_with_a_tone_that_is_no_speech(chat):
    params = {"modalities": ["text", "audio"], "audio": {"voice": "alloy", "format": "wav"}}
    answer = await chat(**params)
    audio = answer.message["audio"]
    assert answer.message["content"] is None
    assert "cannot speak" in audio["transcript"]
    with wave.open(io.BytesIO(base64.b64decode(audio["data"]))) as file:
        assert file.getframerate() == 24_000
        assert file.getnframes() > 1000
    assert answer.json["usage"]["completion_tokens_details"]["audio_tokens"] > 0


async def test_streams_the_tone(chat):
    params = {"modalities": ["text", "audio"], "audio": {"voice": "alloy", "format": "pcm16"}}
    deltas = [e["choices"][0]["delta"].get("audio", {}) for e in (await chat(**params, stream=True)).events]
    assert "cannot speak" in "".join(delta.get("transcript", "") for delta in deltas)
    assert len(base64.b64decode("".join(delta.get("data", "") for delta in deltas))) > 10_000
    assert [delta for delta in deltas if "expires_at" in delta]


@pytest.mark.parametrize("format", ["mp3", "opus", "flac", "aac", "wav"])
def test_encodes_the_formats_it_names(format):
    with av.open(io.BytesIO(sound.encoded(sound.melody(Random(1), 5), format))) as container:
        assert container.streams.audio[0].codec_context.name in {format, "mp3float", "pcm_s16le", "libopus"}
