"""What a streamed transcription has said so far, folded from its events into the API's object.

Reference: https://platform.openai.com/docs/api-reference/audio/transcript-text-delta-event
"""

from typing import Any

from playground.openai.errors import MalformedAnswer, from_event
from playground.openai.growing import GrowingText
from playground.openai.parsing import parse
from playground.runs.pieces import Received


class Heard:
    """`text` grows with the deltas; `done` is the last event, which has the whole."""

    def __init__(self) -> None:
        self.text = GrowingText()
        self.logprobs: list[Any] = []
        self.segments: list[dict[str, Any]] = []
        self.done: dict[str, Any] | None = None

    def feed(self, event: Received) -> None:
        """Take in one event. Raises the OpenAIError that it carries."""
        if event.data.strip() == "[DONE]":
            return
        try:
            data = parse(event.data)
        except ValueError as error:
            raise MalformedAnswer("A part of the stream is not JSON.", body=event.data[:2000]) from error
        if error_in := from_event(data, event.event):
            raise error_in
        if not isinstance(data, dict):
            raise MalformedAnswer("A part of the stream is no event of a transcription.")
        kind = data.get("type") or event.event
        if kind == "transcript.text.delta" and isinstance(data.get("delta"), str):
            self.text.append(data["delta"])
            self.logprobs += data["logprobs"] if isinstance(data.get("logprobs"), list) else []
        elif kind == "transcript.text.segment":
            self.segments.append({name: value for name, value in data.items() if name != "type"})
        elif kind == "transcript.text.done":
            self.done = {name: value for name, value in data.items() if name != "type"}

    def result(self) -> dict[str, Any]:
        """As the answer would be without streaming."""
        body: dict[str, Any] = {"text": str(self.text)}
        if self.logprobs:
            body["logprobs"] = self.logprobs
        if self.segments:
            body["segments"] = self.segments
        return {**body, **(self.done or {})}
