import json

import pytest
from httpx_sse._decoders import SSEDecoder, SSELineDecoder

from playground.openai.errors import MalformedAnswer
from playground.openai.sse import Event, EventDecoder

STREAM = (
    b"\xef\xbb\xbf: a comment\n\n"
    b'data: {"text": "one \xc3\xa9 \xe2\x80\xa8 \x0c \xc2\x85 line"}\n\n'
    b'event: response.created\ndata: {"type": "response.created"}\n\n'
    b"\n\n"
    b"data: two\ndata: lines\n\n"
    b"id: 7\nretry: 100\nevent: typed\ndata:without a space\n\n"
    b": keep-alive\n\n"
    b"data\n\n"
    b"event: nothing\n\n"
    b"data: \xf0\x9f\x8e\x88\n: comment inside\n\n"
    b"data: [DONE]\n\n"
)
EVENTS = [
    Event("message", '{"text": "one é \u2028 \x0c \x85 line"}'),
    Event("response.created", '{"type": "response.created"}'),
    Event("message", "two\nlines"),
    Event("typed", "without a space"),
    Event("message", "🎈"),
    Event("message", "[DONE]"),
]


def decoded(stream: bytes, size: int, decoder: EventDecoder | None = None) -> list[Event]:
    decoder = decoder or EventDecoder()
    pieces = [stream[at : at + size] for at in range(0, len(stream), size)]
    return [event for part in pieces for event in decoder.feed(part)] + decoder.close()


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 16, 64, 10_000])
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"], ids=["LF", "CRLF", "CR"])
def test_reads_the_same_wherever_the_bytes_are_cut(line_end, size):
    assert decoded(STREAM.replace(b"\n", line_end), size) == EVENTS


def test_agrees_with_httpx_sse():
    lines, fields = SSELineDecoder(), SSEDecoder()
    text = STREAM.decode("utf-8-sig")
    found = [fields.decode(line) for line in lines.decode(text)]
    assert [Event(sse.event, sse.data) for sse in found if sse and sse.data] == EVENTS


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"], ids=["LF", "CRLF", "CR"])
def test_gives_an_event_out_with_its_last_byte(line_end):
    decoder = EventDecoder()
    assert decoder.feed(b"data: x" + line_end) == []
    assert decoder.feed(line_end[:1]) == [Event("message", "x")]


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
def test_takes_a_last_event_without_its_blank_line(end):
    assert decoded(b"data: [DONE]" + end, 100) == [Event("message", "[DONE]")]


def test_drops_a_last_event_that_was_cut_off():
    assert decoded(b'data: {"a": 1}\n\ndata: {"b', 100) == [Event("message", '{"a": 1}')]


def test_takes_an_error_line_as_an_error_event():
    assert decoded(b'error: {"message": "no"}\n\n', 100) == [Event("error", '{"message": "no"}')]


def test_passes_an_event_of_five_megabytes():
    data = json.dumps({"b64": "A" * 5_000_000})
    assert decoded(f"data: {data}\n\n".encode(), 65_536) == [Event("message", data)]


ENDLESS = [b"data: " + b"A" * 20_000, b"data: AAAA\n" * 2_000, b"data: " + b"A" * 20_000 + b"\n\n"]


@pytest.mark.parametrize("size", [1_000, 1_000_000])
@pytest.mark.parametrize("stream", ENDLESS, ids=["line", "lines", "event"])
def test_refuses_an_event_that_is_too_large(stream, size):
    with pytest.raises(MalformedAnswer, match="larger than 9 kB"):
        decoded(stream, size, EventDecoder(event_limit=10_000))
