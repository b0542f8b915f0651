"""Today's shape over a socket: speaking, interrupting, writing, calling functions."""

import base64
import io

import pytest
from PIL import Image

from playground.sandbox.realtime.words import ECHOES, GREETINGS
from tests.sandbox.talk import SILENCE, WEATHER, Talk, joined, message, sound, speech, types, understood

NUMBERS = "one two three four five six"
TRANSCRIBE = {"input": {"transcription": {"model": "gpt-4o-transcribe"}}}
LONG = "say exactly: " + "one two three four five six seven eight nine ten. " * 6


@pytest.fixture
def talk(url):
    with Talk(url) as talk:
        assert talk.receive()["type"] == "session.created"
        yield talk


def update(talk, **session):
    talk.send("session.update", session={"type": "realtime", **session})
    return talk.next("session.updated")["session"]


def error_of(talk):
    return talk.next("error")["error"]


def test_hears_a_turn_and_answers_aloud(talk):
    update(talk, audio=TRANSCRIBE)
    talk.hear(speech(NUMBERS) + SILENCE)
    events = talk.until("response.done")
    started, stopped, committed = (
        next(event for event in events if event["type"] == f"input_audio_buffer.{what}")
        for what in ("speech_started", "speech_stopped", "committed")
    )
    assert started["item_id"] == stopped["item_id"] == committed["item_id"]
    assert started["audio_start_ms"] < 300
    assert stopped["audio_end_ms"] > 2000
    heard = next(event for event in events if event["type"].endswith("input_audio_transcription.completed"))
    assert understood(heard["transcript"], NUMBERS)
    assert heard["usage"]["type"] == "tokens"
    answer = events[-1]["response"]
    assert heard["transcript"] in answer["output"][0]["content"][0]["transcript"]
    assert "sandbox" in answer["output"][0]["content"][0]["transcript"]
    assert len(sound(events)) / 48_000 == pytest.approx(
        answer["usage"]["output_token_details"]["audio_tokens"] / 20, abs=0.5
    )


def test_sends_the_events_of_a_spoken_answer_in_their_order(talk):
    events = talk.ask("say exactly: hello")
    assert types(events) == [
        "conversation.item.added",
        "conversation.item.done",
        "response.created",
        "rate_limits.updated",
        "response.output_item.added",
        "conversation.item.added",
        "response.content_part.added",
        "response.output_audio_transcript.delta",
        "response.output_audio.delta",
        "response.output_audio.done",
        "response.output_audio_transcript.done",
        "response.content_part.done",
        "conversation.item.done",
        "response.output_item.done",
        "response.done",
    ]
    assert joined(events, "response.output_audio_transcript.delta") == "hello"


def test_stops_speaking_when_somebody_else_does(talk):
    talk.send("conversation.item.create", item=message(LONG))
    talk.send("response.create")
    talk.next("response.output_audio.delta")
    talk.hear(speech("stop stop stop"))
    ended = talk.next("response.done")["response"]
    assert ended["status"] == "cancelled"
    assert ended["status_details"] == {"type": "cancelled", "reason": "turn_detected"}
    [item] = ended["output"]
    assert item["status"] == "incomplete"
    talk.send("conversation.item.truncate", item_id=item["id"], content_index=0, audio_end_ms=600)
    assert talk.next("conversation.item.truncated")["audio_end_ms"] == 600
    talk.send("conversation.item.retrieve", item_id=item["id"])
    [part] = talk.next("conversation.item.retrieved")["item"]["content"]
    assert len(base64.b64decode(part["audio"])) == 600 * 48
    assert LONG.removeprefix("say exactly: ").startswith(part["transcript"])
    assert item["content"][0]["transcript"].startswith(part["transcript"])


def test_goes_on_speaking_when_it_may_not_be_interrupted(talk):
    turns = {"type": "server_vad", "interrupt_response": False, "create_response": False}
    update(talk, audio={"input": {"turn_detection": turns}})
    talk.send("conversation.item.create", item=message(f"say exactly: {NUMBERS}. {NUMBERS}"))
    talk.send("response.create")
    talk.next("response.output_audio.delta")
    talk.hear(speech("stop stop stop") + SILENCE)
    events = talk.until("response.done")
    assert "input_audio_buffer.committed" in types(events)
    assert events[-1]["response"]["status"] == "completed"


def test_waits_for_a_commit_when_turns_are_not_detected(talk):
    session = update(talk, audio={"input": {**TRANSCRIBE["input"], "turn_detection": None}})
    assert session["audio"]["input"]["turn_detection"] is None
    talk.hear(speech(NUMBERS))
    talk.send("input_audio_buffer.commit")
    events = talk.until("conversation.item.input_audio_transcription.completed")
    assert events[0]["type"] == "input_audio_buffer.committed"
    transcript = events[-1]["transcript"]
    assert understood(transcript, NUMBERS)
    talk.send("response.create")
    assert transcript in talk.next("response.output_audio_transcript.done")["transcript"]
    talk.send("conversation.item.retrieve", item_id=events[0]["item_id"])
    [part] = talk.next("conversation.item.retrieved")["item"]["content"]
    assert part["transcript"] == transcript
    assert base64.b64decode(part["audio"]) == speech(NUMBERS)


@pytest.mark.parametrize(("format", "rate"), [("audio/pcmu", 8000), ("audio/pcma", 8000)])
def test_hears_and_speaks_as_telephones_do(talk, format, rate):
    audio = {"format": {"type": format}}
    session = update(talk, audio={"input": {**audio, "turn_detection": None}, "output": audio})
    assert session["audio"]["output"]["format"] == {"type": format}
    events = talk.ask("say exactly: " + NUMBERS)
    said = sound(events)
    assert len(said) / rate == pytest.approx(len(speech(NUMBERS)) / 48_000, abs=0.2)
    talk.send("input_audio_buffer.append", audio=base64.b64encode(said).decode())
    talk.send("input_audio_buffer.commit")
    talk.send("response.create")
    answer = talk.next("response.output_audio_transcript.done")["transcript"]
    assert any(answer.startswith(echo.partition("{")[0]) for echo in ECHOES)


def test_writes_when_only_text_is_wanted(talk):
    assert update(talk, output_modalities=["text"])["output_modalities"] == ["text"]
    events = talk.ask("Tell me about rivers")
    text = joined(events, "response.output_text.delta")
    assert "rivers" in text
    assert "response.output_audio.delta" not in types(events)
    assert events[-1]["response"]["output"][0]["content"] == [{"type": "output_text", "text": text}]
    assert events[-1]["response"]["usage"]["output_token_details"]["audio_tokens"] == 0


def test_calls_a_function_and_tells_what_it_returned(talk):
    update(talk, tools=[WEATHER], output_modalities=["text"])
    events = talk.ask("What is the weather in Oslo?")
    done = next(event for event in events if event["type"] == "response.function_call_arguments.done")
    assert done["name"] == "get_weather"
    assert done["arguments"] == joined(events, "response.function_call_arguments.delta") == '{"city":"Oslo"}'
    output = {"type": "function_call_output", "call_id": done["call_id"], "output": '{"celsius": 7}'}
    talk.send("conversation.item.create", item=output)
    talk.send("response.create")
    text = talk.next("response.output_text.done")["text"]
    assert "get_weather" in text
    assert "7" in text


def test_describes_a_picture(talk):
    file = io.BytesIO()
    Image.new("RGB", (30, 20), "blue").save(file, "PNG")
    url = f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"
    item = message("What is this?")
    item["content"].append({"type": "input_image", "image_url": url})
    talk.send("conversation.item.create", item=item)
    talk.send("response.create", response={"output_modalities": ["text"]})
    done = talk.until("response.done")
    assert "30 × 20" in joined(done, "response.output_text.delta")
    assert done[-1]["response"]["usage"]["input_token_details"]["image_tokens"] > 0


def test_answers_beside_the_conversation(talk):
    apart = {
        "conversation": "none",
        "metadata": {"topic": "aside"},
        "output_modalities": ["text"],
        "input": [message("say exactly: beside")],
    }
    talk.send("response.create", response=apart)
    events = talk.until("response.done")
    assert not any(name.startswith("conversation.item") for name in types(events))
    assert events[-1]["response"]["conversation_id"] is None
    assert events[-1]["response"]["metadata"] == {"topic": "aside"}
    assert joined(events, "response.output_text.delta") == "beside"


def test_refers_to_items_in_the_input_of_a_response(talk):
    talk.send("conversation.item.create", item={"id": "item_mine", **message("say exactly: referred")})
    asked = {"input": [{"type": "item_reference", "id": "item_mine"}], "output_modalities": ["text"]}
    talk.send("response.create", response=asked)
    assert talk.next("response.output_text.done")["text"] == "referred"


def test_follows_instructions_to_say_something(talk):
    talk.send("response.create", response={"instructions": "say exactly: welcome"})
    assert talk.next("response.output_audio_transcript.done")["transcript"] == "welcome"


def test_greets_who_said_nothing_yet(talk):
    talk.send("response.create", response={"instructions": "Greet the user {warmly}."})
    said = talk.next("response.output_audio_transcript.done")["transcript"]
    assert any(said.startswith(greeting) for greeting in GREETINGS)
    assert "Greet the user {warmly}" in said


def test_ends_where_the_tokens_do(talk):
    done = talk.ask("Tell me about rivers", output_modalities=["text"], max_output_tokens=5)[-1]["response"]
    assert done["status_details"] == {"type": "incomplete", "reason": "max_output_tokens"}
    assert done["usage"]["output_tokens"] == 5


def test_cancels_a_response(talk):
    talk.send("conversation.item.create", item=message(LONG))
    talk.send("response.create")
    talk.next("response.output_audio.delta")
    talk.send("response.create")
    assert error_of(talk)["code"] == "conversation_already_has_active_response"
    talk.send("response.cancel")
    assert talk.next("response.done")["response"]["status_details"]["reason"] == "client_cancelled"
    talk.send("response.cancel")
    assert error_of(talk)["code"] == "response_cancel_not_active"


def test_keeps_items_in_the_order_they_are_put(talk):
    for name, before in (("item_b", None), ("item_a", "root"), ("item_c", "item_b")):
        talk.send("conversation.item.create", item={"id": name, **message(name)}, previous_item_id=before)
    added = [talk.next("conversation.item.added")["previous_item_id"] for _ in range(3)]
    assert added == [None, None, "item_b"]
    talk.send("conversation.item.delete", item_id="item_b")
    assert talk.next("conversation.item.deleted")["item_id"] == "item_b"
    talk.send("conversation.item.retrieve", item_id="item_b")
    assert error_of(talk)["code"] == "item_retrieve_invalid_item_id"


def test_changes_its_voice_only_before_it_has_spoken(talk):
    assert update(talk, audio={"output": {"voice": "marin"}})["audio"]["output"]["voice"] == "marin"
    talk.ask("say exactly: hello")
    talk.send("session.update", session={"type": "realtime", "audio": {"output": {"voice": "ash"}}})
    assert error_of(talk)["code"] == "cannot_update_voice"


def test_clears_what_was_not_committed(talk):
    update(talk, audio={"input": {"turn_detection": None}})
    talk.hear(speech("hello"))
    talk.send("input_audio_buffer.clear")
    assert talk.receive()["type"] == "input_audio_buffer.cleared"
    talk.send("input_audio_buffer.commit")
    assert error_of(talk)["code"] == "input_audio_buffer_commit_empty"
