"""The socket itself: who may connect and in which shape, what is refused, captions, and faults."""

import base64
import json
from random import Random

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, ConnectionClosedError, InvalidStatus
from websockets.sync.client import connect

from tests.sandbox.talk import SILENCE, WEATHER, Talk, joined, message, sound, speech, types, understood
from tests.sandbox.test_fuzzed import JUNK

NUMBERS = "one two three four five six"
BETA = "model=gpt-4o-realtime-preview"
LOGPROBS = ["item.input_audio_transcription.logprobs"]


@pytest.fixture
def talk(url):
    with Talk(url) as talk:
        assert talk.receive()["type"] == "session.created"
        yield talk


def minted(url, path, body):
    answer = httpx.post(
        f"{url}/sandbox/v1/realtime/{path}", json=body, headers={"Authorization": "Bearer sk-test"}
    ).json()
    return answer["value"] if "value" in answer else answer["client_secret"]["value"]


def refusal(url, query="model=sandbox-realtime", **options):
    """The error a socket is refused with, and the code and reason it closes with."""
    with Talk(url, query, **options) as talk:
        error = talk.next("error")["error"]
        with pytest.raises(ConnectionClosed) as closed:
            talk.receive()
    return error, closed.value.rcvd


@pytest.mark.parametrize(
    ("query", "key", "error", "close"),
    [
        ("model=sandbox-realtime", None, None, 3000),
        ("model=sandbox-realtime", "ek_nonsense", "invalid_api_key", 3000),
        ("model=nothing", "sk-test", "model_not_found", 4000),
        ("model=gpt-4o", "sk-test", None, 4000),
        ("", "sk-test", "missing_model", 4000),
        ("intent=transcription&model=gpt-realtime", "sk-test", "invalid_model", 4000),
        ("model=sandbox-error-401", "sk-test", "invalid_api_key", 3000),
        ("model=sandbox-error-404", "sk-test", "model_not_found", 4000),
        ("model=sandbox-error-429", "sk-test", "rate_limit_exceeded", 4000),
        ("model=sandbox-error-500", "sk-test", None, 1011),
    ],
)
def test_says_why_it_lets_nobody_in(url, query, key, error, close):
    said, closed = refusal(url, query, key=key)
    assert (said["code"], closed.code) == (error, close)
    assert closed.reason == f"{said['type']}.{error}"


def test_lets_a_browser_in_by_subprotocols(url):
    names = ["realtime", "openai-insecure-api-key.sk-test"]
    with Talk(url, key=None, subprotocols=names) as talk:
        assert talk.receive()["session"]["type"] == "realtime"
        assert talk.socket.subprotocol == "realtime"
    with Talk(url, BETA, key=None, beta=True, subprotocols=[*names, "openai-beta.realtime-v1"]) as talk:
        assert talk.receive()["session"]["modalities"] == ["audio", "text"]


def test_lets_pages_of_other_sites_in_but_not_to_our_own_sockets(url):
    elsewhere = "https://elsewhere.example"
    with Talk(url, origin=elsewhere) as talk:
        assert talk.receive()["type"] == "session.created"
    for path, origin, code in (("ws/nothing/", elsewhere, 4403), ("ws/nothing/", url, 4404)):
        with connect(f"{url.replace('http', 'ws', 1)}/{path}", origin=origin) as socket:
            with pytest.raises(ConnectionClosed) as closed:
                socket.recv(timeout=20)
            assert closed.value.rcvd.code == code


def test_begins_with_the_session_of_a_secret(url):
    session = {"type": "realtime", "instructions": "Be brief", "tools": [WEATHER]}
    secret = minted(url, "client_secrets", {"session": session})
    with Talk(url, "", key=None, subprotocols=["realtime", f"openai-insecure-api-key.{secret}"]) as talk:
        created = talk.receive()["session"]
    assert session.items() <= created.items()
    secret = minted(url, "sessions", {"model": "gpt-4o-realtime-preview", "voice": "ash"})
    # The secret of a beta session speaks the beta, without anybody saying so again.
    with Talk(url, "", key=secret) as talk:
        assert json.loads(talk.socket.recv())["session"]["voice"] == "ash"


def test_captions_while_somebody_speaks(url):
    with Talk(url, "intent=transcription") as talk:
        assert talk.receive()["session"]["type"] == "transcription"
        talk.send("session.update", session={"type": "transcription", "include": LOGPROBS})
        talk.next("session.updated")
        talk.hear(speech(NUMBERS) + SILENCE[:24_000] + speech(NUMBERS))
        first = talk.next("conversation.item.input_audio_transcription.delta")
        talk.hear(SILENCE)
        rest = talk.until("conversation.item.input_audio_transcription.completed")
        assert understood(first["delta"], NUMBERS)
        deltas = [first, *(event for event in rest if event["type"] == first["type"])]
        assert "".join(event["delta"] for event in deltas) == rest[-1]["transcript"]
        assert "".join(rated["token"] for rated in rest[-1]["logprobs"]) == rest[-1]["transcript"]
        assert "response.created" not in types(rest)
        talk.send("response.create")
        assert talk.next("error")["error"]["param"] == "type"


def test_tells_segments_and_speakers_where_the_model_does(url):
    session = {
        "type": "transcription",
        "audio": {"input": {"transcription": {"model": "gpt-4o-transcribe-diarize"}}},
    }
    with Talk(url, "", key=minted(url, "client_secrets", {"session": session})) as talk:
        talk.hear(speech(NUMBERS) + SILENCE)
        segment = talk.next("conversation.item.input_audio_transcription.segment")
        assert 0 < segment["start"] < segment["end"] < 3


def test_captions_in_the_shape_of_the_beta(url):
    body = {"input_audio_transcription": {"model": "whisper-1"}, "turn_detection": None}
    with Talk(url, "", key=minted(url, "transcription_sessions", body), beta=True) as talk:
        assert talk.receive()["type"] == "transcription_session.created"
        talk.send("transcription_session.update", session={"input_audio_format": "pcm16"})
        assert talk.receive()["session"]["input_audio_format"] == "pcm16"
        talk.hear(speech(NUMBERS))
        talk.send("input_audio_buffer.commit")
        completed = talk.next("conversation.item.input_audio_transcription.completed")
        assert completed["usage"]["type"] == "duration"


def test_speaks_the_shape_of_the_beta(url):
    with Talk(url, BETA, beta=True) as talk:
        assert [talk.receive()["type"], talk.receive()["type"]] == ["session.created", "conversation.created"]
        talk.send("session.update", session={"tools": [WEATHER], "turn_detection": {"type": "semantic_vad"}})
        assert talk.next("session.updated")["session"]["turn_detection"]["eagerness"] == "auto"
        events = talk.ask("say exactly: hello")
        assert types(events) == [
            "conversation.item.created",
            "response.created",
            "rate_limits.updated",
            "response.output_item.added",
            "conversation.item.created",
            "response.content_part.added",
            "response.audio_transcript.delta",
            "response.audio.delta",
            "response.audio.done",
            "response.audio_transcript.done",
            "response.content_part.done",
            "response.output_item.done",
            "response.done",
        ]
        assert sound(events, "response.audio.delta")
        assert events[-1]["response"]["output"][0]["content"] == [{"type": "audio", "transcript": "hello"}]
        assert events[-1]["response"]["modalities"] == ["audio", "text"]
        text = talk.ask("Tell me about rivers", modalities=["text"], temperature=0.7)
        assert "rivers" in joined(text, "response.text.delta")
        assert text[-1]["response"]["temperature"] == 0.7
        call = talk.ask("What is the weather in Oslo?")[-1]["response"]["output"][0]
        assert call["arguments"] == '{"city":"Oslo"}'
        talk.send("session.update", session={"modalities": ["text"]})
        talk.hear(speech(NUMBERS) + SILENCE)
        assert talk.next("response.done")["response"]["status"] == "completed"


@pytest.mark.parametrize(
    ("event", "param", "code"),
    [
        ({"type": "session.refresh"}, "type", "invalid_value"),
        ({"event_id": "mine"}, "type", "missing_required_parameter"),
        ({"type": "session.update"}, "session", "missing_required_parameter"),
        ({"type": "session.update", "session": {}}, "session.type", "missing_required_parameter"),
        ({"type": "session.update", "session": {"type": "transcription"}}, "session.type", "invalid_value"),
        (
            {"type": "session.update", "session": {"type": "realtime", "model": "gpt-realtime"}},
            "session.model",
            "cannot_update_model",
        ),
        (
            {"type": "session.update", "session": {"type": "realtime", "temperature": 1}},
            "session.temperature",
            "unknown_parameter",
        ),
        ({"type": "input_audio_buffer.append"}, "audio", "missing_required_parameter"),
        ({"type": "input_audio_buffer.append", "audio": "not base64!"}, "audio", "invalid_value"),
        ({"type": "input_audio_buffer.append", "audio": "QUJD"}, "audio", "invalid_value"),
        ({"type": "input_audio_buffer.commit"}, None, "input_audio_buffer_commit_empty"),
        (
            {"type": "conversation.item.create", "item": {"type": "message", "role": "user", "content": []}},
            "item.content",
            "empty_array",
        ),
        (
            {"type": "conversation.item.create", "item": message("hi"), "previous_item_id": "nowhere"},
            "previous_item_id",
            "item_create_invalid_previous_item_id",
        ),
        (
            {
                "type": "conversation.item.create",
                "item": {"type": "function_call_output", "call_id": "nobody", "output": ""},
            },
            "item.call_id",
            "invalid_tool_call_id",
        ),
        ({"type": "conversation.item.delete", "item_id": "x"}, "item_id", "item_delete_invalid_item_id"),
        (
            {"type": "conversation.item.truncate", "item_id": "x", "content_index": 0, "audio_end_ms": 1},
            "item_id",
            "item_truncate_invalid_item_id",
        ),
        ({"type": "response.cancel"}, None, "response_cancel_not_active"),
        ({"type": "response.cancel", "response_id": "x"}, "response_id", "response_cancel_not_active"),
        (
            {"type": "response.create", "response": {"max_output_tokens": 0}},
            "response.max_output_tokens",
            "integer_below_min_value",
        ),
        (
            {"type": "response.create", "response": {"input": [{}]}},
            "response.input[0].type",
            "missing_required_parameter",
        ),
        ({"type": "output_audio_buffer.clear"}, "type", "invalid_value"),
    ],
)
def test_says_what_is_wrong_with_an_event(talk, event, param, code):
    talk.socket.send(json.dumps({"event_id": "mine", **event}))
    error = talk.next("error")["error"]
    assert (error["param"], error["code"], error["event_id"]) == (param, code, "mine")


def test_goes_on_after_what_is_no_event(talk):
    for text in ("", "{", "[]", "1", '"x"', "[" * 5000, '{"type": 5}', '{"type": "\\ud800"}', "\x00"):
        talk.socket.send(text)
        assert talk.next("error")["error"]["type"] == "invalid_request_error"
    assert talk.ask("hi")[-1]["response"]["status"] == "completed"


def test_takes_much_sound_at_once_but_not_too_much(talk):
    turns = {"turn_detection": None}
    talk.send("session.update", session={"type": "realtime", "audio": {"input": turns}})
    talk.next("session.updated")
    talk.send("input_audio_buffer.append", audio=base64.b64encode(bytes(3_000_000)).decode())
    talk.send("input_audio_buffer.clear")
    assert talk.receive()["type"] == "input_audio_buffer.cleared"
    talk.send("input_audio_buffer.append", audio=base64.b64encode(bytes(15_728_642)).decode())
    assert talk.next("error")["error"]["code"] == "audio_above_max_length"


def test_never_fails_on_what_it_is_sent(talk):
    rng = Random(5)
    events = [
        {"type": "session.update", "session": {"type": "realtime", "audio": {"input": {}, "output": {}}}},
        {"type": "conversation.item.create", "item": message("hi"), "previous_item_id": "root"},
        {"type": "conversation.item.truncate", "item_id": "x", "content_index": 0, "audio_end_ms": 1},
        {"type": "response.create", "response": {"conversation": "none", "input": [message("hi")]}},
        {"type": "input_audio_buffer.append", "audio": "AAAA"},
    ]
    for _ in range(200):
        event = json.loads(json.dumps(rng.choice(events)))
        container = event
        while (
            isinstance(inner := rng.choice(list(container.values())), dict) and inner and rng.random() < 0.7
        ):
            container = inner
        container[rng.choice(list(container))] = rng.choice(JUNK)
        talk.socket.send(json.dumps(event))
    talk.send("conversation.item.create", item={"id": "item_last", **message("hi")})
    while talk.next("conversation.item.done")["item"]["id"] != "item_last":
        pass


def test_refuses_the_handshake_where_a_page_would_come(url):
    with pytest.raises(InvalidStatus), Talk(url, "model=sandbox-html"):
        pass


def test_cuts_the_connection_in_the_middle(url):
    with Talk(url, "model=sandbox-cut") as talk:
        with pytest.raises(ConnectionClosedError) as closed:
            talk.ask("Tell me about rivers")
        assert closed.value.rcvd is None


def test_fails_in_the_middle_of_a_response(url):
    with Talk(url, "model=sandbox-error-in-stream") as talk:
        events = talk.ask("Tell me about rivers")
    assert "error" in types(events)
    assert events[-1]["response"]["status_details"]["error"]["type"] == "server_error"


def test_stalls_but_still_listens(url):
    with Talk(url, "model=sandbox-stall") as talk:
        talk.send("response.create")
        talk.next("response.output_audio_transcript.delta")
        talk.send("response.cancel")
        assert talk.next("response.done")["response"]["status"] == "cancelled"


def test_sends_what_is_no_json(url):
    with Talk(url, "model=sandbox-malformed") as talk, pytest.raises(json.JSONDecodeError):
        talk.ask("Tell me about rivers")


def test_fails_to_transcribe(talk):
    audio = {"input": {"transcription": {"model": "sandbox-error-500"}}}
    talk.send("session.update", session={"type": "realtime", "output_modalities": ["text"], "audio": audio})
    talk.hear(speech(NUMBERS) + SILENCE)
    failed = talk.next("conversation.item.input_audio_transcription.failed")
    assert failed["error"]["type"] == "server_error"
    assert talk.next("response.done")["response"]["status"] == "completed"


def test_holds_several_sessions_at_once(url):
    with Talk(url) as one, Talk(url) as two, Talk(url) as three:
        for number, talk in enumerate((one, two, three)):
            talk.send("conversation.item.create", item=message(f"say exactly: number {number}"))
            talk.send("response.create")
        for number, talk in enumerate((one, two, three)):
            assert talk.next("response.output_audio_transcript.done")["transcript"] == f"number {number}"
