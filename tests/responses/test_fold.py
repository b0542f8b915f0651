"""The events of a response, folded: each kind arrives where the whole answer would have it."""

import json
from typing import Any

import pytest

from playground.openai.errors import OpenAIError
from playground.responses.fold import ResponseFold
from playground.responses.transcript import ResponseTranscript
from playground.runs.pieces import Received

Event = dict[str, Any]
FRAME: Event = {"id": "resp_1", "object": "response", "status": "in_progress", "output": []}


def added(item: Event, index: int = 0) -> Event:
    return {"type": "response.output_item.added", "output_index": index, "item": item}


def done(item: Event, index: int = 0) -> Event:
    return {"type": "response.output_item.done", "output_index": index, "item": item}


def about(kind: str, **fields: Any) -> Event:
    return {"type": f"response.{kind}", "output_index": 0, "item_id": "i", **fields}


def folded(*events: Event) -> ResponseFold:
    fold = ResponseFold()
    for number, event in enumerate([{"type": "response.created", "response": FRAME}, *events]):
        fold.feed({"sequence_number": number, **event}, ms=number * 10)
    return fold


MESSAGE = {"id": "i", "type": "message", "role": "assistant", "status": "in_progress", "content": []}
URL = {"type": "url_citation", "url": "https://example.com/", "title": "T", "start_index": 0, "end_index": 2}
GROWN: dict[str, tuple[list[Event], Event]] = {
    "text": (
        [
            added(MESSAGE),
            about(
                "content_part.added",
                content_index=0,
                part={"type": "output_text", "text": "", "annotations": []},
            ),
            about("output_text.delta", content_index=0, delta="He"),
            about("output_text.delta", content_index=0, delta="y"),
            about("output_text.annotation.added", content_index=0, annotation_index=0, annotation=URL),
        ],
        {"content": [{"type": "output_text", "text": "Hey", "annotations": [URL]}]},
    ),
    "text that nobody announced": (
        [about("output_text.delta", content_index=0, delta="Hey")],
        {"type": "message", "content": [{"type": "output_text", "text": "Hey"}]},
    ),
    "text that is done with more": (
        [
            added(MESSAGE),
            about("output_text.delta", content_index=0, delta="He"),
            about("output_text.done", content_index=0, text="Hello"),
        ],
        {"content": [{"type": "output_text", "text": "Hello"}]},
    ),
    "refusal": (
        [
            added(MESSAGE),
            about("refusal.delta", content_index=0, delta="No"),
            about("refusal.done", content_index=0, refusal="No."),
        ],
        {"content": [{"type": "refusal", "refusal": "No."}]},
    ),
    "reasoning": (
        [
            added({"id": "i", "type": "reasoning", "summary": []}),
            about("reasoning_summary_part.added", summary_index=0, part={"type": "summary_text", "text": ""}),
            about("reasoning_summary_text.delta", summary_index=0, delta="So"),
            about("reasoning_summary_text.delta", summary_index=1, delta="Then"),
            about("reasoning_text.delta", content_index=0, delta="Hm"),
        ],
        {
            "summary": [{"type": "summary_text", "text": "So"}, {"type": "summary_text", "text": "Then"}],
            "content": [{"type": "reasoning_text", "text": "Hm"}],
        },
    ),
    "function call": (
        [
            added({"id": "i", "type": "function_call", "name": "f", "call_id": "c", "status": "in_progress"}),
            about("function_call_arguments.delta", delta='{"a"'),
            about("function_call_arguments.delta", delta=": 1}"),
        ],
        {"name": "f", "call_id": "c", "arguments": '{"a": 1}'},
    ),
    "custom tool call": (
        [about("custom_tool_call_input.delta", delta="x"), about("custom_tool_call_input.done", input="xy")],
        {"type": "custom_tool_call", "input": "xy"},
    ),
    "code": (
        [
            about("code_interpreter_call.in_progress"),
            about("code_interpreter_call_code.delta", delta="1 +"),
            about("code_interpreter_call_code.delta", delta=" 1"),
            about("code_interpreter_call.interpreting"),
        ],
        {"type": "code_interpreter_call", "code": "1 + 1"},
    ),
    "MCP call": (
        [about("mcp_call.in_progress"), about("mcp_call_arguments.delta", delta="{}")],
        {"type": "mcp_call", "arguments": "{}"},
    ),
}


@pytest.mark.parametrize("case", GROWN)
def test_grows_an_item_until_it_is_done(case: str) -> None:
    events, expected = GROWN[case]
    [item] = (folded(*events).result() or {})["output"]
    assert {name: item.get(name) for name in expected} == expected


STATES = {
    "web_search_call": ("in_progress", "searching", "completed"),
    "file_search_call": ("in_progress", "searching", "completed"),
    "code_interpreter_call": ("in_progress", "interpreting", "completed"),
    "image_generation_call": ("in_progress", "generating", "completed"),
    "mcp_call": ("in_progress", "failed"),
    "mcp_list_tools": ("in_progress", "completed", "failed"),
}


@pytest.mark.parametrize("kind", STATES)
def test_says_where_a_tool_is(kind: str) -> None:
    for count, state in enumerate(STATES[kind], 1):
        events = [about(f"{kind}.{name}") for name in STATES[kind][:count]]
        assert folded(added({"id": "i", "type": kind}), *events).items[0].status == state


def test_shows_a_picture_on_its_way_and_its_end() -> None:
    picture = {"id": "i", "type": "image_generation_call", "status": "completed", "result": "QUJD"}
    partial = about("image_generation_call.partial_image", partial_image_index=0, partial_image_b64="QQ==")
    assert folded(partial).items[0].picture == "QQ=="
    assert folded(partial, done(picture)).result()["output"] == [picture]  # type: ignore[index]


def test_measures_each_item() -> None:
    item = folded(
        added(MESSAGE), about("output_text.delta", delta="x"), done({**MESSAGE, "status": "completed"})
    ).items[0]
    assert (item.began, item.ended) == (10, 30)


def test_takes_the_servers_word_at_the_end() -> None:
    whole = {**MESSAGE, "status": "completed", "content": [{"type": "output_text", "text": "All of it"}]}
    end = {**FRAME, "status": "completed", "output": [whole], "usage": {"input_tokens": 1}}
    fold = folded(
        added(MESSAGE),
        about("output_text.delta", delta="All"),
        {"type": "response.completed", "response": end},
    )
    assert fold.result() == end
    assert fold.is_ended


@pytest.mark.parametrize("status", ["queued", "in_progress", "incomplete", "completed", "failed"])
def test_follows_the_status(status: str) -> None:
    fold = folded({"type": f"response.{status}", "response": {**FRAME, "status": status}})
    assert fold.status == status
    assert fold.is_ended == (status in ("incomplete", "completed", "failed"))


def test_skips_what_it_has_when_a_stream_begins_again() -> None:
    fold = ResponseFold(skips_known=True)
    events = [
        {**about("output_text.delta", delta=letter), "sequence_number": at} for at, letter in enumerate("abc")
    ]
    for event in [*events[:2], *events]:
        fold.feed(event, 0)
    assert list(fold.texts()) == ["abc"]


ODD: list[Any] = [
    {"type": "response.output_item.added", "item": 5},
    {"type": "response.output_text.delta", "output_index": "x", "delta": "a"},
    {"type": "response.output_text.delta", "output_index": 10**9, "delta": "a"},
    {"type": "response.content_part.added", "output_index": 0, "content_index": -1, "item_id": "i"},
    {"type": 7},
    [],
    "text",
]


@pytest.mark.parametrize("event", ODD)
def test_names_what_is_no_event(event: Any) -> None:
    transcript = ResponseTranscript("x", {})
    with pytest.raises(OpenAIError, match=r"part of the stream|JSON object"):
        transcript.receive([Received(0, "message", json.dumps(event))])


@pytest.mark.parametrize("kind", ["response.made_up.delta", "response.audio.delta", "keepalive"])
def test_passes_over_events_it_does_not_know(kind: str) -> None:
    fold = folded({"type": kind, "delta": "x"})
    assert (fold.result() or {})["output"] == []


def received(*events: Event) -> list[Received]:
    return [Received(at, event["type"], json.dumps(event)) for at, event in enumerate(events)]


def test_fails_with_the_words_of_the_server() -> None:
    transcript = ResponseTranscript("x", {})
    failed = {**FRAME, "status": "failed", "error": {"code": "server_error", "message": "Out of luck"}}
    with pytest.raises(OpenAIError, match="Out of luck"):
        transcript.receive(
            received(
                {"type": "error", "code": "server_error", "message": "Out of luck"},
                {"type": "response.failed", "response": failed},
            )
        )
    assert transcript.result() == failed


def test_fails_with_an_error_that_ends_the_stream() -> None:
    transcript = ResponseTranscript("x", {})
    transcript.receive(received({"type": "response.created", "response": FRAME}, added(MESSAGE)))
    with pytest.raises(OpenAIError, match="Too much"):
        transcript.receive(received({"type": "error", "code": "rate_limit_exceeded", "message": "Too much"}))
    assert transcript.is_complete
    assert transcript.result()["status"] == "failed"  # type: ignore[index]


HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'


@pytest.mark.parametrize(
    "item",
    [
        {"type": HOSTILE, "id": HOSTILE, "status": HOSTILE},
        {"type": "function_call", "name": HOSTILE, "arguments": HOSTILE, "call_id": HOSTILE},
        {
            "type": "web_search_call",
            "action": {"query": HOSTILE, "sources": [{"url": f"javascript:{HOSTILE}"}]},
        },
        {
            "type": "file_search_call",
            "queries": [HOSTILE],
            "results": [{"filename": HOSTILE, "text": HOSTILE}],
        },
        {"type": "code_interpreter_call", "code": HOSTILE, "outputs": [{"type": "logs", "logs": HOSTILE}]},
        {"type": "image_generation_call", "result": HOSTILE, "revised_prompt": HOSTILE},
        {"type": "computer_call", "call_id": HOSTILE, "action": {"type": HOSTILE, HOSTILE: HOSTILE}},
        {
            "type": "mcp_list_tools",
            "server_label": HOSTILE,
            "tools": [{"name": HOSTILE, "description": HOSTILE}],
        },
        {"type": "mcp_call", "name": HOSTILE, "output": HOSTILE, "error": HOSTILE},
        {"type": "mcp_approval_request", "id": HOSTILE, "name": HOSTILE, "server_label": HOSTILE},
        {"type": "reasoning", "summary": [{"type": "summary_text", "text": HOSTILE}]},
        {**MESSAGE, "content": [{"type": "refusal", "refusal": HOSTILE}]},
        {
            **MESSAGE,
            "content": [{"type": "output_text", "text": HOSTILE, "annotations": [{**URL, "title": HOSTILE}]}],
        },
    ],
)
def test_shows_hostile_items_as_text(item: Event) -> None:
    transcript = ResponseTranscript("6f1c1f0e-6ad5-4c1c-8f3e-2d1f5f5c8d10", {})
    transcript.load({**FRAME, "id": HOSTILE, "status": "completed", "output": [item, {"type": 5}, "no item"]})
    html, position = transcript.frame(transcript.start())
    transcript.close()
    more, _ = transcript.frame(position)
    for shown in (html, more, str(transcript.html())):
        assert "<script" not in shown
        assert "<img src=x" not in shown
        assert 'href="javascript' not in shown
