"""A chat completion as it arrives, and as it is shown: Markdown block by block, tool calls, refusals, reasoning."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from playground.openai.errors import MalformedAnswer, from_event
from playground.openai.parsing import parse
from playground.openai.streams import DONE, ChatCompletionStream, Choice
from playground.runs.markdown import code_block
from playground.runs.markdown_stream import MarkdownStream
from playground.runs.pieces import Received
from playground.runs.transcripts import Transcript

from .messages import Message
from .schemas import answer_schema

# Characters of Markdown that are rendered in one go: 10 to 20 ms.
BITE = 4096


@dataclass
class Seen:
    """What one reader has of one choice."""

    closed: int = 0
    open_html: str = ""
    fence: int | None = None
    reasoning: int = 0
    rest: tuple[Any, ...] = ()


@dataclass
class Position:
    """What one reader has of a completion."""

    choices: dict[int, Seen] = field(default_factory=dict)


class ChoiceView:
    """One choice as HTML. Its ids are `prefix` and `prefix-open`, `-fence`, `-thoughts`, `-reasoning`, `-rest`."""

    def __init__(self, choice: Choice, prefix: str, fit_url: str = "", has_schema: bool = False) -> None:
        self.choice = choice
        self.prefix = prefix
        self.fit_url, self.has_schema = fit_url, has_schema
        self.markdown = MarkdownStream()
        self._taken = 0

    @property
    def looking(self) -> str:
        """Where this choice is looked into: its probabilities, its sound."""
        return self.fit_url.replace("/fit/", "/answers/", 1)

    @property
    def is_behind(self) -> bool:
        return len(self.choice.content) > self._taken

    def settle(self) -> None:
        """Render some of what came: a long text must not hold the event loop.

        A block that is still open is parsed again each time, so that a long one is best taken in long bites.
        """
        if self.is_behind:
            bite = self.choice.content.since(self._taken)[: max(BITE, self.markdown.open_size)]
            self._taken += len(bite)
            self.markdown.feed(bite)
            self.markdown.settle()

    def html(self) -> str:
        closed = "".join(self.markdown.closed)
        return (
            f'<div id="{self.prefix}-thoughts">{self.thoughts()}</div>'
            f'<div class="markdown" id="{self.prefix}-text" dir="auto" hx-disable>{closed}'
            f'<div class="block open" id="{self.prefix}-open">{self.open_block()}</div></div>'
            f'<div id="{self.prefix}-rest">{self.rest()}</div>'
        )

    def thoughts(self) -> str:
        if not self.choice.reasoning:
            return ""
        return (
            '<details class="reasoning" open><summary>Reasoning</summary>'
            f'<div class="reasoning-text" id="{self.prefix}-reasoning" dir="auto">'
            f"{escape(str(self.choice.reasoning))}</div></details>"
        )

    def open_block(self) -> str:
        if not self.markdown.in_fence:
            return self.markdown.open_html
        text = f'<span id="{self.prefix}-fence">{escape(str(self.markdown.fence_text))}</span>'
        return code_block(self.markdown.fence_language, text)

    def rest(self) -> str:
        """What is no text: tool calls, a refusal, sound; and why the answer ended, where that is worth a word."""
        message = Message(self.choice.result()["message"])
        context = {"fit_url": self.fit_url, "has_schema": self.has_schema, "looking": self.looking}
        return render_to_string("chat/_rest.html", {"message": message, "choice": self.choice, **context})

    def rest_version(self) -> tuple[Any, ...]:
        """Changes when `rest` would."""
        calls = [*self.choice.tool_calls, *filter(None, [self.choice.function_call])]
        counts = (len(self.choice.refusal), len(self.choice.audio_transcript), self.choice.finish_reason)
        return (*counts, *((call.name, len(call.arguments)) for call in calls))

    def seen(self) -> Seen:
        """The position of a reader that has all of it."""
        markdown = self.markdown
        fence = len(markdown.fence_text) if markdown.in_fence else None
        return Seen(
            len(markdown.closed), markdown.open_html, fence, len(self.choice.reasoning), self.rest_version()
        )

    def news(self, seen: Seen) -> Iterator[str]:
        """Fragments that bring a reader from `seen` to all of it."""
        yield from self._news_of_text(seen)
        if len(self.choice.reasoning) > seen.reasoning:
            if seen.reasoning:
                new = escape(self.choice.reasoning.since(seen.reasoning))
                yield swap(f"put-last:#{self.prefix}-reasoning", new)
            else:
                yield swap(f"put-in:#{self.prefix}-thoughts", self.thoughts())
        if self.rest_version() != seen.rest:
            yield swap(f"innerHTML:#{self.prefix}-rest", self.rest())

    def _news_of_text(self, seen: Seen) -> Iterator[str]:
        markdown = self.markdown
        grown = len(markdown.closed) > seen.closed
        if grown:
            yield swap(f"put-before:#{self.prefix}-open", "".join(markdown.closed[seen.closed :]))
        if markdown.in_fence and seen.fence is not None and not grown:
            if new := markdown.fence_text.since(seen.fence):
                yield swap(f"put-last:#{self.prefix}-fence", escape(new))
        elif grown or markdown.in_fence or seen.fence is not None or markdown.open_html != seen.open_html:
            yield swap(f"put-in:#{self.prefix}-open", self.open_block())


class ChatTranscript(Transcript):
    """Folds `chat.completion.chunk` events, or takes a whole `chat.completion`."""

    role = "assistant"

    def __init__(self, run_id: str, params: dict[str, Any]) -> None:
        super().__init__(run_id, params)
        count = params.get("n")
        self.stream = ChatCompletionStream(expected=count if isinstance(count, int) else 1)
        self.views: dict[int, ChoiceView] = {}
        self.has_schema = answer_schema(params) is not None
        self.whole: dict[str, Any] | None = None

    def receive(self, events: list[Received]) -> None:
        for event in events:
            self.stream.feed(event.data if event.data == DONE else self.chunk(event))

    def chunk(self, event: Received) -> dict[str, Any]:
        try:
            chunk = parse(event.data)
        except ValueError as error:
            raise MalformedAnswer("An event of the stream is not JSON.", body=event.data[:2000]) from error
        if reported := from_event(chunk, event.event):
            raise reported
        if not isinstance(chunk, dict):
            raise MalformedAnswer("An event of the stream is not a JSON object.", body=event.data[:2000])
        return chunk

    def load(self, body: Any) -> None:
        if not isinstance(body, dict) or not isinstance(body.get("choices"), list):
            raise MalformedAnswer("The answer has no choices.", body=json.dumps(body)[:2000])
        self.stream.feed({**body, "choices": [as_chunk(choice) for choice in body["choices"]]})
        self.whole = body

    @property
    def has_output(self) -> bool:
        return any(
            choice.content or choice.refusal or choice.reasoning or choice.tool_calls or choice.function_call
            for choice in self.stream.choices.values()
        )

    @property
    def is_complete(self) -> bool:
        return self.stream.done

    def result(self) -> dict[str, Any] | None:
        if self.whole is not None:
            return self.whole
        return self.stream.result() if self.stream.choices or self.stream.usage else None

    def text(self) -> str:
        texts = []
        for _, choice in sorted(self.stream.choices.items()):
            texts += [
                str(choice.content),
                str(choice.refusal),
                *(str(call.arguments) for call in choice.tool_calls),
            ]
        return "\n\n".join(filter(None, texts))

    def usage(self) -> dict[str, Any] | None:
        return self.stream.usage

    def settled(self) -> dict[int, ChoiceView]:
        for index, choice in sorted(self.stream.choices.items()):
            if index not in self.views:
                prefix, fit_url = f"run-{self.run_id}-c{index}", f"/chat/fit/{self.run_id}/{index}/"
                self.views[index] = ChoiceView(choice, prefix, fit_url, self.has_schema)
            self.views[index].settle()
        return dict(sorted(self.views.items()))

    def html(self) -> SafeString:
        return self.answer(self.settled())

    def answer(self, views: dict[int, ChoiceView]) -> SafeString:
        return render_to_string("chat/_answer.html", {"run_id": self.run_id, "views": views})

    def start(self) -> Position:
        return Position()

    def frame(self, position: Position) -> tuple[str, Position]:
        views = self.settled()
        now = Position({index: view.seen() for index, view in views.items()})
        if position.choices.keys() != now.choices.keys():
            return swap(f"innerHTML:#run-{self.run_id}-answer", self.answer(views)), now
        news = (piece for index, view in views.items() for piece in view.news(position.choices[index]))
        return "".join(news), now

    @property
    def is_behind(self) -> bool:
        views = self.views
        return any(index not in views or views[index].is_behind for index in self.stream.choices)

    def settle(self) -> None:
        self.settled()

    def close(self) -> None:
        for view in self.views.values():
            view.markdown.finish()

    @property
    def lacks_probabilities(self) -> bool:
        choices = self.stream.choices.values()
        return any(choice.content or choice.refusal for choice in choices) and not any(
            choice.logprobs for choice in choices
        )

    def messages(self) -> list[tuple[int, Message]]:
        """Each choice as a message that the conversation can go on from."""
        return [
            (index, Message(reply(choice.result()["message"])))
            for index, choice in sorted(self.stream.choices.items())
        ]

    @staticmethod
    def title(params: dict[str, Any]) -> str:
        asked = params.get("messages")
        messages = (
            [message for message in asked if isinstance(message, dict)] if isinstance(asked, list) else []
        )
        spoken = [message for message in messages if message.get("role") == "user"] or messages
        return (
            " ".join(part.text for part in Message(spoken[-1]).parts if part.kind == "text") if spoken else ""
        )


def as_chunk(choice: Any) -> dict[str, Any]:
    """A choice of a whole answer as if it had come in one chunk."""
    if not isinstance(choice, dict) or not isinstance(choice.get("message"), dict):
        raise MalformedAnswer("A choice of the answer has no message.", body=json.dumps(choice)[:2000])
    rest = {name: value for name, value in choice.items() if name != "message"}
    return {**rest, "delta": choice["message"]}


def reply(message: dict[str, Any]) -> dict[str, Any]:
    """An answer's message as the API takes it back: sound by its id, without what only answers have."""
    kept = {
        name: message[name]
        for name in ("role", "content", "refusal", "tool_calls", "function_call")
        if message.get(name) is not None
    }
    if audio := message.get("audio"):
        kept["audio"] = {"id": audio.get("id")}
    return {"role": "assistant", "content": None, **kept} if "content" not in kept else kept


def swap(where: str, html: str) -> str:
    return f'<div hx-swap-oob="{where}">{html}</div>'
