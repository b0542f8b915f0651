"""A completion as server-sent events. A token costs a string concatenation, not the JSON of its event."""

import json
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

from .. import tokens
from .completion import Completion
from .reply import Reply

DONE = "data: [DONE]\n\n"
AUDIO_PIECE = 16_384
quote = json.JSONEncoder(ensure_ascii=False).encode


class Events:
    """Writes the events of one completion."""

    def __init__(self, completion: Completion) -> None:
        self.completion = completion
        options = completion.params.get("stream_options", {})
        self.usage = bool(options.get("include_usage"))
        self.obfuscate = bool(options.get("include_obfuscation"))
        self.head = quote(completion.head("chat.completion.chunk"))[:-1]
        self.tail = ("," + '"usage":null' if self.usage else "") + "}\n\n"

    def __iter__(self) -> Iterator[str]:
        replies = self.completion.replies
        for events in zip_longest(*(self.of_reply(i, reply) for i, reply in enumerate(replies))):
            yield from (event for event in events if event is not None)
        if "moderation" in self.completion.params:
            moderation = self.completion.moderation
            yield f'data: {self.head},"choices":[],"moderation":{quote(moderation)}{self.tail}'
        if self.usage:
            yield f'data: {self.head},"choices":[],"usage":{quote(self.completion.usage())}}}\n\n'

    def of_reply(self, index: int, reply: Reply) -> Iterator[str]:
        first = {"role": "assistant", "content": None if reply.calls else ""}
        yield self.delta(index, {**first, "refusal": None} if not reply.refused else {**first, "refusal": ""})
        if reply.calls:
            yield from (self.delta(index, delta) for delta in call_deltas(reply))
        elif reply.audio:
            yield from (self.delta(index, {"audio": delta}) for delta in audio_deltas(reply))
        elif reply.refused or reply.logprobs is not None or self.obfuscate:
            yield from self.rated(index, reply)
        else:
            yield from self.plain(index, reply.pieces)
        if reply.annotations:
            yield self.delta(index, {"annotations": reply.annotations})
        yield self.delta(index, {}, finish=reply.finish_reason)

    def plain(self, index: int, pieces: Iterable[str]) -> Iterator[str]:
        before = f'data: {self.head},"choices":[{{"index":{index},"delta":{{"content":'
        after = f'}},"logprobs":null,"finish_reason":null}}]{self.tail}'
        for piece in pieces:
            yield before + quote(piece) + after

    def rated(self, index: int, reply: Reply) -> Iterator[str]:
        name = "refusal" if reply.refused else "content"
        for position, piece in enumerate(reply.pieces):
            rated = reply.logprobs and reply.rated(reply.logprobs[position : position + 1])
            yield self.delta(index, {name: piece}, logprobs=rated)

    def delta(
        self, index: int, delta: dict[str, Any], finish: str | None = None, logprobs: Any = None
    ) -> str:
        choice = {"index": index, "delta": delta, "logprobs": logprobs or None, "finish_reason": finish}
        padding = f',"obfuscation":"{"x" * (16 - len(str(delta)) % 16)}"' if self.obfuscate else ""
        return f'data: {self.head},"choices":[{quote(choice)}]{padding}{self.tail}'


def call_deltas(reply: Reply) -> Iterator[dict[str, Any]]:
    for position, call in enumerate(reply.calls):
        kind = call["type"]
        value = "input" if kind == "custom" else "arguments"
        opening = {"index": position, **call, kind: {"name": call[kind]["name"], value: ""}}
        yield {"function_call": opening[kind]} if reply.deprecated_call else {"tool_calls": [opening]}
        for piece in tokens.split(call[kind][value]):
            part = {value: piece}
            yield (
                {"function_call": part}
                if reply.deprecated_call
                else {"tool_calls": [{"index": position, kind: part}]}
            )


def audio_deltas(reply: Reply) -> Iterator[dict[str, Any]]:
    audio = reply.audio or {}
    yield {"id": audio["id"]}
    yield from ({"transcript": piece} for piece in reply.pieces)
    yield from (
        {"data": audio["data"][at : at + AUDIO_PIECE]} for at in range(0, len(audio["data"]), AUDIO_PIECE)
    )
    yield {"expires_at": audio["expires_at"]}
