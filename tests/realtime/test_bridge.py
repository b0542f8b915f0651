"""A session between a page and an upstream, over the real sockets of a started server."""

import base64
import json
import signal
import sqlite3
import threading
import uuid
import wave
from contextlib import closing
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.cable import Cable
from tests.openai.upstream import response
from tests.started import StartedServer, prepared
from tests.visitor import Visitor

from .talking import Talk, opened, talking
from .upstream import SECRET, Line, RealtimeUpstream

TONE = bytes(range(0, 250, 2)) * 8
BETA_SOUND, GA_SOUND = "response.audio.delta", "response.output_audio.delta"


def speak(line: Line, item: str, pcm: bytes, type: str = GA_SOUND) -> None:
    line.send(type=type, item_id=item, content_index=0, delta=base64.b64encode(pcm).decode())


def passed(talk: Talk, line: Line) -> None:
    """Return when all that the upstream has sent has passed the bridge."""
    line.send(type="input_audio_buffer.speech_started", item_id="item_last")
    talk.hear("interrupt")


def wav(visitor: Visitor, run: dict[str, Any], name: str) -> tuple[int, bytes]:
    """The rate and the samples of a recording."""
    (file,) = [file for file in run["files"] if file["name"] == name]
    with wave.open(BytesIO(visitor.client.get(file["url"]).content)) as made:
        assert (made.getnchannels(), made.getsampwidth()) == (1, 2)
        return made.getframerate(), made.readframes(made.getnframes())


@pytest.mark.parametrize(("shape", "type"), [("beta", BETA_SOUND), ("ga", GA_SOUND)])
def test_carries_sound_both_ways_and_keeps_it(
    visitor: Visitor, upstream: RealtimeUpstream, shape: str, type: str
) -> None:
    talk, line = talking(visitor, upstream, shape=shape)
    with talk:
        assert line.path == "/v1/realtime?model=m"
        assert line.headers["authorization"] == f"Bearer {SECRET}"
        assert line.headers.get("openai-beta") == ("realtime=v1" if shape == "beta" else None)
        talk.connection.send(TONE)
        assert base64.b64decode(line.next("input_audio_buffer.append")["audio"]) == TONE
        line.send(type="input_audio_buffer.speech_started", item_id="item_1", audio_start_ms=0)
        assert talk.hear("interrupt")
        line.send(type="input_audio_buffer.speech_stopped", item_id="item_1", audio_end_ms=900)
        speak(line, "item_2", TONE, type)
        assert talk.hear("voice") == {"type": "voice", "item_id": "item_2", "content_index": 0}
        assert talk.sound() == TONE
        line.send(
            type="conversation.item.input_audio_transcription.completed",
            item_id="item_1",
            transcript="Hi <b>",
        )
        line.send(
            type="response.done",
            response={
                "id": "r",
                "status": "completed",
                "output": [],
                "usage": {"input_tokens": 3, "output_tokens": 4},
            },
        )
        passed(talk, line)
        talk.say("end")
        assert talk.hear("ended")
        assert talk.closed().code == 1000
    run = talk.ended()
    assert (run["status"], run["error"]) == ("completed", None)
    assert run["usage"] == {"input_tokens": 3, "output_tokens": 4}
    heard, said, _ = run["response"]["turns"]
    assert (heard["text"], heard["role"]) == ("Hi <b>", "user")
    assert said["role"] == "assistant"
    assert 0 <= said["delay_ms"] < 5000
    for name in ("you.wav", "model.wav"):
        rate, samples = wav(visitor, run, name)
        assert rate == 24_000
        assert TONE in samples
    assert "Authorization" not in json.dumps(run["request"]) or SECRET not in json.dumps(run)
    page = visitor.client.get(f"/realtime/?run={talk.run}").text
    assert "Hi &lt;b&gt;" in page
    lines = [
        json.loads(text)
        for text in visitor.client.get(f"/realtime/{talk.run}/events.jsonl").text.splitlines()
    ]
    assert [(each["direction"], each["type"]) for each in lines][:2] == [
        ("client", "input_audio_buffer.append"),
        ("server", "input_audio_buffer.speech_started"),
    ]
    assert all(earlier["ms"] <= later["ms"] for earlier, later in pairwise(lines))
    rows = visitor.client.get(f"/realtime/{talk.run}/events/").text
    assert "speech_started" in rows


def test_truncates_to_what_was_heard(visitor: Visitor, upstream: RealtimeUpstream) -> None:
    talk, line = talking(visitor, upstream, shape="ga")
    with talk:
        speak(line, "item_1", TONE * 24)
        talk.sound()
        talk.say("heard", item_id="item_1", content_index=0, audio_end_ms=10)
        assert line.next("conversation.item.truncate") == {
            "type": "conversation.item.truncate",
            "item_id": "item_1",
            "content_index": 0,
            "audio_end_ms": 10,
        }
        line.send(type="conversation.item.truncated", item_id="item_1", content_index=0, audio_end_ms=10)
        passed(talk, line)
        talk.say("end")
        talk.closed()
    run = talk.ended()
    _, samples = wav(visitor, run, "model.wav")
    start = samples.index(TONE[2:20]) - 2
    assert len(samples) - start == 10 * 24 * 2
    assert run["response"]["turns"][0]["heard_ms"] == 10


def test_says_text_and_commits_turns_by_hand(visitor: Visitor, upstream: RealtimeUpstream) -> None:
    talk, line = talking(visitor, upstream, turn_detection="null")
    with talk:
        assert upstream.minted[0][1]["turn_detection"] is None
        talk.say("say", text=" Hello 🦉 ")
        item = line.next("conversation.item.create")["item"]
        assert item == {
            "type": "message",
            "role": "user",
            "content": [{"type": "input_text", "text": "Hello 🦉"}],
        }
        assert line.received.get(timeout=20) == {"type": "response.create"}
        talk.say("commit")
        assert line.received.get(timeout=20) == {"type": "input_audio_buffer.commit"}
        assert line.received.get(timeout=20) == {"type": "response.create"}
        talk.say("update", session={"voice": "ash", "model": "m"})
        assert line.next("session.update")["session"] == {"voice": "ash"}
        talk.say("end")
        talk.closed()


CALLS = [
    {"id": f"item_{call}", "type": "function_call", "name": "f", "call_id": call, "arguments": "{}"}
    for call in ("call_1", "call_2")
]
CALLED = {"id": "r", "status": "completed", "output": CALLS}


def asking(talk: Talk, line: Line) -> None:
    """The model asks for two results; its response goes on."""
    line.send(type="response.created", response={"id": "r"})
    for call in CALLS:
        line.send(type="response.output_item.done", item={**call, "status": "completed"})
    talk.hear("answering")


def test_answers_calls_and_lets_the_model_go_on(visitor: Visitor, upstream: RealtimeUpstream) -> None:
    talk, line = talking(visitor, upstream)
    with talk:
        asking(talk, line)
        line.send(type="response.done", response=CALLED)
        passed(talk, line)
        talk.say("result", call_id="call_1", output="7")
        answer = line.next("conversation.item.create")["item"]
        assert answer == {"type": "function_call_output", "call_id": "call_1", "output": "7"}
        talk.say("result", call_id="call_2", output="8")
        assert line.received.get(timeout=20)["item"]["output"] == "8"
        assert line.received.get(timeout=20) == {"type": "response.create"}
        talk.say("end")
        talk.closed()
    outputs = [turn["output"] for turn in talk.ended()["response"]["turns"] if turn["kind"] == "call"]
    assert outputs == ["7", "8"]


def test_asks_the_model_to_go_on_only_when_it_has_finished(
    visitor: Visitor, upstream: RealtimeUpstream
) -> None:
    talk, line = talking(visitor, upstream)
    with talk:
        asking(talk, line)
        for call in CALLS:
            talk.say("result", call_id=call["call_id"], output="7")
        talk.say("clear")
        sent = [line.received.get(timeout=20)["type"] for _ in range(3)]
        assert sent == [*["conversation.item.create"] * 2, "input_audio_buffer.clear"]
        line.send(type="response.done", response=CALLED)
        assert line.received.get(timeout=20) == {"type": "response.create"}
        talk.say("end")
        talk.closed()


@pytest.mark.parametrize(
    "frame",
    [
        b"\0",
        b"",
        bytes(64 * 1024 + 2),
        "no json",
        "[1]",
        '{"type": "unknown"}',
        '{"type": "say"}',
        '{"type": "say", "text": "x", "images": ["../../etc/passwd"]}',
        '{"type": "heard", "item_id": "a b", "content_index": 0, "audio_end_ms": 1}',
        '{"type": "heard", "item_id": "a", "content_index": 0, "audio_end_ms": -1}',
        '{"type": "result", "call_id": 7, "output": "x"}',
        '{"type": "event", "event": {"type": 7}}',
        "[" * 5000,
    ],
    ids=lambda frame: f"{type(frame).__name__} {str(frame[:12])!r}",
)
def test_sends_pages_away_that_talk_nonsense(
    visitor: Visitor, upstream: RealtimeUpstream, frame: bytes | str
) -> None:
    talk, line = talking(visitor, upstream)
    with talk:
        talk.connection.send(frame)
        closed = talk.closed()
        assert closed.code in (1008, 1009)
        assert closed.reason
    with Talk(visitor, talk.path) as again:
        again.hear("ready")
        again.say("end")
        again.closed()
    assert line.received.empty()


def test_refuses_pages_of_other_sites(visitor: Visitor, upstream: RealtimeUpstream) -> None:
    path = opened(visitor)
    for origin in ("https://elsewhere.example", "http://127.0.0.1:1", "null"):
        with Talk(visitor, path, origin) as talk:
            assert talk.closed().code == 4403


def test_lets_one_page_talk_at_a_time(visitor: Visitor, upstream: RealtimeUpstream) -> None:
    first, _ = talking(visitor, upstream)
    with first, Talk(visitor, first.path) as second:
        assert first.closed().code == 4409
        assert second.hear("ready")
        second.say("end")
        second.closed()


def give_away(server: StartedServer, run: str) -> None:
    """Make the run somebody else's."""
    with closing(sqlite3.connect(server.data_dir / "playground.sqlite3", timeout=20)) as database, database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(accounts_user)")]
        (known,) = database.execute("SELECT * FROM accounts_user LIMIT 1").fetchall()
        somebody = dict(zip(columns, known, strict=True)) | {"id": None, "username": f"somebody-{run}"}
        marks = ", ".join("?" * len(columns))
        made = database.execute(f"INSERT INTO accounts_user VALUES ({marks})", list(somebody.values()))
        database.execute(
            "UPDATE runs_run SET owner_id = ? WHERE uuid = ?", [made.lastrowid, run.replace("-", "")]
        )


def test_knows_no_session_of_somebody_else(
    visitor: Visitor, upstream: RealtimeUpstream, server: StartedServer
) -> None:
    talk, _ = talking(visitor, upstream)
    with talk:
        give_away(server, talk.run)
        path = f"/ws/realtime/{talk.run}/"
        with Talk(visitor, path) as foreign:
            assert foreign.closed().code == 4404
        for part in ("events/", "events.jsonl", "recording/"):
            assert visitor.client.get(f"/realtime/{talk.run}/{part}").status_code == 404
        assert visitor.client.get(f"/realtime/?run={talk.run}").status_code == 404
        talk.say("end")
        talk.closed()
    with Talk(visitor, f"/ws/realtime/{uuid.UUID(int=9)}/") as unknown:
        assert unknown.closed().code == 4404


@pytest.mark.parametrize(
    ("code", "reason", "status", "words"),
    [
        (4000, "invalid_request_error.beta_api_shape_disabled", "failed", "beta_api_shape_disabled"),
        (4401, "Größe & <b>", "failed", "4401 Größe & <b>"),
        (1011, f"internal error {SECRET}", "failed", "1011 internal error"),
        (1000, "", "completed", ""),
    ],
)
def test_shows_how_the_upstream_closed_word_for_word(
    visitor: Visitor, upstream: RealtimeUpstream, code: int, reason: str, status: str, words: str
) -> None:
    talk, line = talking(visitor, upstream)
    with talk:
        line.send(type="error", error={"type": "invalid_request_error", "message": "It <i>was</i> refused."})
        line.close(code, reason)
        talk.closed()
    run = talk.ended()
    assert run["status"] == status
    assert SECRET not in json.dumps(run, ensure_ascii=False)
    if status == "failed":
        assert words in run["error"]["message"]
        assert "It <i>was</i> refused." in run["error"]["message"]
        assert run["error"]["advice"]
        assert "<i>was</i>" not in visitor.client.get(f"/history/{talk.run}/").text


def test_keeps_what_was_said_when_the_network_breaks(
    visitor: Visitor, upstream: RealtimeUpstream, cable: Cable
) -> None:
    talk, line = talking(visitor, upstream)
    with talk:
        talk.connection.send(TONE)
        line.next("input_audio_buffer.append")
        cable.cut()
        talk.closed()
    run = talk.ended()
    assert (run["status"], run["error"]["kind"]) == ("failed", "incomplete")
    assert "connect again" in run["error"]["advice"]
    assert run["response"]["closed"] == {"code": None, "reason": ""}
    assert TONE in wav(visitor, run, "you.wav")[1]


def test_keeps_a_session_that_was_stopped_in_the_history(
    visitor: Visitor, upstream: RealtimeUpstream
) -> None:
    talk, line = talking(visitor, upstream)
    with talk:
        talk.connection.send(TONE)
        line.next("input_audio_buffer.append")
        visitor.stop(talk.run)
        assert talk.hear("ended")
        assert line.left.wait(20)
    run = talk.ended()
    assert run["status"] == "cancelled"
    assert TONE in wav(visitor, run, "you.wav")[1]


def test_keeps_all_of_a_session_whose_process_was_killed(
    tmp_path: Path, upstream: RealtimeUpstream, server: StartedServer
) -> None:
    environment = {"OPENAI_API_KEY": "sk-secret-1234", "OPENAI_BASE_URL": upstream.url}
    with StartedServer(prepared(tmp_path), environment) as first:
        with Visitor(first.wait_until_ready().url) as visitor:
            talk, line = talking(visitor, upstream)
            talk.connection.send(TONE)
            line.next("input_audio_buffer.append")
            line.send(
                type="conversation.item.input_audio_transcription.completed", item_id="a", transcript="Kept"
            )
            wait_for_sound(tmp_path)
        first.stop(signal.SIGKILL)
        talk.connection.socket.close()
    with StartedServer(tmp_path, environment) as second, Visitor(second.wait_until_ready().url) as visitor:
        run = visitor.run(talk.run)
        assert (run["status"], run["text"]) == ("interrupted", "Kept")
        assert TONE in wav(visitor, run, "you.wav")[1]


def wait_for_sound(folder: Path) -> None:
    """Until the session's sound has been committed."""
    committed = threading.Event()
    while True:
        with closing(sqlite3.connect(folder / "playground.sqlite3", timeout=20)) as database:
            (count,) = database.execute("SELECT count(*) FROM realtime_sound").fetchone()
        if count:
            return
        committed.wait(0.05)


def test_says_what_the_upstream_answered_instead_of_opening(
    visitor: Visitor, upstream: RealtimeUpstream
) -> None:
    upstream.upgrade_refusal = response(b'{"error": {"message": "Not for you."}}', status="403 Forbidden")
    with Talk(visitor, opened(visitor)) as talk:
        run = talk.ended()
    assert (run["status"], run["error"]["message"], run["status_code"]) == ("failed", "Not for you.", 403)


@pytest.mark.parametrize(
    "junk", ["no json", "[]", '{"type": 7}', '{"type": "response.audio.delta", "delta": "%"}']
)
def test_survives_what_an_upstream_should_not_send(
    visitor: Visitor, upstream: RealtimeUpstream, junk: str
) -> None:
    talk, line = talking(visitor, upstream)
    with talk:
        line.text(junk)
        speak(line, "item_1", TONE)
        assert talk.sound() == TONE
        talk.say("end")
        talk.closed()
    assert talk.ended()["status"] == "completed"


def test_speaks_telephone_formats_upstream_and_pcm_here(visitor: Visitor, upstream: RealtimeUpstream) -> None:
    formats = {"input_audio_format": "g711_ulaw", "output_audio_format": "g711_alaw"}
    talk, line = talking(visitor, upstream, **formats)
    with talk:
        talk.connection.send(bytes(960 * 2))
        assert base64.b64decode(line.next("input_audio_buffer.append")["audio"]) == b"\xff" * 320
        speak(line, "item_1", b"\xd5" * 160)
        assert len(talk.sound()) == 160 * 3 * 2
        talk.say("end")
        talk.closed()
