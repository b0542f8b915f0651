import base64
import io

import av
import pytest
from PIL import Image

from .recordings import PARK, spoken, tagged, wav


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
    answer = await chat(user(recording(tagged(format), format)))
    assert "**2.1 seconds**" in answer.text or "**2.2 seconds**" in answer.text
    assert f"that says: “{PARK}”" in answer.text
    assert answer.json["usage"]["prompt_tokens_details"]["audio_tokens"] in (21, 22)


async def test_listens_to_a_recording(chat):
    answer = await chat(user(recording(wav(spoken()))))
    assert "small recogniser heard" in answer.text
    assert "park" in answer.text
    assert "heard no words" in (await chat(user(recording(wav(bytes(96_000)))))).text


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


@pytest.mark.parametrize("format", ["wav", "mp3", "flac", "aac", "opus"])
async def test_answers_with_speech(chat, format):
    params = {"modalities": ["text", "audio"], "audio": {"voice": "alloy", "format": format}}
    answer = await chat("Say exactly: the park", **params)
    audio = answer.message["audio"]
    assert answer.message["content"] is None
    data = base64.b64decode(audio["data"])
    assert audio["transcript"] in (await chat(user(recording(data, format)))).text
    with av.open(io.BytesIO(data)) as container:
        assert sum(frame.samples / frame.sample_rate for frame in container.decode(audio=0)) > 0.3
    assert answer.json["usage"]["completion_tokens_details"]["audio_tokens"] > 0


async def test_speaks_in_sentences(chat):
    params = {"modalities": ["text", "audio"], "audio": {"voice": {"id": "echo"}, "format": "mp3"}}
    transcript = (await chat(model="sandbox-chat", **params)).message["audio"]["transcript"]
    assert "##" not in transcript
    assert "|" not in transcript


async def test_ends_the_sound_of_an_endless_answer(chat):
    params = {"modalities": ["text", "audio"], "audio": {"voice": "ash", "format": "pcm16"}}
    audio = (await chat(max_tokens=20_000, **params)).message["audio"]
    assert len(base64.b64decode(audio["data"])) == 240 * 48_000


async def test_refuses_a_voice_it_does_not_have(chat):
    answer = await chat(modalities=["audio"], audio={"voice": "nobody", "format": "wav"})
    assert (answer.status, answer.error["param"]) == (400, "audio.voice")


async def test_streams_speech(chat):
    params = {"modalities": ["text", "audio"], "audio": {"voice": "alloy", "format": "pcm16"}}
    answer = await chat("Say exactly: the park", stream=True, **params)
    deltas = [event["choices"][0]["delta"].get("audio", {}) for event in answer.events]
    assert "".join(delta.get("transcript", "") for delta in deltas) == "the park"
    assert len(base64.b64decode("".join(delta.get("data", "") for delta in deltas))) > 10_000
    assert [delta for delta in deltas if "expires_at" in delta]
