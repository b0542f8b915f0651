import json
from random import Random

import pytest
from asgiref.testing import ApplicationCommunicator
from django.core.asgi import get_asgi_application
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from playground.sandbox.audio import uploads

from .recordings import spoken, tagged, upload, wav

SPEECH = tagged("mp3")
PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n"
VAD = '{"type": "server_vad", "threshold": 0.5, "silence_duration_ms": 200}'


@pytest.mark.parametrize(
    ("model", "fields", "param", "code"),
    [
        ("gpt-4o-transcribe", {"response_format": "srt"}, "response_format", "unsupported_value"),
        ("gpt-4o-transcribe", {"response_format": "verbose_json"}, "response_format", "unsupported_value"),
        ("gpt-4o-transcribe-diarize", {"response_format": "vtt"}, "response_format", "unsupported_value"),
        ("whisper-1", {"response_format": "diarized_json"}, "response_format", "unsupported_value"),
        ("whisper-1", {"response_format": "xml"}, "response_format", "invalid_value"),
        ("whisper-1", {"temperature": "2"}, "temperature", "decimal_above_max_value"),
        ("whisper-1", {"temperature": "warm"}, "temperature", "invalid_type"),
        ("whisper-1", {"temperature": "nan"}, "temperature", "invalid_type"),
        ("whisper-1", {"language": "English!"}, "language", "invalid_language_format"),
        ("whisper-1", {"include[]": ["logprobs"]}, "include", "unsupported_parameter"),
        ("whisper-1", {"timestamp_granularities[]": ["word"]}, "timestamp_granularities", "invalid_value"),
        ("whisper-1", {"timestamp_granularities[]": ["day"]}, "timestamp_granularities[0]", "invalid_value"),
        ("whisper-1", {"keywords[]": ["a"]}, "keywords", "unsupported_parameter"),
        (
            "sandbox-transcribe",
            {"include[]": ["logprobs"], "response_format": "text"},
            "include",
            "invalid_value",
        ),
        ("sandbox-transcribe", {"include[]": ["magic"]}, "include[0]", "invalid_value"),
        ("sandbox-transcribe", {"stream": "maybe"}, "stream", "invalid_type"),
        ("sandbox-transcribe", {"chunking_strategy": "manual"}, "chunking_strategy", "invalid_value"),
        (
            *("sandbox-transcribe", {"chunking_strategy[threshold]": "0.5"}),
            *("chunking_strategy.type", "missing_required_parameter"),
        ),
        ("sandbox-transcribe", {"known_speaker_names[]": ["Ada"]}, "known_speaker_names", "invalid_value"),
        (
            *("sandbox-transcribe", {"known_speaker_names[]": ["A"], "known_speaker_references[]": ["x"]}),
            *("known_speaker_references[0]", "invalid_value"),
        ),
        ("gpt-4o-transcribe-diarize", {"prompt": "x"}, "prompt", "unsupported_parameter"),
        ("whisper-1", {"colour": "red"}, "colour", "unknown_parameter"),
        ("sandbox-speech", {}, "model", None),
        ("nothing", {}, None, "model_not_found"),
    ],
)
async def test_refuses_as_the_api_does(post_form, model, fields, param, code):
    answer = await post_form("/audio/transcriptions", file=upload(SPEECH), model=model, **fields)
    assert answer.status in (400, 404)
    assert (answer.error["param"], answer.error["code"]) == (param, code)


@pytest.mark.parametrize("strategy", ["auto", VAD])
async def test_takes_a_chunking_strategy(post_form, strategy):
    fields = {"model": "gpt-4o-transcribe", "chunking_strategy": strategy}
    assert (await post_form("/audio/transcriptions", file=upload(SPEECH), **fields)).status == 200


async def test_wants_chunks_of_a_long_recording_with_speakers(post_form):
    long, fields = wav(bytes(31 * 48_000)), {"model": "gpt-4o-transcribe-diarize"}
    answer = await post_form("/audio/transcriptions", file=upload(long), **fields)
    assert answer.error["param"] == "chunking_strategy"
    fields["chunking_strategy"] = "auto"
    assert (await post_form("/audio/transcriptions", file=upload(long), **fields)).status == 200


@pytest.mark.parametrize(
    ("data", "code"),
    [
        *((b"", "audio_too_short"), (wav(bytes(200)), "audio_too_short")),
        *(
            (b"no sound at all " * 50, "invalid_value"),
            (PLAYLIST, "invalid_value"),
            (SPEECH[:40], "invalid_value"),
        ),
        *((b"\x89PNG\r\n\x1a\n" + bytes(99), "invalid_value"), (b"ffconcat version 1.0\n", "invalid_value")),
    ],
)
@pytest.mark.parametrize("path", ["transcriptions", "translations"])
@pytest.mark.parametrize("stream", [{}, {"stream": "true"}])
async def test_refuses_what_is_no_recording(post_form, path, stream, data, code):
    fields = {"model": "sandbox-translate", **(stream if path == "transcriptions" else {})}
    answer = await post_form(f"/audio/{path}", file=upload(data), **fields)
    assert answer.status == 400
    assert (answer.error["param"], answer.error["code"]) == ("file", code)


async def test_refuses_what_is_too_large_or_missing(post_form, monkeypatch):
    fields = {"model": "whisper-1"}
    assert (await post_form("/audio/transcriptions", **fields)).error["param"] == "file"
    answer = await post_form("/audio/transcriptions", file=upload(SPEECH), other=upload(SPEECH), **fields)
    assert answer.error["code"] == "unknown_parameter"
    monkeypatch.setattr(uploads, "LARGEST", 1000)
    answer = await post_form("/audio/transcriptions", file=upload(SPEECH), **fields)
    assert answer.status == 413
    assert f"exceeded ({len(SPEECH)} bytes read)" in answer.error["message"]


async def test_hears_what_is_left_of_a_damaged_file(post_form):
    data = tagged("mp3")
    damaged = data[: len(data) // 2] + bytes(500)
    answer = await post_form("/audio/transcriptions", file=upload(damaged), model="sandbox-transcribe")
    assert answer.status == 200


async def test_wants_a_form(call):
    assert (await call("POST", "/audio/transcriptions", {"model": "whisper-1"})).status == 415


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 503])
@pytest.mark.parametrize("path", ["transcriptions", "translations"])
async def test_fails_as_its_name_says(post_form, path, status):
    answer = await post_form(f"/audio/{path}", file=upload(SPEECH), model=f"sandbox-error-{status}")
    assert answer.status == status


async def test_breaks_its_answers_on_request(post_form):
    async def ask(model, **fields):
        return await post_form("/audio/transcriptions", file=upload(SPEECH), model=model, **fields)

    assert (await ask("sandbox-html")).headers["content-type"] == "text/html"
    for model in ("sandbox-malformed", "sandbox-cut"):
        with pytest.raises((json.JSONDecodeError, ConnectionAbortedError)):
            _ = (await ask(model)).json
    assert (await ask("sandbox-error-in-stream")).status == 500
    broken = await ask("sandbox-error-in-stream", stream="true")
    assert "server_error" in broken.lines[-1]
    assert b"transcript.text.done" not in broken.content


@pytest.mark.parametrize("stream", ["true", "false"])
async def test_stops_listening_when_the_client_goes_away(stream):
    fields = {"file": upload(wav(spoken() * 60)), "model": "sandbox-transcribe", "stream": stream}
    body = encode_multipart(BOUNDARY, fields)
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": "/sandbox/v1/audio/transcriptions",
        "query_string": b"",
        "headers": [
            (b"authorization", b"Bearer x"),
            (b"host", b"localhost"),
            (b"content-type", MULTIPART_CONTENT.encode()),
            (b"content-length", str(len(body)).encode()),
        ],
    }
    client = ApplicationCommunicator(get_asgi_application(), scope)
    await client.send_input({"type": "http.request", "body": body, "more_body": False})
    if stream == "true":
        assert (await client.receive_output(20))["status"] == 200
        assert b"delta" in (await client.receive_output(20))["body"]
    await client.send_input({"type": "http.disconnect"})
    await client.wait(timeout=20)
    assert client.future.done()
    assert not client.future.cancelled()


NAMES = (
    *(
        "model",
        "language",
        "prompt",
        "response_format",
        "temperature",
        "stream",
        "chunking_strategy",
        "keywords[]",
    ),
    *(
        "languages[]",
        "include[]",
        "timestamp_granularities[]",
        "known_speaker_names[]",
        "chunking_strategy[type]",
    ),
    *(
        "known_speaker_references[]",
        "chunking_strategy[threshold]",
        "temperature[x]",
        "file",
        "[]",
        "",
        "x[y][z]",
    ),
)
JUNK = (
    *(
        "",
        "0",
        "-1",
        "1e999",
        "nan",
        "true",
        "null",
        "{}",
        "[]",
        '{"type": 5}',
        "[" * 2000,
        '{"a":' * 2000,
        "\0",
    ),
    *("json", "text", "srt", "vtt", "verbose_json", "diarized_json", "word", "segment", "logprobs", "auto"),
    *(
        "server_vad",
        VAD,
        "en",
        "data:audio/wav;base64,AAAA",
        "data:",
        "😀",
        "sandbox-transcribe",
        "whisper-1",
    ),
    *("gpt-4o-transcribe-diarize", "gpt-transcribe", "\x85", "٣", "1_0"),
)


@pytest.mark.parametrize("seed", range(4))
async def test_never_fails_on_what_it_is_sent(post_form, seed):
    rng = Random(seed)
    for _ in range(40):
        fields = {"model": "sandbox-transcribe", "file": upload(SPEECH)}
        for name in rng.sample(NAMES, rng.randint(1, 4)):
            fields[name] = [rng.choice(JUNK)] if name.endswith("[]") else rng.choice(JUNK)
        if rng.random() < 0.3:
            start = rng.randrange(len(SPEECH))
            fields["file"] = upload(
                SPEECH[:start] + rng.randbytes(50) + SPEECH[start + rng.randrange(3000) :]
            )
        answer = await post_form(f"/audio/{rng.choice(('transcriptions', 'translations'))}", **fields)
        assert answer.status in (200, 400, 404), fields
